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

// An Option is one way to ship, wherever the merchant offers it.
type Option struct {
	rules.Value
	// Pointer leads to it.
	Pointer string
	// Found makes a finding at a pointer of the same body.
	Found func(pointer, want string) harness.Finding
}

// Offered are the ways to ship of a request, or of the merchant's answer.
func Offered(v *rules.View) []Option {
	list, body, found := "/logistics/fixedOptions", v.RequestBody, v.InBody
	switch v.Operation.ID {
	case Update:
		list = "/logisticOptions"
	case Ask:
		list, body, found = "", v.ResponseBody, v.InAnswer
		if v.Response.Status != 200 {
			return nil
		}
	}
	all, _ := body.At(list)
	out := make([]Option, 0, 4)
	for i, o := range all.Items {
		if o.Object() {
			out = append(out, Option{o, list + "/" + strconv.Itoa(i), found})
		}
	}
	return out
}

// Text is a string below a value, "" where there is none.
func Text(v rules.Value, pointer string) string {
	if t, ok := v.At(pointer); ok && t.Text() {
		return t.String()
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
