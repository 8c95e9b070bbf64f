package ecom

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"

	"kontrakt/harness/api/defect"
)

// alteredAnswers are defects in the answers to initiate, to changes and to the
// question for the status.
func alteredAnswers() []defect.Alteration {
	changes := []string{captureID, cancelID, refundID}
	return []defect.Alteration{
		{Name: "link-of-another-order", Says: "initiate is answered with another orderId", Of: []string{initiateID}, Alter: defect.Set("", "orderId", "another-order")},
		{Name: "link-without-token", Says: "the customer's link carries no token", Of: []string{initiateID}, Alter: withoutToken},
		{Name: "change-of-another-order", Says: "captures, cancels and refunds are answered with another orderId", Of: changes, Alter: defect.Set("", "orderId", "another-order")},
		{Name: "capture-says-cancelled", Says: "a capture is answered with the status Cancelled", Of: []string{captureID}, Alter: defect.Set("transactionInfo", "status", "Cancelled")},
		{Name: "cancel-says-captured", Says: "a cancel is answered with the status Captured", Of: []string{cancelID}, Alter: defect.Set("transactionInfo", "status", "Captured")},
		{Name: "refund-says-captured", Says: "a refund is answered with the status Captured", Of: []string{refundID}, Alter: defect.Set("transaction", "status", "Captured")},
		{Name: "transaction-ids-repeat", Says: "all captures and refunds have one transactionId", Of: changes, Alter: func(o object) {
			defect.Set("transactionInfo", "transactionId", "5000000001")(o)
			defect.Set("transaction", "transactionId", "5000000001")(o)
		}},
		{Name: "transaction-id-short", Says: "a capture's transactionId has four digits", Of: []string{captureID}, Alter: defect.Set("transactionInfo", "transactionId", "5001")},
		{Name: "time-in-words", Says: "the time of a capture is told in words", Of: []string{captureID}, Alter: defect.Set("transactionInfo", "timeStamp", "yesterday at noon")},
		{Name: "capture-without-summary", Says: "a capture is answered without the sums", Of: []string{captureID}, Alter: defect.Without("", "transactionSummary")},
		{Name: "left-to-refund-wrong", Says: "remainingAmountToRefund is one øre too little", Of: []string{captureID, detailsID}, Alter: func(o object) {
			sums := defect.Inside(o, "transactionSummary")
			sums["remainingAmountToRefund"] = defect.Number(sums, "remainingAmountToRefund") - 1
		}},
		{Name: "amount-with-exponent", Says: "the amount of a capture is written with an exponent", Of: []string{captureID}, Alter: func(o object) {
			in := defect.Inside(o, "transactionInfo")
			in["amount"] = json.Number(strconv.FormatInt(defect.Number(in, "amount"), 10) + "e0")
		}},
		{Name: "status-of-another-order", Says: "the status names another orderId", Of: []string{statusID}, Alter: defect.Set("", "orderId", "another-order")},
		{Name: "status-says-register", Says: "the status of a payment that waits is REGISTER", Of: []string{statusID}, Alter: defect.Swap("transactionInfo", "status", "INITIATE", "REGISTER")},
	}
}

func withoutToken(o object) {
	link, _ := o["url"].(string)
	if u, err := url.Parse(link); err == nil {
		u.RawQuery = ""
		o["url"] = u.String()
	}
}

// alteredDetails are defects in the details of a payment, but for its history.
func alteredDetails() []defect.Alteration {
	only := []string{detailsID}
	return []defect.Alteration{
		{Name: "details-of-another-order", Says: "the details name another orderId", Of: only, Alter: defect.Set("", "orderId", "another-order")},
		{Name: "details-without-sums", Says: "the details of a reserved payment lack the sums", Of: only, Alter: defect.Without("", "transactionSummary")},
		{Name: "card-number-as-text", Says: "bankIdentificationNumber is a string", Of: only, Alter: defect.Set("transactionSummary", "bankIdentificationNumber", "400000")},
		{Name: "profile-without-consent", Says: "the details tell of a customer who was not asked", Of: only, Alter: func(o object) {
			if o["userDetails"] == nil && len(defect.Inside(o, "transactionSummary")) > 0 {
				uninvited := somebody()
				uninvited.UserID = userID("01234567-89ab-4cde-8f01-23456789abcd")
				o["userDetails"] = uninvited
			}
		}},
		{Name: "details-without-address", Says: "the details of an express payment lack the address", Of: only, Alter: defect.Without("", "shippingDetails")},
		{Name: "sub-is-null", Says: "the details of a payment without a scope have null for sub", Of: only, Alter: func(o object) {
			if o["sub"] == nil {
				o["sub"] = nil
			}
		}},
	}
}

// alteredHistory are defects in the history that the details hold.
func alteredHistory() []defect.Alteration {
	only := []string{detailsID}
	return []defect.Alteration{
		{Name: "history-without-start", Says: "the history lacks INITIATE", Of: only, Alter: func(o object) {
			if list := log(o); len(list) > 0 {
				o["transactionLogHistory"] = list[:len(list)-1]
			}
		}},
		{Name: "history-lists-twice", Says: "the history lists the last entry twice", Of: only, Alter: func(o object) {
			if list := log(o); len(list) > 0 {
				o["transactionLogHistory"] = append(list[:1:1], list...)
			}
		}},
		{Name: "history-without-keys", Says: "the history tells no X-Request-Id", Of: only, Alter: defect.Each("transactionLogHistory", func(e object) { e["requestId"] = "" })},
		{Name: "start-listed-with-a-key", Says: "the start of a payment is listed with an X-Request-Id", Of: only, Alter: defect.Each("transactionLogHistory", func(e object) {
			if e["operation"] == "INITIATE" {
				e["requestId"] = "none"
			}
		})},
		{Name: "start-listed-in-lower-case", Says: "the start of a payment is listed as initiate", Of: only, Alter: defect.Each("transactionLogHistory", func(e object) {
			if e["operation"] == "INITIATE" {
				e["operation"] = "initiate"
			}
		})},
		{Name: "cancel-listed-as-void", Says: "a payment that ended while it waited is listed as VOID", Of: only, Alter: defect.Each("transactionLogHistory", func(e object) {
			if e["operation"] == "CANCEL" {
				e["operation"] = "VOID"
			}
		})},
		{Name: "amounts-wrap-at-32-bits", Says: "the amounts of the history begin anew behind 2147483647 øre", Of: only, Alter: defect.Each("transactionLogHistory", func(e object) {
			e["amount"] = int32(defect.Number(e, "amount"))
		})},
		{Name: "history-without-ending", Says: "the history lacks CANCEL", Of: only, Alter: func(o object) {
			if list := log(o); len(list) > 0 {
				o["transactionLogHistory"] = slices.DeleteFunc(list, func(e any) bool {
					entry, _ := e.(object)
					return entry["operation"] == "CANCEL"
				})
			}
		}},
		{Name: "history-with-other-numbers", Says: "the history gives a capture another transactionId than its answer", Of: only, Alter: defect.Each("transactionLogHistory", func(e object) {
			if e["operation"] == "CAPTURE" {
				e["transactionId"] = "5999999999"
			}
		})},
		{Name: "history-with-one-text", Says: "the history gives every entry the text of the start", Of: only, Alter: func(o object) {
			list := log(o)
			defect.Each("transactionLogHistory", func(e object) { e["transactionText"] = list[len(list)-1].(object)["transactionText"] })(o)
		}},
	}
}

func log(o object) []any {
	list, _ := o["transactionLogHistory"].([]any)
	return list
}

// alteredRefusals are defects in errors, of which an answer has a list.
func alteredRefusals() []defect.Alteration {
	refused := func(name, says string, alter func(object)) defect.Alteration {
		return defect.Alteration{Name: name, Says: says, Of: []string{refusals}, Alter: defect.Each(defect.Listed, alter)}
	}
	return []defect.Alteration{
		refused("error-without-code", "errors lack errorCode", defect.Without("", "errorCode")),
		refused("error-group-unknown", "the group of errors is one that nobody knows", defect.Set("", "errorGroup", "Trouble")),
		refused("invalid-field-unnamed", "the code of an invalid field is a number, not the field's name", func(o object) {
			if o["errorGroup"] == groupInvalid {
				o["errorCode"] = "400"
			}
		}),
	}
}

// alteredCalls are defects in what the merchant is told or asked.
func alteredCalls() []defect.Alteration {
	told, asked := []string{tellCall}, []string{askCall}
	status := func(from, to string) func(object) { return defect.Swap("transactionInfo", "status", from, to) }
	return []defect.Alteration{
		{Name: "callback-of-another-order", Says: "callbacks name another orderId", Of: told, Alter: defect.Set("", "orderId", "another-order")},
		{Name: "rejection-told-as-timeout", Says: "a rejection is told as REJECTED", Of: told, Alter: status("CANCELLED", "REJECTED")},
		{Name: "timeout-told-as-rejection", Says: "a timeout is told as CANCELLED", Of: told, Alter: status("REJECTED", "CANCELLED")},
		{Name: "failure-told-as-reserved", Says: "a failed reservation is told as RESERVED", Of: told, Alter: status("RESERVE_FAILED", "RESERVED")},
		{Name: "sale-told-as-reserved", Says: "a sale is told as RESERVED", Of: told, Alter: status("SALE", "RESERVED")},
		{Name: "shipping-cost-told-wrong", Says: "the cost of shipping is told one øre too high", Of: told, Alter: shippingCost(func(ore int64) int64 { return ore + 1 })},
		{Name: "shipping-cost-told-in-ore", Says: "the cost of shipping is told in øre", Of: told, Alter: shippingCost(func(ore int64) int64 { return ore * 100 })},
		{Name: "address-told-without-post-code", Says: "the address told lacks its zipCode", Of: told, Alter: func(o object) {
			delete(defect.Inside(defect.Inside(o, "shippingDetails"), "address"), "zipCode")
		}},
		{Name: "callback-time-in-words", Says: "callbacks tell the time in words", Of: told, Alter: defect.Set("transactionInfo", "timeStamp", "yesterday at noon")},
		{Name: "callback-of-many-merchants", Says: "callbacks list the merchant", Of: told, Alter: func(o object) { o["merchantSerialNumber"] = []any{o["merchantSerialNumber"]} }},
		{Name: "callback-without-merchant", Says: "callbacks lack merchantSerialNumber", Of: told, Alter: defect.Without("", "merchantSerialNumber")},
		{Name: "callback-of-another-merchant", Says: "callbacks name another merchant", Of: told, Alter: defect.Set("", "merchantSerialNumber", "987654")},
		{Name: "callback-without-customer", Says: "callbacks of express payments lack the customer", Of: told, Alter: defect.Without("", "userDetails")},
		{Name: "scope-told-as-regular", Says: "callbacks of payments with a scope have the form of regular ones", Of: told, Alter: func(o object) {
			if o["userDetails"] != nil && o["shippingDetails"] == nil {
				delete(o, "userDetails")
				status("RESERVE", "RESERVED")(o)
			}
		}},
		{Name: "question-without-street", Says: "the question for ways to ship lacks the street", Of: asked, Alter: defect.Without("", "addressLine1")},
		{Name: "question-with-country-in-post-code", Says: "the post code in the question for ways to ship begins with N-", Of: asked, Alter: defect.Set("", "postCode", "N-7010")},
	}
}

func shippingCost(change func(ore int64) int64) func(object) {
	return func(o object) {
		s := defect.Inside(o, "shippingDetails")
		cost, _ := s["shippingCost"].(json.Number)
		if ore, err := decimal(cost).ore(); err == nil {
			s["shippingCost"] = inKroner(change(ore))
		}
	}
}
