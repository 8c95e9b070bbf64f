package epayment

import (
	"net/http"
	"net/url"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
)

// tolerated is the code of what passes, so that only the proxy complains.
const tolerated = "-"

// A ruling is what ePayment makes of something that its contract forbids. Empty
// fields match everything; rule and pointer match whole or, with a trailing dot
// or slash, as a family.
type ruling struct {
	rule    string
	in      harness.Part
	pointer string
	// code is of the table of errors; "" is a field that does not hold, without a
	// code.
	code string
}

// rulings, of which the first that matches decides.
//
// Sources: the table of errors of 2026-08-21 for the codes; the knowledge base
// on errors for fields that are named without one.
func rulings() []ruling {
	return []ruling{
		// Before this API the gateway has looked at tokens and routes.
		{"auth.", "", "", tolerated},
		{"route.", "", "", tolerated},
		// A reference that cannot be is one that is not there.
		{"", harness.PartPath, "", tolerated},
		{"", harness.PartQuery, "", tolerated},
		// Choice: only these two headers are looked at. Nobody says whether names
		// of systems over 30 characters are refused.
		{"", harness.PartHeader, headerKey, ""},
		{"", harness.PartHeader, "Merchant-Serial-Number", ""},
		{"", harness.PartHeader, "", tolerated},
		// Choice: the body is read whatever it calls itself, and of a member that
		// stands twice the last counts.
		{"content-type.", "", "", tolerated},
		{"body.trailing-data", "", "", tolerated},
		{"body.duplicate-key", "", "/metadata/", "4110"},
		{"body.duplicate-key", "", "", tolerated},
		// The customer's three forms are looked at by themselves: official examples
		// send the number as a JSON number too.
		{"schema.nullable", harness.PartBody, "/customer", ""},
		{"", harness.PartBody, "/customer", tolerated},
		{"", harness.PartBody, "/customer/", tolerated},
		{"schema.type", harness.PartBody, "/amount/value", "4040"},
		{"body.lossy-number", harness.PartBody, "/amount/value", "4040"},
		{"schema.type", harness.PartBody, "/modificationAmount/value", "4040"},
		{"body.lossy-number", harness.PartBody, "/modificationAmount/value", "4040"},
		{"schema.maxProperties", harness.PartBody, "/metadata", "4100"},
		{"schema.enum", harness.PartBody, "/paymentMethod/type", "4160"},
		{"schema.enum", harness.PartBody, "/paymentMethod/blockedSources/", "5010"},
	}
}

func (r ruling) matches(f harness.Finding) bool {
	return family(r.rule, f.Rule, ".") && (r.in == "" || r.in == f.In) && family(r.pointer, f.Pointer, "/")
}

func family(want, have, end string) bool {
	return want == "" || strings.EqualFold(want, have) || strings.HasSuffix(want, end) && strings.HasPrefix(have, want)
}

func rule(f harness.Finding) string {
	for _, r := range rulings() {
		if r.matches(f) {
			return r.code
		}
	}
	return ""
}

// check holds a call against the contract as leniently as ePayment does. Of
// what has a code the first decides; fields without one are named together.
func (s *service) check(operation string, c *sandbox.Call) error {
	op := s.operations[operation]
	target := strings.ReplaceAll(op.Path, "{Reference}", url.PathEscape(c.Params["Reference"]))
	if c.Request.URL.RawQuery != "" {
		target += "?" + c.Request.URL.RawQuery
	}
	var wrong *problem
	for _, f := range s.contract.Request(op, target, c.Request.Header, c.Body) {
		if f.Severity != harness.Error || forgiven(c.Box, f) {
			continue
		}
		switch code := rule(f); code {
		case tolerated:
		case "":
			wrong = wrong.and(fieldJSON{field(f), "The value does not hold: want " + f.Want + "."})
		default:
			return refused(code)
		}
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// forgiven says whether a seeded defect lets pass what does not hold.
func forgiven(b *sandbox.Box, f harness.Finding) bool {
	return f.Pointer == "/paymentDescription" && b.Fault(faultAnyText) ||
		f.Pointer == "/reference" && f.Rule != "schema.required" && f.Rule != "schema.type" && b.Fault(faultAnyReference) ||
		f.Pointer == "/metadata" && b.Fault(faultMetadataUnlimited) ||
		f.Pointer == "/amount/value" && f.Rule == "schema.maximum" && b.Fault(faultNoMaximum) ||
		f.Pointer == "/qrFormat/size" && b.Fault(faultAnySize) ||
		f.In == harness.PartHeader && http.CanonicalHeaderKey(f.Pointer) == headerKey && b.Fault(faultKeyOptional)
}

// field names what does not hold in the way of the documented example:
// PaymentMethod.Type, or the header's name.
func field(f harness.Finding) string {
	if f.In != harness.PartBody {
		return f.Pointer
	}
	tokens := strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/")
	for i, t := range tokens {
		if t == "" {
			return "Body"
		}
		tokens[i] = strings.ToUpper(t[:1]) + t[1:]
	}
	return strings.Join(tokens, ".")
}
