package checkoutv2

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/logistics"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/session"
)

// mediaType is that of every answer; problems have no type of their own.
const mediaType = "application/json"

// The codes of problems, of which only the first two are published, and those
// with version 3.
//
// Choice: the others are named so that nobody takes them for real ones.
const (
	codeInvalid   = "Validation-00001"
	codeUnknown   = "Session-00100"
	codeKeys      = "Sandbox-Credentials"
	codeUnit      = "Sandbox-SalesUnit"
	codeDuplicate = "Sandbox-DuplicateReference"
	codeInternal  = "Sandbox-Internal"
)

// A problem is why a call is refused, as it is on the wire.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"errorCode"`
	// Fields are what does not hold, by the request's paths. This version
	// promises none.
	Fields map[string][]string `json:"errors,omitempty"`
}

func (p *problem) Error() string { return p.Code + ": " + p.Title }

func refused(status int, code, title string) *problem {
	return &problem{Type: fmt.Sprint("https://httpstatuses.io/", status), Title: title, Status: status, Code: code}
}

// invalid is a request with a field that does not hold.
func invalid(field, reason string) *problem {
	p := refused(http.StatusBadRequest, codeInvalid, "One or more validation errors occurred.")
	p.Fields = map[string][]string{}
	p.add(field, reason)
	return p
}

func (p *problem) add(field, reason string) {
	if !slices.Contains(p.Fields[field], reason) {
		p.Fields[field] = append(p.Fields[field], reason)
	}
}

func unauthorized(what string) *problem {
	return refused(http.StatusUnauthorized, codeKeys, "The credentials are not valid: "+what+".")
}

// refuse words what the sandbox refuses before the API sees it, where the
// document promises problems.
func refuse(r sandbox.Refusal) sandbox.Reply {
	switch r.Reason {
	case sandbox.MissingKey:
		return unauthorized("the subscription key is missing").reply()
	case sandbox.UnknownKey:
		return unauthorized("nobody has this subscription key").reply()
	case sandbox.OtherMSN:
		return refused(http.StatusForbidden, codeUnit, "The merchant serial number is not one of these keys.").reply()
	}
	return sandbox.RefuseAtGateway(r)
}

func (p *problem) reply() sandbox.Reply { return sandbox.JSON(p.Status, mediaType, p) }

// reply is what a call is answered with: v, or why not.
func reply(c *sandbox.Call, operation string, v any, err error) sandbox.Reply {
	b := c.Box
	if err == nil {
		r := sandbox.JSON(http.StatusOK, mediaType, v)
		r.Body = defect.Change(b, alterations(), operation, r.Body)
		if operation == createID && b.Fault(faultCreated201) {
			r.Status = http.StatusCreated
		}
		return r
	}
	why := worded(err)
	if why.Code == codeUnknown && b.Fault(faultUnknownAs400) {
		why.Status = http.StatusBadRequest
	}
	r := why.reply()
	r.Body = defect.Change(b, alterations(), refusals, r.Body)
	return r
}

// worded words a refusal of the session as Checkout does.
func worded(err error) *problem {
	var why *problem
	var r *session.Refusal
	switch {
	case errors.As(err, &why):
		return why
	case !errors.As(err, &r):
		return refused(http.StatusInternalServerError, codeInternal, "Something went wrong.")
	case errors.Is(err, session.Unknown):
		return refused(http.StatusNotFound, codeUnknown, "Session expired or not known.")
	case errors.Is(err, session.Duplicate):
		return refused(http.StatusConflict, codeDuplicate, "A session or payment with this reference exists.")
	}
	pointer, option := "/"+strings.ReplaceAll(r.Field, ".", "/"), (*logistics.Refusal)(nil)
	if errors.As(r.Reason, &option) {
		pointer += "/" + strconv.Itoa(option.At) + "/" + option.Field
	}
	reason := r.Reason.Error()
	return invalid(dotted(pointer), strings.ToUpper(reason[:1])+reason[1:]+".")
}

// dotted names a place of the body as the published example does, with places in
// lists in brackets: Logistics.FixedOptions[0].Brand.
func dotted(pointer string) string {
	var name strings.Builder
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if token == "" {
			return "Body"
		}
		if _, err := strconv.Atoi(token); err == nil {
			name.WriteString("[" + token + "]")
			continue
		}
		if name.Len() > 0 {
			name.WriteString(".")
		}
		name.WriteString(strings.ToUpper(token[:1]) + token[1:])
	}
	return name.String()
}
