package ecom

import (
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// fact says what an exchange tells of a payment, to be held against others. A
// payment of eCom is the same as ePayment's of that reference.
func fact(v *rules.View, f *sequence.Fact) {
	f.About("payment", v.Params["orderId"])
	switch v.Operation.ID {
	case initiateID:
		f.Deed = sequence.Start
		f.About("payment", sequence.Text(v.RequestBody, "/transaction/orderId"))
		f.Merchant = sequence.Text(v.RequestBody, "/merchantInfo/merchantSerialNumber")
		f.Asked = inNOK(v, "/transaction/amount")
		if sequence.Text(v.RequestBody, "/merchantInfo/paymentType") == expressPayment {
			f.Cart = f.Asked.Minor
		}
		skips, _ := v.RequestBody.At("/transaction/skipLandingPage") // as points of sale alone may
		f.Counter = skips.True()
	case approveID:
		f.Deed = sequence.Approve
	case captureID:
		f.Deed = sequence.Capture
	case refundID:
		f.Deed = sequence.Refund
	case cancelID:
		f.Deed = sequence.Cancel
	case detailsID:
		f.Deed = sequence.Read
		detailed(v, f)
	case statusID:
		f.Deed = sequence.Read
	}
	switch f.Deed {
	case sequence.Capture, sequence.Refund, sequence.Cancel:
		f.Keyed(v, "X-Request-Id")
		f.Asked = inNOK(v, "/transaction/amount")
		if f.OK() {
			f.Stands = summed(v)
		}
	case sequence.Tell:
		f.Merchant = sequence.Text(v.RequestBody, "/merchantSerialNumber")
		state := sequence.Text(v.RequestBody, "/transactionInfo/status")
		if state == "" {
			f.Deed = sequence.Other // a question, or a consent withdrawn
		} else {
			f.Stands = &sequence.Standing{State: told(state)}
			f.Stands.Final = f.Stands.State == ended
		}
	}
}

// The states of a payment, as coarse as all views of it have them.
const (
	waits    = "pending"
	reserved = "reserved"
	ended    = "ended"
)

// told reads the status of a callback. A failed attempt may be followed by
// another.
func told(status string) string {
	switch status {
	case "RESERVE", "RESERVED", "SALE":
		return reserved
	case "CANCELLED", "REJECTED", "AUTO_CANCEL":
		return ended
	}
	return ""
}

func inNOK(v *rules.View, pointer string) sequence.Amount {
	a := sequence.AmountIn(v.RequestBody, pointer, "")
	a.Currency = "NOK"
	return a
}

// summed reads the summary of an answer. What is authorized and cancelled it
// does not say.
func summed(v *rules.View) *sequence.Standing {
	return &sequence.Standing{
		Captured: sequence.Told(v.ResponseBody, capturedAt),
		Refunded: sequence.Told(v.ResponseBody, refundedAt),
	}
}

// detailed reads the details of a payment: the sums, and the history.
func detailed(v *rules.View, f *sequence.Fact) {
	log, ok := v.ResponseBody.At("/transactionLogHistory")
	if !f.OK() || !ok || !log.Array() {
		return
	}
	f.Stands = summed(v)
	totals, readable := history(v)
	if !readable {
		return
	}
	authorized := totals.reserved + totals.sold
	switch {
	case authorized > 0:
		f.Stands.Authorized, f.Stands.State = sequence.Of(authorized, "/transactionLogHistory"), reserved
	case totals.cancelled > 0:
		f.Stands.State, f.Stands.Final = ended, true
	default:
		f.Stands.State = waits
	}
	if totals.voided > 0 {
		f.Stands.State = "" // given up whole or in part
	}
	f.Moved = transactionLog.Moved(v.ResponseBody)
}

// transactionLog is the history of a payment.
var transactionLog = sequence.History{
	At: "/transactionLogHistory", Event: "/operation", Success: "/operationSuccess", Amount: "/amount", Key: "/requestId",
	Capture: "CAPTURE", Refund: "REFUND",
}
