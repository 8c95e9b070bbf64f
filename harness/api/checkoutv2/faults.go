package checkoutv2

import (
	"maps"
	"strings"

	"kontrakt/harness/api/defect"
)

// The seeded defects of what Checkout v2 lets through at its door; what Checkout
// does has its own in package session.
const (
	faultAnyKeys        = "checkout-v2-credentials-not-checked"
	faultSerialOptional = "checkout-v2-merchant-serial-number-optional"
	faultLoginPays      = "checkout-v2-login-only-unit-sells"
	faultNothingNeeded  = "checkout-v2-merchant-info-optional"
	faultFlagsOptional  = "checkout-v2-fields-optional"
	faultAddressAlone   = "checkout-v2-address-without-contact-accepted"
	faultAnyOption      = "checkout-v2-any-option-accepted"
	faultPrefillInParts = "checkout-v2-prefill-in-parts-accepted"
	faultAnyText        = "checkout-v2-description-of-any-length"
	faultByReference    = "checkout-v2-polled-by-reference"
	faultUnknownAs400   = "checkout-v2-unknown-session-answered-400"
	faultCreated201     = "checkout-v2-create-answered-201"
)

// refusals is the word for them where defects say what they change.
const refusals = "refusal"

// faults are all of them.
func faults() map[string]string {
	all := map[string]string{
		faultAnyKeys:        "client_id and client_secret are not looked at",
		faultSerialOptional: "no merchant serial number is needed",
		faultLoginPays:      "a sales unit for login only may sell",
		faultNothingNeeded:  "what merchantInfo needs may be missing",
		faultFlagsOptional:  "contactFields and addressFields may be missing",
		faultAddressAlone:   "addressFields need no contactFields",
		faultAnyOption:      "a shipping option may lack what it needs",
		faultPrefillInParts: "prefillCustomer may lack what it needs",
		faultAnyText:        "paymentDescription may have any length",
		faultByReference:    "a session is found by the merchant's reference too",
		faultUnknownAs400:   "an unknown session is answered 400 instead of 404",
		faultCreated201:     "create is answered 201",
	}
	maps.Copy(all, defect.Says(alterations()))
	return all
}

type said = defect.Object

const (
	paidAt    = "paymentDetails"
	shippedAt = "shippingDetails"
	billedAt  = "billingDetails"
	userAt    = "userDetails"
)

// alterations are the seeded defects of what Checkout v2 says.
func alterations() []defect.Alteration {
	in := func(name, says string, alter func(said), of ...string) defect.Alteration {
		return defect.Alteration{Name: "checkout-v2-" + name, Says: says, Of: of, Alter: alter}
	}
	inside := func(at string, alter func(said)) func(said) {
		return func(o said) { alter(defect.Inside(o, at)) }
	}
	city := func(o said) {
		if region, ok := o["region"]; ok {
			o["city"] = region
			delete(o, "region")
		}
	}
	return []defect.Alteration{
		in("create-without-token", "create is answered without a token", defect.Without("", "token"), createID),
		in("create-without-frontend", "create is answered without the address of the customer's page", defect.Without("", "checkoutFrontendUrl"), createID),
		in("create-without-polling", "create is answered without the address to poll", defect.Without("", "pollingUrl"), createID),
		in("session-without-id", "a session is polled without its sessionId", defect.Without("", "sessionId"), sessionID),
		in("session-id-is-reference", "the sessionId that is polled is the merchant's reference", func(o said) { o["sessionId"] = o["reference"] }, sessionID),
		in("reference-in-upper-case", "the reference that is polled is in upper case", upper("reference"), sessionID),
		in("session-created", "a session is SessionCreated, as in version 3", defect.Swap("", "sessionState", "SessionStarted", "SessionCreated"), sessionID),
		in("session-never-terminated", "a session that is over is SessionStarted", defect.Swap("", "sessionState", "SessionTerminated", "SessionStarted"), sessionID),
		in("callback-terminated", "the callback about a payment that came to nothing says PaymentTerminated, as in version 3", defect.Swap("", "sessionState", "PaymentFailed", "PaymentTerminated"), completedID),
		in("callback-always-successful", "the callback about a payment that came to nothing says that it succeeded", defect.Swap("", "sessionState", "PaymentFailed", "PaymentSuccessful"), completedID),
		in("callback-without-serial-number", "the callback has no merchant serial number", defect.Without("", "merchantSerialNumber"), completedID),
		in("callback-of-another-reference", "the reference of the callback is in upper case", upper("reference"), completedID),
		in("callback-without-payment", "the callback has no payment", defect.Without("", paidAt), completedID),
		in("payment-authorized", "a payment that is reserved is AUTHORIZED, as in version 3", defect.Swap(paidAt, "state", "AUTHORISED", "AUTHORIZED"), sessionID, completedID),
		in("payment-terminated-as-created", "a payment that came to nothing is CREATED", defect.Swap(paidAt, "state", "TERMINATED", "CREATED"), sessionID),
		in("payment-in-kroner", "the amount is in whole kroner", inside(paidAt, func(o said) {
			if amount := defect.Inside(o, "amount"); amount["value"] != nil {
				amount["value"] = defect.Number(amount, "value") / 100
			}
		}), sessionID, completedID),
		in("without-aggregate", "nobody says what became of the money", defect.Without(paidAt, "aggregate"), sessionID),
		in("aggregate-without-captures", "the money that was captured is told as none", inside(paidAt, inside("aggregate", defect.Set("capturedAmount", "value", 0))), sessionID),
		in("shipped-to-city", "the city of the shipping address is the city, as in version 3", inside(shippedAt, city), sessionID, completedID),
		in("billed-to-city", "the city of the billing address is the city, as in version 3", inside(billedAt, city), sessionID, completedID),
		in("question-about-city", "the question for options names a city in place of the region", city, questionID),
		in("without-user-details", "nobody says who pays", defect.Without("", userAt), sessionID, completedID),
		in("without-user-info-sub", "who pays is told without their sub", defect.Without(userAt, "userInfoSub"), sessionID, completedID),
		in("without-shipping-method", "nobody says what the customer chose", defect.Without(shippedAt, "shippingMethodId"), sessionID, completedID),
		in("shipping-without-amount", "nobody says what shipping costs", defect.Without(shippedAt, "amount"), sessionID, completedID),
		in("problem-without-code", "a problem has no errorCode", defect.Without("", "errorCode"), refusals),
	}
}

// upper alters a text.
func upper(name string) func(said) {
	return func(o said) {
		if text, ok := o[name].(string); ok {
			o[name] = strings.ToUpper(text)
		}
	}
}
