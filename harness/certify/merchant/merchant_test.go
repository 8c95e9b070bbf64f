package merchant_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify/merchant"
	"kontrakt/harness/config"
)

// shop is one whose owner has written this down.
func shop(t *testing.T, declared string) *merchant.Shop {
	t.Helper()
	f, err := config.Parse("kontrakt.yaml", []byte(declared), nil)
	require.NoError(t, err)
	return &merchant.Shop{Actions: f.Actions, Statuses: f.Statuses, Environ: []string{"PATH=" + os.Getenv("PATH")}}
}

func TestActionsByHTTP(t *testing.T) {
	t.Parallel()
	var asked, body, key string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		asked, body, key = r.Method+" "+r.URL.EscapedPath(), string(text), r.Header.Get("X-Key")
		if r.URL.Path == "/no" {
			http.Error(w, "no", http.StatusConflict)
			return
		}
		_, _ = io.WriteString(w, `{"order":{"id":"a/b"},"sum":49900,"list":[]}`)
	}))
	t.Cleanup(server.Close)
	s := shop(t, `
actions:
  place-order:
    call: POST `+server.URL+`/orders
    header: {X-Key: "k-${currency}"}
    body: '{"amount": ${amount}, "note": "${note}"}'
    read: {order: /order/id, sum: /sum}
  ship: {call: "POST `+server.URL+`/orders/${order}/ship"}
  cancel-order: {call: "POST `+server.URL+`/no"}
  return-order: {call: "POST `+server.URL+`/x", read: {order: /list}}
  order-status: {call: "GET `+server.URL+`/${odrer}"}
`)
	known := map[string]string{"amount": "49900", "currency": "NOK", "note": `say "øre"`}
	after, err := s.Do(t.Context(), "place-order", known)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"amount": "49900", "currency": "NOK", "note": `say "øre"`, "order": "a/b", "sum": "49900"}, after)
	assert.Equal(t, "POST /orders", asked)
	assert.JSONEq(t, `{"amount": 49900, "note": "say \"øre\""}`, body)
	assert.Equal(t, "k-NOK", key)
	assert.Len(t, known, 3, "what was known is left as it was")

	_, err = s.Do(t.Context(), "ship", after)
	require.NoError(t, err)
	assert.Equal(t, "POST /orders/a%2Fb/ship", asked)

	_, err = s.Do(t.Context(), "cancel-order", after)
	var refused *merchant.Refused
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, http.StatusConflict, refused.Status)
	_, err = s.Do(t.Context(), "return-order", after)
	assert.ErrorContains(t, err, "has no value at /list")
	_, err = s.Do(t.Context(), "order-status", after)
	assert.ErrorContains(t, err, "did you mean ${order}?")
	_, err = s.Do(t.Context(), "subscribe", after)
	assert.ErrorContains(t, err, "not declared")
	assert.True(t, s.Can("ship"))
	assert.False(t, s.Can("subscribe"))
}

// What a shop knows later is not there at first; how something stands is always.
func TestAStatusMaySayLessThanItWill(t *testing.T) {
	t.Parallel()
	answer := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }))
	t.Cleanup(server.Close)
	s := shop(t, `
actions:
  order-status: {call: "GET `+server.URL+`/", read: {status: /status, url: /url, reference: /ref}}
  place-order: {call: "POST `+server.URL+`/", read: {order: /order, url: /url}}
`)
	known := map[string]string{"reference": "r-1"}
	for _, tt := range []struct{ answer, action, url, reason string }{
		{`{"status":"new"}`, "order-status", "", ""},
		{`{"status":"new","url":null}`, "order-status", "", ""},
		{`{"status":"new","url":"u"}`, "order-status", "u", ""},
		{`{"url":"u"}`, "order-status", "", "has no value at /status"},
		{`{"status":"new","url":["u"]}`, "order-status", "", "has no value at /url"},
		{`{"order":"a"}`, "place-order", "", "has no value at /url"},
	} {
		answer = tt.answer
		after, err := s.Do(t.Context(), tt.action, known)
		if tt.reason != "" {
			assert.ErrorContains(t, err, tt.reason, tt.answer)
			continue
		}
		require.NoError(t, err, tt.answer)
		assert.Equal(t, []string{tt.url, "r-1"}, []string{after["url"], after["reference"]}, tt.answer)
	}
}

func TestActionsByCommand(t *testing.T) {
	t.Parallel()
	s := shop(t, `
actions:
  place-order:
    run: [sh, -c, 'printf "{\"order\":\"%s\"}" "$1"', sh, "${amount} $(date)"]
    read: {order: /order}
  ship: {run: [sh, -c, "exit 7"]}
  charge: {run: [no-such-program-anywhere]}
  subscribe: {run: [echo, nothing], read: {agreement: /a}}
`)
	after, err := s.Do(t.Context(), "place-order", map[string]string{"amount": "1"})
	require.NoError(t, err)
	assert.Equal(t, "1 $(date)", after["order"], "no shell reads what is filled in")
	_, err = s.Do(t.Context(), "ship", nil)
	var refused *merchant.Refused
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, 7, refused.Status)
	_, err = s.Do(t.Context(), "charge", nil)
	assert.ErrorContains(t, err, "run the shop's command")
	_, err = s.Do(t.Context(), "subscribe", nil)
	assert.ErrorContains(t, err, "no JSON")
}

func TestAShopThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	s := shop(t, "actions: {ship: {call: \"POST http://127.0.0.1:1/\"}}")
	_, err := s.Do(t.Context(), "ship", nil)
	assert.ErrorContains(t, err, "the shop does not answer")
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	s := shop(t, "statuses: {paid: [processing, on-hold], failed: gone}")
	assert.Equal(t, "paid", s.Stands("on-hold"))
	assert.Equal(t, "failed", s.Stands("gone"))
	assert.Equal(t, "waiting", s.Stands("waiting"))
}

func TestMistakesInWhatIsDeclared(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, declared, says string }{
		{"an unknown action", "actions:\n  plaec-order: {run: [x]}\n", `kontrakt.yaml:2: unknown action "plaec-order" (did you mean "place-order"?)`},
		{"neither call nor command", "actions:\n  ship: {}\n", `kontrakt.yaml:2: actions: ship: want either call or run`},
		{"both", "actions:\n  ship: {call: GET http://a/, run: [x]}\n", `want either call or run`},
		{"a body for a command", "actions:\n  ship: {run: [x], body: y}\n", `body and header belong to a call`},
		{"no URL", "actions:\n  ship: {call: POST /orders}\n", `want a method and a URL`},
		{"no method", "actions:\n  ship: {call: http://a/}\n", `want a method and a URL`},
		{"an unknown key", "actions:\n  ship: {cal: GET http://a/}\n", `unknown key "cal" in actions: ship (did you mean "call"?)`},
		{"no pointer", "actions:\n  ship: {run: [x], read: {order: order}}\n", `want a JSON Pointer such as /order, got "order"`},
		{"no list", "actions:\n  ship: {run: x}\n", `want a list`},
		{"an unknown status", "statuses: {piad: x}\n", `unknown key "piad" in statuses (did you mean "paid"?)`},
		{"no actions", "actions: 3\n", `want names with what to do`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Parse("kontrakt.yaml", []byte(tt.declared), nil)
			assert.ErrorContains(t, err, tt.says)
		})
	}
}

// A shop that hangs, or breaks off, does not answer; one that says no does.
func TestWhoIsSilent(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hangs":
			<-r.Context().Done()
		case "/half":
			w.Header().Set("Content-Length", "10")
			_, _ = w.Write([]byte("{"))
		default:
			w.WriteHeader(http.StatusConflict)
		}
	}))
	t.Cleanup(server.Close)
	shop := merchant.Shop{Actions: map[string]config.Action{
		"ship":          {Name: "ship", Method: "POST", URL: server.URL + "/hangs"},
		"charge":        {Name: "charge", Method: "POST", URL: server.URL + "/half"},
		"subscribe":     {Name: "subscribe", Run: []string{"sleep", "60"}},
		"cancel-order":  {Name: "cancel-order", Method: "POST", URL: server.URL},
		"cancel-charge": {Name: "cancel-charge", Run: []string{"false"}},
	}}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	for name, silent := range map[string]bool{"charge": true, "cancel-order": false, "cancel-charge": false} {
		_, err := shop.Do(ctx, name, nil)
		require.Error(t, err, name)
		assert.Equal(t, silent, errors.Is(err, merchant.ErrSilent), "%s: %v", name, err)
	}
	for _, name := range []string{"ship", "subscribe"} {
		_, err := shop.Do(ctx, name, nil)
		require.ErrorIs(t, err, merchant.ErrSilent, name)
	}
}
