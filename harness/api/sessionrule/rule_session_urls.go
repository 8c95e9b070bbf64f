package sessionrule

import (
	"net/url"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// SessionURLs: both addresses are used as they come. What their paths look like
// is nobody's business.
func SessionURLs() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.session-urls",
			Severity: harness.Warning,
			Says:     "A new session is answered with whole addresses for its page and for polling.",
			Source:   "Checkout, descriptions of checkoutFrontendUrl and pollingUrl",
			Help:     "the answer's addresses lead nowhere: report it to whoever runs the target",
		},
		Operations: []string{Create},
		Judge: func(v *rules.View) []harness.Finding {
			if v.Response.Status != 200 {
				return nil
			}
			var found []harness.Finding
			for _, pointer := range []string{"/checkoutFrontendUrl", "/pollingUrl"} {
				a, ok := v.ResponseBody.At(pointer)
				if ok && a.Text() && !whole(a.Peek()) {
					found = append(found, v.InAnswer(pointer, "an absolute address"))
				}
			}
			return found
		},
	}
}

// whole says whether an address is absolute and names a host.
func whole(address string) bool {
	if rules.Secure(address) {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && u.IsAbs() && u.Host != ""
}
