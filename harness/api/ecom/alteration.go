package ecom

import (
	"net/http"
	"slices"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
)

// What the defects of what eCom says change beside the answers of operations.
const (
	tellCall    = "callback"
	askCall     = "shipping-details"
	consentCall = "consent-removal"
	refusals    = "refusal"
)

func alterations() []defect.Alteration {
	return slices.Concat(alteredAnswers(), alteredDetails(), alteredHistory(), alteredRefusals(), alteredCalls())
}

// alterReply lets the defects that are on change an answer.
func alterReply(b *sandbox.Box, operation string, r sandbox.Reply) sandbox.Reply {
	if b.Sound() {
		return r
	}
	of := operation
	if r.Status != http.StatusOK {
		of = refusals
	}
	r.Body = defect.Change(b, alterations(), of, r.Body)
	if of == refusals && r.Status != http.StatusNotFound && b.Fault(faultRefusals500) {
		r.Status = http.StatusInternalServerError
	}
	return r
}
