package ecom

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"kontrakt/harness/api"
	"kontrakt/harness/sandbox"
)

// An alteration is a seeded defect of what eCom says, while all that it does is
// sound: one place of a body is changed on its way out.
type alteration struct {
	name, says string
	// of are the bodies it changes: operations by their IDs, calls to the
	// merchant by their kind, refusals by the word refusal.
	of    []string
	alter func(object)
}

const (
	tellCall    = "callback"
	askCall     = "shipping-details"
	consentCall = "consent-removal"
	refusals    = "refusal"
)

func alterations() []alteration {
	return slices.Concat(alteredAnswers(), alteredDetails(), alteredRefusals(), alteredCalls())
}

// alterReply lets the defects that are on change an answer.
func alterReply(b *sandbox.Box, operation string, r sandbox.Reply) sandbox.Reply {
	of := operation
	if r.Status != http.StatusOK {
		of = refusals
	}
	r.Body = alter(b, of, r.Body)
	if of == refusals && r.Status != http.StatusNotFound && b.Fault(faultRefusals500) {
		r.Status = http.StatusInternalServerError
	}
	return r
}

// alter changes a body; of a list it changes the first item. A body that
// nothing changes keeps its bytes.
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
	what := v
	if list, ok := v.([]any); ok && len(list) > 0 {
		what = list[0]
	}
	if o, ok := what.(object); ok {
		a.alter(o)
	}
	out, err := api.Encode(v)
	if err != nil {
		return body
	}
	return out
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

// swap alters a member that has a certain value.
func swap(at, name, from, to string) func(object) {
	return func(o object) {
		if in := inside(o, at); in[name] == from {
			in[name] = to
		}
	}
}

// number reads a member that is an integer; 0 is also what is none.
func number(o object, name string) int64 {
	n, _ := o[name].(json.Number)
	i, _ := n.Int64()
	return i
}
