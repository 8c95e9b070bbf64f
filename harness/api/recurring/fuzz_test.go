package recurring_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"kontrakt/harness/sandbox"
)

// A line is a merchant's way to a sandbox, for fuzzing.
type line struct {
	box    *sandbox.Sandbox
	tenant sandbox.Tenant
	token  string
}

func connect(f *testing.F) *line {
	c, err := loaded()
	if err != nil {
		f.Fatal(err)
	}
	box, err := sandbox.New(sandbox.Options{Services: c.Services(), Now: func() time.Time { return began }})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = box.Close() })
	l := &line{box: box}
	if l.tenant, err = box.Add(sandbox.Tenant{Abilities: able}); err != nil {
		f.Fatal(err)
	}
	w := l.send("POST", "/accesstoken/get", "", "client_id", l.tenant.ClientID, "client_secret", l.tenant.ClientSecret)
	l.token, _ = at(w.Body.Bytes(), "/access_token").(string)
	return l
}

func (l *line) send(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Ocp-Apim-Subscription-Key", l.tenant.SubscriptionKey)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+l.token)
	r.Header.Set("Idempotency-Key", fmt.Sprintf("%.20x", sha256.Sum256([]byte(method+target+body))))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	l.box.ServeHTTP(w, r)
	return w
}

// Whatever stands in a draft: it is answered, with a status that the
// documentation has for it; what was drafted can be read.
func FuzzDraft(f *testing.F) {
	for _, edits := range [][]edit{
		nil, {variable()}, {flexible()}, {paid(100, "DIRECT_CAPTURE")}, {campaign("PERIOD_CAMPAIGN", "period", map[string]any{"unit": "YEAR", "count": 31})},
		{campaign("PRICE_CAMPAIGN", "end", "2026/06/01T00:00:00Z")}, {{"/campaign", nil}}, {{"/pricing", nil}}, {{"/interval", nil}}, {{"/initialCharge", nil}},
		{{"/pricing/amount", 1e30}}, {{"/paymentMethod", nil}}, {{"/pricing/type", gone}},
	} {
		f.Add(string(offer(edits...)))
	}
	f.Add(`{"pricing":{"currency":"NOK","amount":5e2},"productName":"x","merchantRedirectUrl":"a://b","merchantAgreementUrl":"https://a"}`)
	f.Add("[]")
	f.Add("")
	l := connect(f)
	f.Fuzz(func(t *testing.T, body string) {
		w := l.send("POST", agreementsPath, body)
		known := []int{http.StatusCreated, http.StatusBadRequest, http.StatusForbidden, http.StatusConflict}
		if !slices.Contains(known, w.Code) {
			t.Errorf("status %d for %s: %s", w.Code, body, w.Body)
		}
		if id, ok := at(w.Body.Bytes(), "/agreementId").(string); ok {
			if read := l.send("GET", agreementsPath+"/"+id, ""); read.Code != http.StatusOK {
				t.Errorf("status %d of what was drafted by %s", read.Code, body)
			}
		}
	})
}

// Whatever stands in a bulk: as many items are answered as were sent.
func FuzzBulk(f *testing.F) {
	f.Add(`[{"agreementId":"agr_1","amount":100,"transactionType":"DIRECT_CAPTURE","description":"x","due":"2026-03-05","retryDays":1,"orderId":"a"}]`)
	f.Add(`[{}, null, 7, "x", [], {"amount":"1"}, {"retryDays":1e99}, {"orderId":null}]`)
	f.Add(`[]`)
	f.Add(`{"0":{"amount":1}}`)
	l := connect(f)
	f.Fuzz(func(t *testing.T, body string) {
		w := l.send("POST", agreementsPath+"/charges", body)
		if w.Code != http.StatusAccepted && w.Code != http.StatusBadRequest {
			t.Errorf("status %d for %s: %s", w.Code, body, w.Body)
		}
		if w.Code != http.StatusAccepted {
			return
		}
		sent, _ := at([]byte(body), "").([]any)
		valid, _ := at(w.Body.Bytes(), "/validCharges").([]any)
		invalid, _ := at(w.Body.Bytes(), "/invalidCharges").([]any)
		if len(valid)+len(invalid) != len(sent) {
			t.Errorf("%d and %d of %d items for %s", len(valid), len(invalid), len(sent), body)
		}
	})
}

// Whatever stands in an update or a charge of an agreement that is active.
func FuzzActive(f *testing.F) {
	f.Add(`{"interval":{"type":"FLEXIBLE","period":null},"pricing":{"amount":null}}`, false)
	f.Add(`{"status":"STOPPED","pricing":{}}`, false)
	f.Add(`{"interval":{"type":"RECURRING","period":{"unit":"DAY","count":2}},"externalId":null}`, false)
	f.Add(string(bill()), true)
	f.Add(`{"amount":100,"transactionType":"RESERVE_CAPTURE","description":"x","type":"UNSCHEDULED","due":null,"retryDays":null,"processingMode":null}`, true)
	l := connect(f)
	w := l.send("POST", agreementsPath, string(offer()))
	id, _ := at(w.Body.Bytes(), "/agreementId").(string)
	l.send("POST", "/__sandbox/agreements/"+id+"/approve", "", sandbox.HeaderTenant, l.tenant.MSN)
	known := []int{http.StatusCreated, http.StatusNoContent, http.StatusBadRequest, http.StatusConflict}
	f.Fuzz(func(t *testing.T, body string, charge bool) {
		method, target := "PATCH", agreementsPath+"/"+id
		if charge {
			method, target = "POST", target+"/charges"
		}
		if w := l.send(method, target, body); !slices.Contains(known, w.Code) {
			t.Errorf("status %d for %s: %s", w.Code, body, w.Body)
		}
	})
}
