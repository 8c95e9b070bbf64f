package recurringv2

import (
	"net/http"
	"net/url"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
)

// check holds a call against the contract as leniently as Recurring did. Fields
// that do not hold are named together.
func (s *service) check(operation string, c *sandbox.Call) error {
	op := s.operations[operation]
	target := op.Path
	for name, value := range c.Params {
		target = strings.ReplaceAll(target, "{"+name+"}", url.PathEscape(value))
	}
	if c.Request.URL.RawQuery != "" {
		target += "?" + c.Request.URL.RawQuery
	}
	var wrong *problem
	for _, f := range s.contract.Request(op, target, c.Request.Header, c.Body) {
		switch {
		case f.Severity != harness.Error || tolerated(operation, f) || forgiven(c.Box, f):
		case f.Rule == "body.not-json":
			return &problem{http.StatusUnprocessableEntity, []errorJSON{{Message: "The body is not JSON."}}}
		default:
			wrong = wrong.and(fieldName(f), "The value does not hold: want "+f.Want+".")
		}
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// tolerated says whether something that the contract forbids passes all the same,
// so that only the proxy complains.
//
// Choice: of headers only the key is looked at, in its own place; the body is read
// whatever it calls itself, and of a member that stands twice the last counts. A
// capture needs no body, and what stands in one is not looked at.
func tolerated(operation string, f harness.Finding) bool {
	switch {
	case strings.HasPrefix(f.Rule, "auth."), strings.HasPrefix(f.Rule, "route."), strings.HasPrefix(f.Rule, "content-type."),
		strings.HasPrefix(f.Rule, "lifecycle."):
		return true
	case f.In == harness.PartPath, f.In == harness.PartHeader:
		return true // an id that cannot be is one that is not there
	case f.Rule == "body.trailing-data", f.Rule == "body.duplicate-key":
		return true
	case f.In == harness.PartBody && operation == captureID:
		return true
	}
	return f.In == harness.PartBody && f.Pointer == "/status" && f.Got == `"ACTIVE"`
}

// fieldName names what does not hold: initialCharge.amount, or the parameter's
// name.
func fieldName(f harness.Finding) string {
	if f.In != harness.PartBody {
		return f.Pointer
	}
	return strings.ReplaceAll(strings.TrimPrefix(f.Pointer, "/"), "/", ".")
}
