package epayment

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/profile"
)

// landingPath is where a person opens the link of a payment. In reality it is a
// host of its own, with nothing but the token behind it.
const landingPath = "/landing"

// page is the address of the landing page.
func (p *payment) page(b *sandbox.Box) string { return landing(b, p.token) }

func landing(b *sandbox.Box, token string) string {
	return b.Base() + landingPath + "?token=" + url.QueryEscape(token)
}

// appLink opens the app of the test environment.
func appLink(token string) string { return "vippsMT://?token=" + url.QueryEscape(token) }

// money is an amount for people.
func (a amountJSON) String() string {
	return fmt.Sprintf("%d.%02d %s", a.Value/100, a.Value%100, a.Currency)
}

// page is what a person sees who opens a payment's link. Whoever opens it within
// five minutes has the rest of the ten to confirm; a payment that lives longer
// says itself how long. The merchant of an express payment is asked at once, so
// that there is something to choose from.
func page(b *sandbox.Box, token string) (sandbox.Page, bool) {
	p, ok := deskOf(b).byToken[token]
	if !ok {
		return sandbox.Page{}, false
	}
	if p.opened.IsZero() && b.Now().Before(p.linkEnd()) {
		p.opened = b.Now()
	}
	open := p.pending() && !p.opened.IsZero()
	if home := profile.Somebody().Address; open && p.express() && p.shipping.asked == 0 && !p.shipping.known(home) {
		p.ask(b, home, nil)
	}
	return sandbox.Page{
		Title:     "Pay " + p.asAmount(p.total()).String(),
		Merchant:  b.Name(),
		Lines:     p.lines(),
		Kind:      "payments",
		Reference: p.form.Reference,
		Choices:   p.choices(),
		Open:      open && p.shipping.then == nil,
		Expires:   p.deadline,
		Return:    p.wayBack(),
		State:     p.shown(open),
	}, true
}

// linkEnd is until when the link can be opened.
func (p *payment) linkEnd() time.Time {
	if p.form.ExpiresAt != nil {
		return p.deadline
	}
	return p.created.Add(linkLife)
}

func (p *payment) shown(open bool) string {
	switch {
	case p.shipping.then != nil:
		return "The merchant is being asked how it can ship."
	case p.pending() && !open:
		return "This link has expired."
	}
	return "The payment is " + p.forPeople() + "."
}

// wayBack is where the customer goes afterwards. A push message leads nowhere.
func (p *payment) wayBack() string {
	if p.form.UserFlow == pushMessage {
		return ""
	}
	return p.form.ReturnURL
}

// forPeople is the state with what became of the money.
func (p *payment) forPeople() string {
	switch p.money.Stage() {
	case ledger.PartTaken:
		return "partly captured"
	case ledger.Taken:
		return "captured"
	case ledger.Released:
		return "partly captured, the rest cancelled"
	case ledger.Void:
		return "cancelled"
	}
	return strings.ToLower(p.state())
}

func (p *payment) lines() []sandbox.Line {
	lines := []sandbox.Line{
		{Label: "Reference", Value: p.form.Reference},
		{Label: "Amount", Value: p.asAmount(p.total()).String()},
	}
	if p.form.Description != "" {
		lines = append(lines, sandbox.Line{Label: "Text", Value: p.form.Description})
	}
	asks := cmp.Or(strings.Join(profile.Words(p.form.Profile.Scope), ", "), "the payment only")
	lines = append(lines, sandbox.Line{Label: "Asks for", Value: asks})
	if p.shipping.cannot {
		lines = append(lines, sandbox.Line{Label: "Shipping", Value: "The merchant cannot ship to your address."})
	}
	return lines
}

func (p *payment) choices() []sandbox.Choice {
	var list []sandbox.Choice
	for i, o := range p.shipping.options {
		list = append(list, sandbox.Choice{
			Value: o.ID, Label: o.Name, Note: strings.TrimSpace(o.Amount.String() + " " + o.Estimated), Default: i == p.shipping.preferred,
		})
	}
	return list
}

// items are the payments on the page for people, newest first.
func items(b *sandbox.Box) []sandbox.Item {
	var list []sandbox.Item
	for _, p := range slices.Backward(deskOf(b).payments) {
		item := sandbox.Item{
			API: ID, Kind: "payments", Reference: p.form.Reference, State: p.forPeople(), Created: p.created, Lines: p.sums(),
		}
		if p.pending() {
			item.Verbs = []string{"approve", "reject", "expire", "fail"}
			if b.Now().Before(p.linkEnd()) || !p.opened.IsZero() {
				item.Link = p.page(b)
			}
		}
		list = append(list, item)
	}
	return list
}

// sums is how the money stands.
func (p *payment) sums() []sandbox.Line {
	m := p.money
	lines := []sandbox.Line{
		{Label: "Amount", Value: p.asAmount(p.total()).String()},
		{Label: "Flow", Value: p.form.UserFlow},
	}
	for _, sum := range []struct {
		label  string
		amount int64
	}{{"Authorized", m.Reserved()}, {"Captured", m.Captured()}, {"Cancelled", m.Cancelled()}, {"Refunded", m.Refunded()}} {
		if sum.amount > 0 {
			lines = append(lines, sandbox.Line{Label: sum.label, Value: p.asAmount(sum.amount).String()})
		}
	}
	return append(lines, sandbox.Line{Label: "Since", Value: p.created.Format(time.DateTime)})
}
