package judge_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

var person = []string{"Kari", "Nordmann", "91234567", "kari.nordmann@shop.no", "Storgata 1", "Trondheim", "7030", "merchants-own-token"}

// outcome tells a merchant how an express payment ended.
func outcome() *harness.Exchange {
	x := initiate(1)
	x.Flow = harness.FlowCallback
	x.Request.Method, x.Request.Target = http.MethodPost, "/hooks/7/v2/payments/order-1"
	x.Request.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"merchants-own-token"}}
	x.Request.Body = bodyOf(`{"merchantSerialNumber":"654321","orderId":"order-1","transactionInfo":{"amount":49900,"status":"RESERVE","timeStamp":"2026-03-01T12:00:00Z","transactionId":"5001420058"},` +
		`"shippingDetails":{"address":{"addressLine1":"Storgata 1","city":"Trondheim","country":"Norway","zipCode":"7030"},"shippingCost":39.5,"shippingMethod":"Posten","shippingMethodId":"posten"},` +
		`"userDetails":{"bankIdVerified":"Y","email":"kari.nordmann@shop.no","firstName":"Kari","lastName":"Nordmann","mobileNumber":"91234567","userId":"1234567-1234567-1234567"}}`)
	x.Response = harness.Response{Status: 200, Proto: "HTTP/1.1", Header: http.Header{}}
	return x
}

// withdrawal tells a merchant that a customer withdrew the consent.
func withdrawal() *harness.Exchange {
	x := outcome()
	x.Request.Method, x.Request.Target, x.Request.Body = http.MethodDelete, "/hooks/7/v2/consents/a1B2c3D4e5==", harness.Body{}
	x.Request.Header = http.Header{}
	return x
}

func TestCallbacksAreJudgedAndRedacted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		exchange func() *harness.Exchange
		want     []string
	}{
		{"an outcome that keeps to the contract", outcome, []string{}},
		{"an outcome without order", func() *harness.Exchange { return with(outcome(), `"orderId":"order-1",`, ``) }, []string{"error schema.required"}},
		{"a name that is a number", func() *harness.Exchange { return with(outcome(), `"Kari"`, `47110815`) }, []string{"error schema.type"}},
		{"an address that is a text", func() *harness.Exchange {
			return with(outcome(), `{"addressLine1":"Storgata 1","city":"Trondheim","country":"Norway","zipCode":"7030"}`, `"Storgata 1, 7030 Trondheim"`)
		}, []string{"error schema.type"}},
		{"a property that nobody knows, with a name", func() *harness.Exchange { return with(outcome(), `"firstName"`, `"nickname":"Kari","firstName"`) }, []string{"warning body.undocumented-property"}},
		{"a merchant who answers another status", func() *harness.Exchange { x := outcome(); x.Response.Status = 302; return x }, []string{"error status.undocumented"}},
		{"a merchant who does not answer", func() *harness.Exchange {
			x := outcome()
			x.Response, x.Failure = harness.Response{}, &harness.Failure{Kind: harness.TimedOut, Detail: "no answer within 3s"}
			return x
		}, []string{}},
		{"a withdrawal", withdrawal, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			j := newJudge(t, nil)
			x := tt.exchange()
			live := j.One(x)
			require.NotNil(t, live.Operation)
			var got []string
			for _, f := range live.Findings {
				if f.Severity != harness.Note { // errata are the contract's matter
					got = append(got, fmt.Sprintf("%s %s", f.Severity, f.Rule))
				}
			}
			assert.ElementsMatch(t, tt.want, got)
			entry := recorded(t, j, x)
			text := fmt.Sprintf("%s %v %s %v", entry.Request.Target, entry.Request.Header, entry.Request.Body.Bytes, entry.Findings)
			for _, secret := range append(person, "47110815", "a1B2c3D4e5") {
				assert.NotContains(t, text, secret)
			}
			assert.Equal(t, whole(live.Findings), whole(j.Recheck(entry.Judged).Findings))
			var run harness.Run
			j.Fill(&run)
			assert.Zero(t, run.Broken, "what a merchant does not answer did not break the run")
			if strings.HasPrefix(tt.name, "a withdrawal") {
				assert.Equal(t, []string{"callback request path userId"}, entry.Redacted)
			}
		})
	}
}
