package epayment

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"kontrakt/harness/sandbox"
)

// problemType is what problems call themselves.
const problemType = "application/problem+json"

// A problem is why a call is refused: one row of the table of errors, or fields
// that do not hold, which have no code.
type problem struct {
	status      int
	code, title string
	fields      []fieldJSON
}

func (p *problem) Error() string { return strings.TrimSpace(p.code + " " + p.title) }

// fieldJSON is an item of extraDetails.
type fieldJSON struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// problemJSON is a problem on the wire.
type problemJSON struct {
	Type     string      `json:"type"`
	Title    string      `json:"title"`
	Detail   string      `json:"detail"`
	Instance string      `json:"instance"`
	Status   int         `json:"status"`
	Extra    []fieldJSON `json:"extraDetails,omitempty"`
	TraceID  string      `json:"traceId"`
}

// invalid is a field that does not hold. Fields are named as the one documented
// example does: PaymentDescription.
func invalid(field, reason string) *problem {
	return &problem{status: http.StatusBadRequest, title: "The request is not valid", fields: []fieldJSON{{field, reason}}}
}

// and adds a field that does not hold, unless it is named already; p may be nil.
func (p *problem) and(f fieldJSON) *problem {
	if p == nil {
		return invalid(f.Name, f.Reason)
	}
	if !slices.ContainsFunc(p.fields, func(have fieldJSON) bool { return have.Name == f.Name }) {
		p.fields = append(p.fields, f)
	}
	return p
}

// refused is a row of the table of errors; a code that it has not is 3010.
func refused(code string) *problem {
	for _, row := range errorTable() {
		if row.code == code {
			return &row
		}
	}
	return refused("3010")
}

// isCode says whether the table has a code.
func isCode(code string) bool { return refused(code).code == code }

// errorTable is the table of errors of 2026-08-21 in our own words.
//
// Choice: it gives no status by code. Known are 400 for 6080, 404 for 5090, 409
// for 4010, 4020 and 4150, 422 for 5070, 423 for a locked payment, and 400 for
// what comes too late. Elsewhere 403 stands for what the sales unit may not do,
// 500 for 6280, which asks to try again with the same key, and 400 for the rest.
func errorTable() []problem {
	return slices.Concat(requestErrors(), unitErrors(), moneyErrors(), customerErrors())
}

const (
	bad      = http.StatusBadRequest
	no       = http.StatusForbidden
	conflict = http.StatusConflict
	internal = http.StatusInternalServerError
)

// requestErrors are what does not hold of a request.
func requestErrors() []problem {
	return []problem{
		{status: internal, code: "3010", title: "Internal error"},
		{status: conflict, code: "4010", title: "The key was used for another capture"},
		{status: conflict, code: "4020", title: "The key was used already"},
		{status: bad, code: "4040", title: "The amount must be an integer"},
		{status: bad, code: "4050", title: "The customer token is not valid"},
		{status: bad, code: "4060", title: "The personal QR code is not valid"},
		{status: bad, code: "4070", title: "The phone number is not valid"},
		{status: bad, code: "4080", title: "The scope is not valid"},
		{status: bad, code: "4090", title: "The URL is not valid"},
		{status: bad, code: "4100", title: "There are too many pairs of metadata"},
		{status: bad, code: "4110", title: "A key of the metadata stands twice"},
		{status: bad, code: "4120", title: "A key of the metadata is too long"},
		{status: bad, code: "4130", title: "A value of the metadata is too long"},
		{status: bad, code: "4140", title: "A parameter is missing"},
		{status: conflict, code: "4150", title: "The reference is taken, or the key was used for another refund"},
		{status: bad, code: "4160", title: "The type of the payment method is not valid"},
	}
}

// unitErrors are what the sales unit may not do.
func unitErrors() []problem {
	return []problem{
		{status: bad, code: "5010", title: "Sources cannot be blocked here"},
		{status: no, code: "5020", title: "Express is not allowed"},
		{status: no, code: "5030", title: "The scope is not allowed"},
		{status: bad, code: "5040", title: "The merchant does not sell in this currency"},
		{status: no, code: "5050", title: "Long-living payments are not allowed"},
		{status: no, code: "5060", title: "The merchant's bank account is not verified"},
		{status: http.StatusUnprocessableEntity, code: "5070", title: "The payment cannot be created"},
		{status: no, code: "5080", title: "PUSH_MESSAGE is not allowed"},
		{status: http.StatusNotFound, code: "5090", title: "There is no payment of this reference"},
		{status: bad, code: "5100", title: "The refund is not possible"},
	}
}

// moneyErrors are what a payment does not allow as it stands.
func moneyErrors() []problem {
	return []problem{
		{status: bad, code: "6010", title: "The amount is too small"},
		{status: bad, code: "6020", title: "Nothing is reserved that could be refunded"},
		{status: bad, code: "6030", title: "It is too late for a cancellation"},
		{status: bad, code: "6040", title: "What is captured cannot be cancelled"},
		{status: bad, code: "6050", title: "There is no reservation to cancel"},
		{status: bad, code: "6060", title: "The payment is authorized, and only one that is not was to be cancelled"},
		{status: bad, code: "6070", title: "What is cancelled cannot be captured"},
		{status: bad, code: "6080", title: "Nothing is reserved that could be captured"},
		{status: bad, code: "6090", title: "The amount is more than what is left to capture"},
		{status: bad, code: "6100", title: "It is too late for a capture"},
		{status: bad, code: "6110", title: "The payment would expire too late"},
		{status: bad, code: "6120", title: "The payment would expire too soon"},
		{status: bad, code: "6130", title: "A long-living payment needs a receipt"},
		{status: bad, code: "6140", title: "Only the full amount can be captured"},
		{status: bad, code: "6150", title: "The amount is more than what can be refunded"},
		{status: http.StatusLocked, code: "6160", title: "The payment is being processed"},
		{status: bad, code: "6170", title: "Everything is captured already"},
		{status: bad, code: "6180", title: "Everything is refunded already"},
		{status: bad, code: "6190", title: "The payment cannot be cancelled any more"},
		{status: bad, code: "6200", title: "The payment cannot be captured any more"},
		{status: bad, code: "6210", title: "The payment cannot be refunded"},
		{status: bad, code: "6220", title: "It is too late for a refund"},
		{status: bad, code: "6230", title: "The payment is authorized already"},
		{status: conflict, code: "6250", title: "The customer is authorizing the payment"},
		{status: bad, code: "6260", title: "The funds are not available any more"},
		{status: internal, code: "6280", title: "The capture failed; try again with the same key"},
	}
}

// customerErrors are what a customer cannot do; those from 10010 are of the test environment.
func customerErrors() []problem {
	return []problem{
		{status: bad, code: "7010", title: "The customer does not exist, or may not pay this"},
		{status: internal, code: "10010", title: "The approval failed"},
		{status: bad, code: "10020", title: "The approval is not allowed"},
		{status: bad, code: "10030", title: "The customer must identify themselves"},
		{status: bad, code: "10040", title: "The source of payment is not valid"},
		{status: bad, code: "10050", title: "The customer has no card"},
		{status: bad, code: "10060", title: "This payment cannot be approved without its customer"},
		{status: bad, code: "10070", title: "A limit of the customer is exceeded"},
	}
}

// answer is what a call is answered with: v, or why not. A nil v is an empty
// body.
func answer(c *sandbox.Call, status int, v any, err error) sandbox.Reply {
	var why *problem
	switch {
	case errors.As(err, &why):
		return why.reply(c)
	case err != nil:
		return refused("3010").reply(c)
	case v == nil:
		return sandbox.Reply{Status: status, Header: http.Header{}}
	}
	return sandbox.JSON(status, "application/json", v)
}

// reply words a problem. Its instance is the path without the API's own prefix,
// as in the documented example.
func (p *problem) reply(c *sandbox.Call) sandbox.Reply {
	body := problemJSON{
		Type: "https://httpstatuses.io/" + statusText(p.status), Title: p.title, Detail: p.title + ".",
		Instance: strings.TrimPrefix(c.Request.URL.Path, prefix), Status: p.status, Extra: p.fields,
		TraceID: traceID(c.Box),
	}
	if p.code != "" {
		body.Extra = []fieldJSON{{"ErrorCode", p.code}}
	}
	return sandbox.JSON(p.status, problemType, body)
}

// traceID is one in the form of the W3C.
func traceID(b *sandbox.Box) string {
	hex := strings.ReplaceAll(b.UUID()+b.UUID(), "-", "")
	return "00-" + hex[:32] + "-" + hex[32:48] + "-01"
}
