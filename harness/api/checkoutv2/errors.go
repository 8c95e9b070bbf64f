package checkoutv2

import (
	"net/http"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
)

// problemJSON is a problem on the wire.
type problemJSON struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"errorCode"`
	// Fields are what does not hold, by the request's paths. This version
	// promises none.
	Fields map[string][]string `json:"errors,omitempty"`
}

func refusal(p *sessionwire.Problem) sandbox.Reply {
	return sandbox.JSON(p.Status, sessionwire.MediaType, problemJSON{p.Type(), p.Title, p.Status, p.Code, p.Fields})
}

// refuse words what the sandbox refuses before the API sees it.
func refuse(r sandbox.Refusal) sandbox.Reply {
	if p, ok := sessionwire.Barred(r); ok {
		return refusal(p)
	}
	return sandbox.RefuseAtGateway(r)
}

// reply is what a call is answered with: v, or why not.
func reply(c *sandbox.Call, operation string, v any, err error) sandbox.Reply {
	b := c.Box
	if err == nil {
		r := sandbox.JSON(http.StatusOK, sessionwire.MediaType, v)
		r.Body = defect.Change(b, alterations(), operation, r.Body)
		if operation == createID && b.Fault(faultCreated201) {
			r.Status = http.StatusCreated
		}
		return r
	}
	why := sessionwire.Worded(err)
	if why.Code == sessionwire.CodeUnknown && b.Fault(faultUnknownAs400) {
		why.Status = http.StatusBadRequest
	}
	r := refusal(why)
	r.Body = defect.Change(b, alterations(), refusals, r.Body)
	return r
}
