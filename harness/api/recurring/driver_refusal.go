package recurring

import (
	"encoding/json"
	"net/http"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// A meaning is what a problem ID says: the status that the documentation names,
// 0 where it is silent, and the reasons.
type meaning struct {
	status  int
	reasons []api.Reason
}

func means(status int, reasons ...api.Reason) meaning { return meaning{status, reasons} }

// meanings reads the ID of a problem, the fragment of its type. Which problem an
// act is refused with is documented for few; where it is not, the general ones
// carry what they may stand for.
func meanings(doing, id string) meaning {
	switch id {
	case "charge-amount-too-high":
		return means(http.StatusBadRequest, api.AmountTooHigh)
	case "charge-due-too-soon":
		return means(http.StatusBadRequest, api.DueTooSoon)
	case "charge-due-in-too-long":
		return means(http.StatusBadRequest, api.DueTooFar)
	case "invalid-suggested-max-amount":
		return means(http.StatusBadRequest, api.SuggestsTooMuch)
	case "illegal-agreement-update":
		return means(http.StatusBadRequest, api.NotActive)
	case "idempotency-conflict":
		return means(http.StatusConflict, api.OtherContent)
	case "idempotency-key-header", "missing-request-header":
		return means(http.StatusBadRequest, api.NoKey)
	case "not-authorized":
		return means(http.StatusUnauthorized, api.Unauthorized)
	case "invalid-sale-unit", "unsupported-feature":
		return means(0, api.NotAllowed)
	case "resource-not-found", "invalid-agreement-id":
		return means(0, api.UnknownAgreement, api.UnknownCharge)
	case "invalid-json", "unsupported-media-type", "not-acceptable":
		return means(0, api.Invalid)
	}
	return changeMeanings(doing, id)
}

// changeMeanings reads the IDs whose meaning depends on the act.
func changeMeanings(doing, id string) meaning {
	switch id {
	case "charge-creation-failed":
		return means(0, api.NotActive, api.NotAllowed)
	case "charge-capture-failed":
		return means(0, api.ExceedsAuthorization, api.NothingReserved, api.NothingLeft, api.NotCapturable, api.TooLate)
	case "cancel-charge-failed":
		return means(0, api.NotCancellable, api.TooLate)
	case "conflict", "operation-failed":
		switch doing {
		case api.ChargeIt, api.DraftIt:
			return means(0, api.DuplicateReference)
		case api.Refund:
			return means(0, api.ExceedsCaptured, api.NothingCaptured, api.TooLate)
		case api.Capture:
			return means(0, api.ExceedsAuthorization, api.NothingReserved, api.NothingLeft, api.NotCapturable, api.TooLate)
		case api.Cancel:
			return means(0, api.NotCancellable, api.TooLate)
		case api.Approve:
			return means(0, api.BadPhone, api.NotApprovable)
		}
	case "validation-error":
		switch doing {
		case api.DraftIt:
			return means(http.StatusBadRequest, api.Invalid, api.TooLittle, api.BadPhone, api.SuggestsTooMuch)
		case api.ChargeIt:
			return means(http.StatusBadRequest, api.Invalid, api.TooLittle, api.NotActive)
		case api.Approve:
			return means(http.StatusBadRequest, api.Invalid, api.BadPhone)
		}
		return means(http.StatusBadRequest, api.Invalid, api.TooLittle)
	}
	return meaning{}
}

// refusalOf reads an answer that says no: a problem, or what the gateway before
// the API says. What is not there is a plain problem without an ID.
func refusalOf(doing string, a client.Answer) *api.Refusal {
	r := &api.Refusal{Doing: doing, Status: a.Status}
	var body struct {
		Type, Detail string
		ExtraDetails []struct{ Name, Field string }
	}
	if json.Unmarshal(a.Body, &body) == nil {
		_, r.Code, _ = strings.Cut(body.Type, "#")
		r.Detail = body.Detail
		if len(body.ExtraDetails) > 0 {
			r.Field = body.ExtraDetails[0].Name + body.ExtraDetails[0].Field
		}
	}
	m := meanings(doing, r.Code)
	if r.Code == "" {
		m = plainMeaning(a.Status)
	}
	r.Reasons, r.Documented = m.reasons, m.status
	return r
}

// plainMeaning reads a status that comes without a problem's ID.
func plainMeaning(status int) meaning {
	switch status {
	case http.StatusUnauthorized:
		return means(status, api.Unauthorized)
	case http.StatusForbidden:
		return means(status, api.NotAllowed)
	case http.StatusNotFound:
		return means(status, api.UnknownAgreement, api.UnknownCharge)
	case http.StatusTooManyRequests:
		return means(status, api.TooMany)
	}
	return meaning{}
}
