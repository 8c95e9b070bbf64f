package epayment

import "kontrakt/harness/rules"

// The merchant is asked for groups of shipping options: one call under two names.
const (
	shippingID       = "getMerchantDynamicExpressGroupsPOST"
	askedAtCreatedID = "getMerchantDynamicExpressGroupsCallback"
)

// Rules are the prose rules about ePayment v1.
//
// Not here, because the document itself says it: which customer is meant in
// exactly one way, the header with the key, how long texts are.
func Rules() []rules.Check {
	return []rules.Check{
		moneySum, moneyState, moneyAnswered, moneyHistory,
		httpsURL, mobileNumber, referenceQuality, minimumAmount, metadataLength, scopeWords, unusedField,
		returnURLForRedirect, pushNeedsCustomer, cardNeedsRedirect, expiresAt, blockedSources,
		expressScope, expressShipping, expressGroups,
		requestKeyLength, keyOfItsOwn, redirectURL, referenceEchoed,
	}
}

// asked says whether the request's body has something other than null there.
func asked(v *rules.View, pointer string) bool {
	value, ok := v.RequestBody.At(pointer)
	return ok && !value.Null()
}
