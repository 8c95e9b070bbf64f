package recurringv2

import (
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// What of the document the rules rest on.
const (
	sourceDraft     = "recurring.v2 #/components/schemas/DraftAgreementV2"
	sourceAgreement = "recurring.v2 #/components/schemas/AgreementResponseV2"
	sourceCreate    = "recurring.v2 #/components/schemas/CreateChargeV2"
	sourceCharge    = "recurring.v2 #/components/schemas/ChargeResponseV2"
	sourceCampaign  = "recurring.v2 #/components/schemas/campaignV2"
	sourceKey       = "recurring.v2 #/components/parameters/Idempotency-Key"
)

// checks are the prose rules about Recurring v2.
//
// That it is gone the contract says of every call. Not here either, because the
// document itself says it: how little a charge may be of, that a price or an
// amount is given, which digits a phone number is made of.
func checks() []rules.Check {
	keyed := []string{createID, captureID, refundID}
	return []rules.Check{
		moneySum, moneyState,
		httpsURL, minimumAmount, unusedField,
		charging.PushNeedsCustomer(sourceDraft, draftID, "/customerPhoneNumber"),
		charging.Scope(sourceDraft+"/properties/scope", draftID),
		charging.CampaignDates(sourceCampaign+"/properties/end", []string{draftID, putID, patchID}, charging.End{Pointer: "/campaign/end"}),
		charging.Due(sourceCreate+"/properties/due", createID),
		charging.RetryDays(sourceCreate+"/properties/retryDays", createID),
		charging.Description(sourceCreate+"/properties/description", 0, draftID, createID),
		charging.OrderID(sourceCreate+"/properties/orderId", draftID, createID),
		charging.KeyName(sourceKey, keyed...),
		charging.KeyLength(sourceKey, keyed...),
		charging.KeyCharacters(sourceKey, keyed...),
		charging.Filtered("recurring.v2 #/components/parameters/AgreementStatusQuery and ChargeStatusQuery",
			charging.Filter{Operation: listID, Parameter: "status", Usual: "ACTIVE"},
			charging.Filter{Operation: listChargesID, Parameter: "chargeStatus"}),
		charging.Echoed(sourceCharge,
			charging.Echo{Operation: draftID, Sent: "/initialCharge/orderId", Answer: "/chargeId"},
			charging.Echo{Operation: createID, Sent: "/orderId", Answer: "/chargeId"},
			charging.Echo{Operation: fetchID, Param: "agreementId", Answer: "/id"},
			charging.Echo{Operation: putID, Param: "agreementId", Answer: "/agreementId"},
			charging.Echo{Operation: patchID, Param: "agreementId", Answer: "/agreementId"},
			charging.Echo{Operation: fetchChargeID, Param: "chargeId", Answer: "/id"},
			charging.Echo{Operation: cancelID, Param: "chargeId", Answer: "/id"}),
		charging.Dates(sourceAgreement, listID, fetchID),
	}
}
