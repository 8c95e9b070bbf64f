package ecom

import (
	"encoding/json"
	"net/http"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// A meaning is what a code of eCom's table of errors says.
type meaning struct {
	status  int
	reasons []api.Reason
}

func means(status int, reasons ...api.Reason) meaning { return meaning{status, reasons} }

// meanings reads a code with its group, in lower case; 51, 93 and 98 mean
// nothing without it. Statuses are those that the guide names, 0 where it is
// silent. Where it is silent about which of two codes an act is refused with,
// both carry both reasons.
func meanings(group, code string) meaning {
	switch group + " " + code {
	case "payment 51":
		return means(0, api.AlreadyCaptured)
	case "payment 52":
		return means(0, api.AlreadyCancelled)
	case "payment 61":
		return means(http.StatusBadRequest, api.ExceedsAuthorization, api.NothingLeft)
	case "payment 62":
		return means(0, api.NothingReserved, api.NotCapturable)
	case "payment 71":
		return means(http.StatusBadRequest, api.ExceedsCaptured)
	case "payment 72":
		return means(0, api.NothingCaptured)
	case "payment 73":
		return means(0, api.AlreadyCancelled)
	case "payment 93", "vippserror 93":
		return means(0, api.OtherContent)
	case "payment 95":
		return means(http.StatusBadRequest, api.TooLate, api.NothingLeft)
	case "payment 98", "payment 96":
		return means(http.StatusBadRequest, api.TooLate)
	case "vippserror 91":
		return means(0, api.AlreadyCancelled, api.NothingLeft, api.NotCapturable)
	case "vippserror 92":
		return means(0, api.NothingLeft, api.AlreadyCancelled, api.NotCapturable)
	case "vippserror 94":
		return means(0, api.Busy)
	case "vippserror 98":
		return means(http.StatusTooManyRequests, api.TooMany)
	case "vippserror 99":
		return means(http.StatusInternalServerError, api.Invalid)
	case "merchant 34":
		return means(0, api.DuplicateReference)
	case "merchant 35":
		return means(http.StatusNotFound, api.UnknownPayment)
	case "merchant 97":
		return means(http.StatusForbidden, api.NotAllowed)
	case "merchant 31", "merchant 32", "merchant 33", "merchant 36", "merchant 37", "merchant 38", "merchant 39", "merchant 51":
		return means(0, api.NotAllowed)
	case "user 81":
		return means(http.StatusBadRequest, api.BadPhone)
	}
	return meaning{}
}

// refusalOf reads an answer that says no, in any of the shapes that eCom and the
// gateway before it use.
func refusalOf(doing string, a client.Answer) *api.Refusal {
	r := &api.Refusal{Doing: doing, Status: a.Status}
	var list []struct{ ErrorGroup, ErrorCode string }
	if json.Unmarshal(a.Body, &list) == nil && len(list) > 0 {
		r.Group, r.Code = list[0].ErrorGroup, list[0].ErrorCode
	}
	m := meanings(strings.ToLower(r.Group), r.Code)
	r.Reasons, r.Documented = m.reasons, m.status
	switch {
	case strings.EqualFold(r.Group, "InvalidRequest"):
		// The code is the name of the field.
		r.Field, r.Reasons, r.Documented = r.Code, []api.Reason{api.Invalid}, http.StatusBadRequest
	case len(r.Reasons) > 0:
	case a.Status == http.StatusUnauthorized:
		r.Reasons, r.Documented = []api.Reason{api.Unauthorized}, http.StatusUnauthorized
	case a.Status == http.StatusForbidden:
		r.Reasons, r.Documented = []api.Reason{api.NotAllowed}, http.StatusForbidden
	case a.Status == http.StatusLocked:
		r.Reasons, r.Documented = []api.Reason{api.Busy}, http.StatusLocked
	case a.Status == http.StatusTooManyRequests:
		r.Reasons, r.Documented = []api.Reason{api.TooMany}, http.StatusTooManyRequests
	}
	return r
}
