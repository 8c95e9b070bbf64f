package webhooks

import (
	"net/url"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
)

// check holds a call against the contract: fields of the body and the id must
// hold.
//
// Choice: headers, the query and the body's media type are not looked at, and of
// a member that stands twice the last counts; only the proxy complains.
func (s *service) check(operation string, c *sandbox.Call) []extraDetail {
	op, ok := s.contract.Operation(operation)
	if !ok {
		return nil // a contract without it checks nothing
	}
	target := strings.ReplaceAll(op.Path, "{id}", url.PathEscape(c.Params["id"]))
	var wrong []extraDetail
	for _, f := range s.contract.Request(op, target, c.Request.Header, c.Body) {
		if f.Severity != harness.Error || f.In != harness.PartBody && f.In != harness.PartPath || f.Rule == "body.duplicate-key" {
			continue
		}
		name := field(f)
		if !slices.ContainsFunc(wrong, func(e extraDetail) bool { return e.Name == name }) {
			wrong = append(wrong, extraDetail{name, "The value does not hold: want " + f.Want + "."})
		}
	}
	return wrong
}

// field is what a problem calls the place of a finding: the member of the body,
// or the parameter.
func field(f harness.Finding) string {
	if f.In == harness.PartPath {
		return f.Pointer
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
	if name == "" {
		return "body"
	}
	return name
}
