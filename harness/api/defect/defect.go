// Package defect is how a seeded defect changes what the sandbox says while all
// that it does is sound: one place of a body is changed on its way out.
//
// Which defects an API has stands in the API's own package; that the suite finds
// each is tried in package selftest.
package defect

import (
	"bytes"
	"encoding/json"
	"slices"

	"kontrakt/harness/sandbox"
)

// An Object is a JSON object; its numbers are json.Number.
type Object = map[string]any

// Listed is the only member of the object that stands for a body which is a
// list.
const Listed = "items"

// An Alteration is a seeded defect of what is said.
type Alteration struct {
	// Name is what switches it on; Says what it breaks.
	Name, Says string
	// Of are the bodies it changes: operations by their IDs, calls to the
	// merchant by their kind, or the word that the API has for refusals.
	Of []string
	// Alter changes the body.
	Alter func(Object)
}

// Says gives what each alteration breaks, by name.
func Says(list []Alteration) map[string]string {
	says := make(map[string]string, len(list))
	for _, a := range list {
		says[a.Name] = a.Says
	}
	return says
}

// Change lets the defects that are on change a body. One that nothing changes
// keeps its bytes.
func Change(b *sandbox.Box, list []Alteration, of string, body []byte) []byte {
	if b.Sound() || len(body) == 0 {
		return body
	}
	for _, a := range list {
		if b.Fault(a.Name) && slices.Contains(a.Of, of) {
			body = a.change(body)
		}
	}
	return body
}

func (a Alteration) change(body []byte) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return body
	}
	what, isObject := v.(Object)
	if !isObject {
		what = Object{Listed: v}
	}
	a.Alter(what)
	var out any = what
	if !isObject {
		out = what[Listed]
	}
	return sandbox.JSON(0, "", out).Body
}

// Inside gives an object of an object; one that is not there takes changes that
// nobody sees.
func Inside(o Object, name string) Object {
	if in, ok := o[name].(Object); ok {
		return in
	}
	return Object{}
}

// Each alters every object of a list.
func Each(name string, alter func(Object)) func(Object) {
	return func(o Object) {
		list, _ := o[name].([]any)
		for _, item := range list {
			if in, ok := item.(Object); ok {
				alter(in)
			}
		}
	}
}

// Set alters a member that is there, of the object itself where at is empty and
// of the object at that name otherwise.
func Set(at, name string, value any) func(Object) {
	return func(o Object) {
		if at != "" {
			o = Inside(o, at)
		}
		if _, ok := o[name]; ok {
			o[name] = value
		}
	}
}

// Without takes a member away.
func Without(at, name string) func(Object) {
	return func(o Object) {
		if at != "" {
			o = Inside(o, at)
		}
		delete(o, name)
	}
}

// Swap alters a member that has a certain value.
func Swap(at, name, from, to string) func(Object) {
	return func(o Object) {
		if at != "" {
			o = Inside(o, at)
		}
		if o[name] == from {
			o[name] = to
		}
	}
}

// Number reads a member that is an integer; 0 is also what is none.
func Number(o Object, name string) int64 {
	n, _ := o[name].(json.Number)
	i, _ := n.Int64()
	return i
}
