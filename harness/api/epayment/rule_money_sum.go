package epayment

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

const (
	aggregateWhole = "/aggregate"
	aggregateAt    = aggregateWhole + "/"
)

// The four sums of a payment fit each other: nobody takes and gives up more than
// was authorized, nor gives back more than was taken.
//
// A payment that was taken back before it was authorized has all of its amount
// cancelled and nothing authorized. A cancel leaves nothing to capture, unless
// it was for payments that still wait only.
var moneySum = rules.Check{
	Rule: harness.Rule{
		ID:       "money.sum",
		Severity: harness.Error,
		Says:     "capturedAmount and cancelledAmount are within authorizedAmount, refundedAmount is within capturedAmount, none is below zero, and all have one currency.",
		Source:   "vippsas/vipps-epayment-api of 2023, operations/capture.md, cancel.md and refund.md",
		Help:     "the answer's own sums do not add up: report it to whoever runs the target",
	},
	Operations: []string{captureID, cancelID, refundID, paymentID},
	Replaces:   []string{"schema.minimum"},
	Judge:      judgeSum,
}

func judgeSum(v *rules.View) []harness.Finding {
	s, ok := standing(v)
	if !ok {
		return nil // the contract says what is missing
	}
	found := append(judgeSigns(v, s), judgeCurrency(v)...)
	if len(found) > 0 {
		return found
	}
	switch left := s.authorized - s.captured; {
	case left < 0:
		found = append(found, v.InAnswer(aggregateAt+"capturedAmount/value", fmt.Sprintf("at most %d, what is authorized", s.authorized)))
	case s.state != authorized:
	case s.cancelled > left:
		found = append(found, v.InAnswer(aggregateAt+"cancelledAmount/value",
			fmt.Sprintf("at most %d (%d authorized less %d captured)", left, s.authorized, s.captured)))
	case s.cancelled < left && v.Operation.ID == cancelID && !onlyPending(v):
		found = append(found, v.InAnswer(aggregateAt+"cancelledAmount/value",
			fmt.Sprintf("%d after a cancel (%d authorized less %d captured)", left, s.authorized, s.captured)))
	}
	if s.refunded > s.captured {
		found = append(found, v.InAnswer(aggregateAt+"refundedAmount/value", fmt.Sprintf("at most %d, what is captured", s.captured)))
	}
	return found
}

// judgeSigns looks for sums below zero.
func judgeSigns(v *rules.View, s sums) []harness.Finding {
	var found []harness.Finding
	for _, sum := range []struct {
		field string
		value int64
	}{{"authorizedAmount", s.authorized}, {"cancelledAmount", s.cancelled}, {"capturedAmount", s.captured}, {"refundedAmount", s.refunded}} {
		if sum.value < 0 {
			found = append(found, v.InAnswer(aggregateAt+sum.field+"/value", "no amount below 0"))
		}
	}
	return found
}

// judgeCurrency holds the sums to the payment's currency.
func judgeCurrency(v *rules.View) []harness.Finding {
	currency, ok := v.ResponseBody.At("/amount/currency")
	if !ok || !currency.Text() {
		return nil
	}
	var found []harness.Finding
	all, _ := v.ResponseBody.At(aggregateWhole)
	for _, at := range [...]string{"/authorizedAmount/currency", "/cancelledAmount/currency", "/capturedAmount/currency", "/refundedAmount/currency"} {
		if other, ok := all.At(at); ok && other.Text() && other.Peek() != currency.Peek() {
			found = append(found, v.InAnswer(aggregateWhole+at, fmt.Sprintf("%q, as the payment has it", currency.Peek())))
		}
	}
	return found
}

// onlyPending says whether a cancel was to leave authorized payments alone.
func onlyPending(v *rules.View) bool {
	only, _ := v.RequestBody.At("/cancelTransactionOnly")
	return only.True()
}

// sums are how the money of an answer stands, in minor units.
type sums struct {
	authorized, cancelled, captured, refunded int64
	state                                     string
}

// authorized is the state of a payment whose money is, or was, reserved.
const authorized = "AUTHORIZED"

// standing reads the aggregate of an answer; false where it is incomplete.
func standing(v *rules.View) (sums, bool) {
	state, _ := v.ResponseBody.At("/state")
	all, _ := v.ResponseBody.At(aggregateWhole)
	s := sums{state: state.Peek()}
	for _, sum := range [...]struct {
		at   string
		into *int64
	}{
		{"/authorizedAmount/value", &s.authorized}, {"/cancelledAmount/value", &s.cancelled},
		{"/capturedAmount/value", &s.captured}, {"/refundedAmount/value", &s.refunded},
	} {
		value, there := all.At(sum.at)
		minor, is := value.Int()
		if !there || !is {
			return sums{}, false
		}
		*sum.into = minor
	}
	return s, true
}
