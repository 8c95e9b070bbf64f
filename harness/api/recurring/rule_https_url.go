package recurring

import (
	"net/url"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Where customers look after their agreement is a page on the web, over TLS. The
// way back may open an app. With isApp nobody looks at either.
var httpsURL = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.https-url",
		Severity: harness.Error,
		Says:     "merchantAgreementUrl begins with https://; merchantRedirectUrl does, or opens an app.",
		Source:   sourceDraft + "/properties/merchantAgreementUrl and merchantRedirectUrl",
		Help:     "give an https address that the internet can reach; v2 took http too",
	},
	Operations: []string{draftID, updateID},
	Judge: func(v *rules.View) []harness.Finding {
		if app, _ := v.RequestBody.At("/isApp"); app.True() {
			return nil
		}
		var found []harness.Finding
		if a, ok := v.RequestBody.At("/merchantAgreementUrl"); ok && a.Text() && !rules.Secure(a.String()) {
			found = append(found, v.InBody("/merchantAgreementUrl", "an https address"))
		}
		a, ok := v.RequestBody.At("/merchantRedirectUrl")
		if ok && a.Text() && v.Operation.ID == draftID && !rules.Secure(a.String()) && !opensApp(a.String()) {
			found = append(found, v.InBody("/merchantRedirectUrl", "an https address, or an app's own scheme"))
		}
		return found
	},
}

// opensApp says whether an address is of a scheme that no browser has.
func opensApp(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https"
}
