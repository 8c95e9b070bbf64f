package epayment

import (
	"encoding/json"
	"net/http"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// A meaning is what a code of the table of errors says.
type meaning struct {
	status  int
	reasons []api.Reason
}

func means(status int, reasons ...api.Reason) meaning { return meaning{status, reasons} }

// meanings reads a code. Statuses are those that the documentation names, 0
// where it is silent; where it is silent about which of two codes an act is
// refused with, both carry both reasons.
func meanings(doing, code string) meaning {
	switch code {
	case "4010", "4020":
		return means(http.StatusConflict, api.OtherContent)
	case "4150":
		if doing == api.Start {
			return means(http.StatusConflict, api.DuplicateReference)
		}
		return means(http.StatusConflict, api.OtherContent)
	case "4040", "4080", "4090", "4100", "4110", "4120", "4130", "4140", "4160", "6110", "6120", "6130":
		return means(http.StatusBadRequest, api.Invalid)
	case "4050", "4060":
		return means(http.StatusBadRequest, api.BadCustomer)
	case "4070":
		return means(http.StatusBadRequest, api.BadPhone)
	case "7010":
		return means(0, api.BadCustomer)
	case "5070":
		return means(http.StatusUnprocessableEntity, api.NotAllowed)
	case "5090":
		return means(http.StatusNotFound, api.UnknownPayment)
	case "5010", "5020", "5030", "5040", "5050", "5060", "5080", "5100", "6140":
		return means(0, api.NotAllowed)
	case "6010":
		return means(http.StatusBadRequest, api.TooLittle)
	}
	return moneyMeanings(code)
}

// moneyMeanings reads the codes that captures, cancels, refunds and approvals
// are refused with.
func moneyMeanings(code string) meaning {
	switch code {
	case "6020":
		return means(0, api.NothingReserved, api.NothingCaptured)
	case "6030", "6100", "6220":
		return means(http.StatusBadRequest, api.TooLate)
	case "6040":
		return means(0, api.AlreadyCaptured)
	case "6050", "6190":
		return means(0, api.AlreadyCancelled)
	case "6060", "6230":
		return means(0, api.AlreadyReserved)
	case "6070":
		return means(0, api.AlreadyCancelled, api.NotCapturable, api.NothingLeft)
	case "6080":
		return means(http.StatusBadRequest, api.NothingReserved)
	case "6090":
		return means(http.StatusBadRequest, api.ExceedsAuthorization, api.NothingLeft)
	case "6150":
		return means(0, api.ExceedsCaptured, api.NothingCaptured)
	case "6160", "6250":
		return means(0, api.Busy)
	case "6280":
		return means(0, api.Busy)
	case "6170":
		return means(0, api.NothingLeft)
	case "6180":
		return means(0, api.ExceedsCaptured)
	case "6200":
		return means(0, api.NotCapturable)
	case "6210":
		return means(0, api.AlreadyCancelled, api.NothingCaptured)
	case "10010", "10020", "10030", "10040", "10050", "10060", "10070":
		return means(0, api.NotApprovable)
	}
	return meaning{}
}

// refusalOf reads an answer that says no: a problem, or what the gateway before
// the API says.
func refusalOf(doing string, a client.Answer) *api.Refusal {
	r := &api.Refusal{Doing: doing, Status: a.Status}
	var body struct {
		ExtraDetails []struct{ Name, Reason string }
	}
	if json.Unmarshal(a.Body, &body) == nil && len(body.ExtraDetails) > 0 {
		if first := body.ExtraDetails[0]; first.Name == "ErrorCode" {
			r.Code = first.Reason
		} else {
			r.Field = strings.ToLower(first.Name)
		}
	}
	m := meanings(doing, r.Code)
	r.Reasons, r.Documented = m.reasons, m.status
	switch {
	case len(r.Reasons) > 0:
	case r.Field != "":
		r.Reasons, r.Documented = []api.Reason{api.Invalid}, http.StatusBadRequest
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
