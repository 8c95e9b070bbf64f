package epayment

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"kontrakt/harness/api/defect"
)

// The seeded defects of what the merchant is told, or not.
const (
	faultNoSub               = "epayment-missing-sub"
	faultNothingShared       = "epayment-express-shares-nothing"
	faultCreationUntold      = "epayment-creation-not-told"
	faultExpiryUntold        = "epayment-expiry-not-told"
	faultAbortUntold         = "epayment-abort-not-told"
	faultFailureUntold       = "epayment-failure-not-told"
	faultEventsShareNumber   = "epayment-events-told-with-number-of-payment"
	faultTerminatedCancelled = "epayment-terminated-told-as-cancelled"
	faultRefusals500         = "epayment-refusals-answered-500"
	faultProblemsPlain       = "epayment-problems-as-text"
)

func told() map[string]string {
	return map[string]string{
		faultNoSub:               "a payment with a scope lacks profile.sub",
		faultNothingShared:       "express payments lack userDetails and shippingDetails",
		faultCreationUntold:      "the merchant is not told that a payment was created",
		faultExpiryUntold:        "the merchant is not told that a payment expired",
		faultAbortUntold:         "the merchant is not told that a customer declined",
		faultFailureUntold:       "the merchant is not told of attempts that failed",
		faultEventsShareNumber:   "webhooks bear the pspReference of the payment",
		faultTerminatedCancelled: "a payment that was taken back is told as cancelled",
		faultRefusals500:         "every refusal but 404 is answered 500",
		faultProblemsPlain:       "problems call themselves text/plain",
	}
}

// alterations are defects of what is said while all that is done is sound.
func alterations() []defect.Alteration {
	return slices.Concat(alteredAnswers(), alteredPayments(), alteredEvents(), alteredRefusals(), alteredCalls())
}

func withoutToken(o object) {
	link, _ := o["redirectUrl"].(string)
	if u, err := url.Parse(link); err == nil {
		u.RawQuery = ""
		o["redirectUrl"] = u.String()
	}
}

// alteredAnswers are defects in the answers to create and to changes.
func alteredAnswers() []defect.Alteration {
	changes := []string{captureID, cancelID, refundID}
	return []defect.Alteration{
		{Name: "epayment-create-of-another", Says: "create is answered with another reference", Of: []string{createID}, Alter: defect.Set("", "reference", "another-reference")},
		{Name: "epayment-link-without-token", Says: "redirectUrl carries no token", Of: []string{createID}, Alter: withoutToken},
		{Name: "epayment-missing-psp-reference", Says: "captures, cancels and refunds lack pspReference", Of: changes, Alter: defect.Without("", "pspReference")},
		{Name: "epayment-change-of-another", Says: "captures, cancels and refunds are answered with another reference", Of: changes, Alter: defect.Set("", "reference", "another-reference")},
	}
}

// alteredPayments are defects in how a payment stands.
func alteredPayments() []defect.Alteration {
	payment := []string{paymentID}
	stands := []string{paymentID, captureID, cancelID, refundID}
	return []defect.Alteration{
		{Name: "epayment-terminated-comes-back", Says: "a payment that was taken back is CREATED when it is read", Of: payment, Alter: defect.Swap("", "state", "TERMINATED", "CREATED")},
		{Name: "epayment-read-in-euro", Says: "a payment is in euro when it is read", Of: payment, Alter: inEuro},
		{Name: "epayment-state-captured", Says: "the state of a captured payment is CAPTURED", Of: stands, Alter: func(o object) {
			if defect.Number(defect.Inside(defect.Inside(o, "aggregate"), "capturedAmount"), "value") > 0 {
				defect.Set("", "state", "CAPTURED")(o)
			}
		}},
		{Name: "epayment-state-terminated-after-cancel", Says: "a cancelled reservation is TERMINATED", Of: stands, Alter: func(o object) {
			if defect.Number(defect.Inside(defect.Inside(o, "aggregate"), "cancelledAmount"), "value") > 0 {
				defect.Set("", "state", "TERMINATED")(o)
			}
		}},
		{Name: "epayment-state-in-lower-case", Says: "the state is in lower case", Of: stands, Alter: func(o object) {
			state, _ := o["state"].(string)
			o["state"] = strings.ToLower(state)
		}},
		{Name: "epayment-amount-as-string", Says: "the amount of a payment is a string", Of: stands, Alter: func(o object) {
			if n, ok := defect.Inside(o, "amount")["value"].(json.Number); ok {
				defect.Inside(o, "amount")["value"] = n.String()
			}
		}},
		{Name: "epayment-aggregate-incomplete", Says: "the aggregate lacks refundedAmount", Of: stands, Alter: defect.Without("aggregate", "refundedAmount")},
		{Name: "epayment-aggregate-in-kroner", Says: "the aggregate is in whole kroner", Of: stands, Alter: func(o object) {
			for name := range defect.Inside(o, "aggregate") {
				in := defect.Inside(defect.Inside(o, "aggregate"), name)
				in["value"] = defect.Number(in, "value") / 100
			}
		}},
		{Name: "epayment-payment-of-another", Says: "a payment is answered with another reference", Of: payment, Alter: defect.Set("", "reference", "another-reference")},
		{Name: "epayment-profile-left-out", Says: "a payment without a scope lacks profile", Of: payment, Alter: func(o object) {
			if len(defect.Inside(o, "profile")) == 0 {
				delete(o, "profile")
			}
		}},
		{Name: "epayment-metadata-lost", Says: "metadata is not given back", Of: payment, Alter: defect.Without("", "metadata")},
		{Name: "epayment-card-number-short", Says: "cardBin has four digits", Of: payment, Alter: defect.Set("paymentMethod", "cardBin", "4000")},
	}
}

// alteredEvents are defects in the event log.
func alteredEvents() []defect.Alteration {
	events := []string{eventsID}
	return []defect.Alteration{
		{Name: "epayment-events-without-name", Says: "events lack their name", Of: events, Alter: defect.Each(defect.Listed, func(e object) { delete(e, "name") })},
		{Name: "epayment-events-called-payment-action", Says: "the name of events is called paymentAction", Of: events, Alter: defect.Each(defect.Listed, func(e object) {
			e["paymentAction"] = e["name"]
			delete(e, "name")
		})},
		{Name: "epayment-events-without-keys", Says: "events lack their idempotencyKey", Of: events, Alter: defect.Each(defect.Listed, func(e object) { delete(e, "idempotencyKey") })},
		{Name: "epayment-events-share-number", Says: "all events bear one pspReference", Of: events, Alter: defect.Each(defect.Listed, func(e object) { e["pspReference"] = "5000000001" })},
		{Name: "epayment-events-with-total", Says: "every event has the amount of the payment", Of: events, Alter: func(o object) {
			list, _ := o[defect.Listed].([]any)
			for _, e := range list {
				if entry, ok := e.(object); ok && len(list) > 0 {
					entry["amount"] = list[0].(object)["amount"]
				}
			}
		}},
		{Name: "epayment-creation-not-listed", Says: "the event log lacks CREATED", Of: events, Alter: func(o object) {
			if list, _ := o[defect.Listed].([]any); len(list) > 1 {
				o[defect.Listed] = list[1:]
			}
		}},
		{Name: "epayment-time-in-words", Says: "the time of events is told in words", Of: events, Alter: defect.Each(defect.Listed, func(e object) { e["timestamp"] = "yesterday at noon" })},
	}
}

// alteredRefusals are defects in problems.
func alteredRefusals() []defect.Alteration {
	return []defect.Alteration{
		{Name: "epayment-error-without-code", Says: "problems lack their code", Of: []string{refusals}, Alter: defect.Without("", "extraDetails")},
		{Name: "epayment-error-code-as-number", Says: "the code of problems is a number", Of: []string{refusals}, Alter: func(o object) {
			if list, _ := o["extraDetails"].([]any); len(list) > 0 {
				if first, ok := list[0].(object); ok && first["name"] == "ErrorCode" {
					reason, _ := first["reason"].(string)
					first["reason"] = json.Number(reason)
				}
			}
		}},
		{Name: "epayment-error-without-trace", Says: "problems lack traceId", Of: []string{refusals}, Alter: defect.Without("", "traceId")},
	}
}

// alteredCalls are defects in what the merchant is told or asked.
func alteredCalls() []defect.Alteration {
	told, asked := []string{tellCall}, []string{askCall}
	return []defect.Alteration{
		{Name: "epayment-told-amount-wrong", Says: "webhooks tell one øre too much", Of: told, Alter: func(o object) {
			a := defect.Inside(o, "amount")
			a["value"] = defect.Number(a, "value") + 1
		}},
		{Name: "epayment-told-approval-before-creation", Says: "webhooks tell of an approval an hour before the payment was created", Of: told, Alter: anHourBefore},
		{Name: "epayment-told-of-another", Says: "webhooks tell of another reference", Of: told, Alter: defect.Set("", "reference", "another-reference")},
		{Name: "epayment-told-without-msn", Says: "webhooks lack msn", Of: told, Alter: defect.Without("", "msn")},
		{Name: "epayment-told-failure-as-success", Says: "webhooks tell of failed attempts as successes", Of: told, Alter: defect.Set("", "success", true)},
		{Name: "epayment-told-name-in-lower-case", Says: "webhooks have the event's name in lower case", Of: told, Alter: func(o object) {
			name, _ := o["name"].(string)
			o["name"] = strings.ToLower(name)
		}},
		{Name: "epayment-question-without-street", Says: "the question for ways to ship lacks the street", Of: asked, Alter: defect.Without("", "AddressLine1")},
		{Name: "epayment-question-without-reference", Says: "the question for ways to ship lacks the reference", Of: asked, Alter: defect.Without("", "reference")},
		{Name: "epayment-question-of-another-country", Says: "the question for ways to ship names the country in words", Of: asked, Alter: defect.Set("", "Country", "Norway")},
	}
}

// anHourBefore has a customer approve before there was anything to approve.
func anHourBefore(o object) {
	text, _ := o["timestamp"].(string)
	if at, err := time.Parse(time.RFC3339, text); err == nil && o["name"] == "AUTHORIZED" {
		o["timestamp"] = at.Add(-time.Hour).Format("2006-01-02T15:04:05.000Z")
	}
}

// inEuro changes the currency of every amount alike.
func inEuro(o object) {
	defect.Set("amount", "currency", "EUR")(o)
	for name := range defect.Inside(o, "aggregate") {
		defect.Set("", "currency", "EUR")(defect.Inside(defect.Inside(o, "aggregate"), name))
	}
}
