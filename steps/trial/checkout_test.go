package trial_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/certify/adversary"
	"kontrakt/harness/config"
)

// A desk is the sandbox of one checkout: where the goods go, it asks the shop and
// hears what the shop says. It refuses some of what the customer wants.
type desk struct {
	adversary *adversary.Adversary
	answer    harness.Response
	took      time.Duration
	silent    bool
	refuses   string
	// changes is how the shop changes its session, changed what the API answers.
	changes string
	changed int

	mu    sync.Mutex
	calls []string
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	d.mu.Lock()
	d.calls = append(d.calls, r.URL.Path)
	d.mu.Unlock()
	verb := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	if verb == d.refuses {
		w.WriteHeader(http.StatusConflict)
		return
	}
	switch {
	case verb == "submit":
		d.asks(string(body))
	case verb == "move" && d.changed > 0:
		d.adversary.Hear(&harness.Exchange{Flow: harness.FlowAPI, Response: says(d.changed, ""), Request: harness.Request{
			Method: "PATCH", Target: "/checkout/v3/session/order-1", Body: harness.Body{Bytes: []byte(d.changes)},
		}})
	}
	_, _ = io.WriteString(w, `{"order": "order-1"}`)
}

// asks lets the API ask the shop about the address of a body.
func (d *desk) asks(about string) {
	if d.silent {
		return
	}
	city := "Oslo"
	if strings.Contains(about, "Tromsø") {
		city = "Tromsø"
	}
	d.adversary.Hear(&harness.Exchange{
		Flow: harness.FlowCallback, Duration: d.took, Response: d.answer,
		Request: harness.Request{Method: "POST", Scheme: "https", Host: "shop.example", Target: "/ship", Header: http.Header{}, Body: harness.Body{
			Bytes: []byte(`{"streetAddress":"Storgata 1","postalCode":"0155","region":"` + city + `","country":"NO"}`),
		}},
	})
}

func (d *desk) try(t *testing.T, text string, more ...string) harness.Scenario {
	t.Helper()
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	actions := map[string]config.Action{"start-checkout": called(server.URL+"/start", "order", "/order")}
	for _, name := range more {
		a := called(server.URL+"/move", "", "")
		a.Body = `{"city": "${city}", "street": "${street}", "code": "${postal-code}", "country": "${country}"}`
		actions[name] = a
	}
	o := options(t, actions)
	d.adversary = o.Adversary
	o.Control, o.Tags = server.URL, []string{"@checkout"}
	return scenario(t, o, "Given Kari has opened a checkout of 1.00 NOK; "+text)
}

const ways = `[{"id":"post","amount":{"value":4900,"currency":"NOK"}}]`

func says(status int, body string) harness.Response {
	return harness.Response{Status: status, Body: harness.Body{Bytes: []byte(body)}}
}

func TestWhatAShopSaysOfShipping(t *testing.T) {
	t.Parallel()
	const asked = "When Kari says that the goods go to Oslo; Then the shop says how it ships to Oslo"
	for _, tt := range []struct {
		name   string
		desk   *desk
		text   string
		status harness.Status
		reason string
	}{
		{"a way", &desk{answer: says(200, ways)}, asked, harness.StatusPassed, ""},
		{"an error", &desk{answer: says(500, "")}, asked, harness.StatusFailed, "asked how it ships to Oslo, the shop answers 500"},
		{"nothing", &desk{}, asked, harness.StatusFailed, "the shop does not say within 8s how it ships to Oslo"},
		{"too late", &desk{answer: says(200, ways), took: 9 * time.Second}, asked, harness.StatusFailed, "the shop does not say within 8s"},
		{"no way", &desk{answer: says(200, "[]")}, asked, harness.StatusFailed, "the shop names no way to ship there"},
		{"no list", &desk{answer: says(200, `{"shippingDetails":[]}`)}, asked, harness.StatusFailed, "the shop answers no list of ways"},
		{"what the customer is not shown", &desk{answer: says(200, ways), refuses: "choose"}, asked, harness.StatusFailed, "the shop names no way to ship there"},
		{"something to nobody", &desk{silent: true}, asked, harness.StatusSkipped, "it names its ways to ship from the start"},
		{"that it wants no address", &desk{refuses: "submit"}, asked, harness.StatusSkipped, "the shop's sessions ask for no address"},
		{"something about another city", &desk{answer: says(200, ways)}, "When Kari says that the goods go to Tromsø; Then the shop says how it ships to Tromsø", harness.StatusPassed, ""},
		{"that there is something else", &desk{}, "Then Kari can pay all the same", harness.StatusPassed, ""},
		{"that there is nothing else", &desk{refuses: "pay"}, "Then Kari can pay all the same", harness.StatusFailed, "its sessions name no fixedOptions"},
		{"what was given up is not paid for", &desk{refuses: "approve"}, "Then Kari can approve the payment no more", harness.StatusPassed, ""},
		{"what was given up is paid for", &desk{}, "Then Kari can approve the payment no more", harness.StatusFailed, "can still pay for what the shop has cancelled"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := tt.desk.try(t, tt.text)
			assert.Equal(t, tt.status, s.Status, s.Reason)
			assert.Contains(t, s.Reason, tt.reason)
		})
	}
}

// A shop that learns of an address on pages of its own changes the session.
func TestAShopTellsTheCheckoutOfAnAddress(t *testing.T) {
	t.Parallel()
	const told = "Given Kari has said that the goods go to Oslo; When Kari tells the shop that the goods go to Tromsø; Then the checkout shows how the shop ships to Tromsø"
	const post = `{"logisticOptions":[{"id":"post"}]}`
	for _, tt := range []struct {
		name     string
		desk     *desk
		declared []string
		status   harness.Status
		reason   string
	}{
		{"told", &desk{changes: post, changed: 200}, []string{"change-address"}, harness.StatusPassed, ""},
		{"untold", &desk{}, []string{"change-address"}, harness.StatusFailed, "the goods go now, and has not told the checkout that is open"},
		{"refused", &desk{changes: post, changed: 400}, []string{"change-address"}, harness.StatusFailed, "the API answers 400 to the shop's change"},
		{"of something else", &desk{changes: `{"transaction":{}}`, changed: 200}, []string{"change-address"}, harness.StatusFailed, "names no logisticOptions"},
		{"of what the customer is not shown", &desk{changes: post, changed: 200, refuses: "choose"}, []string{"change-address"}, harness.StatusFailed, "names no way to ship there"},
		{"undeclared", &desk{}, nil, harness.StatusSkipped, "change-address is not declared"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := tt.desk.try(t, told, tt.declared...)
			assert.Equal(t, tt.status, s.Status, s.Reason)
			assert.Contains(t, s.Reason, tt.reason)
			if tt.declared != nil {
				assert.Contains(t, tt.desk.calls, "/move")
			}
		})
	}
}
