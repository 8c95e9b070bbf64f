package ecom

import (
	"maps"

	"kontrakt/harness/api/defect"
)

// The seeded defects of this API. Each breaks one thing that a merchant relies
// on.
const (
	faultOverCapture       = "over-capture-allowed"
	faultOverRefund        = "over-refund-allowed"
	faultLosesOre          = "capture-loses-an-ore"
	faultWrongSum          = "summary-wrong-sum"
	faultRefundUncounted   = "refund-not-counted"
	faultEarlyCapture      = "capture-before-approval"
	faultVoidCapture       = "capture-after-cancel"
	faultFlagIgnored       = "cancel-ignores-flag"
	faultRestKept          = "release-keeps-the-rest"
	faultVoidAsCancel      = "void-listed-as-cancel"
	faultKeyIgnored        = "request-id-ignored"
	faultContentIgnored    = "request-id-content-ignored"
	faultLateAllowed       = "time-limits-ignored"
	faultDuplicateAccepted = "duplicate-order-accepted"
	faultPlainHTTP         = "plain-http-accepted"
	faultShortAmounts      = "minimum-amount-ignored"
	faultUnknownAs400      = "unknown-order-answered-400"
	faultDirectAsReserve   = "direct-capture-only-reserves"
	faultNeverExpires      = "payments-never-time-out"
	faultStaticAsked       = "static-shipping-asked-anyway"
	faultShippingLost      = "shipping-cost-not-reserved"
	faultProfileKept       = "profile-data-never-expires"
	faultNoSub             = "express-without-sub"
	faultConsentUnescaped  = "consent-user-id-not-escaped"
	faultNoToken           = "callback-without-token"
	faultCallbackStatus    = "callback-with-the-other-reserve"
	faultCallbackAmount    = "callback-amount-off-by-an-ore"
	faultLowerCase         = "status-in-lower-case"
	faultAmountAsString    = "amount-as-string"
	faultNoTransactionID   = "missing-transaction-id"
	faultNoLink            = "missing-url"
	faultRefundKey         = "refund-answers-transaction-info"
	faultOldestFirst       = "history-oldest-first"
	faultFailureHidden     = "failed-attempts-listed-as-success"
	faultEarlySummary      = "summary-before-approval"
	faultErrorAsObject     = "errors-as-object"
)

// faults are all of them.
func faults() map[string]string {
	all := first()
	maps.Copy(all, doneWithMoney())
	maps.Copy(all, doneToPeople())
	maps.Copy(all, defect.Says(alterations()))
	return all
}

func first() map[string]string {
	return map[string]string{
		faultOverCapture:       "a capture beyond the reservation succeeds",
		faultOverRefund:        "a refund beyond what was captured succeeds",
		faultLosesOre:          "every capture takes one øre less than it answers",
		faultWrongSum:          "remainingAmountToCapture is one øre too much",
		faultRefundUncounted:   "a refund is listed, but missing from the sums",
		faultEarlyCapture:      "a capture of what nobody has approved is answered as a success",
		faultVoidCapture:       "a capture of a cancelled reservation is answered as a success",
		faultFlagIgnored:       "a partly captured order is cancelled without shouldReleaseRemainingFunds",
		faultRestKept:          "shouldReleaseRemainingFunds is answered as a success and releases nothing",
		faultVoidAsCancel:      "a cancelled reservation is listed as CANCEL instead of VOID",
		faultKeyIgnored:        "the same X-Request-Id moves money again",
		faultContentIgnored:    "the same X-Request-Id with other content is answered as before",
		faultLateAllowed:       "captures, cancels and refunds have no time limit",
		faultDuplicateAccepted: "an orderId starts a second payment",
		faultPlainHTTP:         "addresses may begin with http",
		faultShortAmounts:      "a payment may be under 100 øre",
		faultUnknownAs400:      "an unknown orderId is answered 400 instead of 404",
		faultDirectAsReserve:   "a unit with direct capture reserves only",
		faultNeverExpires:      "a payment that nobody reacts to stays pending",
		faultStaticAsked:       "the merchant is asked for shipping although it gave fixed methods",
		faultShippingLost:      "the cost of shipping is not reserved",
		faultProfileKept:       "profile data stays in the details after seven days",
		faultNoSub:             "the details of express and scope payments lack sub",
		faultConsentUnescaped:  "the removal of consent names the user without percent-encoding",
		faultNoToken:           "callbacks lack the merchant's authToken",
		faultCallbackStatus:    "callbacks say RESERVED for express and RESERVE for regular payments",
		faultCallbackAmount:    "callbacks tell one øre more than was reserved",
		faultLowerCase:         "the status of captures, cancels and refunds is in lower case",
		faultAmountAsString:    "the amount of captures, cancels and refunds is a string",
		faultNoTransactionID:   "captures and refunds are answered without transactionId",
		faultNoLink:            "initiate is answered without url",
		faultRefundKey:         "a refund is answered with transactionInfo instead of transaction",
		faultOldestFirst:       "the history begins with the oldest entry",
		faultFailureHidden:     "failed attempts are listed with operationSuccess true",
		faultEarlySummary:      "the details have a transactionSummary before the customer reacts",
		faultErrorAsObject:     "errors are an object instead of a list",
	}
}
