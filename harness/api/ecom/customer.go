package ecom

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/profile"
)

// A person is a customer as eCom tells of one.
type person struct {
	Email     string `json:"email"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	Mobile    string `json:"mobileNumber"`
	UserID    string `json:"userId"`
}

// somebody is the customer who says nothing of themselves. Nobody has this
// number: Norway gives out none that begins so.
func somebody() person {
	return person{Email: "kari.prove@example.com", FirstName: "Kari", LastName: "Prøve", Mobile: "10000001"}
}

// A wish is what comes with the customer's act: the control call's body.
type wish struct {
	// Choice is the shippingMethodId.
	Choice  string   `json:"choice"`
	Address *address `json:"address"`
	User    *person  `json:"userDetails"`
	// Group and Code say why an approval fails: Payment, 42.
	Group string `json:"errorGroup"`
	Code  string `json:"errorCode"`
}

// act lets the customer, or time, act on a payment.
func act(b *sandbox.Box, a sandbox.Act) (bool, error) {
	if a.Kind != "payments" {
		return false, nil
	}
	o, ok := deskOf(b).byID[a.Reference]
	if !ok {
		return false, nil
	}
	var w wish
	if len(a.Data) > 0 {
		if err := json.Unmarshal(a.Data, &w); err != nil {
			return true, fmt.Errorf("read what the customer wants: %w", api.Plain(err))
		}
	}
	if a.Verb == "withdraw-consent" {
		return true, withdraw(b, o)
	}
	if !o.pending() {
		return true, fmt.Errorf("the payment is %s", o.state())
	}
	switch a.Verb {
	case "approve":
		return true, approve(b, o, w)
	case "reject":
		return true, end(b, o, byCustomer)
	case "expire":
		return true, end(b, o, byTime)
	case "fail":
		fail(b, o, refused(cmp.Or(w.Group, groupPayment), cmp.Or(w.Code, "45"))[0])
		return true, nil
	}
	return true, fmt.Errorf("nobody can %s a payment", a.Verb)
}

// approve is the customer's approval. In express it waits for the merchant to
// offer ways to ship, if nobody has asked yet.
func approve(b *sandbox.Box, o *order, w wish) error {
	if o.shipping.then != nil {
		return errors.New("the customer is approving already")
	}
	if !o.express {
		return confirm(b, o, w)
	}
	o.shipping.address = home()
	if w.Address != nil {
		o.shipping.address = w.Address.or(home())
	}
	needed := !o.shipping.fixed || b.Fault(faultStaticAsked)
	if needed && !o.shipping.answered {
		o.shipping.then = func() {
			if confirm(b, o, w) != nil && o.pending() {
				// The customer chose what nobody offers.
				fail(b, o, refused(groupPayment, "45")[0])
			}
		}
		if !o.shipping.asked {
			o.ask(b)
			if b.Fault(faultAskedTwice) {
				o.ask(b)
			}
		}
		return nil
	}
	return confirm(b, o, w)
}

// confirm ends an approval: the money is reserved, unless its amount is one
// that stands for a card that is refused.
func confirm(b *sandbox.Box, o *order, w wish) error {
	if o.express {
		if b.Fault(faultChoiceIgnored) {
			w.Choice = ""
		}
		if err := o.shipping.choose(w.Choice); err != nil {
			return err
		}
	}
	if code := declinedAmount(o.money.Ordered()); code != "" && !b.Fault(faultMagicAmounts) {
		fail(b, o, refused(groupPayment, code)[0])
		return nil
	}
	if o.express || len(o.scope) > 0 {
		o.introduce(b, w.User)
	}
	return reserve(b, o)
}

// declinedAmount gives the code of the amounts, in øre, at which the test
// environment lets an approval fail (test environment, 2023-11-07).
//
// Choice: the guide gives no codes; these are the nearest in meaning.
func declinedAmount(ore int64) string {
	switch ore {
	case 151, 182, 183, 197, 202: // no money, refused, fraud, 3-D Secure
		return "42"
	case 184: // the limit of withdrawals
		return "43"
	case 186: // expired
		return "44"
	case 187: // not a card
		return "41"
	case 201: // nobody knows for an hour
		return "45"
	}
	return ""
}

// introduce tells who the customer is.
func (o *order) introduce(b *sandbox.Box, u *person) {
	p := somebody()
	if u != nil {
		p = person{
			Email: cmp.Or(u.Email, p.Email), FirstName: cmp.Or(u.FirstName, p.FirstName),
			LastName: cmp.Or(u.LastName, p.LastName), Mobile: u.Mobile, UserID: u.UserID,
		}
	}
	p.Mobile = cmp.Or(p.Mobile, o.phone, somebody().Mobile)
	p.UserID = cmp.Or(p.UserID, userID(b.UUID()))
	o.customer = &p
	// A number of up to four digits as orderId loses the sub (frequently asked
	// questions, 2023-10-30).
	if short := len(o.id) <= 4 && strings.Trim(o.id, "0123456789") == ""; !short {
		o.sub = b.UUID()
		o.share(b)
	}
}

// share keeps what the customer lets the merchant know, for the Userinfo API.
func (o *order) share(b *sandbox.Box) {
	scope := o.scope
	if o.express {
		scope = []string{"name", "address", "email", "phoneNumber"}
	}
	person := profile.Person{
		FirstName: o.customer.FirstName, LastName: o.customer.LastName, Email: o.customer.Email, Phone: "47" + o.customer.Mobile,
	}
	if a := o.shipping.address; o.express && a.Line1 != "" {
		person.Address = profile.Address{Line1: a.Line1, Line2: a.Line2, City: a.City, Code: a.Code, Country: "NO"}
	}
	profile.Share(b, profile.Consent{Sub: o.sub, Person: person.Or(profile.Somebody()), Scope: scope, At: b.Now()})
}

// userID makes an id of the old form: base64, with characters that a URL has to
// escape.
func userID(uuid string) string {
	raw, _ := hex.DecodeString(strings.ReplaceAll(uuid, "-", "")) // a UUID is hex
	return base64.StdEncoding.EncodeToString(raw)
}

// reserve moves the money as the sales unit is set up for, and tells the
// merchant.
func reserve(b *sandbox.Box, o *order) error {
	total := o.money.Ordered()
	if o.shipping.chosen != nil && !b.Fault(faultShippingLost) {
		// Choice: nobody says whether shipping is reserved too. It is, as a
		// capture of it would fail otherwise.
		sum, err := ledger.Add(total, o.shipping.chosen.cost)
		if err != nil {
			return err
		}
		total = sum
	}
	if b.Fault(faultReservesLess) {
		total--
	}
	move := o.money.Reserve
	if b.Abilities().DirectCapture && !b.Fault(faultDirectAsReserve) {
		move = o.money.Sell
	}
	if err := move(total, o.first(b)); err != nil {
		return err
	}
	o.tell(b)
	return nil
}

// end ends a payment of which nothing is reserved, and tells the merchant.
func end(b *sandbox.Box, o *order, how ending) error {
	n := o.first(b)
	n.Ending = how.inLedger()
	if err := o.money.End(n); err != nil {
		return err
	}
	o.end = how
	o.tell(b)
	return nil
}

// expire ends a payment that nobody reacted to.
//
// Choice: the history shows a CANCEL; nobody says how a timeout shows there.
func expire(b *sandbox.Box, o *order) {
	if o.pending() && !b.Fault(faultNeverExpires) {
		_ = end(b, o, byTime) // it is pending
	}
}

// fail ends a payment whose approval did not come through.
func fail(b *sandbox.Box, o *order, why problem) {
	kind := ledger.Reserve
	if b.Abilities().DirectCapture {
		kind = ledger.Sell
	}
	if o.money.Fail(kind, o.money.Ordered(), o.first(b)) != nil {
		return
	}
	o.end, o.declined = byFailure, &errorJSON{why.group, why.code, why.message, b.UUID()}
	o.tell(b)
}
