package contract_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"kontrakt/harness/contract"
)

// embedded loads one of the project's own contracts from its files.
func embedded(t testing.TB, id string, o contract.Options) *contract.Contract {
	t.Helper()
	spec, err := os.ReadFile("../../specs/" + id + ".yaml")
	if err != nil {
		t.Skip(err)
	}
	overlay, _ := os.ReadFile("../../specs/" + id + ".overlay.yaml")
	c, err := contract.Load(contract.Document{ID: id, Spec: spec, Overlay: overlay}, o)
	require.NoError(t, err)
	return c
}

func TestEveryPublishedDocumentLoads(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("../../../shared/published/*@*.yaml")
	if len(files) == 0 {
		t.Skip("the published documents are not here")
	}
	extra := map[string][]byte{}
	for _, name := range []string{"ms_import.yaml", "order-management.v2@2.3.24.yaml"} {
		data, err := os.ReadFile("../../../shared/published/" + name)
		require.NoError(t, err)
		extra[name] = data
	}
	extra["swagger.yaml"] = extra["order-management.v2@2.3.24.yaml"]
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			c, err := contract.Load(contract.Document{ID: "x.v1", Spec: data, SpecFile: filepath.Base(file), Files: extra}, contract.Options{})
			require.NoError(t, err)
			require.NotEmpty(t, c.Operations())
		})
	}
}

func TestEmbedded(t *testing.T) {
	c := embedded(t, "ecom.v2", contract.Options{})
	for _, op := range c.Operations() {
		t.Log(op.Flow, op, op.ID, c.Statuses(op.ID))
	}
	t.Log(c.Unrouted(), len(c.Actions()))
	p := embedded(t, "ecom.v2", contract.Options{AsPublished: true})
	for _, op := range p.Operations() {
		t.Log(op.Flow, op, op.ID, p.Statuses(op.ID))
	}
	embedded(t, "access-token.v1", contract.Options{})
}
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		embedded(b, "ecom.v2", contract.Options{})
	}
}
