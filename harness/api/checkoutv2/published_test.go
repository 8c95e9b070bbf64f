package checkoutv2_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// The published document's own examples share nothing with the transcription,
// nor with the rules: what they show is right. Those for Postman hold names of
// variables, and those of callbacks are texts of another spelling.
func TestPublishedExamplesAreRight(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../../shared/published/checkout.v2@2023-12.yaml")
	if err != nil {
		t.Skip("the published documents are not at hand")
	}
	var document any
	require.NoError(t, yaml.Unmarshal(data, &document))
	request := descend(t, document, "paths", "/v2/session", "post", "requestBody", "content", "application/json", "examples", "Swagger", "value")
	assert.Empty(t, found(t, text(t, request)))

	polled := descend(t, document, "paths", "/v2/session/{sessionId}", "get", "responses", "200", "content", "application/json", "example")
	x := exchange("GET", "/checkout/v2/session/v52EtjZriRmGiKiAKHByK2", "", text(t, polled))
	assert.Empty(t, foundIn(t, x))
	x = exchange("GET", "/checkout/v2/session/v52EtjZriRmGiKiAKHByK2", "", strings.Replace(text(t, polled), "AUTHORISED", "AUTHORIZED", 1))
	assert.Equal(t, "schema.enum response body /paymentDetails/state", foundIn(t, x))
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

func text(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}
