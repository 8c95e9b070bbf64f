package webhooks_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/judge"
	"kontrakt/harness/rules"
	"kontrakt/harness/signature"
)

// A delivery that is signed wrongly, as its receiver recorded it: one mistake is
// one finding, though the contract notices some of them too.
func TestOneMistakeIsOneFinding(t *testing.T) {
	t.Parallel()
	const secret, body = "the secret of the registration", `{"msn":"123456","reference":"acme-order-1","pspReference":"5001420058","name":"CREATED",` +
		`"amount":{"currency":"NOK","value":49900},"timestamp":"2026-03-01T12:00:00.000Z","success":true}`
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name, header, value string
		where               string
	}{
		{"as it must be", "", "", ""},
		{"a date of another form", signature.HeaderDate, "2026-03-01T12:00:00Z", "callback request header x-ms-date"},
		{"a hash in hexadecimal", signature.HeaderContent, "e3b0c442", "callback request header x-ms-content-sha256"},
		{"no hash", signature.HeaderContent, "", "callback request header x-ms-content-sha256"},
		{"no date", signature.HeaderDate, "", "callback request header x-ms-date"},
		{"a token", signature.HeaderAuthorization, "Bearer x", "callback request header Authorization"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, set := contracts(t)
			j, err := judge.New(judge.Options{Contracts: set, Checks: map[string][]rules.Check{webhooks.ID: webhooks.Rules()}, Key: []byte("key")})
			require.NoError(t, err)
			defer j.Close()
			x := delivery(t, secret, body, now, tt.header, tt.value)
			j.Submit(x)
			findings := j.Settle("s").Findings
			if tt.where == "" {
				assert.Empty(t, findings)
				return
			}
			at := map[string]int{}
			for _, f := range findings {
				if f.In == harness.PartHeader {
					at[f.Where()]++
					assert.Equal(t, "callback.signature", f.Rule, f.Message())
				}
			}
			assert.Equal(t, 1, at[tt.where], findings)
		})
	}
}

// delivery is a signed delivery with one header changed afterwards, received and
// verified.
func delivery(t *testing.T, secret, body string, now time.Time, header, value string) *harness.Exchange {
	t.Helper()
	h := http.Header{"Content-Type": {"application/json"}}
	for name, v := range signature.Sign(secret, "POST", "/hooks", "shop.example", signature.Date(now), []byte(body)).Map() {
		h.Set(name, v)
	}
	h.Del("Host")
	if h.Set(header, value); value == "" {
		h.Del(header)
	}
	r, err := signature.Received("https://shop.example/hooks", "POST", "shop.example", h, []byte(body))
	require.NoError(t, err)
	found := &harness.Signature{}
	for _, f := range signature.Verify(secret, r, now, signature.Tolerance).Flaws {
		found.Flaws = append(found.Flaws, harness.Flaw{Header: f.Part.Header(), Want: f.Want, Got: f.Got, Cause: f.Cause()})
	}
	status := 401
	if len(found.Flaws) == 0 {
		status = 204
	}
	return &harness.Exchange{
		ID: "x0001", Flow: harness.FlowCallback, Scenario: "s", Started: now, Duration: time.Millisecond, Signature: found,
		Request:  harness.Request{Method: "POST", Scheme: "https", Host: "shop.example", Target: "/hooks", Proto: "HTTP/1.1", Header: h, Body: whole([]byte(body))},
		Response: harness.Response{Status: status, Proto: "HTTP/1.1", Header: http.Header{}},
	}
}
