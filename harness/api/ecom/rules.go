package ecom

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The operations that rules look at, by their published operationId.
const (
	initiateID = "initiatePaymentV3UsingPOST"
	captureID  = "capturePaymentUsingPOST"
	cancelID   = "cancelPaymentRequestUsingPUT"
	refundID   = "refundPaymentUsingPOST"
	detailsID  = "getPaymentDetailsUsingGET"
	approveID  = "integrationTestApprovePayment"
)

// expressPayment is the paymentType of an express payment.
const expressPayment = "eComm Express Payment"

// Rules are the prose rules about eCom v2.
func Rules() []rules.Check {
	return []rules.Check{
		httpsURL, mobileNumber, orderIDQuality, unusedField, expressScope, expressAddresses,
		skipLandingPageNumber, releaseFlagPlace, requestIDLength, moneySum, moneyHistory, moneyAnswered,
		callbackRefused, callbackRedirected, callbackLate,
	}
}

// inBody is a finding in the request's body.
func inBody(v *rules.View, pointer, want string) harness.Finding {
	return harness.Finding{
		Direction: harness.RequestOf(v.Flow), In: harness.PartBody, Pointer: pointer,
		Want: want, Got: v.RequestBody.Quoted(pointer),
	}
}

// inAnswer is a finding in the answer's body.
func inAnswer(v *rules.View, pointer, want string) harness.Finding {
	return harness.Finding{
		Direction: harness.ResponseOf(v.Flow), In: harness.PartBody, Pointer: pointer,
		Want: want, Got: v.ResponseBody.Quoted(pointer),
	}
}

// text gives a string of the request's body, "" where there is none.
func text(v *rules.View, pointer string) string {
	value, ok := v.RequestBody.At(pointer)
	if !ok || !value.Text() {
		return ""
	}
	return value.String()
}
