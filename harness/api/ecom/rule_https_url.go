package ecom

import (
	"net/url"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Every address that the merchant hands over begins with https. The page that
// the customer comes back to may open an app instead, by a scheme of its own or
// the word INTENT, and is not looked at where the payment comes from an app.
var httpsURL = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.https-url",
		Severity: harness.Error,
		Says:     "An address that the merchant gives for callbacks, consent removal, shipping details or the way back begins with https://.",
		Source:   "eCom API change log, October 2022; API guide, URL validation",
		Help:     "give an https address that the internet can reach",
	},
	Operations: []string{initiateID},
	Judge:      judgeHTTPS,
}

func judgeHTTPS(v *rules.View) []harness.Finding {
	var found []harness.Finding
	for _, field := range []string{"callbackPrefix", "consentRemovalPrefix", "shippingDetailsPrefix"} {
		pointer := "/merchantInfo/" + field
		if s, ok := v.RequestBody.At(pointer); ok && s.Text() && !rules.Secure(s.String()) {
			found = append(found, v.InBody(pointer, "an https address"))
		}
	}
	back, ok := v.RequestBody.At("/merchantInfo/fallBack")
	app, _ := v.RequestBody.At("/merchantInfo/isApp")
	if ok && back.Text() && !app.True() && !comesBack(back.String()) {
		found = append(found, v.InBody("/merchantInfo/fallBack", "an https address, or an app's own scheme"))
	}
	return found
}

// comesBack says whether the customer can be sent to the address.
func comesBack(address string) bool {
	if address == "INTENT" || rules.Secure(address) {
		return true
	}
	scheme, _, found := strings.Cut(address, "://")
	u, err := url.Parse(address)
	return found && err == nil && u.Scheme != "" && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https")
}
