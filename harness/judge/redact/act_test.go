package redact_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/judge/redact"
)

func TestWhatTheSandboxWasAskedNamesNobody(t *testing.T) {
	t.Parallel()
	r := redact.New(redact.Options{Key: []byte("k")})
	clear := harness.Judged{Exchange: harness.Exchange{Flow: harness.FlowAPI, Acts: []harness.Act{
		{Method: "POST", Path: "sessions/order-1/approve", Body: []byte(`{"choice":"mail","customer":{"firstName":"Kari","email":"kari@shop.example","country":"NO"},"surprise":"Kari"}`)},
		{Method: "POST", Path: "tenants", Body: []byte(`{"abilities":{"market":"DK","express":true},"clock":"2026-01-31T12:00:00Z","rateLimits":false}`)},
		{Method: "PUT", Path: "faults", Body: []byte(`{"faults":["ecom-state-late"]}`)},
		{Method: "POST", Path: "clock"},
	}}}
	safe := r.Exchange(&clear)
	acts := safe.Acts
	assert.Equal(t, "sessions/order-1/approve", acts[0].Path)
	assert.Contains(t, string(acts[0].Body), `{"choice":"mail","customer":{"firstName":"`)
	assert.Contains(t, string(acts[0].Body), `"country":"NO"`)
	assert.NotContains(t, string(acts[0].Body), "ari")
	for i := 1; i < len(acts); i++ {
		assert.Equal(t, clear.Acts[i], acts[i])
	}
	assert.Contains(t, safe.Redacted, "request act /customer/email")
	assert.Contains(t, string(clear.Acts[0].Body), "Kari", "what is in clear stays so")
	assert.Zero(t, r.Leaks(string(acts[0].Body)))
}

// No network gives out a number of zeros; a test that calls nobody says whom.
func TestANumberThatNobodyCanHaveIsShown(t *testing.T) {
	t.Parallel()
	r := redact.New(redact.Options{Key: []byte("k")})
	body := func(number string) string {
		j := harness.Judged{Exchange: harness.Exchange{Flow: harness.FlowAPI, Acts: []harness.Act{{Body: []byte(`{"customer":{"phoneNumber":"` + number + `"}}`)}}}}
		return string(r.Exchange(&j).Acts[0].Body)
	}
	for _, number := range []string{"4700000000", "+4500000000", "358000000000"} {
		assert.Contains(t, body(number), number)
	}
	for _, number := range []string{"4791234567", "4790000000", "4700000001", "00000000", "460700000000"} {
		assert.NotContains(t, body(number), number)
	}
}
