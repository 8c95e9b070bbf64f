package ecom

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// page is what a person sees who opens a payment's link. Whoever opens it
// within five minutes has the rest of the ten to confirm. The merchant of an
// express order is asked for ways to ship at once, so that there are some to
// choose from.
func page(b *sandbox.Box, token string) (sandbox.Page, bool) {
	o, ok := deskOf(b).byToken[token]
	if !ok {
		return sandbox.Page{}, false
	}
	if o.opened.IsZero() && b.Now().Before(o.created.Add(linkLife)) {
		o.opened = b.Now()
	}
	open := o.pending() && !o.opened.IsZero()
	if open && o.express && !o.shipping.fixed && !o.shipping.asked {
		o.shipping.address = home()
		o.ask(b)
	}
	return sandbox.Page{
		Title:     "Pay " + nok(o.money.Ordered()).String(),
		Merchant:  b.Name(),
		Lines:     o.lines(),
		Kind:      "payments",
		Reference: o.id,
		Choices:   o.choices(),
		Open:      open && o.shipping.then == nil,
		Expires:   o.created.Add(patience),
		Return:    o.wayBack(),
		State:     o.shown(open),
	}, true
}

func (o *order) shown(open bool) string {
	switch {
	case o.shipping.then != nil:
		return "The merchant is being asked how it can ship."
	case o.pending() && !open:
		return "This link has expired."
	}
	return "The payment is " + o.state() + "."
}

// wayBack is where the customer goes afterwards. The push message of a till
// leads nowhere.
func (o *order) wayBack() string {
	if o.skipLandingPage {
		return ""
	}
	return o.shop.FallBack
}

// state is how the payment stands, for people.
func (o *order) state() string {
	switch o.end {
	case byCustomer, byShop:
		return strings.ToLower(string(o.end))
	case byTime:
		return "timed out"
	case byFailure:
		return "failed"
	}
	switch o.money.Stage() {
	case ledger.Pending:
		return "pending"
	case ledger.Held:
		return "reserved"
	case ledger.PartTaken:
		return "partly captured"
	case ledger.Taken:
		return "captured"
	case ledger.Sold:
		return "sold"
	case ledger.Released:
		return "partly captured, the rest released"
	case ledger.Void:
		return "voided"
	}
	return "cancelled"
}

func (o *order) lines() []sandbox.Line {
	return []sandbox.Line{
		{Label: "Order", Value: o.id},
		{Label: "Text", Value: o.text},
		{Label: "Amount", Value: nok(o.money.Ordered()).String()},
		{Label: "Asks for", Value: cmp.Or(strings.Join(o.scope, ", "), o.asksFor())},
	}
}

func (o *order) asksFor() string {
	if o.express {
		return "address, shipping, contact data"
	}
	return "the payment only"
}

func (o *order) choices() []sandbox.Choice {
	var list []sandbox.Choice
	fallback := !slices.ContainsFunc(o.shipping.options, func(s option) bool { return s.isDefault })
	for i, s := range o.shipping.options {
		list = append(list, sandbox.Choice{
			Value: s.id, Label: s.method, Note: nok(s.cost).String(), Default: s.isDefault || fallback && i == 0,
		})
	}
	return list
}

// items are the orders on the page for people, newest first.
func items(b *sandbox.Box) []sandbox.Item {
	var list []sandbox.Item
	for _, o := range slices.Backward(deskOf(b).orders) {
		item := sandbox.Item{
			API: ID, Kind: "payments", Reference: o.id, State: o.state(), Created: o.created, Lines: o.sums(),
		}
		if o.pending() {
			item.Verbs = []string{"approve", "reject", "expire", "fail"}
			if b.Now().Before(o.created.Add(linkLife)) || !o.opened.IsZero() {
				item.Link = o.page(b)
			}
		}
		list = append(list, item)
	}
	return list
}

// sums is how the money stands.
func (o *order) sums() []sandbox.Line {
	m := o.money
	lines := []sandbox.Line{{Label: "Amount", Value: nok(m.Ordered()).String()}, {Label: "Text", Value: o.text}}
	for _, sum := range []struct {
		label  string
		amount int64
	}{{"Reserved", m.Reserved()}, {"Captured", m.Captured()}, {"Cancelled", m.Cancelled()}, {"Refunded", m.Refunded()}} {
		if sum.amount > 0 {
			lines = append(lines, sandbox.Line{Label: sum.label, Value: nok(sum.amount).String()})
		}
	}
	return append(lines, sandbox.Line{Label: "Since", Value: o.created.Format(time.DateTime)})
}
