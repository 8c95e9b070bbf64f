package ecom_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules/rulestest"
	"kontrakt/specs"
)

var update = flag.Bool("update", false, "rewrite the findings in the examples")

func TestRulesAgainstTheirExamples(t *testing.T) {
	t.Parallel()
	set := contracts(t)
	rulestest.Run(t, rulestest.Options{
		Update: *update,
		Match: func(x *harness.Exchange) (harness.Operation, map[string]string, bool) {
			m := set.Match(x)
			if m.Operation == nil {
				return harness.Operation{}, nil, false
			}
			return *m.Operation, m.Params, true
		},
	}, ecom.Rules()...)
}

// contracts loads the contract of eCom v2 as it is shipped.
func contracts(t *testing.T) *contract.Set {
	t.Helper()
	document, err := specs.Read("ecom.v2.yaml")
	require.NoError(t, err)
	overlay, err := specs.Read("ecom.v2.overlay.yaml")
	require.NoError(t, err)
	loaded, err := contract.Load(contract.Document{
		ID: ecom.ID, SpecFile: "ecom.v2.yaml", OverlayFile: "ecom.v2.overlay.yaml", Spec: document, Overlay: overlay,
	}, contract.Options{})
	require.NoError(t, err)
	set, err := contract.NewSet([]*contract.Contract{loaded}, ecom.V2().Retired)
	require.NoError(t, err)
	return set
}
