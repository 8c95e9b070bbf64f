package recurringv2

import (
	"encoding/json"
	"net/http"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// meanings reads a refusal by its status and code. No list of codes was ever
// published, so that a status carries every reason that it may stand for.
func meanings(doing string, status int, code string) []api.Reason {
	switch code {
	case "idempotentkey.hash.mismatch":
		return []api.Reason{api.OtherContent}
	case "merchant.not.allowed.for.recurring.operation":
		return []api.Reason{api.NotAllowed}
	case "recurring.core.charges.create.invalid_agreement":
		return []api.Reason{api.NotActive}
	case "merchantagreementurl.apacheurlvalidation":
		return []api.Reason{api.Invalid}
	}
	switch status {
	case http.StatusUnauthorized:
		return []api.Reason{api.Unauthorized}
	case http.StatusForbidden:
		return []api.Reason{api.NotAllowed}
	case http.StatusNotFound:
		return []api.Reason{api.UnknownAgreement, api.UnknownCharge}
	case http.StatusTooManyRequests:
		return []api.Reason{api.TooMany}
	case http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity:
		return blamed(doing)
	}
	return nil
}

// blamed is what an act may be refused for without a code that is known.
func blamed(doing string) []api.Reason {
	switch doing {
	case api.DraftIt:
		return []api.Reason{api.Invalid, api.TooLittle, api.SuggestsTooMuch, api.BadPhone}
	case api.UpdateIt:
		return []api.Reason{api.Invalid, api.NotActive, api.SuggestsTooMuch}
	case api.ChargeIt:
		return []api.Reason{
			api.Invalid, api.TooLittle, api.NotActive, api.AmountTooHigh, api.DueTooSoon, api.DueTooFar, api.DuplicateReference, api.NoKey,
		}
	case api.Capture:
		return []api.Reason{api.NothingReserved, api.NothingLeft, api.NotCapturable, api.TooLate}
	case api.Cancel:
		return []api.Reason{api.NotCancellable, api.TooLate}
	case api.Refund:
		return []api.Reason{api.ExceedsCaptured, api.NothingCaptured, api.TooLate}
	case api.Approve:
		return []api.Reason{api.Invalid, api.BadPhone, api.NotApprovable}
	}
	return []api.Reason{api.Invalid}
}

// refusalOf reads an answer that says no: a list of errors, or what the gateway
// before the API says.
func refusalOf(doing string, a client.Answer) *api.Refusal {
	r := &api.Refusal{Doing: doing, Status: a.Status}
	var list []struct{ Field, Message, Code string }
	if json.Unmarshal(a.Body, &list) == nil && len(list) > 0 {
		r.Code, r.Field, r.Detail = list[0].Code, list[0].Field, list[0].Message
	}
	r.Reasons = meanings(doing, a.Status, r.Code)
	return r
}
