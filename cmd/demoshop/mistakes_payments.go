package main

import (
	"math/big"
	"strings"
	"time"
)

func mistakesOfCalls() []mistake {
	return []mistake{
		{"no-system-headers", ids("EPAY-CL-11", "REC-CL-11"), "No call says what software makes it.", func(h *habits) { h.system = nil }},
		{"sample-headers", ids("EPAY-CL-11", "REC-CL-11"), "The headers are those of the guide's example.", func(h *habits) {
			h.system = map[string]string{"Vipps-System-Name": "acme", "Vipps-System-Version": "1.0", "Vipps-System-Plugin-Name": "acme-webshop", "Vipps-System-Plugin-Version": "1.0"}
		}},
		{"half-the-headers", ids("EPAY-CL-11", "REC-CL-11"), "The plugin is not named.", noPlugin},
		{"token-for-each-call", ids("COM-CL-07"), "Every call gets an access token of its own.", func(h *habits) { h.tokenEachTime = true }},
		{"one-key-for-all", ids("EPAY-CL-06", "EPAY-CL-10", "COM-CL-08"), "All operations on an order have one idempotency key.", func(h *habits) { h.oneKey = true }},
		{"new-key-on-retry", ids("COM-CL-08", "EPAY-CL-10"), "A capture, refund or cancellation that is made again gets a new idempotency key.", func(h *habits) { h.newKeyOnRetry = true }},
		{"retries-what-was-refused", ids("EPAY-CL-10"), "A call that was refused is made again as it was.", func(h *habits) { h.retriesRefused = true }},
		{"digits-for-a-reference", ids("EPAY-CL-13"), "References are digits alone.", digits},
	}
}

func mistakesOfPayments() []mistake {
	return []mistake{
		{"kroner", ids("EPAY-CL-07", "EPAY-CL-08", "TERMS-T2"), "Refunds are kroner with decimals.", func(h *habits) {
			h.refunded = func(minor int64) any { return float64(minor) / 100 }
		}},
		{"amount-as-text", ids("EPAY-CL-07", "EPAY-CL-08", "EPAY-CL-09", "EPAY-CL-19", "TERMS-T2"), "The amounts of refunds are text.", func(h *habits) {
			h.refunded = func(minor int64) any { return big.NewInt(minor).String() }
		}},
		{"return-without-tls", ids("TERMS-T2"), "The page to come back to is tried without TLS first.", func(h *habits) {
			h.tries = func(payment map[string]any) {
				payment["returnUrl"] = strings.Replace(payment["returnUrl"].(string), "https://", "http://", 1)
			}
		}},
		{"phone-with-plus", ids("TERMS-T2"), "A phone number is tried with a plus and spaces first.", func(h *habits) {
			h.tries = func(payment map[string]any) { payment["customer"] = map[string]any{"phoneNumber": "+47 912 34 567"} }
		}},
		{"unknown-interaction", ids("TERMS-T2"), "The customer's presence is tried in other words first.", func(h *habits) {
			h.tries = func(payment map[string]any) { payment["customerInteraction"] = "PRESENT" }
		}},
		{"captures-at-once", ids("EPAY-CL-05"), "Money is captured before the customer has approved.", func(h *habits) { h.captureAtOnce = true }},
		{"captures-whole-alone", ids("EPAY-CL-06"), "The shop can capture whole amounts alone.", func(h *habits) { h.capturesWhole = true }},
		{"refunds-whole-alone", ids("EPAY-CL-08"), "The shop can refund whole amounts alone.", func(h *habits) { h.refundsWhole = true }},
		{"never-cancels", ids("EPAY-CL-04", "EPAY-CL-09", "EPAY-CL-19"), "A cancelled order is one in the shop alone.", func(h *habits) { h.neverCancels = true }},
		{"never-reads-the-log", ids("EPAY-CL-03"), "The event log is not read.", func(h *habits) { h.noLog = true }},
		{"never-polls", ids("EPAY-CL-14"), "What no webhook tells is never known.", func(h *habits) { h.neverPolls = true }},
		{"polls-too-fast", ids("EPAY-CL-14"), "The shop asks many times a second.", func(h *habits) { h.pollAfter, h.pollEvery = 0, 50*time.Millisecond }},
		{"deaf-to-failure", ids("EPAY-CL-09", "EPAY-CL-14"), "An order whose payment failed waits for ever.", func(h *habits) { h.deafToFailure = true }},
		{"believes-the-redirect", ids("EPAY-CL-16"), "Who comes back has paid.", func(h *habits) { h.believesReturn = true }},
	}
}
