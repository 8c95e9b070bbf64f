package sessionrule

import (
	"fmt"
	"net/url"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// HTTPSURL: what the API calls, and what the customer is sent to, is at https.
// Only the way back may open an app. called are the pointers to addresses of the
// first kind and of pages.
func HTTPSURL(called ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.https-url",
			Severity: harness.Error,
			Says:     "The addresses that a session names begin with https://; the way back may open an app instead.",
			Source:   "Checkout, descriptions of merchantInfo and dynamicOptionsCallback; knowledge base on validation of URLs",
			Help:     "give the whole address, with https://, that the internet can reach",
		},
		Operations: []string{Create},
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for _, pointer := range slices.Concat(called, redirects(v)) {
				if a, ok := v.RequestBody.At(pointer); ok && a.Text() && !rules.Secure(a.Peek()) {
					found = append(found, v.InBody(pointer, "an https address"))
				}
			}
			const back = "/merchantInfo/returnUrl"
			if a, ok := v.RequestBody.At(back); ok && a.Text() && !rules.Secure(a.Peek()) && !opensApp(a.Peek()) {
				found = append(found, v.InBody(back, "an https address, or an app's own scheme"))
			}
			return found
		},
	}
}

// redirects are where other ways to pay send the customer.
func redirects(v *rules.View) []string {
	const list = "/configuration/externalPaymentMethods"
	methods, _ := v.RequestBody.At(list)
	var out []string
	for i := range methods.Items {
		out = append(out, fmt.Sprintf("%s/%d/redirectUrl", list, i))
	}
	return out
}

// opensApp says whether an address has a scheme of its own.
func opensApp(address string) bool {
	if rules.Secure(address) {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Scheme != "" && !slices.Contains([]string{"http", "https", "javascript", "data", "file", "ftp"}, u.Scheme)
}
