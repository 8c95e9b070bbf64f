package charging

import (
	"net/http"

	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// Fact says what an exchange tells of a charge or an agreement, to be held against
// others. Deeds are what a version's operations do; those of version 2 tell less of
// the sums.
func Fact(deeds map[string]sequence.Deed) func(*rules.View, *sequence.Fact) {
	return func(v *rules.View, f *sequence.Fact) {
		f.Deed = deeds[v.Operation.ID]
		agreement, charge := v.Params["agreementId"], v.Params["chargeId"]
		switch {
		case agreement != "" && charge != "":
			f.About("charge", agreement+"/"+charge)
		case agreement != "":
			f.About("agreement", agreement)
		}
		if v.Request.Method != http.MethodGet {
			f.Keyed(v, "Idempotency-Key")
		}
		switch f.Deed {
		case sequence.Capture, sequence.Refund:
			// What is merely accepted may come to nothing.
			if f.Status != http.StatusAccepted {
				f.Asked = sequence.AmountIn(v.RequestBody, "/amount", "")
			}
		case sequence.Read:
			if f.OK() && f.Kind == "charge" {
				f.Stands, f.Moved = charged(v), history.Moved(v.ResponseBody)
			}
		}
	}
}

// charged reads how a charge stands.
func charged(v *rules.View) *sequence.Standing {
	status := sequence.Text(v.ResponseBody, "/status")
	s := &sequence.Standing{
		Captured:  sequence.Told(v.ResponseBody, "/summary/captured"),
		Refunded:  sequence.Told(v.ResponseBody, "/summary/refunded"),
		Cancelled: sequence.Told(v.ResponseBody, "/summary/cancelled"),
		Currency:  sequence.Text(v.ResponseBody, "/currency"),
		State:     status,
	}
	if !s.Refunded.Known {
		s.Refunded = sequence.Told(v.ResponseBody, "/amountRefunded")
	}
	switch status {
	case "FAILED", "CANCELLED":
		s.Final = true
	case "RESERVED", "PARTIALLY_CAPTURED", "CHARGED", "PARTIALLY_REFUNDED", "REFUNDED":
		s.Authorized = sequence.Told(v.ResponseBody, "/amount")
	}
	return s
}

// history is that of a charge.
var history = sequence.History{
	At: "/history", Event: "/event", Success: "/success", Amount: "/amount", Key: "/idempotencyKey",
	Capture: "CAPTURE", Refund: "REFUND",
}
