package epayment

import (
	"maps"

	"kontrakt/harness/api/defect"
)

// The seeded defects of what this API does. Each breaks one thing that a
// merchant relies on. Their names begin with epayment, as other APIs break the
// same things.
const (
	faultOverCapture       = "epayment-over-capture-allowed"
	faultOverRefund        = "epayment-over-refund-allowed"
	faultLosesMinor        = "epayment-capture-loses-an-ore"
	faultRefundUncounted   = "epayment-refund-not-counted"
	faultCancelUncounted   = "epayment-cancel-not-counted"
	faultTerminatedNothing = "epayment-terminated-nothing-cancelled"
	faultReservesLess      = "epayment-authorizes-less"
	faultEarlyCapture      = "epayment-capture-before-approval"
	faultVoidCapture       = "epayment-capture-after-cancel"
	faultEndedCapture      = "epayment-capture-after-the-end"
	faultRestCapturable    = "epayment-cancelled-rest-capturable"
	faultOneCapture        = "epayment-second-capture-refused"
	faultPartsForAll       = "epayment-partial-capture-for-everybody"
	faultRestKept          = "epayment-cancel-keeps-the-rest"
	faultOnlyIgnored       = "epayment-cancel-transaction-only-ignored"
	faultCancelTaken       = "epayment-captured-payment-cancelled"
	faultCancelTwice       = "epayment-cancelled-payment-cancelled-again"
	faultCancelAuthorizing = "epayment-cancel-while-authorizing"
	faultCancelEndsRefunds = "epayment-cancel-ends-refunds"
	faultRefundHeld        = "epayment-reservation-refunded"
	faultLateCapture       = "epayment-capture-limit-ignored"
	faultLateCancel        = "epayment-cancel-limit-ignored"
	faultLateRefund        = "epayment-refund-limit-ignored"
	faultNoAutoCancel      = "epayment-no-automatic-cancel"
	faultNeverExpires      = "epayment-payments-never-expire"
	faultAbortExpires      = "epayment-abort-ends-as-expired"
	faultDeclineEnds       = "epayment-refused-card-ends-payment"
	faultMagicAmounts      = "epayment-refused-cards-authorized"
	faultOtherCurrency     = "epayment-capture-in-any-currency"
	faultKeyIgnored        = "epayment-key-ignored"
	faultContentIgnored    = "epayment-key-content-ignored"
	faultKeyOptional       = "epayment-key-optional"
	faultKeyOfAllActs      = "epayment-key-shared-by-operations"
	faultRefusalsForgotten = "epayment-refusals-do-not-stick"
	faultCreateNotReplayed = "epayment-create-not-replayed"
	faultReferenceTwice    = "epayment-reference-accepted-twice"
	faultReferenceFreed    = "epayment-reference-free-after-the-end"
	faultForeignHidden     = "epayment-ecom-payments-unknown"
	faultLimitShared       = "epayment-rate-limit-shared"
	faultUnknownAs400      = "epayment-unknown-reference-answered-400"
	faultEventNumber       = "epayment-answer-bears-number-of-its-event"
	faultNewestFirst       = "epayment-events-newest-first"
	faultFailureHidden     = "epayment-failed-attempts-listed-as-success"
	faultFailuresLeftOut   = "epayment-failed-attempts-not-listed"
	faultNoRedirect        = "epayment-missing-redirect-url"
	faultCapturesRace      = "epayment-captures-race"
	faultRefundsRace       = "epayment-refunds-race"
)

// faults are all of them.
func faults() map[string]string {
	all := moved()
	maps.Copy(all, admitted())
	maps.Copy(all, told())
	maps.Copy(all, defect.Says(alterations()))
	return all
}

func moved() map[string]string {
	return map[string]string{
		faultOverCapture:       "a capture beyond what is left succeeds",
		faultOverRefund:        "a refund beyond what was captured succeeds",
		faultLosesMinor:        "every capture counts one øre too little",
		faultRefundUncounted:   "a refund is listed, but missing from the aggregate",
		faultCancelUncounted:   "what is cancelled is missing from the aggregate",
		faultTerminatedNothing: "a payment that the merchant took back has nothing cancelled",
		faultReservesLess:      "one øre less is authorized than the customer approved",
		faultEarlyCapture:      "a capture of what nobody has approved is answered as a success",
		faultVoidCapture:       "a capture of a cancelled reservation is answered as a success",
		faultEndedCapture:      "a capture of a payment that ended without approval is answered as a success",
		faultRestCapturable:    "a rest that was cancelled can be captured",
		faultOneCapture:        "what is captured in part cannot be captured further",
		faultPartsForAll:       "outside of Norway every sales unit may capture in parts",
		faultRestKept:          "a cancel of a partly captured payment is answered as a success and gives up nothing",
		faultOnlyIgnored:       "cancelTransactionOnly gives up a reservation",
		faultCancelTaken:       "a cancel of what is fully captured is answered as a success",
		faultCancelTwice:       "a cancel of what is cancelled is answered as a success",
		faultCancelAuthorizing: "a payment is cancelled while the customer authorizes it",
		faultCancelEndsRefunds: "after the rest was cancelled nothing can be refunded",
		faultRefundHeld:        "a refund of a reservation is answered as a success",
		faultLateCapture:       "a capture has no time limit",
		faultLateCancel:        "a cancel has no time limit",
		faultLateRefund:        "a refund has no time limit",
		faultNoAutoCancel:      "outside of Norway nothing is cancelled after the time for captures",
		faultNeverExpires:      "a payment that nobody reacts to stays CREATED",
		faultAbortExpires:      "a payment that the customer declines is EXPIRED",
		faultDeclineEnds:       "an approval that fails ends the payment",
		faultMagicAmounts:      "amounts that stand for a refused card are authorized",
		faultOtherCurrency:     "captures and refunds may name another currency",
		faultKeyIgnored:        "the same Idempotency-Key moves money again",
		faultContentIgnored:    "the same Idempotency-Key with another request is answered as before",
		faultKeyOptional:       "no Idempotency-Key is needed",
		faultKeyOfAllActs:      "an Idempotency-Key counts for all operations together",
		faultRefusalsForgotten: "a refused request is looked at anew under its Idempotency-Key",
		faultCreateNotReplayed: "a create that is repeated with its Idempotency-Key is a duplicate",
		faultReferenceTwice:    "a reference starts a second payment",
		faultReferenceFreed:    "the reference of a payment that ended starts another one",
		faultForeignHidden:     "payments of eCom are unknown",
		faultLimitShared:       "the rate limits count for all payments together",
		faultUnknownAs400:      "an unknown reference is answered 400 instead of 404",
		faultEventNumber:       "captures, cancels and refunds bear the pspReference of their own event",
		faultNewestFirst:       "the event log begins with the newest event",
		faultFailureHidden:     "failed attempts are listed with success true",
		faultFailuresLeftOut:   "failed attempts are not listed",
		faultNoRedirect:        "create is answered without redirectUrl",
		faultCapturesRace:      "of two captures at once each takes what is left, as if it were alone",
		faultRefundsRace:       "of two refunds at once each gives back what is captured, as if it were alone",
	}
}
