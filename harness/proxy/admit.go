package proxy

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"kontrakt/harness"
)

const (
	badRequest = "the request is not forwarded"
	badGateway = "the target gave no answer"
)

// admit finds where a request goes, or answers why it goes nowhere.
func (f *flight) admit() (*url.URL, bool) {
	if f.request.Method == http.MethodConnect {
		f.answer(harness.Refused, http.StatusNotImplemented, badRequest, "CONNECT is not supported: this is no forward proxy", nil)
		return nil, false
	}
	if protocol := switching(f.request.Header); protocol != "" {
		f.answer(harness.Refused, http.StatusNotImplemented, badRequest, fmt.Sprintf("changing the protocol to %q is not supported", protocol), nil)
		return nil, false
	}
	target := f.exchange.Request.Target
	if !strings.HasPrefix(target, "/") && target != "*" {
		f.answer(harness.Refused, http.StatusBadRequest, badRequest, "the request-target is not a path", nil)
		return nil, false
	}
	address, ok := f.proxy.address(target)
	if !ok {
		f.answer(harness.Refused, http.StatusBadRequest, badRequest, "the request-target cannot be passed on unchanged", nil)
	}
	return address, ok
}

// guard asks whether the request may be forwarded, and answers it if not.
func (f *flight) guard() (ok bool) {
	var errs []harness.Finding
	for _, finding := range f.proxy.options.Guard(f.exchange) {
		if finding.Severity == harness.Error {
			errs = append(errs, finding)
		}
	}
	if len(errs) == 0 {
		return true
	}
	f.answer(harness.Enforced, http.StatusUnprocessableEntity, "the request breaks the contract",
		fmt.Sprintf("not forwarded to the target: findings of severity error: %d", len(errs)), errs)
	return false
}
