package recurring

import (
	"errors"
	"net/http"
	"slices"

	"kontrakt/harness/sandbox"
)

// problemType is what problems call themselves.
const problemType = "application/problem+json"

// problemsPage begins the type of every problem; its id follows.
//
// Choice: the page has moved several times; this is where the document of 3.1.2
// leads.
const problemsPage = "https://developer.vippsmobilepay.com/docs/APIs/recurring-api/recurring-api-problems#"

// The problems that this API has words for.
const (
	badField       = "validation-error"
	badJSON        = "invalid-json"
	badMediaType   = "unsupported-media-type"
	badAccept      = "not-acceptable"
	badKey         = "idempotency-key-header"
	keyTaken       = "idempotency-conflict"
	badUnit        = "invalid-sale-unit"
	notThere       = "resource-not-found"
	taken          = "conflict"
	notUpdatable   = "illegal-agreement-update"
	badMaximum     = "invalid-suggested-max-amount"
	tooMuch        = "charge-amount-too-high"
	dueTooSoon     = "charge-due-too-soon"
	dueTooLate     = "charge-due-in-too-long"
	noCharge       = "charge-creation-failed"
	noCapture      = "charge-capture-failed"
	noCancel       = "cancel-charge-failed"
	noRefund       = "operation-failed"
	notOffered     = "unsupported-feature"
	brokenInternal = "internal-error"
)

// A problem is why a call is refused.
type problem struct {
	status     int
	id, detail string
	fields     []fieldJSON
}

func (p *problem) Error() string { return p.id + ": " + p.detail }

// fieldJSON is an item of extraDetails.
type fieldJSON struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// problemJSON is a problem on the wire.
type problemJSON struct {
	Type      string      `json:"type"`
	Title     string      `json:"title"`
	Status    int         `json:"status"`
	Detail    string      `json:"detail"`
	Instance  string      `json:"instance"`
	ContextID string      `json:"contextId"`
	Extra     []fieldJSON `json:"extraDetails,omitempty"`
}

// statusOf is the status of a problem.
//
// Choice: only that of illegal-agreement-update is shown anywhere. What its
// words do not decide is 400.
func statusOf(id string) int {
	switch id {
	case notThere:
		return http.StatusNotFound
	case taken, keyTaken:
		return http.StatusConflict
	case badUnit:
		return http.StatusForbidden
	case badMediaType:
		return http.StatusUnsupportedMediaType
	case badAccept:
		return http.StatusNotAcceptable
	case brokenInternal:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// titleOf is what a problem is in general.
func titleOf(id string) string {
	titles := map[string]string{
		badField: "The request is not valid", badJSON: "The body is not JSON", badMediaType: "The media type is not supported",
		badAccept: "The media type cannot be given", badKey: "The idempotency key is missing or not valid",
		keyTaken: "The idempotency key was used for another request", badUnit: "The sales unit may not use Recurring",
		notThere: "There is no such resource", taken: "The request conflicts with another one",
		notUpdatable: "The agreement cannot be updated", badMaximum: "The suggested maximum is not valid",
		tooMuch: "The amount of the charge is too high", dueTooSoon: "The charge is due too soon", dueTooLate: "The charge is due too late",
		noCharge: "The charge could not be created", noCapture: "The charge could not be captured",
		noCancel: "The charge could not be cancelled", noRefund: "The operation failed", notOffered: "The feature is not enabled",
	}
	if title, ok := titles[id]; ok {
		return title
	}
	return "Something went wrong"
}

// refused is a problem with what is to say about it.
func refused(id, detail string) *problem {
	return &problem{status: statusOf(id), id: id, detail: detail}
}

// invalid is a field that does not hold.
func invalid(field, reason string) *problem {
	var p *problem
	return p.and(fieldJSON{field, reason})
}

// and adds a field that does not hold, unless it is named already; p may be nil.
func (p *problem) and(f fieldJSON) *problem {
	if p == nil {
		p = refused(badField, "One or more fields do not hold, see extraDetails.")
	}
	if !slices.ContainsFunc(p.fields, func(have fieldJSON) bool { return have.Name == f.Name }) {
		p.fields = append(p.fields, f)
	}
	return p
}

// answer is what a call is answered with: v, or why not. A nil v is an empty
// body.
func answer(c *sandbox.Call, status int, v any, err error) sandbox.Reply {
	var why *problem
	switch {
	case errors.As(err, &why):
		return why.reply(c)
	case err != nil:
		return refused(brokenInternal, "The sandbox itself failed.").reply(c)
	case v == nil:
		return sandbox.Reply{Status: status, Header: http.Header{}}
	}
	return sandbox.JSON(status, "application/json", v)
}

func (p *problem) reply(c *sandbox.Call) sandbox.Reply {
	return sandbox.JSON(p.status, problemType, problemJSON{
		Type: problemsPage + p.id, Title: titleOf(p.id), Status: p.status, Detail: p.detail,
		Instance: c.Request.URL.Path, ContextID: c.Box.UUID(), Extra: p.fields,
	})
}
