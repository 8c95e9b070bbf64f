package recurringv2

import (
	"net/url"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Customers are sent back over TLS, or into an app. Where they look after their
// agreement may be without in this version.
var httpsURL = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.https-url",
		Severity: harness.Error,
		Says:     "merchantRedirectUrl begins with https://, or opens an app; merchantAgreementUrl is a page on the web.",
		Source:   sourceDraft + "/properties/merchantRedirectUrl and merchantAgreementUrl",
		Help:     "give an https address that the internet can reach; version 3 takes no other",
	},
	Operations: []string{draftID, putID, patchID},
	Judge: func(v *rules.View) []harness.Finding {
		if app, _ := v.RequestBody.At("/isApp"); app.True() {
			return nil
		}
		var found []harness.Finding
		if page, ok := v.RequestBody.At("/merchantAgreementUrl"); ok && page.Text() && scheme(page.String()) != "http" && !rules.Secure(page.String()) {
			found = append(found, v.InBody("/merchantAgreementUrl", "an https or http address"))
		}
		back, ok := v.RequestBody.At("/merchantRedirectUrl")
		if s := scheme(back.String()); ok && back.Text() && !rules.Secure(back.String()) && (s == "" || s == "http" || s == "https") {
			found = append(found, v.InBody("/merchantRedirectUrl", "an https address, or an app's own scheme"))
		}
		return found
	},
}

// scheme is what stands before the colon of an address, "" where it is none.
func scheme(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme
}
