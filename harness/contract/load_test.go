package contract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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

// What the program carries is not looked through at every start.
func TestEveryContractOfOursIsSound(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../specs/*.v?.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		id := strings.TrimSuffix(filepath.Base(file), ".yaml")
		for _, asPublished := range []bool{false, true} {
			embedded(t, id, contract.Options{AsPublished: asPublished})
		}
	}
}

func TestNoDocumentIsTakenForSoundByItself(t *testing.T) {
	t.Parallel()
	d := contract.Document{ID: "x.v1", Spec: []byte("openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths: {/a: {get: {operationId: a, parameters: [{name: b, in: query, schema: {type: strnig}}], responses: {'200': {description: ok}}}}}\n")}
	_, err := contract.Load(d, contract.Options{})
	require.ErrorContains(t, err, "strnig")
	_, err = contract.Load(d, contract.Options{Sound: true})
	require.NoError(t, err)
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

func TestEcomHasItsOperationsAndCallbacksWithAndWithoutItsOverlay(t *testing.T) {
	t.Parallel()
	want := []string{
		"api POST:/ecomm/v2/integration-test/payments/{orderId}/approve",
		"api POST:/ecomm/v2/payments",
		"api PUT:/ecomm/v2/payments/{orderId}/cancel",
		"api POST:/ecomm/v2/payments/{orderId}/capture",
		"api GET:/ecomm/v2/payments/{orderId}/details",
		"api POST:/ecomm/v2/payments/{orderId}/refund",
		"api GET:/ecomm/v2/payments/{orderId}/status",
		"callback POST:{callbackPrefix}/v2/payments/{orderId}",
		"callback POST:{callbackPrefix}/v2/payments/{orderId}",
		"callback DELETE:{consentRemovalPrefix}/v2/consents/{userId}",
		"callback POST:{shippingDetailsPrefix}/v2/payments/{orderId}/shippingDetails",
	}
	for _, o := range []contract.Options{{}, {AsPublished: true}} {
		c := embedded(t, "ecom.v2", o)
		var got []string
		for _, op := range c.Operations() {
			got = append(got, string(op.Flow)+" "+op.String())
			known, ok := c.Operation(op.ID)
			assert.True(t, ok)
			assert.Equal(t, op, known, "ids are unique")
		}
		assert.Equal(t, want, got)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		embedded(b, "ecom.v2", contract.Options{})
	}
}
