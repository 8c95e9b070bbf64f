package webhook

import (
	"net/netip"
	"net/url"
	"strings"

	"kontrakt/harness/sandbox"
)

// unfit says why an address cannot be called, "" where it can: it is https, and
// the internet can reach it or a route of the sandbox leads it to where it
// stands.
//
// Choice: any port passes; the guide only says that not all can be reached.
func unfit(b *sandbox.Box, address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme == "" || u.Hostname() == "" || !printable(address):
		return "The address is not an absolute URL."
	case u.Scheme != "https" && !b.Fault(FaultPlainHTTP):
		return "The address must begin with https://."
	case u.User != nil:
		return "The address must not hold credentials."
	case !public(u.Hostname()) && !b.Routed(address):
		return "The address cannot be reached from the internet."
	}
	return ""
}

// printable says that a text can stand in a request as it is.
func printable(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c > '~' })
}

// public says whether a host may be reached from anywhere, as far as its name
// tells.
func public(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsGlobalUnicast() && !ip.IsPrivate()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if !strings.Contains(host, ".") {
		return false
	}
	for _, end := range []string{".localhost", ".local", ".internal"} {
		if strings.HasSuffix(host, end) {
			return false
		}
	}
	return true
}
