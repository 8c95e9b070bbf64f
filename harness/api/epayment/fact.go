package epayment

import (
	"slices"

	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// fact says what an exchange tells of a payment, to be held against others. A
// payment of ePayment is the same as eCom's of that reference.
func fact(v *rules.View, f *sequence.Fact) {
	f.About("payment", v.Params["Reference"])
	switch v.Operation.ID {
	case createID:
		f.Deed = sequence.Start
		f.About("payment", sequence.Text(v.RequestBody, "/reference"))
		f.Asked = sequence.AmountIn(v.RequestBody, "/amount/value", "/amount/currency")
		f.Counter = v.Text("/customerInteraction") == "CUSTOMER_PRESENT" || v.Text("/userFlow") == "QR"
		f.Keyed(v, headerKey)
	case approveID:
		f.Deed = sequence.Approve
	case captureID:
		f.Deed = sequence.Capture
	case refundID:
		f.Deed = sequence.Refund
	case cancelID:
		f.Deed = sequence.Cancel
	case paymentID:
		f.Deed = sequence.Read
	case eventsID:
		f.Deed = sequence.Log
		f.Moved = eventLog.Moved(v.ResponseBody)
	default:
		f.Deed = sequence.Other
	}
	switch f.Deed {
	case sequence.Capture, sequence.Refund, sequence.Cancel:
		f.Keyed(v, headerKey)
		f.Asked = sequence.AmountIn(v.RequestBody, "/modificationAmount/value", "/modificationAmount/currency")
		f.Stands = aggregated(v, f)
	case sequence.Read:
		f.Stands = aggregated(v, f)
	}
}

// endings are the states that nothing leads out of.
func endings() []string { return []string{"ABORTED", "EXPIRED", "TERMINATED"} }

// aggregated reads how an answer says that the money stands.
func aggregated(v *rules.View, f *sequence.Fact) *sequence.Standing {
	if !f.OK() {
		return nil
	}
	s := aggregate.In(v.ResponseBody)
	s.Currency = sequence.Text(v.ResponseBody, "/amount/currency")
	switch state := sequence.Text(v.ResponseBody, "/state"); {
	case state == "CREATED":
		s.State = "pending"
	case state == authorized:
		s.State = "reserved"
	case slices.Contains(endings(), state):
		s.State, s.Final = "ended", true
	}
	return s
}

// aggregate is how the money of a payment stands.
var aggregate = sequence.AggregateAt(aggregateAt)

// eventLog is the history of a payment.
var eventLog = sequence.History{
	Event: "/name", Success: "/success", Amount: "/amount/value", Key: "/idempotencyKey", Capture: "CAPTURED", Refund: "REFUNDED",
}
