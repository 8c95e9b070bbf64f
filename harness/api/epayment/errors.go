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
	row := func(status int, code, title string) problem { return problem{status: status, code: code, title: title} }
	const (
		bad      = http.StatusBadRequest
		no       = http.StatusForbidden
		conflict = http.StatusConflict
		internal = http.StatusInternalServerError
	)
	return []problem{
		row(internal, "3010", "Internal error"),
		row(conflict, "4010", "The key was used for another capture"),
		row(conflict, "4020", "The key was used already"),
		row(bad, "4040", "The amount must be an integer"),
		row(bad, "4050", "The customer token is not valid"),
		row(bad, "4060", "The personal QR code is not valid"),
		row(bad, "4070", "The phone number is not valid"),
		row(bad, "4080", "The scope is not valid"),
		row(bad, "4090", "The URL is not valid"),
		row(bad, "4100", "There are too many pairs of metadata"),
		row(bad, "4110", "A key of the metadata stands twice"),
		row(bad, "4120", "A key of the metadata is too long"),
		row(bad, "4130", "A value of the metadata is too long"),
		row(bad, "4140", "A parameter is missing"),
		row(conflict, "4150", "The reference is taken, or the key was used for another refund"),
		row(bad, "4160", "The type of the payment method is not valid"),
		row(bad, "5010", "Sources cannot be blocked here"),
		row(no, "5020", "Express is not allowed"),
		row(no, "5030", "The scope is not allowed"),
		row(bad, "5040", "The merchant does not sell in this currency"),
		row(no, "5050", "Long-living payments are not allowed"),
		row(no, "5060", "The merchant's bank account is not verified"),
		row(http.StatusUnprocessableEntity, "5070", "The payment cannot be created"),
		row(no, "5080", "PUSH_MESSAGE is not allowed"),
		row(http.StatusNotFound, "5090", "There is no payment of this reference"),
		row(bad, "5100", "The refund is not possible"),
		row(bad, "6010", "The amount is too small"),
		row(bad, "6020", "Nothing is reserved that could be refunded"),
		row(bad, "6030", "It is too late for a cancellation"),
		row(bad, "6040", "What is captured cannot be cancelled"),
		row(bad, "6050", "There is no reservation to cancel"),
		row(bad, "6060", "The payment is authorized, and only one that is not was to be cancelled"),
		row(bad, "6070", "What is cancelled cannot be captured"),
		row(bad, "6080", "Nothing is reserved that could be captured"),
		row(bad, "6090", "The amount is more than what is left to capture"),
		row(bad, "6100", "It is too late for a capture"),
		row(bad, "6110", "The payment would expire too late"),
		row(bad, "6120", "The payment would expire too soon"),
		row(bad, "6130", "A long-living payment needs a receipt"),
		row(bad, "6140", "Only the full amount can be captured"),
		row(bad, "6150", "The amount is more than what can be refunded"),
		row(http.StatusLocked, "6160", "The payment is being processed"),
		row(bad, "6170", "Everything is captured already"),
		row(bad, "6180", "Everything is refunded already"),
		row(bad, "6190", "The payment cannot be cancelled any more"),
		row(bad, "6200", "The payment cannot be captured any more"),
		row(bad, "6210", "The payment cannot be refunded"),
		row(bad, "6220", "It is too late for a refund"),
		row(bad, "6230", "The payment is authorized already"),
		row(conflict, "6250", "The customer is authorizing the payment"),
		row(bad, "6260", "The funds are not available any more"),
		row(internal, "6280", "The capture failed; try again with the same key"),
		row(bad, "7010", "The customer does not exist, or may not pay this"),
		row(internal, "10010", "The approval failed"),
		row(bad, "10020", "The approval is not allowed"),
		row(bad, "10030", "The customer must identify themselves"),
		row(bad, "10040", "The source of payment is not valid"),
		row(bad, "10050", "The customer has no card"),
		row(bad, "10060", "This payment cannot be approved without its customer"),
		row(bad, "10070", "A limit of the customer is exceeded"),
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
