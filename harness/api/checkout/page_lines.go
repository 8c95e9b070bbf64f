package checkout

import (
	"slices"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/session"
)

// lines are what the customer reads of a session.
func lines(s *session.Session) []sandbox.Line {
	list := []sandbox.Line{{Label: "Reference", Value: s.Reference}}
	add := func(label, value string) {
		if value != "" {
			list = append(list, sandbox.Line{Label: label, Value: value})
		}
	}
	if s.Order.ShowSummary {
		list = append(list, bought(s)...)
	}
	add("Text", s.Order.Description)
	if s.Order.Amount.Currency != "" {
		add("Amount", people(s.Order.Amount))
	}
	if d := s.Details(); d != nil {
		add("For", strings.TrimSpace(d.Billing.FirstName+" "+d.Billing.LastName))
		add("To", addressed(s.Address()))
	}
	if c := s.Chosen(); c != nil {
		add("Shipping", c.Label()+", "+note(c.Option))
	}
	if s.Shipping() == session.Impossible {
		add("Shipping", "The merchant does not ship to this address.")
	}
	if sub := s.Order.Subscription; sub != nil {
		add("Subscription", sub.Name+", "+people(sub.Amount)+" every "+strings.ToLower(sub.Unit))
	}
	if s.Order.Identity {
		add("Asks for", "who you are, and your e-mail")
	}
	for _, e := range s.Order.External {
		add("Or pay with", e.Method+": "+e.URL)
	}
	add("Terms", s.Order.Terms)
	return list
}

// bought are the lines of the order, as far as they are shown.
func bought(s *session.Session) []sandbox.Line {
	receipt, ok := s.Receipt()
	if !ok {
		return nil
	}
	var list []sandbox.Line
	for _, l := range receipt.Lines {
		cost := logistics.Amount{Value: l.Total, Currency: receipt.Currency}
		if l.IsReturn {
			cost.Value = -cost.Value
		}
		list = append(list, sandbox.Line{Label: strings.TrimSpace(l.Quantity + " " + l.Name), Value: signed(cost)})
	}
	return list
}

// signed is an amount that may be below nothing.
func signed(a logistics.Amount) string {
	if a.Value < 0 {
		a.Value = -a.Value
		return "-" + people(a)
	}
	return people(a)
}

func addressed(a logistics.Address) string {
	if a.Street == "" {
		return ""
	}
	return strings.Join([]string{a.Street, strings.TrimSpace(a.PostalCode + " " + a.City), a.Country}, ", ")
}

// shown is what stands where the customer can do nothing.
func shown(s *session.Session) string {
	if s.Open() && s.Shipping() == session.Asking {
		return "The merchant is being asked how it can ship."
	}
	return "The session is " + string(s.State()) + "."
}

// items are the sessions on the page for people, newest first.
func items(b *sandbox.Box) []sandbox.Item {
	var list []sandbox.Item
	for _, s := range slices.Backward(session.Of(b).All()) {
		item := sandbox.Item{
			API: s.API(), Kind: session.Kind, Reference: s.Reference, State: string(s.State()), Created: s.Created, Lines: sums(s),
		}
		if s.Open() || s.State() == session.Initiated {
			item.Verbs, item.Link = []string{"pay", "approve", "reject", "expire", "fail"}, frontend(b, s)
		}
		list = append(list, item)
	}
	return list
}

// sums is how the money stands.
func sums(s *session.Session) []sandbox.Line {
	list := []sandbox.Line{{Label: "Amount", Value: people(s.Total())}}
	if c := s.Chosen(); c != nil {
		list = append(list, sandbox.Line{Label: "Shipping", Value: c.Label() + ", " + note(c.Option)})
	}
	if m := s.Payment(); m != nil {
		for _, sum := range []struct {
			label  string
			amount int64
		}{{"Authorized", m.Reserved()}, {"Captured", m.Captured()}, {"Cancelled", m.Cancelled()}, {"Refunded", m.Refunded()}} {
			if sum.amount > 0 {
				list = append(list, sandbox.Line{Label: sum.label, Value: people(logistics.Amount{Value: sum.amount, Currency: m.Currency})})
			}
		}
	}
	return append(list, sandbox.Line{Label: "Since", Value: s.Created.Format(time.DateTime)})
}
