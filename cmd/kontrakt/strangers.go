package main

import (
	"fmt"
	"net"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/har"
)

// apiDomain is where the API's own servers stand (source: the guides' list of
// servers).
const apiDomain = ".vipps.no"

// ours sorts what another tool has recorded, which tells neither callbacks from
// calls nor the API from all other sites: a callback is known by its path, and
// calls to other sites are left out and counted. A host is the API's by its
// name, or because a path of a contract was called there. Where nothing in the
// archive is known, nothing is left out but what is no HTTP: then the paths are what
// is wrong.
func (s *session) ours(recorded []har.Entry) (kept []har.Entry, strangers int) {
	hosts := map[string]bool{}
	for i := range recorded {
		x := &recorded[i].Exchange
		if !recorded[i].Ours && s.catalog.Contracts.Match(x).Operation != nil {
			hosts[x.Request.Host] = true
		}
	}
	known := len(hosts) > 0
	for i := range recorded {
		x := &recorded[i].Exchange
		if !recorded[i].Ours && !hosts[x.Request.Host] && !serves(x.Request.Host) && s.callback(x) {
			x.Flow, known = harness.FlowCallback, true
		}
	}
	for _, e := range recorded {
		host := e.Exchange.Request.Host
		if !e.Ours && !strings.HasPrefix(e.Exchange.Request.Scheme, "http") {
			strangers++
			continue
		}
		if known && !e.Ours && e.Exchange.Flow == harness.FlowAPI && !hosts[host] && !serves(host) {
			strangers++
			continue
		}
		kept = append(kept, e)
	}
	return kept, strangers
}

// leaveOut leaves out what is a stranger's, and says how much that is.
func (s *session) leaveOut(recorded []har.Entry) []har.Entry {
	kept, strangers := s.ours(recorded)
	if strangers > 0 {
		fmt.Fprintf(s.Stderr, "kontrakt: left out: %d of %d entries, calls to sites that are not the API\n", strangers, len(recorded))
	}
	return kept
}

// callback says whether a contract knows the exchange as a call to a merchant.
func (s *session) callback(x *harness.Exchange) bool {
	as := *x
	as.Flow = harness.FlowCallback
	return s.catalog.Contracts.Match(&as).Operation != nil
}

// serves says whether a host is one of the API's own.
func serves(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.HasSuffix(strings.ToLower(host), apiDomain)
}
