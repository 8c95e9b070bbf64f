package webhooks

import (
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// paymentEvents begin the names of what is told of payments.
const paymentEvents = "epayments.payment."

// fact says what a delivery tells of a payment, to be held against what the
// payment's own API says.
func fact(v *rules.View, f *sequence.Fact) {
	if v.Flow != harness.FlowCallback {
		return
	}
	f.Merchant = sequence.Text(v.RequestBody, "/msn")
	event, is := strings.CutPrefix(v.Operation.ID, paymentEvents)
	if !is {
		return
	}
	f.About("payment", sequence.Text(v.RequestBody, "/reference"))
	f.Event, f.Number = v.Operation.ID, sequence.Text(v.RequestBody, "/pspReference")
	f.At, _ = time.Parse(time.RFC3339, sequence.Text(v.RequestBody, "/timestamp"))
	f.Stands = &sequence.Standing{Currency: sequence.Text(v.RequestBody, "/amount/currency")}
	switch success, _ := v.RequestBody.At("/success"); {
	case !success.True():
	case strings.HasPrefix(event, "authorized."):
		f.Stands.State = "reserved"
	case strings.HasPrefix(event, "aborted."), strings.HasPrefix(event, "expired."), strings.HasPrefix(event, "terminated."):
		f.Stands.State, f.Stands.Final = "ended", true
	}
}
