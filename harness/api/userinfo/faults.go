package userinfo

// The seeded defects of this API.
const (
	faultKeyAccepted = "userinfo-subscription-key-accepted"
	faultForEver     = "userinfo-window-ignored"
	faultAllTold     = "userinfo-tells-without-consent"
	faultOtherSub    = "userinfo-other-sub"
	faultPlusSign    = "userinfo-phone-number-with-plus"
)

func faults() map[string]string {
	return map[string]string{
		faultKeyAccepted: "a call that carries a subscription key is answered",
		faultForEver:     "what was shared can be asked for beyond 168 hours",
		faultAllTold:     "everything is told of a customer, whatever they consented to",
		faultOtherSub:    "the claims bear another sub than was asked for",
		faultPlusSign:    "a phone number begins with a plus sign",
	}
}
