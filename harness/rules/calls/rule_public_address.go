package calls

import (
	"net/netip"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Nobody comes from the internet to a machine that only its neighbours know.
var publicAddress = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.public-address",
		Severity: harness.Warning,
		Says:     "The addresses that a merchant hands over lead there from the internet.",
		Source:   "knowledge base on validation of URLs; common mistakes",
		Help:     "give an address with a public name; for tests on your own machine use a tunnel, or --route of the sandbox",
	},
	Judge: func(v *rules.View) []harness.Finding {
		if !changing(v) {
			return nil
		}
		var found []harness.Finding
		for _, t := range texts(v, "/merchantInfo/callbackPrefix", "/merchantInfo/consentRemovalPrefix", "/merchantInfo/shippingDetailsPrefix",
			"/merchantInfo/fallBack", "/merchantInfo/callbackUrl", "/merchantInfo/returnUrl", "/merchantInfo/termsAndConditionsUrl",
			"/logistics/dynamicOptionsCallback", "/shipping/dynamicOptions/callbackUrl", "/returnUrl", "/receiptUrl",
			"/merchantRedirectUrl", "/merchantAgreementUrl", "/url") {
			if host := rules.SecureHost(t.value); host != "" && private(host) {
				found = append(found, v.InBody(t.pointer, "an address that the internet can reach"))
			}
		}
		return found
	},
}

// private says whether a host is known to its neighbours alone.
func private(host string) bool {
	if numbers := host != "" && host[len(host)-1] <= '9' || strings.IndexByte(host, ':') >= 0; numbers {
		if a, err := netip.ParseAddr(host); err == nil {
			return a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified()
		}
	}
	host = strings.ToLower(host)
	for _, end := range []string{".localhost", ".local", ".internal", ".lan"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return host != "" && !strings.Contains(host, ".")
}
