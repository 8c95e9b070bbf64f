package recurring

import (
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// What of the document the rules rest on.
const (
	sourceDraft    = "recurring.v3 #/components/schemas/DraftAgreementV3"
	sourcePatch    = "recurring.v3 #/components/schemas/PatchAgreementV3"
	sourceCreate   = "recurring.v3 #/components/schemas/CreateChargeV3"
	sourceCharge   = "recurring.v3 #/components/schemas/ChargeResponseV3"
	sourceKey      = "recurring.v3 #/components/parameters/Idempotency-Key"
	sourceCampaign = "recurring.v3 #/components/schemas/campaignV3"
)

// keyed are the operations that a key makes repeatable.
func keyed() []string {
	return []string{draftID, updateID, acceptID, createID, bulkID, cancelID, captureID, refundID}
}

// checks are the prose rules about Recurring v3.
//
// Not here, because the document itself says it: which members a price or a
// campaign of each type needs, that STOPPED is the only status to be set, that a
// capture names its amount, that days are days and how long texts are.
func checks() []rules.Check {
	return []rules.Check{
		moneySum, moneyState, moneyHistory,
		httpsURL, managementPage, mobileNumber, isApp,
		charging.PushNeedsCustomer(sourceDraft, draftID, "/phoneNumber"),
		charging.Scope(sourceDraft+"/properties/scope", draftID),
		minimumAmount, suggestedMax,
		pricingType, countAsText, campaignPricing, campaignFields,
		charging.CampaignDates(sourceCampaign+"; edition 2.6.17 on v2, end", []string{draftID},
			charging.End{Pointer: "/campaign/end", Loose: true}, charging.End{Pointer: "/campaign/eventDate"}),
		oldName, stopAlone, intervalUpdate, fixedAtDraft,
		charging.Due(sourceCreate+"/properties/due", createID, bulkID),
		charging.RetryDays(sourceCreate+"/properties/retryDays", createID, bulkID),
		charging.Description(sourceCreate+"/properties/description", 100, draftID, createID, bulkID),
		charging.OrderID(sourceCreate+"/properties/orderId", draftID, createID, bulkID),
		chargeType, bulkSize, bulkNumbers,
		charging.KeyName(sourceKey, keyed()...),
		charging.KeyLength(sourceKey, keyed()...),
		charging.KeyCharacters(sourceKey, keyed()...),
		paging, listStatus, chargeLookup,
		charging.Filtered("recurring.v3 #/components/parameters/AgreementStatusQuery and ChargeStatusQueryV3",
			charging.Filter{Operation: listID, Parameter: "status", Usual: "ACTIVE"},
			charging.Filter{Operation: listChargesID, Parameter: "status"}),
		charging.Echoed(sourceCharge,
			charging.Echo{Operation: draftID, Sent: "/initialCharge/orderId", Answer: "/chargeId"},
			charging.Echo{Operation: createID, Sent: "/orderId", Answer: "/chargeId"},
			charging.Echo{Operation: fetchID, Param: "agreementId", Answer: "/id"},
			charging.Echo{Operation: listChargesID, Param: "agreementId", Answer: "/agreementId"},
			charging.Echo{Operation: fetchChargeID, Param: "agreementId", Answer: "/agreementId"},
			charging.Echo{Operation: fetchChargeID, Param: "chargeId", Answer: "/id"},
			charging.Echo{Operation: findChargeID, Param: "chargeId", Answer: "/id"}),
		confirmationURL,
		charging.Dates("recurring.v3 #/components/schemas/AgreementResponseV3", listID, fetchID),
	}
}

// charges are where an answer has charges: "" for one, /0, /1, … for a list.
func charges(v *rules.View) []string { return charging.Told(v, "") }

// asked says whether the request has something other than null there.
func asked(v *rules.View, pointer string) bool {
	value, ok := v.RequestBody.At(pointer)
	return ok && !value.Null()
}

// told says whether the answer has something other than null there.
func told(v *rules.View, pointer string) bool {
	value, ok := v.ResponseBody.At(pointer)
	return ok && !value.Null()
}
