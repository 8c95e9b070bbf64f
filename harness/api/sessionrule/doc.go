// Package sessionrule holds the prose rules that every version of Checkout keeps.
// Each version lists those that it has, beside its own.
//
// What only one version asks for stands with that version.
package sessionrule

import (
	"strconv"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Operations that rules look at, as the contracts of all versions name them.
const (
	Create   = "createSession"
	Poll     = "getSession"
	Update   = "updateSession"
	Ask      = "fetchLogisticsOptions"
	Complete = "checkoutCallback"
)

// Offers are the ways to ship of a request, or of the merchant's answer.
type Offers struct {
	view *rules.View
	all  rules.Value
	at   string
}

// Offered gives what an exchange offers.
func Offered(v *rules.View) Offers {
	at, body := "/logistics/fixedOptions", v.RequestBody
	switch {
	case v.Operation.ID == Update:
		at = "/logisticOptions"
	case v.Operation.ID == Ask && v.Response.Status != 200:
		return Offers{}
	case v.Operation.ID == Ask:
		at, body = "", v.ResponseBody
	}
	all, _ := body.At(at)
	return Offers{v, all, at}
}

// Each ranges over the ways to ship.
func (f Offers) Each(yield func(Option) bool) {
	for i, o := range f.all.Items {
		if o.Object() && !yield(Option{o, f, i}) {
			return
		}
	}
}

// found makes a finding at a pointer of the same body.
func (f Offers) found(pointer, want string) harness.Finding {
	if f.view.Operation.ID == Ask {
		return f.view.InAnswer(pointer, want)
	}
	return f.view.InBody(pointer, want)
}

// An Option is one way to ship, wherever the merchant offers it.
type Option struct {
	rules.Value
	of Offers
	i  int
}

// Pointer leads to it.
func (o Option) Pointer() string { return o.of.at + "/" + strconv.Itoa(o.i) }

// Found makes a finding at a pointer below it.
func (o Option) Found(below, want string) harness.Finding { return o.of.found(o.Pointer()+below, want) }

// Text is a string below a value to look at, as [rules.Value.Peek] gives it; ""
// where there is none.
func Text(v rules.Value, pointer string) string {
	if t, ok := v.At(pointer); ok && t.Text() {
		return t.Peek()
	}
	return ""
}

// A report is what is said of a session: polled, or sent to the merchant.
type report struct {
	rules.Value
	found func(pointer, want string) harness.Finding
}

// reported is the report in an exchange; false where there is none.
func reported(v *rules.View) (report, bool) {
	body, found := v.ResponseBody, v.InAnswer
	if v.Operation.ID == Complete {
		body, found = v.RequestBody, v.InBody
	} else if v.Response.Status != 200 {
		return report{}, false
	}
	whole, ok := body.At("")
	return report{whole, found}, ok && whole.Object()
}

// minor is an amount's value, and its currency.
func (r report) minor(pointer string) (int64, string, bool) {
	amount, _ := r.At(pointer)
	value, there := amount.At("/value")
	n, is := value.Int()
	return n, Text(amount, "/currency"), there && is
}
