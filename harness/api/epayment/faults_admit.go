package epayment

// The seeded defects of what this API lets through, or refuses, at the start and
// at the approval.
const (
	faultLoginPays         = "epayment-login-only-unit-pays"
	faultCardAnywhere      = "epayment-card-in-every-flow"
	faultBlockedAnywhere   = "epayment-blocked-sources-everywhere"
	faultAnyCurrency       = "epayment-any-currency-accepted"
	faultNoMinimum         = "epayment-minimum-amount-ignored"
	faultNoMaximum         = "epayment-maximum-amount-ignored"
	faultReturnOptional    = "epayment-return-url-optional"
	faultPushForAll        = "epayment-push-message-for-everybody"
	faultPushRedirects     = "epayment-push-message-with-redirect-url"
	faultNativePage        = "epayment-native-redirect-opens-a-page"
	faultTargetAsImage     = "epayment-target-url-is-an-image"
	faultAnySize           = "epayment-qr-of-any-size"
	faultPlainHTTP         = "epayment-plain-http-accepted"
	faultOwnSchemes        = "epayment-app-addresses-refused"
	faultTwoCustomers      = "epayment-customer-named-twice"
	faultAnyPhone          = "epayment-any-phone-number"
	faultAnyAge            = "epayment-minimum-age-ignored"
	faultAnyScope          = "epayment-any-scope"
	faultNINForAll         = "epayment-national-identity-number-for-everybody"
	faultMetadataUnlimited = "epayment-metadata-unlimited"
	faultAnyText           = "epayment-description-of-any-length"
	faultAnyReference      = "epayment-reference-of-any-form"
	faultLongAnywhere      = "epayment-expiry-in-every-flow"
	faultLongForAll        = "epayment-expiry-for-everybody"
	faultReceiptOptional   = "epayment-expiry-without-receipt"
	faultAnyExpiry         = "epayment-expiry-unbounded"
	faultExpressForAll     = "epayment-express-for-everybody"
	faultExpressScope      = "epayment-express-with-any-scope"
	faultExpressForced     = "epayment-express-approved-without-customer"
	faultAnyoneForced      = "epayment-approval-for-new-customers"
	faultConsentForced     = "epayment-consent-not-needed"
	faultShippingLost      = "epayment-shipping-cost-not-authorized"
	faultChoiceIgnored     = "epayment-shipping-choice-ignored"
	faultFixedAsked        = "epayment-fixed-shipping-asked-anyway"
	faultCannotShipIgnored = "epayment-cannot-ship-ignored"
	faultAnyCountry        = "epayment-ships-to-every-country"
	faultNoToken           = "epayment-shipping-question-without-token"
	faultBearerToken       = "epayment-shipping-token-with-bearer"
)

func admitted() map[string]string {
	return map[string]string{
		faultLoginPays:         "a sales unit for login only may start payments",
		faultCardAnywhere:      "CARD is accepted with every userFlow",
		faultBlockedAnywhere:   "sources can be blocked in Norway",
		faultAnyCurrency:       "a payment may be in a currency that the unit does not sell in",
		faultNoMinimum:         "a payment may be under 100 øre",
		faultNoMaximum:         "a payment may be over 650 000",
		faultReturnOptional:    "WEB_REDIRECT needs no returnUrl",
		faultPushForAll:        "every sales unit may use PUSH_MESSAGE",
		faultPushRedirects:     "PUSH_MESSAGE is answered with a redirectUrl",
		faultNativePage:        "NATIVE_REDIRECT is answered with a web page",
		faultTargetAsImage:     "TEXT/TARGETURL is answered with an image",
		faultAnySize:           "the image of a QR code may have any size",
		faultPlainHTTP:         "addresses may begin with http",
		faultOwnSchemes:        "returnUrl must be a web address",
		faultTwoCustomers:      "a customer may be named in two ways",
		faultAnyPhone:          "a phone number may have any form",
		faultAnyAge:            "minimumUserAge has no effect",
		faultAnyScope:          "a scope may have any words",
		faultNINForAll:         "every sales unit may ask for national identity numbers",
		faultMetadataUnlimited: "metadata has no limits",
		faultAnyText:           "paymentDescription may have any length",
		faultAnyReference:      "a reference may have any characters and length",
		faultLongAnywhere:      "expiresAt is accepted with every userFlow",
		faultLongForAll:        "every sales unit may say when a payment expires",
		faultReceiptOptional:   "expiresAt needs no receipt",
		faultAnyExpiry:         "expiresAt may be at any time",
		faultExpressForAll:     "every sales unit may sell with express",
		faultExpressScope:      "express is accepted with any scope",
		faultExpressForced:     "express payments can be approved without their customer",
		faultAnyoneForced:      "payments can be approved in the place of customers who have approved nothing yet",
		faultConsentForced:     "a payment is authorized although the customer shares nothing",
		faultShippingLost:      "the cost of shipping is not authorized",
		faultChoiceIgnored:     "the usual way to ship is taken whatever the customer chose",
		faultFixedAsked:        "the merchant is asked for shipping although it gave fixed options",
		faultCannotShipIgnored: "a payment goes on although the merchant cannot ship",
		faultAnyCountry:        "allowedCountries has no effect",
		faultNoToken:           "the question for ways to ship lacks the merchant's token",
		faultBearerToken:       "the question for ways to ship carries the merchant's token after the word Bearer",
	}
}
