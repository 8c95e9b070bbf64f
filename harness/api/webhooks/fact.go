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
		registered(v, f)
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

// registered says what a call about registrations tells: of which address and
// events, for whose sales unit.
func registered(v *rules.View, f *sequence.Fact) {
	f.Kind = "webhook"
	switch v.Operation.ID {
	case "registerWebhook":
		f.Deed, f.Number = sequence.Register, sequence.Text(v.ResponseBody, "/id")
		address := sequence.Text(v.RequestBody, "/url")
		events, _ := v.RequestBody.At("/events")
		for _, e := range events.Items {
			f.Hooks = append(f.Hooks, sequence.Digest([]byte(f.Merchant+"\n"+address+"\n"+e.String())))
		}
	case "listWebhooks":
		f.Deed = sequence.List
		list, _ := v.ResponseBody.At("/webhooks")
		for _, w := range list.Items {
			id, _ := w.At("/id")
			f.Hooks = append(f.Hooks, sequence.Digest([]byte(id.String())))
		}
	case "deleteWebhook":
		f.Deed, f.Number = sequence.Remove, v.Params["id"]
	}
}
