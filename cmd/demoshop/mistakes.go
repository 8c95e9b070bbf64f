package main

import (
	"crypto/rand"
	"math/big"
	"strings"
	"time"
)

// A mistake is one that real integrations make.
type mistake struct {
	name string
	// breaks are the requirements that are unmet with it, in the checklist that it
	// is about: ePayment's, or those of both where one of Recurring is among them.
	breaks []string
	says   string
	make   func(*habits)
}

// mistakes are all that can be switched on. Where breaks holds more than what a
// mistake is named for, the rest cannot be reached with it.
func mistakes() []mistake {
	is := func(names ...string) []string { return names }
	return []mistake{
		{"no-system-headers", is("EPAY-CL-11", "REC-CL-11"), "No call says what software makes it.", func(h *habits) { h.system = nil }},
		{"sample-headers", is("EPAY-CL-11", "REC-CL-11"), "The headers are those of the guide's example.", func(h *habits) {
			h.system = map[string]string{"Vipps-System-Name": "acme", "Vipps-System-Version": "1.0", "Vipps-System-Plugin-Name": "acme-webshop", "Vipps-System-Plugin-Version": "1.0"}
		}},
		{"half-the-headers", is("EPAY-CL-11", "REC-CL-11"), "The plugin is not named.", func(h *habits) {
			delete(h.system, "Vipps-System-Plugin-Name")
			delete(h.system, "Vipps-System-Plugin-Version")
		}},
		{"token-for-each-call", is("COM-CL-07"), "Every call gets an access token of its own.", func(h *habits) { h.tokenEachTime = true }},
		{"one-key-for-all", is("EPAY-CL-06", "EPAY-CL-10"), "All operations on an order have one idempotency key.", func(h *habits) { h.oneKey = true }},
		{"new-key-on-retry", is("EPAY-CL-10"), "A capture, refund or cancellation that is made again gets a new idempotency key.", func(h *habits) { h.newKeyOnRetry = true }},
		{"retries-what-was-refused", is("EPAY-CL-10"), "A call that was refused is made again as it was.", func(h *habits) { h.retriesRefused = true }},
		{"digits-for-a-reference", is("EPAY-CL-13"), "References are digits alone.", func(h *habits) {
			h.reference = func() string { return drawn("0123456789", 12) }
		}},
		{"kroner", is("EPAY-CL-07", "EPAY-CL-08", "TERMS-T2"), "Refunds are kroner with decimals.", func(h *habits) {
			h.refunded = func(minor int64) any { return float64(minor) / 100 }
		}},
		{"amount-as-text", is("EPAY-CL-07", "EPAY-CL-08", "EPAY-CL-09", "EPAY-CL-19", "TERMS-T2"), "The amounts of refunds are text.", func(h *habits) {
			h.refunded = func(minor int64) any { return big.NewInt(minor).String() }
		}},
		{"return-without-tls", is("TERMS-T2"), "The page to come back to is tried without TLS first.", func(h *habits) {
			h.tries = func(payment map[string]any) {
				payment["returnUrl"] = strings.Replace(payment["returnUrl"].(string), "https://", "http://", 1)
			}
		}},
		{"phone-with-plus", is("TERMS-T2"), "A phone number is tried with a plus and spaces first.", func(h *habits) {
			h.tries = func(payment map[string]any) { payment["customer"] = map[string]any{"phoneNumber": "+47 912 34 567"} }
		}},
		{"unknown-interaction", is("TERMS-T2"), "The customer's presence is tried in other words first.", func(h *habits) {
			h.tries = func(payment map[string]any) { payment["customerInteraction"] = "PRESENT" }
		}},
		{"captures-at-once", is("EPAY-CL-05"), "Money is captured before the customer has approved.", func(h *habits) { h.captureAtOnce = true }},
		{"captures-whole-alone", is("EPAY-CL-06"), "The shop can capture whole amounts alone.", func(h *habits) { h.capturesWhole = true }},
		{"refunds-whole-alone", is("EPAY-CL-08"), "The shop can refund whole amounts alone.", func(h *habits) { h.refundsWhole = true }},
		{"never-cancels", is("EPAY-CL-04", "EPAY-CL-09", "EPAY-CL-19"), "A cancelled order is one in the shop alone.", func(h *habits) { h.neverCancels = true }},
		{"never-reads-the-log", is("EPAY-CL-03"), "The event log is not read.", func(h *habits) { h.noLog = true }},
		{"never-polls", is("EPAY-CL-14"), "What no webhook tells is never known.", func(h *habits) { h.neverPolls = true }},
		{"polls-too-fast", is("EPAY-CL-14"), "The shop asks many times a second.", func(h *habits) { h.pollAfter, h.pollEvery = 0, 50*time.Millisecond }},
		{"no-webhook", is("EPAY-CL-09", "EPAY-CL-15", "WH-CL-03", "WH-CL-05"), "No webhook is registered.", func(h *habits) { h.noWebhook = true }},
		{"misspelt-events", is("EPAY-CL-09", "EPAY-CL-15", "WH-CL-03", "WH-CL-05"), "Events are registered by names that there are not.", func(h *habits) {
			h.events = []string{"epayment.payment.authorised.v1"}
		}},
		{"successes-alone", is("EPAY-CL-09"), "Only success is registered for.", func(h *habits) { h.events = h.events[:1] }},
		{"hook-answers-500", is("EPAY-CL-09", "EPAY-CL-15"), "Webhooks are answered with 500.", func(h *habits) { h.hookStatus = 500 }},
		{"hook-redirects", is("EPAY-CL-09", "EPAY-CL-15"), "Webhooks are redirected.", func(h *habits) { h.hookMoves = true }},
		{"hook-takes-its-time", is("EPAY-CL-09", "EPAY-CL-15"), "Webhooks are answered after eleven seconds.", func(h *habits) { h.hookDelay = 11 * time.Second }},
		{"trusts-anyone", is("WH-CL-03"), "Nobody looks at a webhook's signature.", func(h *habits) { h.trustsAnyone, h.believesHook = true, true }},
		{"takes-another-body", is("WH-CL-03"), "The body is not held against its hash.", func(h *habits) { h.takesOtherBodies, h.believesHook = true, true }},
		{"takes-old-dates", is("WH-CL-03"), "A webhook may be of any day.", func(h *habits) { h.takesOldDates, h.believesHook = true, true }},
		{"goes-back-to-paid", is("WH-CL-05"), "A webhook of an approval that comes late sets the order back.", func(h *habits) { h.goesBack = true }},
		{"ships-on-every-webhook", is("WH-CL-05"), "A webhook that comes again moves money.", func(h *habits) { h.actsOnEach = true }},
		{"deaf-to-failure", is("EPAY-CL-09", "EPAY-CL-14"), "An order whose payment failed waits for ever.", func(h *habits) { h.deafToFailure = true }},
		{"believes-the-redirect", is("EPAY-CL-16"), "Who comes back has paid.", func(h *habits) { h.believesReturn = true }},
		{"never-tries-again", is("REC-CL-17"), "A charge is tried on one day alone.", func(h *habits) { h.retryDays = 1 }},
		{"charges-late", is("REC-CL-18"), "A charge is tried for the day it is made on first.", func(h *habits) { h.dueAtOnce = true }},
		{"front-page", is("REC-CL-14"), "Agreements are managed on the front page.", func(h *habits) { h.managedAt = "/" }},
		{"never-lists", is("REC-CL-04"), "Charges are never listed.", func(h *habits) { h.neverLists = true }},
	}
}

// drawn gives letters at random.
func drawn(letters string, n int) string {
	out := make([]byte, n)
	for i := range out {
		k, err := rand.Int(rand.Reader, big.NewInt(int64(len(letters))))
		if err != nil {
			panic(err)
		}
		out[i] = letters[k.Int64()]
	}
	return string(out)
}
