package recurring

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
	"kontrakt/harness/sandbox/profile"
)

const (
	// landingPath is where a person opens the link of an agreement. In reality it
	// is a host of its own.
	landingPath = "/v2/register"
	// linkLife is how long the link can be opened; whoever opens it in time has
	// the rest of the ten minutes to act.
	linkLife = 5 * time.Minute
)

// The words on the button that approves (technical update of December 2022).
const (
	startOnly   = "Bekreft og start"
	payAndStart = "Betal og start"
)

func landing(b *sandbox.Box, token string) string {
	return b.Base() + landingPath + "?token=" + url.QueryEscape(token)
}

// page is what a person sees who opens the link of an agreement, whichever
// version of the API it was drafted with.
func page(b *sandbox.Box, token string) (sandbox.Page, bool) {
	a, ok := bookOf(b).ByToken(token)
	if !ok {
		return sandbox.Page{}, false
	}
	if a.Opened.IsZero() && b.Now().Before(a.Created.Add(linkLife)) {
		a.Opened = b.Now()
	}
	open := a.Status == agreement.Pending && !a.Opened.IsZero()
	p := sandbox.Page{
		Title: a.Terms.ProductName, Merchant: b.Name(), Lines: lines(a), Kind: "agreements", Reference: a.ID,
		Choices: maxima(a), Confirm: startOnly, Open: open, Expires: a.Deadline, Return: a.Terms.RedirectURL, State: shown(a),
	}
	if a.Initial != nil {
		p.Confirm = payAndStart
	}
	return p, true
}

func shown(a *agreement.Agreement) string {
	if a.Status == agreement.Pending {
		return "This link has expired."
	}
	return "The agreement is " + strings.ToLower(string(a.Status)) + "."
}

// lines are the agreement as its payer sees it.
func lines(a *agreement.Agreement) []sandbox.Line {
	t := a.Terms
	all := []sandbox.Line{{Label: "Price", Value: price(a)}}
	add := func(label, value string) {
		if value != "" {
			all = append(all, sandbox.Line{Label: label, Value: value})
		}
	}
	if t.Campaign != nil {
		add("Campaign", offered(a))
		add("Afterwards", ordinarily(a)+".")
	}
	if c := a.Initial; c != nil {
		add("To pay now", strings.TrimSpace(money(c.Amount, t.Pricing.Currency)+" "+c.Description))
	}
	add("About", t.ProductDescription)
	add("Asks for", strings.Join(profile.Words(t.Scope), ", "))
	add("Agreement", a.ID)
	return all
}

// maxima are what the payer of a variable price can choose from: what the
// merchant suggests, half of it and double.
func maxima(a *agreement.Agreement) []sandbox.Choice {
	p := a.Terms.Pricing
	if p.Type != agreement.Variable {
		return nil
	}
	var list []sandbox.Choice
	for _, most := range []int64{max(1, p.SuggestedMax/2), p.SuggestedMax, 2 * p.SuggestedMax} {
		choice := sandbox.Choice{Value: strconv.FormatInt(most, 10), Label: money(most, p.Currency), Note: "at most", Default: most == p.SuggestedMax}
		if choice.Default {
			choice.Note = "suggested"
		}
		if !slices.ContainsFunc(list, func(have sandbox.Choice) bool { return have.Value == choice.Value }) {
			list = append(list, choice)
		}
	}
	return list
}

// act lets the payer, or time, act. What the page lets them choose is their
// maximum.
func act(b *sandbox.Box, a sandbox.Act) (bool, error) {
	bookOf(b)
	var chosen struct {
		Choice string `json:"choice"`
	}
	if a.Kind == "agreements" && json.Unmarshal(a.Data, &chosen) == nil && chosen.Choice != "" {
		most, err := strconv.ParseInt(chosen.Choice, 10, 64)
		if err != nil || most <= 0 {
			return true, fmt.Errorf("%q is no maximum", chosen.Choice)
		}
		a.Data = fmt.Appendf(nil, `{"maxAmount":%d}`, most)
	}
	return agreement.Act(b, a)
}

// shownCharges is how many charges of an agreement stand on the page for people;
// a bulk has thousands.
const shownCharges = 20

// items are the agreements and the latest charges on the page for people, newest
// first.
func items(b *sandbox.Box) []sandbox.Item {
	var list []sandbox.Item
	for _, a := range slices.Backward(bookOf(b).Agreements()) {
		list = append(list, agreementItem(b, a))
		charges := a.Charges()
		for _, c := range slices.Backward(charges[max(0, len(charges)-shownCharges):]) {
			list = append(list, chargeItem(c))
		}
	}
	slices.SortStableFunc(list, func(x, y sandbox.Item) int { return y.Created.Compare(x.Created) })
	return list
}

func agreementItem(b *sandbox.Box, a *agreement.Agreement) sandbox.Item {
	item := sandbox.Item{
		API: a.Terms.Origin, Kind: "agreements", Reference: a.ID, State: strings.ToLower(string(a.Status)), Created: a.Created,
		Lines: []sandbox.Line{{Label: "Product", Value: a.Terms.ProductName}, {Label: "Price", Value: price(a)}},
	}
	switch a.Status {
	case agreement.Pending:
		item.Verbs = []string{"approve", "reject", "expire"}
		if !a.Opened.IsZero() || b.Now().Before(a.Created.Add(linkLife)) {
			item.Link = landing(b, a.Token)
		}
	case agreement.Active:
		item.Verbs = []string{"stop"}
	}
	return item
}

func chargeItem(c *agreement.Charge) sandbox.Item {
	currency, sums := c.Agreement.Terms.Pricing.Currency, c.Summary()
	item := sandbox.Item{
		API: c.Agreement.Terms.Origin, Kind: "charges", Reference: c.ID, State: strings.ToLower(strings.ReplaceAll(string(c.Status()), "_", " ")),
		Created: c.Created, Lines: []sandbox.Line{
			{Label: "Amount", Value: money(c.Amount, currency)},
			{Label: "For", Value: cmp.Or(c.Agreement.Terms.ProductName, c.Agreement.ID)},
			{Label: "Due", Value: c.Due.Format(time.DateOnly)},
		},
	}
	for _, sum := range []struct {
		label  string
		amount int64
	}{{"Captured", sums.Captured}, {"Cancelled", sums.Cancelled}, {"Refunded", sums.Refunded}} {
		if sum.amount > 0 {
			item.Lines = append(item.Lines, sandbox.Line{Label: sum.label, Value: money(sum.amount, currency)})
		}
	}
	switch c.Status() {
	case agreement.ChargePending, agreement.ChargeDue, agreement.ChargeProcessing:
		item.Verbs = []string{"settle", "fail"}
	}
	return item
}
