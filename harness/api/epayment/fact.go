package epayment

import (
	"fmt"
	"slices"

	"kontrakt/harness/rules"
	"kontrakt/harness/sequence"
)

// fact says what an exchange tells of a payment, to be held against others. A
// payment of ePayment is the same as eCom's of that reference.
func fact(v *rules.View, f *sequence.Fact) {
	f.About("payment", v.Params["Reference"])
	switch v.Operation.ID {
	case createID:
		f.Deed = sequence.Start
		f.About("payment", text(v, "/reference"))
		f.Asked = sequence.AmountIn(v.RequestBody, "/amount/value", "/amount/currency")
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
		f.Moved = movements(v)
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
	sum := func(field string) sequence.Sum { return sequence.Told(v.ResponseBody, aggregateAt+field+"/value") }
	s := &sequence.Standing{
		Authorized: sum("authorizedAmount"), Captured: sum("capturedAmount"),
		Refunded: sum("refundedAmount"), Cancelled: sum("cancelledAmount"),
		Currency: sequence.Text(v.ResponseBody, "/amount/currency"),
	}
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

// movements are the captures and refunds of the event log that succeeded.
func movements(v *rules.View) []sequence.Entry {
	deeds := map[string]sequence.Deed{"CAPTURED": sequence.Capture, "REFUNDED": sequence.Refund}
	log, ok := v.ResponseBody.At("")
	if !ok || !log.Array() {
		return nil
	}
	var list []sequence.Entry
	for i, event := range log.Items {
		name, _ := event.At("/name")
		success, _ := event.At("/success")
		amount, _ := event.At("/amount/value")
		key, _ := event.At("/idempotencyKey")
		minor, exact := amount.Int()
		if deed, moves := deeds[name.String()]; moves && success.True() && exact {
			list = append(list, sequence.Entry{
				Deed: deed, Minor: minor, Key: sequence.Digest([]byte(key.String())), Pointer: fmt.Sprintf("/%d/amount/value", i),
			})
		}
	}
	return list
}
