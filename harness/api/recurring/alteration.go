package recurring

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
)

// refusals is the word that defects have for them.
const refusals = "refusal"

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
	switch {
	case of != refusals:
		return r
	case r.Status == http.StatusNotFound && b.Fault(faultUnknownAs400):
		r.Status = http.StatusBadRequest
	case r.Status != http.StatusNotFound && b.Fault(faultRefusals500):
		r.Status = http.StatusInternalServerError
	}
	if b.Fault(faultProblemsPlain) {
		r.Header = http.Header{"Content-Type": {"text/plain"}}
	}
	return r
}

// forgiven says whether a seeded defect lets pass what does not hold.
func forgiven(b *sandbox.Box, f harness.Finding) bool {
	last := f.Pointer[strings.LastIndex(f.Pointer, "/")+1:]
	length := f.Rule == "schema.maxLength" || f.Rule == "schema.pattern"
	switch {
	case f.In != harness.PartBody:
		return false
	case f.Rule == "schema.discriminator" && f.Pointer == "/campaign/type":
		return b.Abilities().FullFlex // its own check says which
	case length && last == "orderId":
		return b.Fault(faultAnyOrderID)
	case f.Rule == "schema.maxLength":
		return b.Fault(faultAnyText)
	case last == "count" && (f.Rule == "schema.minimum" || f.Rule == "schema.maximum"):
		return b.Fault(faultAnyInterval)
	case last == "retryDays" && (f.Rule == "schema.minimum" || f.Rule == "schema.maximum"):
		return b.Fault(faultAnyRetry)
	}
	return false
}

// alterations are the seeded defects of what is said. All that is done is sound.
func alterations() []defect.Alteration {
	all := append(saidOfAgreements(), saidOfCharges()...)
	return append(all, saidByTheWay()...)
}

func saidOfAgreements() []defect.Alteration {
	shown := []string{fetchID}
	return []defect.Alteration{
		{Name: "recurring-initial-charge-unnamed", Says: "a draft with an initial charge is answered without its chargeId", Of: []string{draftID}, Alter: defect.Set("", "chargeId", nil)},
		{Name: "recurring-draft-without-link", Says: "a draft is answered without vippsConfirmationUrl", Of: []string{draftID}, Alter: defect.Without("", "vippsConfirmationUrl")},
		{Name: "recurring-draft-without-uuid", Says: "a draft is answered without uuid", Of: []string{draftID}, Alter: defect.Without("", "uuid")},
		{Name: "recurring-price-shown-higher", Says: "an agreement shows a price that is an øre higher", Of: shown, Alter: more("pricing", "amount")},
		{Name: "recurring-suggestion-shown-higher", Says: "an agreement shows a suggested maximum that is an øre higher", Of: shown, Alter: more("pricing", "suggestedMaxAmount")},
		{Name: "recurring-maximum-shown-higher", Says: "an agreement shows a maximum of the payer that is an øre higher", Of: shown, Alter: more("pricing", "maxAmount")},
		{Name: "recurring-maximum-not-shown", Says: "an agreement does not show the payer's maximum", Of: shown, Alter: defect.Without("pricing", "maxAmount")},
		{Name: "recurring-interval-shown-longer", Says: "an agreement shows an interval that is one unit longer", Of: shown, Alter: more("interval", "count")},
		{Name: "recurring-campaign-not-shown", Says: "an agreement does not show its campaign", Of: shown, Alter: defect.Set("", "campaign", nil)},
		{Name: "recurring-campaign-price-shown-higher", Says: "an agreement shows a campaign price that is an øre higher", Of: shown, Alter: more("campaign", "price")},
		{Name: "recurring-campaign-unexplained", Says: "an agreement shows its campaign without an explanation", Of: shown, Alter: defect.Without("campaign", "explanation")},
		{Name: "recurring-active-without-start", Says: "an active agreement shows no start", Of: shown, Alter: defect.Set("", "start", nil)},
		{Name: "recurring-stopped-without-stop", Says: "a stopped agreement shows no stop", Of: shown, Alter: defect.Set("", "stop", nil)},
		{Name: "recurring-stopped-shown-expired", Says: "a stopped agreement is shown as EXPIRED", Of: shown, Alter: defect.Swap("", "status", "STOPPED", "EXPIRED")},
		{Name: "recurring-expired-shown-pending", Says: "an expired agreement is shown as PENDING", Of: shown, Alter: defect.Swap("", "status", "EXPIRED", "PENDING")},
		{Name: "recurring-pending-shown-active", Says: "a pending agreement is shown as ACTIVE", Of: shown, Alter: defect.Swap("", "status", "PENDING", "ACTIVE")},
		{Name: "recurring-agreement-external-id-lost", Says: "an agreement does not show its externalId", Of: shown, Alter: defect.Set("", "externalId", nil)},
		{Name: "recurring-userinfo-url-missing", Says: "an agreement shows a sub without userinfoUrl", Of: shown, Alter: defect.Set("", "userinfoUrl", nil)},
		{Name: "recurring-sub-missing", Says: "an agreement does not show the sub of who has shared something", Of: shown, Alter: defect.Set("", "sub", nil)},
	}
}

func saidOfCharges() []defect.Alteration {
	shown := []string{fetchChargeID}
	return []defect.Alteration{
		{Name: "recurring-charge-shown-higher", Says: "a charge shows an amount that is an øre higher", Of: shown, Alter: more("", "amount")},
		{Name: "recurring-initial-shown-recurring", Says: "an initial charge is shown as RECURRING", Of: shown, Alter: defect.Swap("", "type", "INITIAL", "RECURRING")},
		{Name: "recurring-transaction-type-swapped", Says: "a charge that is reserved is shown as DIRECT_CAPTURE", Of: shown, Alter: defect.Swap("", "transactionType", "RESERVE_CAPTURE", "DIRECT_CAPTURE")},
		{Name: "recurring-part-shown-charged", Says: "a charge that is captured in part is shown as CHARGED", Of: shown, Alter: defect.Swap("", "status", "PARTIALLY_CAPTURED", "CHARGED")},
		{Name: "recurring-part-shown-refunded", Says: "a charge that is refunded in part is shown as REFUNDED", Of: shown, Alter: defect.Swap("", "status", "PARTIALLY_REFUNDED", "REFUNDED")},
		{Name: "recurring-failed-shown-due", Says: "a charge that has failed is shown as DUE", Of: shown, Alter: defect.Swap("", "status", "FAILED", "DUE")},
		{Name: "recurring-due-day-later", Says: "a charge shows a due date that is a day later", Of: shown, Alter: nextDay("due")},
		{Name: "recurring-failure-unexplained", Says: "a charge that has failed does not say why", Of: shown, Alter: defect.Set("", "failureReason", nil)},
		{Name: "recurring-transaction-missing", Says: "a charge has no transactionId", Of: shown, Alter: defect.Set("", "transactionId", nil)},
		{Name: "recurring-charge-external-id-lost", Says: "a charge does not show its externalId", Of: shown, Alter: defect.Set("", "externalId", nil)},
		{Name: "recurring-charge-agreement-unnamed", Says: "a charge that is found by its ID does not say its agreement", Of: []string{findChargeID}, Alter: defect.Set("", "agreementId", "")},
		{Name: "recurring-history-empty", Says: "a charge has no history", Of: shown, Alter: defect.Set("", "history", []any{})},
		{Name: "recurring-history-without-keys", Says: "the history has other idempotency keys than the merchant's", Of: shown, Alter: defect.Each("history", defect.Set("", "idempotencyKey", "key"))},
		{Name: "recurring-history-fails", Says: "the history lists what was done as failed", Of: shown, Alter: defect.Each("history", defect.Set("", "success", false))},
		{Name: "recurring-bulk-forgets-the-refused", Says: "the answer to a bulk leaves out what is refused", Of: []string{bulkID}, Alter: defect.Set("", "invalidCharges", []any{})},
	}
}

func saidByTheWay() []defect.Alteration {
	told, refused := []string{tellCall}, []string{refusals}
	return []defect.Alteration{
		{Name: "recurring-event-without-agreement", Says: "events do not say of which agreement they are", Of: told, Alter: defect.Without("", "agreementId")},
		{Name: "recurring-event-amount-higher", Says: "events of charges tell an amount that is an øre higher", Of: told, Alter: more("", "amount")},
		{Name: "recurring-event-captured-higher", Says: "events of charges tell of an øre more that is captured", Of: told, Alter: more("", "amountCaptured")},
		{Name: "recurring-event-refunded-nothing", Says: "events of charges tell that nothing is refunded", Of: told, Alter: defect.Set("", "amountRefunded", 0)},
		{Name: "recurring-event-canceled-nothing", Says: "events of charges tell that nothing is cancelled", Of: told, Alter: defect.Set("", "amountCanceled", 0)},
		{Name: "recurring-event-actor-swapped", Says: "events tell that the merchant has stopped what the payer did", Of: told, Alter: defect.Swap("", "actor", "USER", "MERCHANT")},
		{Name: "recurring-event-failure-unexplained", Says: "the event of a failed charge does not say why", Of: told, Alter: defect.Without("", "failureReason")},
		{Name: "recurring-event-charge-type-swapped", Says: "events call initial charges RECURRING", Of: told, Alter: defect.Swap("", "chargeType", "INITIAL", "RECURRING")},
		{Name: "recurring-event-of-no-merchant", Says: "events do not say of which sales unit they are", Of: told, Alter: defect.Without("", "msn")},
		{Name: "recurring-problems-without-type", Says: "problems do not say of which type they are", Of: refused, Alter: defect.Set("", "type", "about:blank")},
		{Name: "recurring-problems-without-fields", Says: "problems do not name the fields that do not hold", Of: refused, Alter: defect.Without("", "extraDetails")},
		{Name: "recurring-problems-without-status", Says: "problems say another status than the answer's", Of: refused, Alter: defect.Set("", "status", 200)},
	}
}

// more lets an integer be one higher, where it is there and not 0.
func more(at, name string) func(defect.Object) {
	return func(o defect.Object) {
		if at != "" {
			o = defect.Inside(o, at)
		}
		if _, is := o[name].(json.Number); is && defect.Number(o, name) > 0 {
			o[name] = defect.Number(o, name) + 1
		}
	}
}

// nextDay moves a time of RFC 3339 a day on.
func nextDay(name string) func(defect.Object) {
	return func(o defect.Object) {
		text, _ := o[name].(string)
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			o[name] = stamp(at.AddDate(0, 0, 1))
		}
	}
}
