package epayment

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/profile"
)

var (
	msisdn  = regexp.MustCompile(`^[0-9]{9,15}$`)
	qrPhone = regexp.MustCompile(`/([0-9]{9,15})(?:[/?#]|$)`)
)

// number is what a customer is known by; a code in place of it is why not.
//
// Choice: a personal QR code is an address whose path ends in the number, as all
// that are published do; a token is any text of eight characters and more
// without spaces, as none is given out here.
func (c *customerJSON) number() (phone, code string) {
	switch {
	case c.Phone != nil:
		if !msisdn.MatchString(string(*c.Phone)) {
			return "", "4070"
		}
		return string(*c.Phone), ""
	case c.PersonalQR != nil:
		m := qrPhone.FindStringSubmatch(*c.PersonalQR)
		if m == nil || len(*c.PersonalQR) > 255 {
			return "", "4060"
		}
		return m[1], ""
	case c.Token != nil && (len(*c.Token) < 8 || strings.ContainsAny(*c.Token, " \t\r\n")):
		return "", "4050"
	case c.Token != nil:
		return profile.Somebody().Phone, ""
	}
	return "", "4140"
}

// forms counts in how many ways the customer is named.
func (c *customerJSON) forms() (n int) {
	for _, given := range []bool{c.Phone != nil, c.PersonalQR != nil, c.Token != nil} {
		if given {
			n++
		}
	}
	return n
}

// who finds the customer that a request names, in exactly one way.
func who(b *sandbox.Box, c *customerJSON) (profile.Person, error) {
	if c.forms() > 1 && !b.Fault(faultTwoCustomers) {
		return profile.Person{}, invalid("Customer", "Only one of phoneNumber, personalQr and customerToken may be given.")
	}
	phone, code := c.number()
	if code == "4070" && b.Fault(faultAnyPhone) {
		code = ""
		phone = profile.Somebody().Phone
	}
	if code != "" {
		return profile.Person{}, refused(code)
	}
	person, ok := profile.ByPhone(phone, b.Now())
	if !ok {
		return person, refused("7010")
	}
	return person, nil
}

// checkCustomer looks at who is to pay. Only where the request goes to them at
// once it must be somebody who may; elsewhere the number is only filled in.
func checkCustomer(b *sandbox.Box, f form) error {
	if f.Customer == nil {
		return nil
	}
	person, err := who(b, f.Customer)
	var why *problem
	if f.UserFlow != pushMessage && errors.As(err, &why) && why.code == "7010" {
		return nil
	}
	if err == nil && f.UserFlow == pushMessage && tooYoung(b, f, person) {
		return refused("7010")
	}
	return err
}

// tooYoung says whether a person is under the age that the merchant asks for.
func tooYoung(b *sandbox.Box, f form, p profile.Person) bool {
	return f.MinimumAge != nil && p.Age(b.Now()) < *f.MinimumAge && !b.Fault(faultAnyAge)
}

// A wish is what comes with the customer's act: the control call's body.
type wish struct {
	// Choice is the id of a shipping option.
	Choice  string       `json:"choice"`
	Address *addressJSON `json:"address"`
	User    *struct {
		userJSON
		NIN string `json:"nin"`
	} `json:"userDetails"`
	// Consent is false where the customer does not share what is asked for.
	Consent *bool `json:"consent"`
	// Code is of the table of errors: see trouble.
	Code string `json:"errorCode"`
}

// act lets the customer, or time, act on a payment.
func act(b *sandbox.Box, a sandbox.Act) (bool, error) {
	p, ok := deskOf(b).byRef[a.Reference]
	if a.Kind != "payments" || !ok || p.foreign {
		return false, nil
	}
	var w wish
	if len(a.Data) > 0 && json.Unmarshal(a.Data, &w) != nil {
		return true, errors.New("what the customer wants does not have the documented form")
	}
	if a.Verb == "fail" && p.money.Ending() == "" && (w.Code != "" || !p.pending()) {
		return true, p.trouble(cmp.Or(w.Code, "6280"))
	}
	if done, err := portal(b, p, a.Verb); done {
		return true, err
	}
	if !p.pending() {
		return true, fmt.Errorf("the payment is %s", p.state())
	}
	switch a.Verb {
	case "approve":
		return true, approve(b, p, w)
	case "reject":
		return true, p.end(b, ledger.ByCustomer)
	case "expire":
		return true, p.end(b, ledger.ByTime)
	case "fail":
		p.decline(b)
		return true, nil
	}
	return true, fmt.Errorf("nobody can %s a payment", a.Verb)
}

// trouble lets the next capture, cancel or refund be refused with a code, once;
// with a code of the test environment, the next approval without the app.
func (p *payment) trouble(code string) error {
	if !isCode(code) {
		return fmt.Errorf("there is no error %s", code)
	}
	p.next = code
	return nil
}

// approve is the customer's approval. In express it waits for the merchant to
// say how it ships to their address.
func approve(b *sandbox.Box, p *payment, w wish) error {
	if p.shipping.then != nil {
		return errors.New("the customer is approving already")
	}
	if !p.express() {
		return confirm(b, p, w)
	}
	to := profile.Somebody().Address
	if w.Address != nil {
		to = w.Address.or(to)
	}
	if !p.shipping.allows(to) && !b.Fault(faultAnyCountry) {
		return fmt.Errorf("the merchant does not ship to %s", to.Country)
	}
	then := func() {
		// The customer may have chosen what nobody offers; then they have approved
		// nothing.
		_ = confirm(b, p, w)
	}
	switch {
	case p.shipping.open && p.shipping.about == to:
		p.shipping.then = then
	case !p.shipping.known(to), p.shipping.asked == 0 && b.Fault(faultFixedAsked):
		p.ask(b, to, then)
	default:
		p.shipping.address = to
		return confirm(b, p, w)
	}
	return nil
}

// confirm ends an approval: the money is reserved, unless the customer may not
// pay, or the amount is one that stands for a card that is refused. Then the
// payment waits on, as there may be another card.
func confirm(b *sandbox.Box, p *payment, w wish) error {
	person := p.payer(b, w)
	switch {
	case w.Consent != nil && !*w.Consent && len(profile.Words(p.form.Profile.Scope)) > 0 && !b.Fault(faultConsentForced):
		return p.end(b, ledger.ByCustomer) // all or nothing
	case tooYoung(b, p.form, person), declinedAmount(p.money.Ordered()) && !b.Fault(faultMagicAmounts):
		p.decline(b)
		return nil
	}
	if p.express() {
		choice := w.Choice
		if b.Fault(faultChoiceIgnored) {
			choice = ""
		}
		if err := p.shipping.choose(choice); err != nil {
			return err
		}
		person.Address = p.shipping.address
	}
	p.customer = &person
	return p.reserve(b)
}

// payer is the customer who acts.
func (p *payment) payer(b *sandbox.Box, w wish) profile.Person {
	known := profile.Somebody()
	if p.form.Customer != nil {
		if person, err := who(b, p.form.Customer); err == nil {
			known = person
		}
	}
	if w.User == nil {
		return known
	}
	return profile.Person{
		FirstName: w.User.First, LastName: w.User.Last, Email: w.User.Email,
		Phone: w.User.Mobile, Born: w.User.Born, NIN: w.User.NIN,
	}.Or(known)
}

// declinedAmount says whether an amount is one at which the test environment
// lets an approval fail (test environment, 2026-08-21): no money, refused, fraud,
// a limit, an old or invalid card, 3-D Secure, nobody knows, SCA.
func declinedAmount(minor int64) bool {
	switch minor {
	case 151, 182, 183, 184, 186, 187, 197, 201, 202:
		return true
	}
	return false
}
