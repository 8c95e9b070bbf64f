package checkout

import (
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// checks are the prose rules about Checkout v3.
//
// Not here, because the document itself says it: which members there are, which
// brands and types, how long descriptions are.
func checks() []rules.Check {
	offers := []string{createID, updateID, questionID}
	return []rules.Check{
		sessionrule.CallbackLate(), sessionrule.CallbackRedirected(), sessionrule.CallbackRefused(), sessionrule.CallbackAtEnd(), sessionrule.CallbackToken(),
		sessionrule.HTTPSURL("/merchantInfo/callbackUrl", "/merchantInfo/termsAndConditionsUrl", "/logistics/dynamicOptionsCallback", "/subscription/merchantAgreementUrl"),
		sessionrule.ReturnToApp("/configuration/userFlow"),
		sessionrule.KeysAsHeaders(), requestKeyLength,
		sessionrule.ReferenceForm("/reference", "/transaction/reference"),
		sessionrule.ReferenceQuality("/reference", "/transaction/reference"), oneReference, referenceEchoed,
		sessionrule.MinimumAmount(createID),
		sessionrule.MobileNumber("/logistics/integrations/porterbuddy/origin/phoneNumber"), sessionrule.Prefill(),
		countries, customConsent, externalMethods,
		brand, brandType, otherTitle, delivery, elementsLogistics,
		sessionrule.OneDefault(offers...), sessionrule.OptionIDs(offers...), sessionrule.Priorities(offers...),
		sessionrule.ShippingCost(offers...), sessionrule.OptionCurrency(offers...),
		sessionrule.OptionsList(), sessionrule.NoOption(),
		orderLine, orderTax, orderTotal, shownSummary, shippingLine,
		oldNames, unusedField,
		sessionrule.SessionURLs(), sessionrule.MoneySum(), sessionrule.MoneyShipping(),
		sessionrule.MoneyState("AUTHORIZED", sessionrule.States{
			"SessionCreated": nil, "SessionExpired": nil,
			"PaymentInitiated": {"CREATED"}, "PaymentSuccessful": {"AUTHORIZED"}, "PaymentTerminated": {"TERMINATED"},
		}),
	}
}

// asked says whether the request's body has something other than null there.
func asked(v *rules.View, pointer string) bool {
	value, ok := v.RequestBody.At(pointer)
	return ok && !value.Null()
}
