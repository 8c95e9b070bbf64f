package webhooks_test

import (
	"flag"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules/rulestest"
	"kontrakt/specs"
)

var update = flag.Bool("update", false, "rewrite the findings in the examples")

func TestRulesAgainstTheirExamples(t *testing.T) {
	t.Parallel()
	_, set := contracts(t)
	rulestest.Run(t, rulestest.Options{
		Update: *update,
		Match: func(x *harness.Exchange) (harness.Operation, map[string]string, bool) {
			m := set.Match(x)
			if m.Operation == nil {
				return harness.Operation{}, nil, false
			}
			return *m.Operation, m.Params, true
		},
	}, webhooks.Rules()...)
}

type pair struct {
	contract *contract.Contract
	set      *contract.Set
}

// loaded is the contract as it is shipped, loaded once for all tests.
var loaded = sync.OnceValues(func() (pair, error) {
	document, err := specs.Read("webhooks.v1.yaml")
	if err != nil {
		return pair{}, err
	}
	overlay, err := specs.Read("webhooks.v1.overlay.yaml")
	if err != nil {
		return pair{}, err
	}
	c, err := contract.Load(contract.Document{
		ID: webhooks.ID, SpecFile: "webhooks.v1.yaml", OverlayFile: "webhooks.v1.overlay.yaml", Spec: document, Overlay: overlay,
	}, contract.Options{})
	if err != nil {
		return pair{}, err
	}
	set, err := contract.NewSet([]*contract.Contract{c}, nil)
	return pair{c, set}, err
})

func contracts(t *testing.T) (*contract.Contract, *contract.Set) {
	t.Helper()
	p, err := loaded()
	require.NoError(t, err)
	return p.contract, p.set
}
