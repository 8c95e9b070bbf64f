package userinfo_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/userinfo"
	"kontrakt/harness/rules/rulestest"
)

var update = flag.Bool("update", false, "rewrite the findings in the examples")

func TestRulesAgainstTheirExamples(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	rulestest.Run(t, rulestest.Options{
		Update: *update,
		Match: func(x *harness.Exchange) (harness.Operation, map[string]string, bool) {
			m := c.Contracts.Match(x)
			if m.Operation == nil {
				return harness.Operation{}, nil, false
			}
			return *m.Operation, m.Params, true
		},
	}, userinfo.V1().Rules...)
}
