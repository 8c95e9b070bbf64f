package session

// The seeded defects of what Checkout does, whichever version asks for it.
const (
	faultAnyReference    = "checkout-reference-of-any-form"
	faultReferenceTwice  = "checkout-reference-accepted-twice"
	faultReferenceFreed  = "checkout-reference-free-after-the-end"
	faultAnyCurrency     = "checkout-any-currency-accepted"
	faultNothingToPay    = "checkout-nothing-to-pay-accepted"
	faultNeedsNoAddress  = "checkout-dynamic-options-without-address-accepted"
	faultAnyOption       = "checkout-any-option-accepted"
	faultPrefillRefused  = "checkout-bad-prefill-refused"
	faultPatchPaying     = "checkout-patch-after-payment-accepted"
	faultPatchIgnored    = "checkout-patch-ignored"
	faultPatchOptions    = "checkout-patch-of-options-ignored"
	faultExpirePaying    = "checkout-expire-ends-a-payment"
	faultExpireIgnored   = "checkout-expire-ignored"
	faultNeverExpires    = "checkout-sessions-never-expire"
	faultNeverForgotten  = "checkout-expired-sessions-never-forgotten"
	faultExpiryTold      = "checkout-callback-at-expiry"
	faultFormsIgnored    = "checkout-elements-ignored"
	faultAnyCountry      = "checkout-countries-ignored"
	faultChoiceIgnored   = "checkout-choice-ignored"
	faultDefaultIgnored  = "checkout-default-option-ignored"
	faultPriorityIgnored = "checkout-priorities-ignored"
	faultFreeCharged     = "checkout-free-shipping-charged"
	faultPointLost       = "checkout-pickup-point-lost"
	faultSlotLost        = "checkout-timeslot-lost"
	faultFixedFirst      = "checkout-fixed-options-before-dynamic"
	faultAskedOnce       = "checkout-second-address-not-asked-about"
	faultQuestionToken   = "checkout-question-with-callback-token"
	faultTimeoutIgnored  = "checkout-dynamic-timeout-ignored"
	faultNoFallback      = "checkout-no-fallback-to-fixed-options"
	faultStuckGoesOn     = "checkout-goes-on-without-options"
	faultAnyStatus       = "checkout-dynamic-status-ignored"
	faultShippingUnpaid  = "checkout-amount-without-shipping"
	faultPaymentWaits    = "checkout-payment-never-times-out"
	faultPaidAgain       = "checkout-terminated-session-paid"
	faultAbortExpires    = "checkout-abort-ends-as-expired"
	faultDirectSells     = "checkout-direct-capture-sells"
	faultPaymentHidden   = "checkout-payment-unknown-to-epayment"
	faultConsentForced   = "checkout-required-consent-not-needed"
	faultIdentityLost    = "checkout-user-info-missing"
	faultIdentityForced  = "checkout-user-info-unasked"
	faultToldEarly       = "checkout-callback-while-paying"
	faultFailureUntold   = "checkout-callback-for-success-only"
	faultToldOtherwise   = "checkout-callback-differs-from-polling"
	faultToldOnce        = "checkout-callback-never-repeated"
	faultToldForEver     = "checkout-callback-repeated-for-ever"
	faultToldSteadily    = "checkout-callback-repeated-without-patience"
	faultTokenLost       = "checkout-callback-without-token"
	faultTokenBearer     = "checkout-callback-token-with-bearer"
)

// Faults are the seeded defects by name, with what each breaks.
func Faults() map[string]string {
	return map[string]string{
		faultAnyReference:    "a reference may have any form",
		faultReferenceTwice:  "a reference starts a second session",
		faultReferenceFreed:  "the reference of a session that ended starts another one",
		faultAnyCurrency:     "a session may be in a currency that the unit does not sell in",
		faultNothingToPay:    "a session may come to nothing to pay",
		faultNeedsNoAddress:  "dynamic options are accepted where nobody asks for the address",
		faultAnyOption:       "a shipping option may have any brand, type and currency",
		faultPrefillRefused:  "a phone number that cannot be filled in is refused",
		faultPatchPaying:     "a session can be changed while it is paid, and afterwards",
		faultPatchIgnored:    "a change is answered as a success and changes nothing",
		faultPatchOptions:    "a change keeps the old shipping options",
		faultExpirePaying:    "the merchant can expire a session that is paid",
		faultExpireIgnored:   "the merchant's expiry is answered as a success and ends nothing",
		faultNeverExpires:    "a session that nobody pays stays SessionCreated",
		faultNeverForgotten:  "an expired session is known for ever",
		faultExpiryTold:      "the merchant is called when a session expires",
		faultFormsIgnored:    "contact and address are shared whatever the session asks for",
		faultAnyCountry:      "customers may live in countries that the merchant left out",
		faultChoiceIgnored:   "the default option is taken whatever the customer chooses",
		faultDefaultIgnored:  "the last option is chosen before the customer chooses",
		faultPriorityIgnored: "options keep the merchant's order, and the first is chosen",
		faultFreeCharged:     "free shipping costs 49.00",
		faultPointLost:       "the pick-up point is not told",
		faultSlotLost:        "the time slot is not told",
		faultFixedFirst:      "the merchant is not asked where there are fixed options",
		faultAskedOnce:       "the merchant is asked about the first address only",
		faultQuestionToken:   "the question for options carries the token of the callback",
		faultTimeoutIgnored:  "the customer waits for ever for a merchant who does not answer",
		faultNoFallback:      "fixed options do not take the place of dynamic ones that fail",
		faultStuckGoesOn:     "the customer goes on without shipping where nothing is offered",
		faultAnyStatus:       "dynamic options count whatever the status of the answer",
		faultShippingUnpaid:  "the payment does not include shipping",
		faultPaymentWaits:    "a payment that nobody finishes stays PaymentInitiated",
		faultPaidAgain:       "a terminated session can be paid",
		faultAbortExpires:    "a payment that the customer leaves ends as SessionExpired",
		faultDirectSells:     "a sales unit with direct capture sells",
		faultPaymentHidden:   "ePayment does not know the payment",
		faultConsentForced:   "a consent that is required need not be given",
		faultIdentityLost:    "nobody says who the customer is where the merchant asked",
		faultIdentityForced:  "the merchant is told who the customer is without asking",
		faultToldEarly:       "the merchant is called before the payment is over",
		faultFailureUntold:   "the merchant is not called about payments that came to nothing",
		faultToldOtherwise:   "the callback names another sessionId than polling",
		faultToldOnce:        "a callback that fails is not repeated",
		faultToldForEver:     "a callback is repeated for ever",
		faultToldSteadily:    "a callback is repeated without growing pauses",
		faultTokenLost:       "the callback carries no token",
		faultTokenBearer:     "the word Bearer stands before the callback's token",
	}
}
