package recurringv2_test

import (
	"flag"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/recurringv2"
	"kontrakt/harness/catalog"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules/rulestest"
	"kontrakt/specs"
)

var update = flag.Bool("update", false, "rewrite the findings in the examples")

func TestRulesAgainstTheirExamples(t *testing.T) {
	t.Parallel()
	all, err := specs.Sources()
	require.NoError(t, err)
	i := slices.IndexFunc(all, func(s specs.Source) bool { return s.ID == recurringv2.ID })
	require.GreaterOrEqual(t, i, 0)
	c, err := catalog.Compile(all[i], false)
	require.NoError(t, err)
	contracts, err := contract.NewSet([]*contract.Contract{c}, nil)
	require.NoError(t, err)
	rulestest.Run(t, rulestest.Options{
		Update: *update,
		Match: func(x *harness.Exchange) (harness.Operation, map[string]string, bool) {
			m := contracts.Match(x)
			if m.Operation == nil {
				return harness.Operation{}, nil, false
			}
			return *m.Operation, m.Params, true
		},
	}, recurringv2.V2().Rules...)
}
