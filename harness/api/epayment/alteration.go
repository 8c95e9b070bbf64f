package epayment

import (
	"net/http"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
)

// What the defects of what ePayment says change beside the answers of
// operations.
const (
	tellCall = "webhook"
	askCall  = "shipping-details"
	refusals = "refusal"
)

// alterReply lets the defects that are on change an answer.
func alterReply(b *sandbox.Box, operation string, r sandbox.Reply) sandbox.Reply {
	if b.Sound() {
		return r
	}
	of := operation
	if r.Status >= http.StatusBadRequest {
		of = refusals
	}
	r.Body = defect.Change(b, alterations(), of, r.Body)
	if of != refusals {
		return r
	}
	if r.Status != http.StatusNotFound && b.Fault(faultRefusals500) {
		r.Status = http.StatusInternalServerError
	}
	if b.Fault(faultProblemsPlain) {
		r.Header = http.Header{"Content-Type": {"text/plain"}}
	}
	return r
}
