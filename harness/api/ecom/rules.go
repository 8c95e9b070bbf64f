package ecom

import (
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
		skipLandingPageNumber, releaseFlagPlace, serialNumberAlike, scopeWords, shippingInKroner, referenceEchoed, requestIDLength, moneySum, moneyHistory, moneyAnswered,
		callbackRefused, callbackRedirected, callbackLate,
	}
}
