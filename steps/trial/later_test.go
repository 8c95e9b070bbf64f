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
	"kontrakt/harness/config"
)

// A shop may take an order and start its payment later: its status says where to pay.
func TestAShopMayGiveOutTheAddressLater(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		// answers of order-status, the last one again and again; 404 is none.
		answers  []string
		patience time.Duration
		status   harness.Status
		reason   string
	}{
		{"at once", []string{`{"status":"waiting","url":"https://pay.example/1","ref":"r-1"}`}, time.Minute, harness.StatusPassed, ""},
		{"later", []string{"404", `{"status":"waiting"}`, `{"status":"waiting","url":null,"ref":""}`, `{"status":"waiting","url":"https://pay.example/1","ref":"r-1"}`, `{"status":"waiting"}`}, time.Minute, harness.StatusPassed, ""},
		{"in part", []string{`{"status":"waiting","url":"https://pay.example/1"}`}, 50 * time.Millisecond, harness.StatusFailed, "the order: want its reference from order-status, got none after 50ms"},
		{"never", []string{`{"status":"waiting"}`}, 50 * time.Millisecond, harness.StatusFailed, "the order: want its url and reference from order-status, got none after 50ms"},
		{"of an order that nobody knows", []string{"404"}, 50 * time.Millisecond, harness.StatusFailed, "order-status: the shop answered 404, for 50ms after it was asked for"},
		{"of what was given up", []string{`{"status":"waiting"}`, `{"status":"failed"}`}, time.Minute, harness.StatusFailed, "the order is failed before the shop has given out where to pay"},
		{"without a status", []string{`{"url":"https://pay.example/1"}`}, time.Minute, harness.StatusFailed, "order-status: the shop's answer has no value at /status"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			var acted []string
			given := false
			shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				if r.URL.Path == "/orders" {
					_, _ = io.WriteString(w, `{"order": "a"}`)
					return
				}
				answer := tt.answers[0]
				if len(tt.answers) > 1 {
					tt.answers = tt.answers[1:]
				}
				if given = given || strings.Contains(answer, `"ref":"r-1"`); answer == "404" {
					w.WriteHeader(http.StatusNotFound)
				}
				_, _ = io.WriteString(w, answer)
			}))
			t.Cleanup(shop.Close)
			sandbox := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				assert.True(t, given, "the customer acts on what there is")
				acted = append(acted, r.URL.Path)
			}))
			t.Cleanup(sandbox.Close)
			status := called(shop.URL+"/status", "status", "/status")
			status.Name = "order-status"
			status.Read["url"], status.Read["reference"] = "/url", "/ref"
			o := options(t, map[string]config.Action{"place-order": called(shop.URL+"/orders", "order", "/order"), "order-status": status})
			o.Patience, o.Control = tt.patience, sandbox.URL
			s := scenario(t, o, "Given Kari has placed an order of 1.00 NOK; When Kari rejects the payment; Then the order is waiting")
			assert.Equal(t, tt.status, s.Status, s.Reason)
			assert.Equal(t, tt.reason, s.Reason)
			if tt.status == harness.StatusPassed {
				assert.Equal(t, []string{"/__sandbox/payments/r-1/reject"}, acted)
			}
		})
	}
}
