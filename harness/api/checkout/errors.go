package checkout

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness/sandbox"
)

// mediaType is that of every answer; problems have no type of their own.
const mediaType = "application/json"

// The codes of problems. Only the first two are published.
//
// Choice: the others are named so that nobody takes them for real ones.
const (
	codeInvalid   = "Validation-00001"
	codeUnknown   = "Session-00100"
	codeKeys      = "Sandbox-Credentials"
	codeUnit      = "Sandbox-SalesUnit"
	codeDuplicate = "Sandbox-DuplicateReference"
	codeClosed    = "Sandbox-SessionClosed"
	codeInternal  = "Sandbox-Internal"
)

// A problem is why a call is refused.
type problem struct {
	status      int
	code, title string
	// fields are what does not hold, by the request's paths; unnamed says that
	// the answer has no member for them.
	fields  map[string][]string
	unnamed bool
}

func (p *problem) Error() string { return p.code + ": " + p.title }

// problemJSON is a problem on the wire.
type problemJSON struct {
	Type     string              `json:"type"`
	Title    string              `json:"title"`
	Status   int                 `json:"status"`
	Detail   string              `json:"detail,omitempty"`
	Instance string              `json:"instance"`
	Code     string              `json:"errorCode"`
	Errors   map[string][]string `json:"errors,omitzero"`
}

// invalid is a request with a field that does not hold.
func invalid(field, reason string) *problem {
	p := &problem{status: http.StatusBadRequest, code: codeInvalid, title: "One or more validation errors occurred."}
	return p.and(field, reason)
}

// and adds a field that does not hold; p may be nil.
func (p *problem) and(field, reason string) *problem {
	if p == nil {
		return invalid(field, reason)
	}
	if p.fields == nil {
		p.fields = map[string][]string{}
	}
	if !slices.Contains(p.fields[field], reason) {
		p.fields[field] = append(p.fields[field], reason)
	}
	return p
}

func refused(status int, code, title string) *problem {
	return &problem{status: status, code: code, title: title}
}

// unknown is what there is no session of. Its published example names no fields,
// not even none.
func unknown() *problem {
	p := refused(http.StatusNotFound, codeUnknown, "Session expired or not known.")
	p.unnamed = true
	return p
}

func unauthorized(what string) *problem {
	return refused(http.StatusUnauthorized, codeKeys, "The credentials are not valid: "+what+".")
}

// refuse words what the sandbox refuses before the API sees it.
//
// Choice: in reality a gateway answers in a form of its own; the document
// promises problems for 401 and 403, and so it is here.
func refuse(r sandbox.Refusal) sandbox.Reply {
	switch r.Reason {
	case sandbox.MissingKey:
		return unauthorized("the subscription key is missing").reply("")
	case sandbox.UnknownKey:
		return unauthorized("nobody has this subscription key").reply("")
	case sandbox.OtherMSN:
		return refused(http.StatusForbidden, codeUnit, "The merchant serial number is not one of these keys.").reply("")
	}
	return sandbox.RefuseAtGateway(r)
}

// answer is what a call is answered with: v, or why not. A nil v is an empty
// body.
func answer(c *sandbox.Call, v any, err error) sandbox.Reply {
	var why *problem
	switch {
	case errors.As(err, &why):
		return why.reply("urn:uuid:" + c.Box.UUID())
	case err != nil:
		return refused(http.StatusInternalServerError, codeInternal, "Something went wrong.").reply("urn:uuid:" + c.Box.UUID())
	case v == nil:
		return sandbox.Reply{Status: http.StatusOK, Header: http.Header{}}
	}
	return sandbox.JSON(http.StatusOK, mediaType, v)
}

// reply words a problem.
func (p *problem) reply(instance string) sandbox.Reply {
	body := problemJSON{
		Type: fmt.Sprint("https://httpstatuses.io/", p.status), Title: p.title, Status: p.status, Instance: instance, Code: p.code, Errors: p.fields,
	}
	if body.Errors == nil && !p.unnamed {
		body.Errors = map[string][]string{}
	}
	return sandbox.JSON(p.status, mediaType, body)
}

// dotted names a place of the body as the published example does, with places in
// lists in brackets: Logistics.FixedOptions[0].Brand.
func dotted(pointer string) string {
	var name strings.Builder
	for _, token := range strings.Split(strings.TrimPrefix(pointer, "/"), "/") {
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
