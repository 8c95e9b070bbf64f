package ecom

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
)

// alteredAnswers are defects in the answers to initiate, to changes and to the
// question for the status.
func alteredAnswers() []alteration {
	changes := []string{captureID, cancelID, refundID}
	return []alteration{
		{"link-of-another-order", "initiate is answered with another orderId", []string{initiateID}, set("", "orderId", "another-order")},
		{"link-without-token", "the customer's link carries no token", []string{initiateID}, withoutToken},
		{"change-of-another-order", "captures, cancels and refunds are answered with another orderId", changes, set("", "orderId", "another-order")},
		{"capture-says-cancelled", "a capture is answered with the status Cancelled", []string{captureID}, set("transactionInfo", "status", "Cancelled")},
		{"cancel-says-captured", "a cancel is answered with the status Captured", []string{cancelID}, set("transactionInfo", "status", "Captured")},
		{"refund-says-captured", "a refund is answered with the status Captured", []string{refundID}, set("transaction", "status", "Captured")},
		{"transaction-ids-repeat", "all captures and refunds have one transactionId", changes, func(o object) {
			set("transactionInfo", "transactionId", "5000000001")(o)
			set("transaction", "transactionId", "5000000001")(o)
		}},
		{"transaction-id-short", "a capture's transactionId has four digits", []string{captureID}, set("transactionInfo", "transactionId", "5001")},
		{"time-in-words", "the time of a capture is told in words", []string{captureID}, set("transactionInfo", "timeStamp", "yesterday at noon")},
		{"capture-without-summary", "a capture is answered without the sums", []string{captureID}, func(o object) { delete(o, "transactionSummary") }},
		{"left-to-refund-wrong", "remainingAmountToRefund is one øre too little", []string{captureID, detailsID}, func(o object) {
			sums := inside(o, "transactionSummary")
			sums["remainingAmountToRefund"] = number(sums, "remainingAmountToRefund") - 1
		}},
		{"amount-with-exponent", "the amount of a capture is written with an exponent", []string{captureID}, func(o object) {
			in := inside(o, "transactionInfo")
			in["amount"] = json.Number(strconv.FormatInt(number(in, "amount"), 10) + "e0")
		}},
		{"status-of-another-order", "the status names another orderId", []string{statusID}, set("", "orderId", "another-order")},
		{"status-says-register", "the status of a payment that waits is REGISTER", []string{statusID}, swap("transactionInfo", "status", "INITIATE", "REGISTER")},
	}
}

func withoutToken(o object) {
	link, _ := o["url"].(string)
	if u, err := url.Parse(link); err == nil {
		u.RawQuery = ""
		o["url"] = u.String()
	}
}

// alteredDetails are defects in the details of a payment.
func alteredDetails() []alteration {
	only := []string{detailsID}
	return []alteration{
		{"details-of-another-order", "the details name another orderId", only, set("", "orderId", "another-order")},
		{"details-without-sums", "the details of a reserved payment lack the sums", only, func(o object) { delete(o, "transactionSummary") }},
		{"history-without-start", "the history lacks INITIATE", only, func(o object) {
			if list := log(o); len(list) > 0 {
				o["transactionLogHistory"] = list[:len(list)-1]
			}
		}},
		{"history-lists-twice", "the history lists the last entry twice", only, func(o object) {
			if list := log(o); len(list) > 0 {
				o["transactionLogHistory"] = append(list[:1:1], list...)
			}
		}},
		{"history-without-keys", "the history tells no X-Request-Id", only, eachEntry(func(e object) { e["requestId"] = "" })},
		{"start-listed-with-a-key", "the start of a payment is listed with an X-Request-Id", only, eachEntry(func(e object) {
			if e["operation"] == "INITIATE" {
				e["requestId"] = "none"
			}
		})},
		{"start-listed-in-lower-case", "the start of a payment is listed as initiate", only, eachEntry(func(e object) {
			if e["operation"] == "INITIATE" {
				e["operation"] = "initiate"
			}
		})},
		{"cancel-listed-as-void", "a payment that ended while it waited is listed as VOID", only, eachEntry(func(e object) {
			if e["operation"] == "CANCEL" {
				e["operation"] = "VOID"
			}
		})},
		{"amounts-wrap-at-32-bits", "the amounts of the history begin anew behind 2147483647 øre", only, eachEntry(func(e object) {
			e["amount"] = int32(number(e, "amount"))
		})},
		{"card-number-as-text", "bankIdentificationNumber is a string", only, set("transactionSummary", "bankIdentificationNumber", "400000")},
		{"profile-without-consent", "the details tell of a customer who was not asked", only, func(o object) {
			if o["userDetails"] == nil && len(inside(o, "transactionSummary")) > 0 {
				uninvited := somebody()
				uninvited.UserID = userID("01234567-89ab-4cde-8f01-23456789abcd")
				o["userDetails"] = uninvited
			}
		}},
		{"details-without-address", "the details of an express payment lack the address", only, func(o object) { delete(o, "shippingDetails") }},
		{"history-without-ending", "the history lacks CANCEL", only, func(o object) {
			if list := log(o); len(list) > 0 {
				o["transactionLogHistory"] = slices.DeleteFunc(list, func(e any) bool {
					entry, _ := e.(object)
					return entry["operation"] == "CANCEL"
				})
			}
		}},
		{"history-with-other-numbers", "the history gives a capture another transactionId than its answer", only, eachEntry(func(e object) {
			if e["operation"] == "CAPTURE" {
				e["transactionId"] = "5999999999"
			}
		})},
		{"history-with-one-text", "the history gives every entry the text of the start", only, func(o object) {
			list := log(o)
			eachEntry(func(e object) { e["transactionText"] = list[len(list)-1].(object)["transactionText"] })(o)
		}},
		{"sub-is-null", "the details of a payment without a scope have null for sub", only, func(o object) {
			if o["sub"] == nil {
				o["sub"] = nil
			}
		}},
	}
}

func log(o object) []any {
	list, _ := o["transactionLogHistory"].([]any)
	return list
}

func eachEntry(alter func(object)) func(object) {
	return func(o object) {
		for _, e := range log(o) {
			if entry, ok := e.(object); ok {
				alter(entry)
			}
		}
	}
}

// alteredRefusals are defects in errors.
func alteredRefusals() []alteration {
	only := []string{refusals}
	return []alteration{
		{"error-without-code", "errors lack errorCode", only, func(o object) { delete(o, "errorCode") }},
		{"error-group-unknown", "the group of errors is one that nobody knows", only, set("", "errorGroup", "Trouble")},
		{"invalid-field-unnamed", "the code of an invalid field is a number, not the field's name", only, func(o object) {
			if o["errorGroup"] == groupInvalid {
				o["errorCode"] = "400"
			}
		}},
	}
}

// alteredCalls are defects in what the merchant is told or asked.
func alteredCalls() []alteration {
	told, asked := []string{tellCall}, []string{askCall}
	status := func(from, to string) func(object) { return swap("transactionInfo", "status", from, to) }
	return []alteration{
		{"callback-of-another-order", "callbacks name another orderId", told, set("", "orderId", "another-order")},
		{"rejection-told-as-timeout", "a rejection is told as REJECTED", told, status("CANCELLED", "REJECTED")},
		{"timeout-told-as-rejection", "a timeout is told as CANCELLED", told, status("REJECTED", "CANCELLED")},
		{"failure-told-as-reserved", "a failed reservation is told as RESERVED", told, status("RESERVE_FAILED", "RESERVED")},
		{"sale-told-as-reserved", "a sale is told as RESERVED", told, status("SALE", "RESERVED")},
		{"shipping-cost-told-wrong", "the cost of shipping is told one øre too high", told, shippingCost(func(ore int64) int64 { return ore + 1 })},
		{"shipping-cost-told-in-ore", "the cost of shipping is told in øre", told, shippingCost(func(ore int64) int64 { return ore * 100 })},
		{"address-told-without-post-code", "the address told lacks its zipCode", told, func(o object) {
			delete(inside(inside(o, "shippingDetails"), "address"), "zipCode")
		}},
		{"callback-time-in-words", "callbacks tell the time in words", told, set("transactionInfo", "timeStamp", "yesterday at noon")},
		{"callback-without-merchant", "callbacks lack merchantSerialNumber", told, func(o object) { delete(o, "merchantSerialNumber") }},
		{"callback-of-another-merchant", "callbacks name another merchant", told, set("", "merchantSerialNumber", "987654")},
		{"callback-without-customer", "callbacks of express payments lack the customer", told, func(o object) { delete(o, "userDetails") }},
		{"scope-told-as-regular", "callbacks of payments with a scope have the form of regular ones", told, func(o object) {
			if o["userDetails"] != nil && o["shippingDetails"] == nil {
				delete(o, "userDetails")
				status("RESERVE", "RESERVED")(o)
			}
		}},
		{"question-without-street", "the question for ways to ship lacks the street", asked, func(o object) { delete(o, "addressLine1") }},
		{"question-with-country-in-post-code", "the post code in the question for ways to ship begins with N-", asked, set("", "postCode", "N-7010")},
	}
}

func shippingCost(change func(ore int64) int64) func(object) {
	return func(o object) {
		s := inside(o, "shippingDetails")
		cost, _ := s["shippingCost"].(json.Number)
		if ore, err := decimal(cost).ore(); err == nil {
			s["shippingCost"] = inKroner(change(ore))
		}
	}
}

// said is what each alteration breaks, by name.
func said() map[string]string {
	all := map[string]string{}
	for _, a := range alterations() {
		all[a.name] = a.says
	}
	return all
}
