package checkoutv2

import (
	"kontrakt/harness/api/sessionrule"
	"kontrakt/harness/rules"
)

// checks are the prose rules about Checkout v2.
//
// Not here, because the document itself says it: the form of a reference, and
// that the keys are headers.
func checks() []rules.Check {
	offers := []string{sessionrule.Create, sessionrule.Ask}
	return []rules.Check{
		sessionrule.CallbackLate(), sessionrule.CallbackRedirected(), sessionrule.CallbackRefused(), sessionrule.CallbackAtEnd(), sessionrule.CallbackToken(),
		sessionrule.HTTPSURL("/merchantInfo/callbackPrefix", "/merchantInfo/termsAndConditionsUrl", "/logistics/dynamicOptionsCallback"),
		sessionrule.ReturnToApp("/userFlow"),
		sessionrule.KeysAsHeaders(),
		sessionrule.ReferenceForm("/transaction/reference"), sessionrule.ReferenceQuality("/transaction/reference"),
		sessionrule.MinimumAmount(sessionrule.Create),
		sessionrule.MobileNumber("/logistics/integrations/porterbuddy/origin/phoneNumber"), sessionrule.Prefill(),
		forms, formsLogistics, words,
		sessionrule.OneDefault(offers...), sessionrule.OptionIDs(offers...), sessionrule.Priorities(offers...),
		sessionrule.ShippingCost(offers...), sessionrule.OptionCurrency(offers...),
		sessionrule.OptionsList(), sessionrule.NoOption(),
		newerNames,
		sessionrule.SessionURLs(), sessionrule.MoneySum(), sessionrule.MoneyShipping(),
		sessionrule.MoneyState("AUTHORISED", sessionrule.States{
			// Choice: which state a paid session polls as is not written down.
			"SessionStarted": {"CREATED", "AUTHORISED", "TERMINATED"}, "SessionTerminated": {"AUTHORISED", "TERMINATED"},
			"PaymentSuccessful": {"AUTHORISED"}, "PaymentFailed": {"TERMINATED"},
		}),
	}
}
