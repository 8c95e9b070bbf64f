package ecom

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An X-Request-Id is at most forty characters long; the document says so in
// words only.
var requestIDLength = rules.Check{
	Rule: harness.Rule{
		ID:       "idempotency.key-length",
		Severity: harness.Error,
		Says:     "An X-Request-Id has at most 40 characters.",
		Source:   "ecom.v2, description of the header X-Request-Id",
		Help:     "use a UUID, or a number of your own for the capture or refund",
	},
	Operations: []string{captureID, refundID, approveID},
	Judge: func(v *rules.View) []harness.Finding {
		id := v.Request.Header.Get("X-Request-Id")
		if len(id) <= 40 {
			return nil
		}
		return []harness.Finding{{
			Direction: harness.InRequest, In: harness.PartHeader, Pointer: "X-Request-Id",
			Want: "at most 40 characters", Got: fmt.Sprintf("%d characters", len(id)),
		}}
	},
}
