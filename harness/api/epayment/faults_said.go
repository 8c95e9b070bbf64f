package epayment

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
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
func alterations() []alteration {
	return slices.Concat(alteredAnswers(), alteredPayments(), alteredEvents(), alteredRefusals(), alteredCalls())
}

func withoutToken(o object) {
	link, _ := o["redirectUrl"].(string)
	if u, err := url.Parse(link); err == nil {
		u.RawQuery = ""
		o["redirectUrl"] = u.String()
	}
}

func eachEvent(alter func(object)) func(object) {
	return func(o object) {
		list, _ := o[listed].([]any)
		for _, e := range list {
			if entry, ok := e.(object); ok {
				alter(entry)
			}
		}
	}
}

// alteredAnswers are defects in the answers to create and to changes.
func alteredAnswers() []alteration {
	changes := []string{captureID, cancelID, refundID}
	return []alteration{
		{"epayment-create-of-another", "create is answered with another reference", []string{createID}, set("", "reference", "another-reference")},
		{"epayment-link-without-token", "redirectUrl carries no token", []string{createID}, withoutToken},
		{"epayment-missing-psp-reference", "captures, cancels and refunds lack pspReference", changes, func(o object) { delete(o, "pspReference") }},
		{"epayment-change-of-another", "captures, cancels and refunds are answered with another reference", changes, set("", "reference", "another-reference")},
	}
}

// alteredPayments are defects in how a payment stands.
func alteredPayments() []alteration {
	payment := []string{paymentID}
	stands := []string{paymentID, captureID, cancelID, refundID}
	return []alteration{
		{"epayment-state-captured", "the state of a captured payment is CAPTURED", stands, func(o object) {
			if number(inside(inside(o, "aggregate"), "capturedAmount"), "value") > 0 {
				set("", "state", "CAPTURED")(o)
			}
		}},
		{"epayment-state-terminated-after-cancel", "a cancelled reservation is TERMINATED", stands, func(o object) {
			if number(inside(inside(o, "aggregate"), "cancelledAmount"), "value") > 0 {
				set("", "state", "TERMINATED")(o)
			}
		}},
		{"epayment-state-in-lower-case", "the state is in lower case", stands, func(o object) {
			state, _ := o["state"].(string)
			o["state"] = strings.ToLower(state)
		}},
		{"epayment-amount-as-string", "the amount of a payment is a string", stands, func(o object) {
			if n, ok := inside(o, "amount")["value"].(json.Number); ok {
				inside(o, "amount")["value"] = n.String()
			}
		}},
		{"epayment-aggregate-incomplete", "the aggregate lacks refundedAmount", stands, func(o object) { delete(inside(o, "aggregate"), "refundedAmount") }},
		{"epayment-aggregate-in-kroner", "the aggregate is in whole kroner", stands, func(o object) {
			for name := range inside(o, "aggregate") {
				in := inside(inside(o, "aggregate"), name)
				in["value"] = number(in, "value") / 100
			}
		}},
		{"epayment-payment-of-another", "a payment is answered with another reference", payment, set("", "reference", "another-reference")},
		{"epayment-profile-left-out", "a payment without a scope lacks profile", payment, func(o object) {
			if len(inside(o, "profile")) == 0 {
				delete(o, "profile")
			}
		}},
		{"epayment-metadata-lost", "metadata is not given back", payment, func(o object) { delete(o, "metadata") }},
		{"epayment-card-number-short", "cardBin has four digits", payment, set("paymentMethod", "cardBin", "4000")},
	}
}

// alteredEvents are defects in the event log.
func alteredEvents() []alteration {
	events := []string{eventsID}
	return []alteration{
		{"epayment-events-without-name", "events lack their name", events, eachEvent(func(e object) { delete(e, "name") })},
		{"epayment-events-called-payment-action", "the name of events is called paymentAction", events, eachEvent(func(e object) {
			e["paymentAction"] = e["name"]
			delete(e, "name")
		})},
		{"epayment-events-without-keys", "events lack their idempotencyKey", events, eachEvent(func(e object) { delete(e, "idempotencyKey") })},
		{"epayment-events-share-number", "all events bear one pspReference", events, eachEvent(func(e object) { e["pspReference"] = "5000000001" })},
		{"epayment-events-with-total", "every event has the amount of the payment", events, func(o object) {
			list, _ := o[listed].([]any)
			for _, e := range list {
				if entry, ok := e.(object); ok && len(list) > 0 {
					entry["amount"] = list[0].(object)["amount"]
				}
			}
		}},
		{"epayment-creation-not-listed", "the event log lacks CREATED", events, func(o object) {
			if list, _ := o[listed].([]any); len(list) > 1 {
				o[listed] = list[1:]
			}
		}},
		{"epayment-time-in-words", "the time of events is told in words", events, eachEvent(func(e object) { e["timestamp"] = "yesterday at noon" })},
	}
}

// alteredRefusals are defects in problems.
func alteredRefusals() []alteration {
	return []alteration{
		{"epayment-error-without-code", "problems lack their code", []string{refusals}, func(o object) { delete(o, "extraDetails") }},
		{"epayment-error-code-as-number", "the code of problems is a number", []string{refusals}, func(o object) {
			if list, _ := o["extraDetails"].([]any); len(list) > 0 {
				if first, ok := list[0].(object); ok && first["name"] == "ErrorCode" {
					reason, _ := first["reason"].(string)
					first["reason"] = json.Number(reason)
				}
			}
		}},
		{"epayment-error-without-trace", "problems lack traceId", []string{refusals}, func(o object) { delete(o, "traceId") }},
	}
}

// alteredCalls are defects in what the merchant is told or asked.
func alteredCalls() []alteration {
	told, asked := []string{tellCall}, []string{askCall}
	return []alteration{
		{"epayment-told-amount-wrong", "webhooks tell one øre too much", told, func(o object) {
			a := inside(o, "amount")
			a["value"] = number(a, "value") + 1
		}},
		{"epayment-told-of-another", "webhooks tell of another reference", told, set("", "reference", "another-reference")},
		{"epayment-told-without-msn", "webhooks lack msn", told, func(o object) { delete(o, "msn") }},
		{"epayment-told-failure-as-success", "webhooks tell of failed attempts as successes", told, set("", "success", true)},
		{"epayment-told-name-in-lower-case", "webhooks have the event's name in lower case", told, func(o object) {
			name, _ := o["name"].(string)
			o["name"] = strings.ToLower(name)
		}},
		{"epayment-question-without-street", "the question for ways to ship lacks the street", asked, func(o object) { delete(o, "AddressLine1") }},
		{"epayment-question-without-reference", "the question for ways to ship lacks the reference", asked, func(o object) { delete(o, "reference") }},
		{"epayment-question-of-another-country", "the question for ways to ship names the country in words", asked, set("", "Country", "Norway")},
	}
}
