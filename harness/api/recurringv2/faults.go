package recurringv2

import (
	"encoding/json"
	"maps"
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
)

// The seeded defects of what this version alone does. What it does with the same
// agreements as version 3 is broken there.
const (
	faultKeyIgnored          = "recurring-v2-key-ignored"
	faultContentIgnored      = "recurring-v2-key-content-ignored"
	faultKeyOptional         = "recurring-v2-key-optional"
	faultPushToNobody        = "recurring-v2-landing-page-skipped-for-nobody"
	faultChargesHeld         = "recurring-v2-charges-only-reserved"
	faultCancelUndone        = "recurring-v2-cancel-not-done"
	faultCapturesLess        = "recurring-v2-capture-of-one-ore-less"
	faultStatusIgnored       = "recurring-v2-status-ignored"
	faultChargeStatusIgnored = "recurring-v2-charge-status-ignored"
	faultAnyRetry            = "recurring-v2-retry-days-unlimited"
	faultRefusals500         = "recurring-v2-refusals-answered-500"
	faultUnknownAs400        = "recurring-v2-unknown-answered-400"
	faultGone                = "recurring-v2-gone"
)

// faults are all of them.
func faults() map[string]string {
	all := map[string]string{
		faultKeyIgnored:          "v2: the same key has its effect again",
		faultContentIgnored:      "v2: the same key with another request is answered as before",
		faultKeyOptional:         "v2: no key is needed",
		faultPushToNobody:        "v2: the landing page is skipped without a phone number",
		faultChargesHeld:         "v2: charges are reserved when they are due, not taken",
		faultCancelUndone:        "v2: a cancel is answered as a success and gives up nothing",
		faultCapturesLess:        "v2: a capture takes one øre less than all",
		faultStatusIgnored:       "v2: the list of agreements has those in every state",
		faultChargeStatusIgnored: "v2: the list of charges has those in every state",
		faultAnyRetry:            "v2: a charge may be tried again for more than 14 days",
		faultRefusals500:         "v2: refusals are answered 500",
		faultUnknownAs400:        "v2: what is not there is answered 400 instead of 404",
		faultGone:                "v2: no call is served, as since it was switched off",
	}
	maps.Copy(all, defect.Says(alterations()))
	return all
}

// forgiven says whether a seeded defect lets pass what does not hold.
func forgiven(b *sandbox.Box, f harness.Finding) bool {
	return f.Pointer == "/retryDays" && f.Rule == "schema.maximum" && b.Fault(faultAnyRetry)
}

// refusals is the word that defects have for them.
const refusals = "refusal"

// altered answers with what the defects leave of an answer.
//
// Choice: nobody says what a version answers that is gone. Where that is switched
// on, the gateway knows no such route.
func altered(operation string, do func(*sandbox.Call) sandbox.Reply) func(*sandbox.Call) sandbox.Reply {
	return func(c *sandbox.Call) sandbox.Reply {
		if c.Box.Fault(faultGone) {
			return sandbox.RefuseAtGateway(sandbox.Refusal{Reason: sandbox.UnknownRoute, Request: c.Request})
		}
		return alterReply(c.Box, operation, do(c))
	}
}

// alterReply lets the defects that are on change an answer.
func alterReply(b *sandbox.Box, operation string, r sandbox.Reply) sandbox.Reply {
	if b.Sound() {
		return r
	}
	if r.Status < http.StatusBadRequest {
		r.Body = defect.Change(b, alterations(), operation, r.Body)
		return r
	}
	r.Body = defect.Change(b, alterations(), refusals, r.Body)
	switch {
	case r.Status == http.StatusNotFound && b.Fault(faultUnknownAs400):
		r.Status = http.StatusBadRequest
	case r.Status != http.StatusNotFound && b.Fault(faultRefusals500):
		r.Status = http.StatusInternalServerError
	}
	return r
}

// alterations are the seeded defects of what is said. All that is done is sound.
func alterations() []defect.Alteration {
	shown, charge := []string{fetchID}, []string{fetchChargeID}
	one := func(o defect.Object) { o["message"] = json.Number("1") }
	return []defect.Alteration{
		{Name: "recurring-v2-draft-without-resource", Says: "v2: a draft is answered without agreementResource", Of: []string{draftID}, Alter: defect.Without("", "agreementResource")},
		{Name: "recurring-v2-draft-without-link", Says: "v2: a draft is answered without vippsConfirmationUrl", Of: []string{draftID}, Alter: defect.Without("", "vippsConfirmationUrl")},
		{Name: "recurring-v2-initial-charge-unnamed", Says: "v2: a draft with an initial charge is answered without its chargeId", Of: []string{draftID}, Alter: defect.Set("", "chargeId", nil)},
		{Name: "recurring-v2-price-shown-higher", Says: "v2: an agreement shows a price that is one øre higher", Of: shown, Alter: more("", "price")},
		{Name: "recurring-v2-suggestion-shown-higher", Says: "v2: an agreement shows a suggested maximum that is one øre higher", Of: shown, Alter: more("variableAmount", "suggestedMaxAmount")},
		{Name: "recurring-v2-maximum-not-shown", Says: "v2: an agreement does not show the payer's maximum", Of: shown, Alter: defect.Without("variableAmount", "maxAmount")},
		{Name: "recurring-v2-interval-shown-longer", Says: "v2: an agreement shows an interval that is one unit longer", Of: shown, Alter: more("", "intervalCount")},
		{Name: "recurring-v2-campaign-not-shown", Says: "v2: an agreement does not show its campaign", Of: shown, Alter: defect.Set("", "campaign", nil)},
		{Name: "recurring-v2-campaign-price-shown-higher", Says: "v2: an agreement shows a campaign price that is one øre higher", Of: shown, Alter: more("campaign", "campaignPrice")},
		{Name: "recurring-v2-active-without-start", Says: "v2: an agreement that is active shows no start", Of: shown, Alter: defect.Set("", "start", nil)},
		{Name: "recurring-v2-status-in-lower-case", Says: "v2: the status of an agreement is written active", Of: shown, Alter: defect.Swap("", "status", "ACTIVE", "active")},
		{Name: "recurring-v2-updated-without-name", Says: "v2: an update is answered without agreementId", Of: []string{patchID, putID}, Alter: defect.Without("", "agreementId")},
		{Name: "recurring-v2-charge-unnamed", Says: "v2: a new charge is answered without chargeId", Of: []string{createID}, Alter: defect.Without("", "chargeId")},
		{Name: "recurring-v2-refund-not-shown", Says: "v2: a charge shows nothing refunded", Of: charge, Alter: defect.Set("", "amountRefunded", json.Number("0"))},
		{Name: "recurring-v2-charge-without-type", Says: "v2: a charge is shown without its type", Of: charge, Alter: defect.Without("", "type")},
		{Name: "recurring-v2-charge-amount-as-text", Says: "v2: the amount of a charge is a text", Of: charge, Alter: defect.Set("", "amount", "100")},
		{Name: "recurring-v2-failure-not-explained", Says: "v2: a charge that failed does not say why", Of: charge, Alter: defect.Without("", "failureReason")},
		{Name: "recurring-v2-error-message-as-number", Says: "v2: the message of an error is a number", Of: []string{refusals}, Alter: defect.Each(defect.Listed, one)},
	}
}

// more counts a member up by one.
func more(at, name string) func(defect.Object) {
	return func(o defect.Object) {
		if at != "" {
			o = defect.Inside(o, at)
		}
		if _, ok := o[name].(json.Number); ok {
			o[name] = defect.Number(o, name) + 1
		}
	}
}
