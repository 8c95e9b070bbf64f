package checkout

import (
	"strings"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/api/sessionwire"
)

type (
	alteration = defect.Alteration
	said       = defect.Object
)

// alterations are the seeded defects of what Checkout v3 says.
func alterations() []alteration {
	list := append(createdWrong(), sessionWrong()...)
	list = append(list, moneyWrong()...)
	list = append(list, customerWrong()...)
	list = append(list, toldWrong()...)
	return append(list, refusedWrong()...)
}

// of makes defects of these bodies.
func of(bodies ...string) func(name, says string, alter func(said)) alteration {
	return func(name, says string, alter func(said)) alteration {
		return alteration{Name: name, Says: says, Of: bodies, Alter: alter}
	}
}

func createdWrong() []alteration {
	in := of(createID)
	return []alteration{
		in("checkout-create-without-token", "create is answered without a token", defect.Without("", "token")),
		in("checkout-create-without-frontend", "create is answered without the address of the customer's page", defect.Without("", "checkoutFrontendUrl")),
		in("checkout-create-without-polling", "create is answered without the address to poll", defect.Without("", "pollingUrl")),
		in("checkout-polling-url-relative", "the address to poll is no absolute one", func(o said) {
			if url, ok := o["pollingUrl"].(string); ok {
				o["pollingUrl"] = url[strings.Index(url, sessions):]
			}
		}),
		in("checkout-frontend-url-leads-nowhere", "the address of the customer's page leads nowhere", func(o said) {
			if url, ok := o["checkoutFrontendUrl"].(string); ok {
				o["checkoutFrontendUrl"] = strings.Replace(url, "token=", "token=x", 1)
			}
		}),
	}
}

// everywhere are polling and the completion callback, whose bodies are one.
func everywhere() []string { return []string{sessionID, completedID} }

// in alters every answer that tells of a session.
func in(name, says string, alter func(said)) alteration {
	return of(everywhere()...)(name, says, alter)
}

func sessionWrong() []alteration {
	return []alteration{
		in("checkout-session-without-id", "a session is told without its sessionId", defect.Without("", "sessionId")),
		in("checkout-session-id-is-reference", "the sessionId is the merchant's reference", func(o said) { o["sessionId"] = o["reference"] }),
		in("checkout-session-without-serial-number", "a session is told without the merchant serial number", defect.Without("", "merchantSerialNumber")),
		in("checkout-session-without-reference", "a session is told without its reference", defect.Without("", "reference")),
		in("checkout-reference-in-upper-case", "the reference is told in upper case", func(o said) {
			if text, ok := o["reference"].(string); ok {
				o["reference"] = strings.ToUpper(text)
			}
		}),
		in("checkout-session-started", "a new session is SessionStarted, as in version 2", defect.Swap("", "sessionState", "SessionCreated", "SessionStarted")),
		in("checkout-initiated-as-created", "a session that is being paid is SessionCreated", defect.Swap("", "sessionState", "PaymentInitiated", "SessionCreated")),
		in("checkout-successful-as-initiated", "a session that is paid is PaymentInitiated", defect.Swap("", "sessionState", "PaymentSuccessful", "PaymentInitiated")),
		in("checkout-terminated-as-failed", "a payment that came to nothing is PaymentFailed, as in version 2", defect.Swap("", "sessionState", "PaymentTerminated", "PaymentFailed")),
		in("checkout-expired-as-terminated", "a session whose time is up is PaymentTerminated", defect.Swap("", "sessionState", "SessionExpired", "PaymentTerminated")),
		in("checkout-state-in-capitals", "states are in capitals", func(o said) {
			if text, ok := o["sessionState"].(string); ok {
				o["sessionState"] = strings.ToUpper(text)
			}
		}),
		in("checkout-without-payment-method", "nobody says how the customer pays", defect.Without("", "paymentMethod")),
		in("checkout-card-as-wallet", "a card is told as the wallet", defect.Swap("", "paymentMethod", "Card", "Wallet")),
		in("checkout-without-consent", "nobody says whether the merchant's box is ticked", defect.Without("", "customConsentProvided")),
		in("checkout-consent-always-given", "the merchant's box is told as ticked", defect.Set("", "customConsentProvided", true)),
		in("checkout-without-subscription", "nobody says what became of the subscription", defect.Without("", "subscriptionDetails")),
		in("checkout-subscription-pending", "a subscription that runs is told as pending", defect.Set("subscriptionDetails", "state", "PENDING")),
		in("checkout-subscription-without-agreement", "a subscription is told without its agreement", defect.Without("subscriptionDetails", "agreementId")),
	}
}

const paidAt = "paymentDetails"

// sum changes one of the sums of a payment.
func sum(name string, alter func(said)) func(said) {
	return func(o said) { alter(defect.Inside(defect.Inside(defect.Inside(o, paidAt), "aggregate"), name)) }
}

func moneyWrong() []alteration {
	none := defect.Set("", "value", 0)
	return []alteration{
		in("checkout-without-payment", "a session is told without its payment", defect.Without("", paidAt)),
		in("checkout-payment-without-type", "a payment is told without its type", defect.Without(paidAt, "type")),
		in("checkout-payment-type-of-other-case", "the type of a payment is in capitals", func(o said) {
			if in := defect.Inside(o, paidAt); in["type"] != nil {
				in["type"] = strings.ToUpper(in["type"].(string))
			}
		}),
		in("checkout-payment-authorised", "a payment that is reserved is AUTHORISED, as in version 2", defect.Swap(paidAt, "state", "AUTHORIZED", "AUTHORISED")),
		in("checkout-payment-created-for-ever", "a payment that is reserved is told as CREATED", defect.Swap(paidAt, "state", "AUTHORIZED", "CREATED")),
		in("checkout-payment-terminated-as-created", "a payment that came to nothing is told as CREATED", defect.Swap(paidAt, "state", "TERMINATED", "CREATED")),
		in("checkout-payment-without-amount", "a payment is told without its amount", defect.Without(paidAt, "amount")),
		in("checkout-payment-amount-without-shipping", "the amount that is told does not include shipping", func(o said) {
			cost := defect.Number(defect.Inside(defect.Inside(o, "shippingDetails"), "amount"), "value")
			if amount := defect.Inside(defect.Inside(o, paidAt), "amount"); amount["value"] != nil {
				amount["value"] = defect.Number(amount, "value") - cost
			}
		}),
		in("checkout-payment-amount-in-kroner", "the amount that is told is in whole kroner", func(o said) {
			if amount := defect.Inside(defect.Inside(o, paidAt), "amount"); amount["value"] != nil {
				amount["value"] = defect.Number(amount, "value") / 100
			}
		}),
		in("checkout-payment-amount-as-text", "the amount that is told is text", func(o said) {
			if amount := defect.Inside(defect.Inside(o, paidAt), "amount"); amount["value"] != nil {
				amount["value"] = "29800"
			}
		}),
		in("checkout-payment-in-another-currency", "the amount that is told has another currency", func(o said) {
			defect.Set("amount", "currency", "SEK")(defect.Inside(o, paidAt))
		}),
		in("checkout-without-aggregate", "nobody says what became of the money", defect.Without(paidAt, "aggregate")),
		in("checkout-aggregate-without-authorized", "the money that is reserved is told as none", sum("authorizedAmount", none)),
		in("checkout-aggregate-without-captures", "the money that was captured is told as none", sum("capturedAmount", none)),
		in("checkout-aggregate-without-refunds", "the money that was refunded is told as none", sum("refundedAmount", none)),
		in("checkout-aggregate-without-cancellations", "the money that was cancelled is told as none", sum("cancelledAmount", none)),
	}
}

const shippedAt, billedAt = "shippingDetails", "billingDetails"

func customerWrong() []alteration {
	region := func(at string) func(said) {
		return func(o said) {
			if c := defect.Inside(o, at); c["city"] != nil {
				c["region"] = c["city"]
				delete(c, "city")
			}
		}
	}
	return []alteration{
		in("checkout-without-shipping-details", "nobody says how and where the order is shipped", defect.Without("", shippedAt)),
		in("checkout-shipping-without-name", "nobody says who gets the goods", defect.Without(shippedAt, "firstName")),
		in("checkout-shipping-without-street", "nobody says in which street the goods are received", defect.Without(shippedAt, "streetAddress")),
		in("checkout-shipping-without-postal-code", "nobody says at which postal code the goods are received", defect.Without(shippedAt, "postalCode")),
		in("checkout-shipping-city-as-region", "the city of the goods is the region, as in version 2", region(shippedAt)),
		in("checkout-shipping-country-in-words", "the country of the goods is a name", defect.Set(shippedAt, "country", "Norway")),
		in("checkout-shipping-without-method", "nobody says which option was chosen", defect.Without(shippedAt, "shippingMethodId")),
		in("checkout-shipping-without-amount", "nobody says what shipping costs", defect.Without(shippedAt, "amount")),
		in("checkout-shipping-amount-in-kroner", "what shipping costs is in whole kroner", func(o said) {
			if amount := defect.Inside(defect.Inside(o, shippedAt), "amount"); amount["value"] != nil {
				amount["value"] = defect.Number(amount, "value") / 100
			}
		}),
		in("checkout-pickup-point-without-name", "a pick-up point is told without its name", func(o said) {
			delete(defect.Inside(defect.Inside(o, shippedAt), "pickupPoint"), "name")
		}),
		in("checkout-timeslot-without-date", "a time slot is told without its day", func(o said) {
			delete(defect.Inside(defect.Inside(o, shippedAt), "timeslot"), "date")
		}),
		in("checkout-without-billing-details", "nobody says who pays", defect.Without("", billedAt)),
		in("checkout-billing-without-email", "nobody says the e-mail of who pays", defect.Without(billedAt, "email")),
		in("checkout-billing-phone-with-plus", "the phone number of who pays begins with a plus sign", func(o said) {
			if c := defect.Inside(o, billedAt); c["phoneNumber"] != nil {
				c["phoneNumber"] = "+" + c["phoneNumber"].(string)
			}
		}),
		in("checkout-billing-city-as-region", "the city of who pays is the region, as in version 2", region(billedAt)),
		in("checkout-user-info-without-sub", "who the customer is, is told without a sub", defect.Without("userInfo", "sub")),
		in("checkout-user-info-without-email", "who the customer is, is told without the e-mail", defect.Without("userInfo", "email")),
	}
}

// toldWrong are the defects of calls to the merchant alone.
func toldWrong() []alteration {
	told, asked := of(completedID), of(questionID)
	return []alteration{
		told("checkout-callback-state-initiated", "the callback tells of a payment that is still on its way", defect.Swap("", "sessionState", "PaymentSuccessful", "PaymentInitiated")),
		told("checkout-callback-of-another-reference", "the callback names another reference", defect.Set("", "reference", "somebody-elses")),
		told("checkout-callback-amount-wrong", "the callback tells of one øre too much", func(o said) {
			if amount := defect.Inside(defect.Inside(o, paidAt), "amount"); amount["value"] != nil {
				amount["value"] = defect.Number(amount, "value") + 1
			}
		}),
		told("checkout-callback-without-details", "the callback says neither who pays nor where to ship", func(o said) {
			delete(o, shippedAt)
			delete(o, billedAt)
		}),
		told("checkout-callback-with-user-details", "the callback has userDetails, as in version 2", func(o said) {
			o["userDetails"] = o[billedAt]
		}),
		asked("checkout-question-with-city", "the question for options has a city in place of the region", func(o said) {
			o["city"] = o["region"]
			delete(o, "region")
		}),
		asked("checkout-question-without-postal-code", "the question for options has no postal code", defect.Without("", "postalCode")),
		asked("checkout-question-without-street", "the question for options has no street", defect.Without("", "streetAddress")),
		asked("checkout-question-country-in-words", "the question for options names the country in words", defect.Set("", "country", "Norway")),
		asked("checkout-question-in-capitals", "the names in the question for options begin with capitals", func(o said) {
			for _, name := range []string{"streetAddress", "postalCode", "region", "country"} {
				o[strings.ToUpper(name[:1])+name[1:]] = o[name]
				delete(o, name)
			}
		}),
	}
}

func refusedWrong() []alteration {
	in := of(refusals)
	return []alteration{
		in("checkout-problem-without-code", "a problem has no errorCode", defect.Without("", "errorCode")),
		in("checkout-problem-code-as-number", "the errorCode of a problem is a number", defect.Set("", "errorCode", 1)),
		in("checkout-problem-without-fields", "a problem does not name what does not hold", defect.Without("", "errors")),
		in("checkout-problem-fields-as-list", "what does not hold is a list", defect.Set("", "errors", []any{"Transaction"})),
		in("checkout-problem-of-unknown-session-without-its-code", "an unknown session has the errorCode of requests that are not valid", defect.Swap("", "errorCode", sessionwire.CodeUnknown, sessionwire.CodeInvalid)),
	}
}
