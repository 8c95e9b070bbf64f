package checkoutv2_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kontrakt/harness/sandbox"
)

// Whatever a request says, and whatever the merchant answers to the question for
// ways to ship: it is answered, with a status that the documentation has for it.
func FuzzRequests(f *testing.F) {
	one := `[{"id":"boat","amount":{"value":9900,"currency":"NOK"},"priority":0,"brand":"Ferry","isDefault":true}]`
	for _, edits := range [][]edit{
		nil, {fixed(way("door", 1))}, {fixed(nil)}, {{"/logistics", nil}}, {{"/prefillCustomer", "x"}}, {{"/transaction/amount/value", 1e30}},
		{{"/contactFields", 1}}, {{"/logistics/dynamicOptionsCallback", options}}, {{"/logistics/integrations/porterbuddy", "x"}},
	} {
		f.Add(order(edits...), one)
	}
	for _, body := range []string{"", "[]", "null", "{", `{"transaction":[]}`} {
		f.Add([]byte(body), body)
	}
	c, err := loaded()
	if err != nil {
		f.Fatal(err)
	}
	merchant := &shop{bench: &bench{catalog: c, spoilt: true}, status: http.StatusOK}
	box, err := sandbox.New(sandbox.Options{Services: c.Services(), Transport: merchant, Now: func() time.Time { return began }})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = box.Close() }) // nothing is left of it either way
	f.Fuzz(func(t *testing.T, body []byte, offer string) {
		tenant, err := box.Add(sandbox.Tenant{})
		if err != nil {
			t.Fatal(err)
		}
		merchant.mu.Lock()
		merchant.offer = offer
		merchant.mu.Unlock()
		b := &bench{T: t, catalog: c, sandbox: box, tenant: tenant, shop: merchant, spoilt: true}
		switch a := b.send("POST", "/checkout/v2/session", body); a.status {
		case http.StatusBadRequest:
			return
		case http.StatusOK:
			path := a.at("/pollingUrl").(string)
			path = path[strings.Index(path, "/checkout/"):]
			for _, list := range []string{"sessions/" + ref + "/submit", "sessions/" + ref + "/approve"} {
				r := httptest.NewRequest("POST", "/__sandbox/"+list, nil)
				r.Header.Set(sandbox.HeaderTenant, tenant.MSN)
				box.ServeHTTP(httptest.NewRecorder(), r) // it may refuse: the reference is whatever the request says
				b.control("GET", "deliveries?wait=PT10S", nil, http.StatusOK)
			}
			if polled := b.poll(path); polled.status != http.StatusOK {
				t.Fatalf("polled with %d", polled.status)
			}
		default:
			t.Fatalf("answered %d: %s", a.status, a.body)
		}
	})
}
