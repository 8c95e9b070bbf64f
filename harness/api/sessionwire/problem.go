package sessionwire

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/session"
)

// The codes of problems. Only the first two are published, and those with version
// 3.
//
// Choice: the others are named so that nobody takes them for real ones.
const (
	CodeInvalid   = "Validation-00001"
	CodeUnknown   = "Session-00100"
	CodeClosed    = "Sandbox-SessionClosed"
	codeKeys      = "Sandbox-Credentials"
	codeUnit      = "Sandbox-SalesUnit"
	codeDuplicate = "Sandbox-DuplicateReference"
	codeInternal  = "Sandbox-Internal"
)

// A Problem is why a call is refused; each version writes it in its own way.
type Problem struct {
	Status      int
	Code, Title string
	// Fields are what does not hold, by the request's paths.
	Fields map[string][]string
}

func (p *Problem) Error() string { return p.Code + ": " + p.Title }

// Type is the address that stands for the status.
func (p *Problem) Type() string { return fmt.Sprint("https://httpstatuses.io/", p.Status) }

// And adds a field that does not hold. A nil p is the first to have one.
func (p *Problem) And(field, reason string) *Problem {
	if p == nil {
		p = &Problem{http.StatusBadRequest, CodeInvalid, "One or more validation errors occurred.", map[string][]string{}}
	}
	if !slices.Contains(p.Fields[field], reason) {
		p.Fields[field] = append(p.Fields[field], reason)
	}
	return p
}

// Invalid is a request with a field that does not hold.
func Invalid(field, reason string) *Problem { return (*Problem)(nil).And(field, reason) }

// Broken is one problem for all findings that are not let pass; nil where none is
// left.
func Broken(findings []harness.Finding, passes func(harness.Finding) bool) *Problem {
	var p *Problem
	for _, f := range findings {
		if passes(f) {
			continue
		}
		name := f.Pointer
		if f.In == harness.PartBody {
			name = Dotted(f.Pointer)
		}
		p = p.And(name, "The value does not hold: want "+f.Want+".")
	}
	return p
}

// Refused is a problem that is about no field.
func Refused(status int, code, title string) *Problem {
	return &Problem{Status: status, Code: code, Title: title}
}

func unauthorized(what string) *Problem {
	return Refused(http.StatusUnauthorized, codeKeys, "The credentials are not valid: "+what+".")
}

// Barred is what the sandbox refuses before the API sees it; ok is false where no
// version promises a problem.
//
// Choice: in reality a gateway answers in a form of its own; the documents promise
// problems for 401 and 403, and so it is here.
func Barred(r sandbox.Refusal) (p *Problem, ok bool) {
	switch r.Reason {
	case sandbox.MissingKey:
		return unauthorized("the subscription key is missing"), true
	case sandbox.UnknownKey:
		return unauthorized("nobody has this subscription key"), true
	case sandbox.OtherMSN:
		return Refused(http.StatusForbidden, codeUnit, "The merchant serial number is not one of these keys."), true
	}
	return nil, false
}

// Worded is a problem for an error, whichever it is.
func Worded(err error) *Problem {
	var why *Problem
	var r *session.Refusal
	switch {
	case errors.As(err, &why):
		return why
	case !errors.As(err, &r):
		return Refused(http.StatusInternalServerError, codeInternal, "Something went wrong.")
	case errors.Is(err, session.Unknown):
		return Refused(http.StatusNotFound, CodeUnknown, "Session expired or not known.")
	case errors.Is(err, session.Duplicate):
		return Refused(http.StatusConflict, codeDuplicate, "A session or payment with this reference exists.")
	case r.Field == "":
		// Choice: nobody says how a session is refused that can be changed no more.
		return Refused(http.StatusBadRequest, CodeClosed, "The session cannot be changed: "+r.Error()+".")
	}
	reason := r.Reason.Error()
	return Invalid(place(r), strings.ToUpper(reason[:1])+reason[1:]+".")
}

// place names what of the merchant's order is wrong.
func place(r *session.Refusal) string {
	pointer := "/" + strings.ReplaceAll(r.Field, ".", "/")
	var option *logistics.Refusal
	if errors.As(r.Reason, &option) {
		pointer += "/" + strconv.Itoa(option.At) + "/" + option.Field
	}
	return Dotted(pointer)
}

// Dotted names a place of the body as the published example does, with places in
// lists in brackets: Logistics.FixedOptions[0].Brand.
func Dotted(pointer string) string {
	var name strings.Builder
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		switch _, err := strconv.Atoi(token); {
		case token == "":
			return "Body"
		case err == nil:
			name.WriteString("[" + token + "]")
			continue
		case name.Len() > 0:
			name.WriteString(".")
		}
		name.WriteString(strings.ToUpper(token[:1]) + token[1:])
	}
	return name.String()
}
