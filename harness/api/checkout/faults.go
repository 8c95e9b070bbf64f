package checkout

import (
	"maps"
	"net/http"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/session"
)

// The seeded defects of what Checkout v3 lets through at its door; what it does
// has its own in package session, of which one is looked at here as well.
const (
	faultAnyKeys        = "checkout-credentials-not-checked"
	faultSerialOptional = "checkout-merchant-serial-number-optional"
	faultLoginPays      = "checkout-login-only-unit-sells"
	faultAnySystem      = "checkout-system-headers-of-any-length"
	faultAnyText        = "checkout-description-of-any-length"
	faultAnyAmount      = "checkout-negative-amount-accepted"
	faultAnyWord        = "checkout-configuration-words-unchecked"
	faultAnySummary     = "checkout-order-summary-unchecked"
	faultNothingNeeded  = "checkout-merchant-info-optional"
	faultTypeNeeded     = "checkout-type-required"
	faultTwoReferences  = "checkout-two-references-accepted"
	faultPrefillChecked = "checkout-prefill-of-another-type-refused"
	faultNullRefused    = "checkout-null-refused"
	faultExtraRefused   = "checkout-unknown-property-refused"
	faultKeyIgnored     = "checkout-idempotency-key-ignored"
	faultUnknownAs400   = "checkout-unknown-session-answered-400"
	faultCreated201     = "checkout-create-answered-201"
	faultChanged204     = "checkout-change-answered-204"
	faultAnyOffer       = "checkout-any-answer-is-an-offer"
	faultRefusals500    = "checkout-refusals-answered-500"
	faultProblemsPlain  = "checkout-problems-as-text"

	faultAnyOption = "checkout-any-option-accepted"
)

// refusals is the word for them where defects say what they change.
const refusals = "refusal"

// faults are all of them.
func faults() map[string]string {
	all := admitted()
	maps.Copy(all, session.Faults())
	maps.Copy(all, defect.Says(alterations()))
	return all
}

func admitted() map[string]string {
	return map[string]string{
		faultAnyKeys:        "client_id and client_secret are not looked at",
		faultSerialOptional: "no merchant serial number is needed",
		faultLoginPays:      "a sales unit for login only may sell",
		faultAnySystem:      "what names the merchant's system may have any length",
		faultAnyText:        "paymentDescription may have any length",
		faultAnyAmount:      "an amount may be below 0",
		faultAnyWord:        "words of the configuration may be any",
		faultAnySummary:     "an order summary may lack what it needs",
		faultNothingNeeded:  "what merchantInfo needs may be missing",
		faultTypeNeeded:     "a session without a type is refused",
		faultTwoReferences:  "a session may have one reference and its transaction another",
		faultPrefillChecked: "prefilled data of the wrong type are refused",
		faultNullRefused:    "null is refused where it may stand",
		faultExtraRefused:   "a property that nobody knows is refused",
		faultKeyIgnored:     "a create that is repeated with its Idempotency-Key is a duplicate",
		faultUnknownAs400:   "an unknown session is answered 400 instead of 404",
		faultCreated201:     "create is answered 201",
		faultChanged204:     "changes are answered 204",
		faultAnyOffer:       "an answer to the question for options that is no list of options offers Posten for nothing",
		faultRefusals500:    "every refusal but 404 is answered 500",
		faultProblemsPlain:  "problems call themselves text/plain",
	}
}

// alterReply lets the defects that are on change an answer.
func alterReply(b *sandbox.Box, operation string, r sandbox.Reply) sandbox.Reply {
	if b.Sound() {
		return r
	}
	if r.Status < http.StatusBadRequest {
		r.Body = defect.Change(b, alterations(), operation, r.Body)
		switch {
		case operation == createID && b.Fault(faultCreated201):
			r.Status = http.StatusCreated
		case (operation == updateID || operation == expireID) && b.Fault(faultChanged204):
			r.Status = http.StatusNoContent
		}
		return r
	}
	r.Body = defect.Change(b, alterations(), refusals, r.Body)
	if r.Status != http.StatusNotFound && b.Fault(faultRefusals500) {
		r.Status = http.StatusInternalServerError
	}
	if b.Fault(faultProblemsPlain) {
		r.Header = http.Header{"Content-Type": {"text/plain"}}
	}
	return r
}
