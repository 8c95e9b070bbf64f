package checkout_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"kontrakt/harness"
)

// The published document's own examples share nothing with the transcription,
// nor with the rules: what they show is right. Those for Postman hold names of
// variables.
func TestPublishedExamplesAreRight(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../../shared/published/checkout.v3@2025-10.yaml")
	if err != nil {
		t.Skip("the published documents are not at hand")
	}
	var document any
	require.NoError(t, yaml.Unmarshal(data, &document))
	content := descend(t, document, "paths", "/checkout/v3/session", "post", "requestBody", "content").(map[string]any)
	judged := 0
	for _, mediaType := range []string{"application/json", "text/json"} {
		for name, example := range descend(t, content, mediaType, "examples").(map[string]any) {
			if strings.Contains(name, "Postman") {
				continue
			}
			judged++
			body, err := json.Marshal(example.(map[string]any)["value"])
			require.NoError(t, err)
			x := exchange(harness.FlowAPI, "/checkout/v3/session", string(body))
			x.Request.Header.Set("Content-Type", mediaType)
			answered(x, 200, `{"token":"a.b.c","checkoutFrontendUrl":"https://vipps.example/v1/","pollingUrl":"https://api.example/x"}`)
			assert.Empty(t, found(t, x), "%s: %s", mediaType, name)
		}
	}
	assert.Equal(t, 4, judged)
}

func descend(t *testing.T, v any, names ...string) any {
	t.Helper()
	for _, name := range names {
		m, ok := v.(map[string]any)
		require.True(t, ok, name)
		require.Contains(t, m, name)
		v = m[name]
	}
	return v
}

// As it is published the document judges with its errors, and the rules stay.
func TestTheContractAsPublished(t *testing.T) {
	t.Parallel()
	c, err := published()
	require.NoError(t, err)
	x := exchange(harness.FlowCallback, "/ship/1", `{"streetAddress":"Gata 1","postalCode":"0150","region":"Oslo","country":"NO"}`)
	answered(x, 200, "["+strings.Replace(rightOption, "POSTEN", "xPOSTENx", 1)+"]")
	m, findings := c.Contracts.Judge(x)
	require.NotNil(t, m.Operation)
	assert.Equal(t, "fetchLogisticsOptions", m.Operation.ID)
	assert.Empty(t, findings, "the published pattern is not anchored")
	assert.Equal(t, "guide.logistics-brand callback response body /0/brand", foundBy(t, c, x))
}
