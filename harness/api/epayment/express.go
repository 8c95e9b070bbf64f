package epayment

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/profile"
)

// shippingTimeout is how long the merchant has to say how it ships.
//
// Choice: nobody says; it is what eCom gives for the same question.
const shippingTimeout = 10 * time.Second

// shippingForm is how an express payment is shipped, as the merchant says at the
// start.
type shippingForm struct {
	Dynamic *struct {
		CallbackURL string `json:"callbackUrl"`
		Token       string `json:"callbackAuthorizationToken"`
	} `json:"dynamicOptions"`
	Fixed   []group  `json:"fixedOptions"`
	Allowed []string `json:"allowedCountries"`
}

// A group is the ways to ship of one brand and type.
type group struct {
	IsDefault bool     `json:"isDefault"`
	Priority  int      `json:"priority"`
	Type      string   `json:"type"`
	Brand     string   `json:"brand"`
	Options   []option `json:"options"`
}

// An option is a way to ship.
type option struct {
	ID        string     `json:"id"`
	IsDefault bool       `json:"isDefault"`
	Amount    amountJSON `json:"amount"`
	Name      string     `json:"name"`
	Priority  int        `json:"priority"`
	Meta      string     `json:"meta"`
	Estimated string     `json:"estimatedDelivery"`
}

// shipping is how an express payment gets to the customer.
type shipping struct {
	// options are what the customer may choose from, in the order of the screen;
	// preferred is the one that is marked.
	options   []option
	preferred int
	// fixed: the merchant gave the options at the start.
	fixed   bool
	allowed []string
	// asked counts the questions for options, of which the last is about this
	// address and may still be open; then is what an approval waits for its
	// answer with, cannot what came of it.
	asked   int
	open    bool
	about   profile.Address
	then    func()
	cannot  bool
	chosen  *option
	address profile.Address
}

// fix takes the options that the merchant gave at the start.
func (s *shipping) fix(f form) error {
	if f.Shipping == nil {
		return nil
	}
	s.allowed = f.Shipping.Allowed
	if f.Shipping.Fixed == nil {
		return nil
	}
	s.fixed = true
	if err := s.offer(f.Shipping.Fixed, f.Amount.Currency); err != nil {
		return invalid("Shipping.FixedOptions", "They do not hold: "+err.Error()+".")
	}
	return nil
}

// offer takes options, in the order in which the customer sees them.
func (s *shipping) offer(groups []group, currency string) error {
	if err := checkGroups(groups, currency); err != nil {
		return err
	}
	groups = slices.Clone(groups)
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(a.Priority, b.Priority) })
	s.options, s.preferred = nil, -1
	for _, g := range groups {
		options := slices.Clone(g.Options)
		slices.SortStableFunc(options, func(a, b option) int { return cmp.Compare(a.Priority, b.Priority) })
		marked := slices.IndexFunc(options, func(o option) bool { return o.IsDefault })
		if s.preferred < 0 && (g.IsDefault || marked >= 0 && !slices.ContainsFunc(groups, func(g group) bool { return g.IsDefault })) {
			s.preferred = len(s.options) + max(marked, 0)
		}
		s.options = append(s.options, options...)
	}
	s.preferred = max(s.preferred, 0)
	return nil
}

// checkGroups holds groups to one per brand and type, and options to ids of
// their own and the payment's currency.
func checkGroups(groups []group, currency string) error {
	kinds, ids := map[string]bool{}, map[string]bool{}
	for _, g := range groups {
		kind := g.Brand + " " + g.Type
		if kinds[kind] {
			return errors.New("two groups have one brand and type")
		}
		kinds[kind] = true
		for _, o := range g.Options {
			switch {
			case o.ID == "" || o.Name == "":
				return errors.New("an option has no id or name")
			case ids[o.ID]:
				return errors.New("two options have one id")
			case o.Amount.Currency != currency:
				return errors.New("an option has another currency than the payment")
			case o.Amount.Value < 0:
				return errors.New("an option costs less than nothing")
			}
			ids[o.ID] = true
		}
	}
	if len(ids) == 0 {
		return errors.New("there is no option")
	}
	return nil
}

// choose takes the customer's choice, or the one that is marked.
func (s *shipping) choose(id string) error {
	if id == "" && len(s.options) > 0 {
		s.chosen = &s.options[s.preferred]
		return nil
	}
	i := slices.IndexFunc(s.options, func(o option) bool { return o.ID == id })
	if i < 0 {
		return fmt.Errorf("nobody offers the shipping option %q", id)
	}
	s.chosen = &s.options[i]
	return nil
}

// allows says whether the merchant ships to where this is.
func (s *shipping) allows(a profile.Address) bool {
	return len(s.allowed) == 0 || slices.Contains(s.allowed, a.Country)
}

// known says whether it is known how the merchant ships to an address.
func (s *shipping) known(a profile.Address) bool {
	return s.fixed || len(s.options) > 0 && s.about == a
}

// questionJSON is the question for ways to ship. Its names are spelled as in
// edition 1.8.1.
type questionJSON struct {
	Reference string `json:"reference"`
	Line1     string `json:"AddressLine1"`
	Line2     string `json:"AddressLine2,omitempty"`
	City      string `json:"City"`
	Code      string `json:"PostCode"`
	Country   string `json:"Country"`
}

// ask asks the merchant how it ships to an address; then goes on with an
// approval that waits for it, nil where none does.
func (p *payment) ask(b *sandbox.Box, to profile.Address, then func()) {
	s := &p.shipping
	s.asked++
	s.open, s.about, s.address, s.then, s.cannot = true, to, to, then, false
	question := s.asked
	url, token := "", ""
	if d := p.form.Shipping.Dynamic; d != nil {
		url, token = d.CallbackURL, d.Token
	} else {
		url = p.form.ReturnURL // a seeded defect asks where nobody said
	}
	d := sandbox.Delivery{
		API: ID, Kind: askCall, Reference: p.form.Reference, Method: http.MethodPost, URL: url, Timeout: shippingTimeout,
		Header: map[string]string{"Content-Type": "application/json;charset=UTF-8"},
		Body: defect.Change(b, alterations(), askCall, sandbox.JSON(http.StatusOK, "", questionJSON{
			p.form.Reference, to.Line1, to.Line2, to.City, to.Code, to.Country,
		}).Body),
		Done: func(a sandbox.Answer) {
			if question == s.asked { // else another address was asked about since
				p.offered(b, a)
			}
		},
	}
	if token != "" && !b.Fault(faultNoToken) {
		d.Header["Authorization"] = token
	}
	if token != "" && b.Fault(faultBearerToken) {
		d.Header["Authorization"] = "Bearer " + token
	}
	b.Deliver(d)
}

// offered goes on with what the merchant answered. Where it cannot ship, or says
// nothing that can be shown, the payment waits on: the customer may have another
// address.
//
// Choice: nobody says what becomes of an answer that is neither 200 nor 400.
func (p *payment) offered(b *sandbox.Box, a sandbox.Answer) {
	s := &p.shipping
	then := s.then
	s.open, s.then = false, nil
	if !p.pending() {
		return
	}
	currency := p.form.Amount.Currency
	groups, err := readOffer(a)
	if err == nil {
		err = s.offer(groups, currency)
	}
	if err != nil && b.Fault(faultCannotShipIgnored) {
		err = s.offer([]group{{Options: []option{{ID: "post", Name: "By post", Amount: amountJSON{Currency: currency}}}}}, currency)
	}
	if err != nil {
		s.options, s.cannot = nil, true
		return
	}
	if then != nil {
		then()
	}
}

func readOffer(a sandbox.Answer) ([]group, error) {
	var offer struct {
		Groups []group `json:"groups"`
	}
	switch {
	case a.Err != nil:
		return nil, a.Err
	case a.Status == http.StatusBadRequest:
		return nil, errors.New("the merchant does not ship there")
	case a.Status != http.StatusOK:
		return nil, fmt.Errorf("the answer has the status %d", a.Status)
	}
	if err := json.Unmarshal(a.Body, &offer); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	return offer.Groups, nil
}
