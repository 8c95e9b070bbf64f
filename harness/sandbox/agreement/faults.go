package agreement

import "maps"

// The seeded defects of what happens to agreements and charges. Each breaks one
// thing that a merchant relies on; one decision asks for it.
const (
	faultInitialHidden     = "recurring-initial-charge-hidden"
	faultForeignCharge     = "recurring-charge-under-any-agreement"
	faultCampaignFromDraft = "recurring-campaign-period-from-draft"
	faultCampaignShort     = "recurring-campaign-ends-a-day-early"
	faultCampaignLost      = "recurring-campaign-lost-at-approval"
	faultCampaignForAll    = "recurring-campaign-with-any-pricing"
	faultPastCampaign      = "recurring-past-campaign-accepted"
	faultNeverExpires      = "recurring-agreements-never-expire"
	faultLateApproval      = "recurring-expired-agreement-approved"
	faultRejectExpires     = "recurring-rejection-ends-as-expired"
	faultAnyUnit           = "recurring-agreements-for-everybody"
	faultPushForAll        = "recurring-landing-page-skipped-by-everybody"
	faultAnyCurrency       = "recurring-any-currency-accepted"
	faultNoMinimum         = "recurring-minimum-amount-ignored"
	faultAnySuggestion     = "recurring-suggested-maximum-unbounded"
	faultOrderTwice        = "recurring-order-id-accepted-twice"
	faultOrderIgnored      = "recurring-order-id-ignored"
	faultConsentForced     = "recurring-consent-not-needed"
	faultMinors            = "recurring-minors-approve"
	faultInitialUnpaid     = "recurring-initial-charge-not-collected"
	faultInitialFails      = "recurring-initial-failure-ignored"
	faultAnyoneAccepts     = "recurring-accepted-for-anybody"
	faultMaxIgnored        = "recurring-payers-maximum-not-kept"
	faultMaxReset          = "recurring-suggestion-moves-payers-maximum"
	faultStopWithChanges   = "recurring-stop-beside-changes"
	faultPendingUpdated    = "recurring-pending-agreement-updated"
	faultEndedUpdated      = "recurring-stopped-agreement-updated"
	faultAnyPricingUpdate  = "recurring-update-of-any-pricing"
	faultPriceKept         = "recurring-update-loses-price"
	faultIntervalKept      = "recurring-update-loses-interval"
	faultStopKeepsDue      = "recurring-stop-keeps-pending-charges"
	faultStopKeepsHeld     = "recurring-stop-keeps-reservations"
	faultPayerCancelsHeld  = "recurring-payers-stop-cancels-reservations"
	faultAlwaysDue         = "recurring-charges-due-at-once"
	faultTwoDaysAhead      = "recurring-charge-tomorrow-refused"
	faultDueAnytime        = "recurring-due-date-too-soon-accepted"
	faultDueFar            = "recurring-due-date-too-far-accepted"
	faultPendingCharged    = "recurring-pending-agreement-charged"
	faultEndedCharged      = "recurring-stopped-agreement-charged"
	faultCapIgnored        = "recurring-price-cap-ignored"
	faultCapSummed         = "recurring-price-cap-of-all-charges"
	faultCeilingIgnored    = "recurring-variable-ceiling-ignored"
	faultMaxRefuses        = "recurring-payers-maximum-refuses"
	faultPayerMaxIgnored   = "recurring-payers-maximum-ignored"
	faultFlexibleCapped    = "recurring-flexible-pricing-capped"
	faultSingleRetried     = "recurring-single-attempt-with-retry-days"
	faultUnscheduledForAll = "recurring-unscheduled-charges-for-everybody"
	faultNeverProcessed    = "recurring-charges-never-processed"
	faultCollectedAtOnce   = "recurring-charges-collected-before-due"
	faultNeverRetried      = "recurring-charges-never-retried"
	faultDirectHeld        = "recurring-direct-capture-reserved"
	faultReserveTaken      = "recurring-reserve-capture-captured"
	faultHeldForever       = "recurring-reservations-never-end"
	faultOverCapture       = "recurring-over-capture-allowed"
	faultOneCapture        = "recurring-second-capture-refused"
	faultLosesMinor        = "recurring-capture-loses-an-ore"
	faultDirectCaptured    = "recurring-direct-charge-captured-again"
	faultDueCaptured       = "recurring-capture-before-due"
	faultVoidCaptured      = "recurring-capture-after-cancel"
	faultBusyCancelled     = "recurring-processing-charge-cancelled"
	faultRestKept          = "recurring-cancel-keeps-the-rest"
	faultRestCancelsAll    = "recurring-cancel-of-the-rest-cancels-all"
	faultTakenCancelled    = "recurring-captured-charge-cancelled"
	faultCancelUncounted   = "recurring-cancel-not-counted"
	faultOverRefund        = "recurring-over-refund-allowed"
	faultHeldRefunded      = "recurring-reservation-refunded"
	faultLateRefund        = "recurring-refund-window-ignored"
	faultRefundUncounted   = "recurring-refund-not-counted"
	faultRefundStops       = "recurring-refund-stops-agreement"
)

// Faults are all of them, by name, with what each breaks.
func Faults() map[string]string {
	all := agreementFaults()
	maps.Copy(all, chargeFaults())
	return all
}

func agreementFaults() map[string]string {
	return map[string]string{
		faultInitialHidden:     "the initial charge is missing from the charges of its agreement",
		faultForeignCharge:     "a charge is found under an agreement that it does not belong to",
		faultCampaignFromDraft: "a campaign for a period is counted from the draft instead of the approval",
		faultCampaignShort:     "a campaign ends a day earlier than it says",
		faultCampaignLost:      "an agreement loses its campaign with the approval",
		faultCampaignForAll:    "a campaign is accepted with variable and flexible pricing",
		faultPastCampaign:      "a campaign is accepted that is over already",
		faultNeverExpires:      "an agreement that nobody approves stays pending",
		faultLateApproval:      "an agreement that has expired can be approved",
		faultRejectExpires:     "an agreement that the payer rejects is EXPIRED",
		faultAnyUnit:           "a sales unit that may not use agreements drafts one",
		faultPushForAll:        "every sales unit may skip the landing page",
		faultAnyCurrency:       "an agreement may be in a currency of another market",
		faultNoMinimum:         "amounts under the least that can be paid are accepted",
		faultAnySuggestion:     "any maximum may be suggested",
		faultOrderTwice:        "an orderId makes a second charge",
		faultOrderIgnored:      "an orderId does not become the charge's ID",
		faultConsentForced:     "who does not share what is asked for still approves",
		faultMinors:            "a payer under 18 approves",
		faultInitialUnpaid:     "the initial charge is not collected with the approval",
		faultInitialFails:      "an initial charge that stands for a refused card is collected",
		faultAnyoneAccepts:     "an agreement is accepted for a number that nobody has",
		faultMaxIgnored:        "the payer's maximum is what the merchant suggested, whatever the payer chose",
		faultMaxReset:          "a new suggested maximum replaces the payer's own",
		faultStopWithChanges:   "an agreement is stopped and changed with one request",
		faultPendingUpdated:    "an agreement is changed that nobody has approved",
		faultEndedUpdated:      "an agreement is changed that was stopped",
		faultAnyPricingUpdate:  "amounts are changed that do not belong to the pricing",
		faultPriceKept:         "a new price is answered as a success and not kept",
		faultIntervalKept:      "a new interval is answered as a success and not kept",
		faultStopKeepsDue:      "charges that wait are collected though the agreement was stopped",
		faultStopKeepsHeld:     "reservations stay when the merchant stops the agreement",
		faultPayerCancelsHeld:  "reservations are cancelled when the payer stops the agreement",
	}
}

func chargeFaults() map[string]string {
	return map[string]string{
		faultAlwaysDue:         "a charge is DUE however far away its date is",
		faultTwoDaysAhead:      "a charge that is due tomorrow is refused",
		faultDueAnytime:        "a charge may be due today, or in the past",
		faultDueFar:            "a charge may be due in more than two years",
		faultPendingCharged:    "a charge of an agreement is accepted that nobody has approved",
		faultEndedCharged:      "a charge of an agreement is accepted that was stopped",
		faultCapIgnored:        "a charge of more than five times the price is accepted",
		faultCapSummed:         "all charges together are held against five times the price",
		faultCeilingIgnored:    "a charge above both maxima is accepted",
		faultMaxRefuses:        "a charge above the payer's maximum is refused, though the merchant suggested more",
		faultPayerMaxIgnored:   "a charge above the payer's maximum is collected",
		faultFlexibleCapped:    "no charge is accepted with flexible pricing",
		faultSingleRetried:     "a charge with a single attempt may have retry days",
		faultUnscheduledForAll: "every sales unit may make unscheduled charges",
		faultNeverProcessed:    "no charge is ever collected",
		faultCollectedAtOnce:   "a charge is collected as soon as it is made",
		faultNeverRetried:      "a charge fails with its first attempt",
		faultDirectHeld:        "what is to be captured at once is only reserved",
		faultReserveTaken:      "what is to be reserved is captured at once",
		faultHeldForever:       "a reservation that nobody captures stays for ever",
		faultOverCapture:       "a capture beyond what is reserved succeeds",
		faultOneCapture:        "what is captured in part cannot be captured further",
		faultLosesMinor:        "every capture counts one øre too little",
		faultDirectCaptured:    "a capture of what was taken at once is answered as a success",
		faultDueCaptured:       "a capture of what is not reserved yet is answered as a success",
		faultVoidCaptured:      "a capture of a cancelled reservation is answered as a success",
		faultBusyCancelled:     "a charge is cancelled while it is processed",
		faultRestKept:          "a cancel of what is captured in part is answered as a success and gives up nothing",
		faultRestCancelsAll:    "what is captured in part is CANCELLED when the rest is given up",
		faultTakenCancelled:    "a cancel of what is captured is answered as a success",
		faultCancelUncounted:   "what is cancelled is missing from the summary",
		faultOverRefund:        "a refund beyond what was captured succeeds",
		faultHeldRefunded:      "a refund of a reservation is answered as a success",
		faultLateRefund:        "a refund has no time limit",
		faultRefundUncounted:   "a refund is missing from the summary",
		faultRefundStops:       "a refund stops the agreement",
	}
}
