package epayment

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"kontrakt/harness/sandbox"
)

// object is a JSON object.
type object = map[string]any

// An alteration is a seeded defect of what ePayment says, while all that it does
// is sound: one place of a body is changed on its way out.
type alteration struct {
	name, says string
	// of are the bodies it changes: operations by their IDs, calls to the
	// merchant by their kind, refusals by the word refusal.
	of []string
	// alter changes an object; a list is given to it as an object whose only
	// member, items, is the list.
	alter func(object)
}

const (
	tellCall = "webhook"
	askCall  = "shipping-details"
	refusals = "refusal"
	listed   = "items"
)

// alterReply lets the defects that are on change an answer.
func alterReply(b *sandbox.Box, operation string, r sandbox.Reply) sandbox.Reply {
	if b.Sound() {
		return r
	}
	of := operation
	if r.Status >= http.StatusBadRequest {
		of = refusals
	}
	r.Body = alter(b, of, r.Body)
	if of != refusals {
		return r
	}
	if r.Status != http.StatusNotFound && b.Fault(faultRefusals500) {
		r.Status = http.StatusInternalServerError
	}
	if b.Fault(faultProblemsPlain) {
		r.Header = http.Header{"Content-Type": {"text/plain"}}
	}
	return r
}

// alter changes a body. One that nothing changes keeps its bytes.
func alter(b *sandbox.Box, of string, body []byte) []byte {
	if b.Sound() || len(body) == 0 {
		return body
	}
	for _, a := range alterations() {
		if b.Fault(a.name) && slices.Contains(a.of, of) {
			body = a.change(body)
		}
	}
	return body
}

func (a alteration) change(body []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return body
	}
	what, isObject := v.(object)
	if !isObject {
		what = object{listed: v}
	}
	a.alter(what)
	var out any = what
	if !isObject {
		out = what[listed]
	}
	return sandbox.JSON(0, "", out).Body
}

// inside gives an object of an object; one that is not there takes changes that
// nobody sees.
func inside(o object, name string) object {
	if in, ok := o[name].(object); ok {
		return in
	}
	return object{}
}

// set alters a member that is there.
func set(at, name string, value any) func(object) {
	return func(o object) {
		if at != "" {
			o = inside(o, at)
		}
		if _, ok := o[name]; ok {
			o[name] = value
		}
	}
}

// number reads a member that is an integer; 0 is also what is none.
func number(o object, name string) int64 {
	n, _ := o[name].(json.Number)
	i, _ := n.Int64()
	return i
}
