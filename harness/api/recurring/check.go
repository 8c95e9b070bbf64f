package recurring

import (
	"mime"
	"net/url"
	"strconv"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
)

// What is made of something that the contract forbids, beside the ids of
// problems.
const (
	// tolerated passes, so that only the proxy complains.
	tolerated = "-"
	// ofItem is the fault of one item of a bulk, not of the call.
	ofItem = "item"
)

// A ruling is what Recurring makes of something that its contract forbids. Empty
// fields match everything; rule and pointer match whole or, with a trailing dot
// or slash, as a family.
type ruling struct {
	rule    string
	in      harness.Part
	pointer string
	id      string
}

// rulings, of which the first that matches decides; what none matches is a field
// that does not hold.
func rulings() []ruling {
	return []ruling{
		// Before this API the gateway has looked at tokens and routes.
		{"auth.", "", "", tolerated},
		{"route.", "", "", tolerated},
		// What the body calls itself is looked at apart; that it does so at all is not
		// required.
		{"content-type.", "", "", tolerated},
		{"body.not-json", "", "", badJSON},
		// An id that cannot be is one that is not there.
		{"", harness.PartPath, "", tolerated},
		// Choice: of headers only the key, the serial number and the token of a
		// page are looked at, each in its own place. Nobody says whether names of
		// systems over 30 characters are refused.
		{"", harness.PartHeader, "", tolerated},
		// Choice: of a member that stands twice the last counts.
		{"body.trailing-data", "", "", tolerated},
		{"body.duplicate-key", "", "", tolerated},
		// A number in another form is left out; only where a message goes to it at
		// once it is looked at (change log of July 2024).
		{"schema.", harness.PartBody, "/phoneNumber", tolerated},
		// Counts as texts have been taken (collection of 2023).
		{"schema.type", harness.PartBody, "/interval/count", tolerated},
		{"schema.type", harness.PartBody, "/interval/period/count", tolerated},
		{"schema.type", harness.PartBody, "/campaign/period/count", tolerated},
		// Choice: a price without a type is LEGACY, as all older texts say; this
		// edition wants one.
		{"schema.required", harness.PartBody, "/pricing/type", tolerated},
	}
}

func (r ruling) matches(f harness.Finding) bool {
	return family(r.rule, f.Rule, ".") && (r.in == "" || r.in == f.In) && family(r.pointer, f.Pointer, "/")
}

func family(want, have, end string) bool {
	return want == "" || strings.EqualFold(want, have) || strings.HasSuffix(want, end) && strings.HasPrefix(have, want)
}

func rule(operation string, f harness.Finding) string {
	if _, _, is := itemOf(f); is && operation == bulkID {
		return ofItem
	}
	for _, r := range rulings() {
		if r.matches(f) {
			return r.id
		}
	}
	return badField
}

// itemOf is which item of a list a finding is about: /3/amount.
func itemOf(f harness.Finding) (index int, field string, ok bool) {
	if f.In != harness.PartBody {
		return 0, "", false
	}
	first, rest, _ := strings.Cut(strings.TrimPrefix(f.Pointer, "/"), "/")
	index, err := strconv.Atoi(first)
	return index, rest, err == nil
}

// check holds a call against the contract as leniently as Recurring does. Fields
// that do not hold are named together.
func (s *service) check(operation string, c *sandbox.Call) error {
	if err := checkMedia(c); err != nil {
		return err
	}
	var wrong *problem
	for _, f := range s.findings(operation, c) {
		switch id := rule(operation, f); id {
		case tolerated, ofItem:
		case badField:
			wrong = wrong.and(fieldJSON{field(f), "The value does not hold: want " + f.Want + "."})
		default:
			return refused(id, "It does not hold: want "+f.Want+".")
		}
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// findings are the errors that the contract finds in a call, without those that
// a seeded defect lets pass.
func (s *service) findings(operation string, c *sandbox.Call) []harness.Finding {
	op := s.operations[operation]
	target := op.Path
	for name, value := range c.Params {
		target = strings.ReplaceAll(target, "{"+name+"}", url.PathEscape(value))
	}
	if c.Request.URL.RawQuery != "" {
		target += "?" + c.Request.URL.RawQuery
	}
	var found []harness.Finding
	for _, f := range s.contract.Request(op, target, c.Request.Header, c.Body) {
		if f.Severity == harness.Error && !forgiven(c.Box, f) {
			found = append(found, f)
		}
	}
	return found
}

// checkMedia looks at what the body calls itself, and at what may be answered.
func checkMedia(c *sandbox.Call) error {
	if sent := c.Request.Header.Get("Content-Type"); len(c.Body) > 0 && sent != "" {
		if kind, _, err := mime.ParseMediaType(sent); err != nil || kind != "application/json" {
			return refused(badMediaType, "The body must be application/json.")
		}
	}
	if !acceptable(c.Request.Header.Values("Accept")) {
		return refused(badAccept, "Only application/json can be answered.")
	}
	return nil
}

// acceptable says whether an answer in JSON is among what a caller takes.
func acceptable(wanted []string) bool {
	if len(wanted) == 0 {
		return true
	}
	for _, one := range strings.Split(strings.Join(wanted, ","), ",") {
		kind, _, err := mime.ParseMediaType(one)
		switch {
		case err != nil, kind == "*/*", kind == "application/*", kind == "application/json", kind == problemType:
			return true
		}
	}
	return false
}

// field names what does not hold: pricing.amount, or the parameter's name.
func field(f harness.Finding) string {
	if f.In != harness.PartBody {
		return f.Pointer
	}
	name := strings.ReplaceAll(strings.TrimPrefix(f.Pointer, "/"), "/", ".")
	if name == "" {
		return "body"
	}
	return name
}
