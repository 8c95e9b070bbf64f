package recurring

import (
	"fmt"
	"net/http"

	"kontrakt/harness/sandbox/agreement"
)

// worded is a refusal of the domain in the words of this API; operation is what
// was asked for.
func worded(operation string, err error) error {
	r, ok := agreement.Because(err)
	if !ok {
		return err
	}
	if p := generally(r); p != nil {
		return p
	}
	detail := sentence(r)
	switch operation {
	case updateID, acceptID:
		return refused(notUpdatable, detail)
	case createID, bulkID:
		return refused(noCharge, detail)
	case captureID:
		return refused(noCapture, detail)
	case cancelID:
		return refused(noCancel, detail)
	}
	return refused(noRefund, detail)
}

// generally is a refusal that is worded the same whatever was asked for; nil
// where it is not.
func generally(r *agreement.Refusal) *problem {
	switch r.Reason {
	case agreement.UnknownAgreement:
		return refused(notThere, "Agreement not found.")
	case agreement.UnknownCharge:
		return refused(notThere, "Charge not found.")
	case agreement.Missing:
		return invalid(r.Field, "It is missing.")
	case agreement.AmountTooLow:
		return invalid(r.Field, fmt.Sprintf("The amount must be %d or more.", r.Limit))
	case agreement.Invalid, agreement.Past, agreement.Negative, agreement.Retried, agreement.OtherPricing, agreement.OtherCurrency, agreement.NotAlone, agreement.UnknownPayer:
		return invalid(r.Field, upper(string(r.Reason))+".")
	case agreement.AmountTooHigh:
		return refused(tooMuch, fmt.Sprintf("The amount is %d; the agreement allows %d at most.", r.Asked, r.Limit))
	case agreement.SuggestedMaxTooHigh:
		return refused(badMaximum, fmt.Sprintf("The suggested maximum is %d; it can be %d at most.", r.Asked, r.Limit))
	case agreement.DueTooSoon:
		return refused(dueTooSoon, "The charge must be due tomorrow or later.")
	case agreement.DueTooLate:
		return refused(dueTooLate, "The charge must be due within two years.")
	case agreement.OrderTaken:
		return refused(taken, "The orderId is the one of another charge.")
	}
	return unit(r.Reason)
}

// unit is a refusal because of what the sales unit may not do.
func unit(why agreement.Reason) *problem {
	switch why {
	case agreement.UnitNotAllowed:
		return refused(badUnit, "The sales unit may not use Recurring.")
	case agreement.PushNotAllowed: // the one feature of which the status is documented
		return &problem{status: http.StatusForbidden, id: notOffered, detail: "The sales unit may not skip the landing page."}
	case agreement.UnscheduledNotAllowed:
		return refused(notOffered, "A charge of type 'UNSCHEDULED' cannot be created by this sales unit.")
	case agreement.Busy:
		return refused(taken, "The charge is PROCESSING.")
	}
	return nil
}

// sentence says why, with how the agreement or charge stands: since June 2026
// details name that.
func sentence(r *agreement.Refusal) string {
	said := upper(string(r.Reason))
	if r.Limit > 0 {
		said += fmt.Sprintf(": %d is asked for, %d is left", r.Asked, r.Limit)
	}
	if r.Status != "" {
		said += fmt.Sprintf("; the status is %s", r.Status)
	}
	return said + "."
}

// upper begins a sentence.
func upper(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return string(text[0]-'a'+'A') + text[1:]
}
