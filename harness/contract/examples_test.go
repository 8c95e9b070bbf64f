package contract_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules/rulestest"
)

var update = flag.Bool("update", false, "rewrite the findings in the examples")

func kiosk(t *testing.T) *contract.Set {
	t.Helper()
	spec, err := os.ReadFile("testdata/kiosk.yaml")
	require.NoError(t, err)
	overlay, err := os.ReadFile("testdata/kiosk.overlay.yaml")
	require.NoError(t, err)
	c, err := contract.Load(contract.Document{
		ID: "kiosk.v1", Spec: spec, Overlay: overlay, SpecFile: "kiosk.yaml", OverlayFile: "kiosk.overlay.yaml",
	}, contract.Options{})
	require.NoError(t, err)
	s, err := contract.NewSet([]*contract.Contract{c}, []contract.Retired{{Prefix: "/kiosk/v0", API: "kiosk.v0", Since: "2020-12-04", Says: "use kiosk.v1"}},
		contract.Unjudged{Prefix: "/loyalty", API: "Loyalty API"})
	require.NoError(t, err)
	return s
}

// What a document requires has an example that keeps it and one that breaks it
// and nothing else.
func TestEveryRuleHasExamplesThatKeepAndBreakIt(t *testing.T) {
	t.Parallel()
	contracts := kiosk(t)
	known := map[string]bool{}
	for _, rule := range contract.Rules() {
		known[rule.ID] = true
		for _, kind := range []string{"keeps", "breaks"} {
			files, err := filepath.Glob(filepath.Join("testdata", rule.ID, kind+"-*.txt"))
			require.NoError(t, err)
			assert.NotEmpty(t, files, "no example that %s %s", kind, rule.ID)
			for _, file := range files {
				assert.NoError(t, rulestest.Hold(file, kind == "breaks", *update, func(x *harness.Exchange) ([]harness.Finding, error) {
					_, found := contracts.Judge(x)
					for _, f := range found {
						if f.Rule != rule.ID {
							return nil, errors.New("it breaks " + f.Rule)
						}
					}
					return found, nil
				}), file)
			}
		}
	}
	folders, err := os.ReadDir("testdata")
	require.NoError(t, err)
	for _, f := range folders {
		assert.True(t, known[f.Name()] || !f.IsDir(), "testdata/%s is of no rule", f.Name())
	}
}
