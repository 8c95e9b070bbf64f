package ecom

// More seeded defects of what this API does. Each lets something through that
// it must refuse, refuses what it must let through, or does it wrong.
const (
	faultLateCapture     = "capture-limit-ignored"
	faultLateCancel      = "cancel-limit-ignored"
	faultLateRefund      = "refund-limit-ignored"
	faultShortLimit      = "capture-limit-of-the-guide-for-all"
	faultGuideIgnored    = "capture-limit-of-the-change-log-for-all"
	faultAmountNeeded    = "capture-needs-an-amount"
	faultOneCapture      = "second-capture-refused"
	faultRefundReopens   = "refund-makes-room-for-captures"
	faultRestCapturable  = "released-rest-capturable"
	faultSaleCapturable  = "sale-capturable"
	faultCancelTaken     = "captured-payment-cancelled"
	faultCancelSold      = "sale-cancelled"
	faultCancelTwice     = "cancelled-payment-cancelled-again"
	faultPendingKept     = "pending-payment-not-cancelled"
	faultReleaseEnds     = "release-ends-refunds"
	faultRefundHeld      = "reservation-refunded"
	faultRefundVoid      = "cancelled-payment-refunded"
	faultKeyOptional     = "partial-capture-without-request-id"
	faultKeyOfAllOrders  = "request-id-shared-by-orders"
	faultKeyOfAllActs    = "request-id-shared-by-capture-and-refund"
	faultFlagAnywhere    = "release-flag-read-inside-transaction"
	faultSkipForAll      = "skip-landing-page-for-everybody"
	faultLoginPays       = "login-only-unit-pays"
	faultNINForAll       = "national-identity-number-for-everybody"
	faultNINForNobody    = "national-identity-number-for-nobody"
	faultPhoneUnchecked  = "counter-number-unchecked"
	faultScopeInExpress  = "express-with-scope-accepted"
	faultConsentOptional = "express-without-consent-address-accepted"
	faultOwnSchemes      = "app-addresses-refused"
	faultAppPage         = "app-link-opens-a-page"
	faultLongIDs         = "long-order-id-refused"
	faultAnyID           = "order-id-of-any-form"
	faultAnyText         = "text-of-any-length"
	faultPhoneForms      = "other-phone-forms-refused"
	faultIDFreed         = "order-id-free-after-cancel"
	faultAnyoneApproves  = "approval-without-customer"
	faultMagicAmounts    = "refused-cards-reserved"
	faultReservesLess    = "reservation-loses-an-ore"
	faultChoiceIgnored   = "shipping-choice-ignored"
	faultAskedTwice      = "shipping-asked-twice"
	faultBadOffer        = "shipping-answer-unchecked"
	faultProfileShort    = "profile-data-expires-early"
	faultBearerToken     = "callback-token-with-bearer"
	faultInventedToken   = "callback-with-invented-token"
	faultBareCallback    = "callback-at-the-bare-prefix"
	faultTimeoutUntold   = "timeout-not-told"
	faultRejectUntold    = "rejection-not-told"
	faultCapturesTold    = "captures-are-told"
	faultTriesAgain      = "callback-repeated-when-refused"
	faultConsentUntold   = "consent-removal-not-told"
	faultConsentOther    = "consent-removal-of-another"
	faultLimitShared     = "rate-limit-shared-by-orders"
	faultRefusedTakes    = "refused-capture-takes-the-rest"
	faultRefusedReturns  = "refused-refund-returns-the-rest"
	faultRefusedReleases = "refused-cancel-releases"
	faultExpiresEarly    = "payments-time-out-early"
	faultReleaseNeeds    = "release-needs-a-capture"
	faultSaleFinal       = "sale-not-refunded"
	faultWayOptional     = "way-back-optional"
	faultToldOptional    = "callback-address-optional"
	faultAnyCase         = "fields-read-in-any-case"
	faultDynamicOptional = "express-without-ways-to-ship-accepted"
	faultRefusals500     = "refusals-answered-500"
	faultCapturesRace    = "captures-race"
	faultRefundsRace     = "refunds-race"
)

// doneWithMoney are those of captures, cancels and refunds.
func doneWithMoney() map[string]string {
	return map[string]string{
		faultLateCapture:     "a capture has no time limit",
		faultLateCancel:      "a cancel has no time limit",
		faultLateRefund:      "a refund has no time limit",
		faultShortLimit:      "captures end after 180 days for units that follow the change log too",
		faultGuideIgnored:    "captures end after 365 days for units that follow the guide too",
		faultAmountNeeded:    "a capture without an amount is refused",
		faultOneCapture:      "what is captured in part cannot be captured further",
		faultRefundReopens:   "what was refunded can be captured again",
		faultRestCapturable:  "a rest that was released can be captured",
		faultSaleCapturable:  "a sale can be captured once more",
		faultCancelTaken:     "a cancel of what is fully captured is answered as a success",
		faultCancelSold:      "a cancel of a sale is answered as a success",
		faultCancelTwice:     "a cancel of what is cancelled is answered as a success",
		faultPendingKept:     "a payment that waits cannot be cancelled",
		faultReleaseEnds:     "after the rest was released nothing can be refunded",
		faultRefundHeld:      "a refund of a reservation is answered as a success",
		faultRefundVoid:      "a refund of a cancelled reservation is answered as a success",
		faultKeyOptional:     "a partial capture needs no X-Request-Id",
		faultKeyOfAllOrders:  "an X-Request-Id counts for all orders together",
		faultKeyOfAllActs:    "an X-Request-Id counts for capture and refund together",
		faultFlagAnywhere:    "shouldReleaseRemainingFunds counts inside transaction as well",
		faultRefusedTakes:    "a capture that is refused as too much takes what is left",
		faultRefusedReturns:  "a refund that is refused as too much gives back what is left",
		faultRefusedReleases: "a cancel that is refused for want of the flag releases the rest",
		faultReleaseNeeds:    "shouldReleaseRemainingFunds is refused where nothing is captured",
		faultSaleFinal:       "a sale cannot be refunded",
		faultCapturesRace:    "of two captures at once each takes what is left, as if it were alone",
		faultRefundsRace:     "of two refunds at once each gives back what is captured, as if it were alone",
	}
}

// doneToPeople are those of what merchants ask for, customers see and either is
// told.
func doneToPeople() map[string]string {
	return map[string]string{
		faultSkipForAll:      "every sales unit may skip the landing page",
		faultLoginPays:       "a sales unit for login only may make payments",
		faultNINForAll:       "every sales unit may ask for national identity numbers",
		faultNINForNobody:    "no sales unit may ask for national identity numbers",
		faultPhoneUnchecked:  "a push message goes to numbers that nobody can have",
		faultScopeInExpress:  "an express payment may ask for a scope",
		faultConsentOptional: "an express payment needs no consentRemovalPrefix",
		faultOwnSchemes:      "fallBack must be a web address",
		faultAppPage:         "the link for an app opens a web page",
		faultLongIDs:         "an orderId of 50 characters is refused",
		faultAnyID:           "an orderId may have any characters and length",
		faultAnyText:         "transactionText may be longer than 100 characters",
		faultPhoneForms:      "a mobile number that has not eight digits is refused",
		faultIDFreed:         "the orderId of a cancelled payment starts another one",
		faultAnyoneApproves:  "payments that need their customer can be approved without",
		faultMagicAmounts:    "amounts that stand for a refused card are reserved",
		faultReservesLess:    "one øre less is reserved than the customer approved",
		faultChoiceIgnored:   "the default way to ship is taken whatever the customer chose",
		faultAskedTwice:      "the merchant is asked twice for ways to ship",
		faultBadOffer:        "a payment goes on although the merchant could not say how it ships",
		faultProfileShort:    "profile data stays in the details for five days only",
		faultBearerToken:     "callbacks carry the merchant's token after the word Bearer",
		faultInventedToken:   "callbacks carry a token although the merchant gave none",
		faultBareCallback:    "callbacks come to callbackPrefix itself",
		faultTimeoutUntold:   "the merchant is not told of a timeout",
		faultRejectUntold:    "the merchant is not told of a rejection",
		faultCapturesTold:    "the merchant is told of its own captures",
		faultTriesAgain:      "a callback that was not answered 200 is made once more",
		faultConsentUntold:   "the merchant is not told that a customer withdrew consent",
		faultConsentOther:    "the removal of consent names another customer",
		faultExpiresEarly:    "a payment times out after five minutes",
		faultWayOptional:     "a payment needs no fallBack",
		faultToldOptional:    "a payment needs no callbackPrefix",
		faultAnyCase:         "the names of fields are read in any case",
		faultDynamicOptional: "an express payment needs neither ways to ship nor an address to ask for them",
		faultLimitShared:     "the rate limits count for all orders together",
		faultRefusals500:     "every refusal but 404 is answered 500",
	}
}
