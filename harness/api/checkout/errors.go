package checkout

import (
	"errors"
	"net/http"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/session"
)

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

// reply words a problem. The published example of what there is no session of
// names no fields, not even none.
func reply(p *sessionwire.Problem, instance string) sandbox.Reply {
	body := problemJSON{
		Type: p.Type(), Title: p.Title, Status: p.Status, Instance: instance, Code: p.Code, Errors: p.Fields,
	}
	if body.Errors == nil && p.Code != sessionwire.CodeUnknown {
		body.Errors = map[string][]string{}
	}
	return sandbox.JSON(p.Status, sessionwire.MediaType, body)
}

// refuse words what the sandbox refuses before the API sees it.
func refuse(r sandbox.Refusal) sandbox.Reply {
	if p, ok := sessionwire.Barred(r); ok {
		return reply(p, "")
	}
	return sandbox.RefuseAtGateway(r)
}

// answer is what a call is answered with: v, or why not. A nil v is an empty
// body.
func answer(c *sandbox.Call, v any, err error) sandbox.Reply {
	switch {
	case err != nil:
		return reply(problem(c, err), "urn:uuid:"+c.Box.UUID())
	case v == nil:
		return sandbox.Reply{Status: http.StatusOK, Header: http.Header{}}
	}
	return sandbox.JSON(http.StatusOK, sessionwire.MediaType, v)
}

// problem words an error. A reference is named where the call has it.
func problem(c *sandbox.Call, err error) *sessionwire.Problem {
	var f createForm
	if r, ok := errors.AsType[*session.Refusal](err); ok && r.Field == "transaction.reference" && read(c.Body, &f) == nil && f.Reference != "" {
		err = &session.Refusal{Field: "reference", Reason: r.Reason}
	}
	p := sessionwire.Worded(err)
	if p.Code == sessionwire.CodeUnknown && c.Box.Fault(faultUnknownAs400) {
		p.Status = http.StatusBadRequest
	}
	return p
}
