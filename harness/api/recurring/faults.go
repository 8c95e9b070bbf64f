package recurring

import (
	"maps"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox/agreement"
)

// The seeded defects of what this API lets through, or refuses.
const (
	faultKeyIgnored          = "recurring-key-ignored"
	faultContentIgnored      = "recurring-key-content-ignored"
	faultKeyOptional         = "recurring-key-optional"
	faultAnyKey              = "recurring-key-of-any-form"
	faultKeyPerResource      = "recurring-key-counted-per-resource"
	faultRefusalsForgotten   = "recurring-refusals-do-not-stick"
	faultLimitShared         = "recurring-rate-limit-shared"
	faultPlainHTTP           = "recurring-plain-http-accepted"
	faultOwnSchemes          = "recurring-app-addresses-refused"
	faultPageOptional        = "recurring-agreement-page-optional"
	faultAppPage             = "recurring-app-flow-opens-a-page"
	faultPhoneChecked        = "recurring-phone-number-checked-anyway"
	faultAnyPhone            = "recurring-message-to-any-number"
	faultNINForAll           = "recurring-national-identity-number-for-everybody"
	faultAnyText             = "recurring-texts-of-any-length"
	faultAnyInterval         = "recurring-interval-of-any-length"
	faultAnyOrderID          = "recurring-order-id-of-any-form"
	faultAnyRetry            = "recurring-retry-days-unbounded"
	faultStatusIgnored       = "recurring-agreement-filter-ignored"
	faultCreatedIgnored      = "recurring-created-after-ignored"
	faultFirstPageOnly       = "recurring-page-number-ignored"
	faultPageSkips           = "recurring-second-page-skips-one"
	faultChargeStatusIgnored = "recurring-charge-filter-ignored"
	faultNoSecondPage        = "recurring-continuation-token-missing"
	faultPageLoses           = "recurring-second-page-of-charges-loses-one"
	faultNameKept            = "recurring-update-loses-texts"
	faultFlexiblePeriod      = "recurring-flexible-interval-with-period"
	faultBulkUnlimited       = "recurring-bulk-unlimited"
	faultBulkAllValid        = "recurring-bulk-calls-everything-valid"
	faultSharedEarly         = "recurring-sub-before-approval"
	faultDoneAs200           = "recurring-changes-answered-200"
	faultRefusals500         = "recurring-refusals-answered-500"
	faultUnknownAs400        = "recurring-unknown-answered-400"
	faultProblemsPlain       = "recurring-problems-as-text"
)

// faults are all that this API knows: its own, those of what is said, and those
// of agreements and charges, which version 2 has as well.
func faults() map[string]string {
	all := agreement.Faults()
	maps.Copy(all, admitted())
	maps.Copy(all, silences())
	maps.Copy(all, defect.Says(alterations()))
	return all
}

func admitted() map[string]string {
	return map[string]string{
		faultKeyIgnored:          "the same Idempotency-Key has its effect again",
		faultContentIgnored:      "the same Idempotency-Key with another request is answered as before",
		faultKeyOptional:         "no Idempotency-Key is needed",
		faultAnyKey:              "an Idempotency-Key may have any characters and length",
		faultKeyPerResource:      "an Idempotency-Key can be used again for another resource",
		faultRefusalsForgotten:   "a refused request is looked at anew under its Idempotency-Key",
		faultLimitShared:         "the rate limits count for all agreements together",
		faultPlainHTTP:           "addresses may begin with http",
		faultOwnSchemes:          "merchantRedirectUrl must be a web address",
		faultPageOptional:        "merchants in Norway need no merchantAgreementUrl",
		faultAppPage:             "isApp is answered with a web page",
		faultPhoneChecked:        "a phone number that is only filled in is held to a form",
		faultAnyPhone:            "a message may go to any number",
		faultNINForAll:           "every sales unit may ask for national identity numbers",
		faultAnyText:             "texts for the payer may have any length",
		faultAnyInterval:         "an interval may have any number of units",
		faultAnyOrderID:          "an orderId may have any characters and length",
		faultAnyRetry:            "a charge may be tried again for more than 14 days",
		faultStatusIgnored:       "the list of agreements has those in every state",
		faultCreatedIgnored:      "the list of agreements has older ones than it was asked for",
		faultFirstPageOnly:       "every page of agreements is the first",
		faultPageSkips:           "the second page of agreements begins one too late",
		faultChargeStatusIgnored: "the list of charges has those in every state",
		faultNoSecondPage:        "a list of charges that goes on does not say so",
		faultPageLoses:           "the second page of charges begins one too late",
		faultNameKept:            "a new name is answered as a success and not kept",
		faultFlexiblePeriod:      "an interval may become flexible and have a period",
		faultBulkUnlimited:       "a bulk may have more than 2000 charges",
		faultBulkAllValid:        "a bulk names charges valid that are refused",
		faultSharedEarly:         "an agreement has a sub before the payer has shared anything",
		faultDoneAs200:           "changes are answered 200 with a body",
		faultRefusals500:         "refusals are answered 500",
		faultUnknownAs400:        "what is not there is answered 400 instead of 404",
		faultProblemsPlain:       "problems call themselves text/plain",
	}
}

// untold names the defect that keeps an event from the merchant.
func untold(event string) string { return "recurring-" + event + "-untold" }

func silences() map[string]string {
	all := map[string]string{}
	for _, event := range []string{
		"agreement-activated", "agreement-rejected", "agreement-stopped", "agreement-expired",
		"charge-reserved", "charge-captured", "charge-canceled", "charge-refunded", "charge-failed", "charge-creation-failed",
	} {
		all[untold(event)] = "the merchant is not told of the event " + event
	}
	return all
}
