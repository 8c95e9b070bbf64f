package sessionrule

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// Fact says what an exchange tells of the payment behind a session, which is
// ePayment's of that reference, to be held against others.
func Fact(v *rules.View, f *sequence.Fact) {
	body := v.ResponseBody
	switch v.Operation.ID {
	case Create:
		f.Deed, body = sequence.Start, v.RequestBody
		f.Cart = sequence.AmountIn(body, "/transaction/amount/value", "").Minor
	case Poll:
		f.Deed = sequence.Read
	case Complete:
		body = v.RequestBody
		f.Deed = sequence.Tell
	default:
		f.Deed = sequence.Other
	}
	if f.Deed != sequence.Tell && v.Flow == harness.FlowCallback {
		f.Deed = sequence.Other // a question for ways to ship
	}
	// Version 2 names the payment by the member, and sessions by another name.
	f.About("payment", sequence.Text(body, "/reference"))
	if f.Subject == "" {
		f.About("payment", sequence.Text(body, "/transaction/reference"))
	}
	if f.Deed == sequence.Tell || f.Deed == sequence.Read && f.OK() {
		f.Stands = behind(body)
	}
}

// behind is how the payment behind a session stands; nil where there is none.
func behind(body *rules.JSON) *sequence.Standing {
	state := sequence.Text(body, detailsAt+"/state")
	if state == "" {
		return nil
	}
	s := aggregate.In(body)
	s.Currency = sequence.Text(body, detailsAt+"/amount/currency")
	switch strings.ToUpper(state) {
	case "CREATED":
		s.State = "pending"
	case "AUTHORIZED", "AUTHORISED":
		s.State = "reserved"
	case "TERMINATED":
		s.State, s.Final = "ended", true
	}
	return s
}

// aggregate is how the money of the payment behind a session stands.
var aggregate = sequence.AggregateAt(aggregateAt)
