package main

import (
	"strings"

	"kontrakt/harness"
)

// controlPath is where a sandbox takes control calls.
const controlPath = "/__sandbox"

// record submits an exchange to the judge. Control calls to a sandbox are
// neither judged nor counted, also where they come through the proxy.
func (s *session) record(x *harness.Exchange) {
	if s.controls(x) {
		return
	}
	if s.adversary != nil {
		s.adversary.Hear(x)
	}
	s.submit(x)
}

// guard holds a request against the contracts before it is forwarded.
func (s *session) guard(x *harness.Exchange) []harness.Finding {
	if s.controls(x) {
		return nil
	}
	return s.judge.Guard(x)
}

func (s *session) controls(x *harness.Exchange) bool {
	rest, found := strings.CutPrefix(x.Request.Target, controlPath)
	return found && s.target.Control != "" && (rest == "" || strings.ContainsAny(rest[:1], "/?"))
}
