package sandbox

import (
	"cmp"
	"encoding/json"
	"net/url"
	"strings"
)

// A field is an input as its template shows it.
type field struct{ Input }

// Ticked says whether it is a box to tick.
func (f field) Ticked() bool { return f.Input.Type == "checkbox" }

// Type is HTML's.
func (f field) Type() string { return cmp.Or(f.Input.Type, "text") }

// Fields are the inputs of a landing page.
func (l landing) Fields() []field {
	var list []field
	for _, i := range l.Inputs {
		list = append(list, field{i})
	}
	return list
}

// Pressed are the buttons of a landing page.
func (l landing) Pressed() []Button { return l.buttons() }

// buttons are those that a page has.
func (p Page) buttons() []Button {
	if len(p.Buttons) > 0 {
		return p.Buttons
	}
	return []Button{{Verb: "approve", Label: cmp.Or(p.Confirm, "Approve")}, {Verb: "reject", Label: "Reject", Bare: true}}
}

// button finds the one with a verb.
func (p Page) button(verb string) (Button, bool) {
	for _, b := range p.buttons() {
		if b.Verb == verb {
			return b, true
		}
	}
	return Button{}, false
}

// filledIn is the choice and the inputs of a form as the data of an act; nil
// where the page asks for neither.
func (p Page) filledIn(form url.Values) []byte {
	data := map[string]any{}
	if form.Has("choice") {
		data["choice"] = form.Get("choice")
	}
	for _, i := range p.Inputs {
		if i.Type == "checkbox" {
			put(data, i.Name, form.Has(i.Name))
		} else if form.Has(i.Name) {
			put(data, i.Name, strings.TrimSpace(form.Get(i.Name)))
		}
	}
	if len(data) == 0 {
		return nil
	}
	body, err := json.Marshal(data)
	if err != nil {
		panic("sandbox: a form that is not JSON: " + err.Error()) // texts and booleans are
	}
	return body
}

// put sets a member, in an object of the object where the name has a dot.
func put(data map[string]any, name string, value any) {
	in, rest, nested := strings.Cut(name, ".")
	if !nested {
		data[name] = value
		return
	}
	object, is := data[in].(map[string]any)
	if !is {
		object = map[string]any{}
		data[in] = object
	}
	put(object, rest, value)
}
