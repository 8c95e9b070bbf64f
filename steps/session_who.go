package steps

import (
	"context"
	"errors"
	"fmt"

	"kontrakt/harness/api"
)

func saySessionWho(b *book) {
	b.say(`the session says who Kari is and where she lives`, sessionSaysWho)
	b.say(`the session says who Kari is but not where she lives`, sessionSaysWhoOnly)
	b.say(`the session says that the goods go to Ola in (Oslo|Bergen|Stockholm|Helsinki|Copenhagen)`, sessionSaysOla)
	b.say(`the session says nothing of Kari`, sessionSaysNothing)
	b.say(`the session (names|does not name) her to the merchant`, sessionNames)
	b.say(`the session is the merchant's own`, sessionIsOwn)
}

// typed is what Kari typed in, or what the merchant knew of her.
func (w *world) typed() map[string]string {
	if len(w.shops.filled) > 0 {
		return w.shops.filled
	}
	return kari()
}

// is compares who a session speaks of with what was typed in; the values never
// go into a message.
func is(whose string, c *api.Contact, who map[string]string, where bool) error {
	if c == nil {
		return fmt.Errorf("session: want %s, got nothing", whose)
	}
	got := map[string]string{
		"firstName": c.FirstName, "lastName": c.LastName, "email": c.Email, "phoneNumber": c.Phone,
		"streetAddress": c.Street, "postalCode": c.PostCode, "city": c.City, "country": c.Country,
	}
	for name, value := range got {
		place := name == "streetAddress" || name == "postalCode" || name == "city" || name == "country"
		switch want := who[name]; {
		case place && !where && value != "":
			return fmt.Errorf("%s: want no %s, got one", whose, name)
		case (!place || where) && value != want:
			return fmt.Errorf("%s: want the %s that was typed in, got another", whose, name)
		}
	}
	return nil
}

func sessionSaysWho(ctx context.Context) error {
	w := worldFrom(ctx)
	s, err := w.look(ctx)
	if err != nil {
		return err
	}
	if err := is("who pays", s.Billing, w.typed(), true); err != nil {
		return err
	}
	return is("who gets the goods", s.Shipping, w.typed(), true)
}

func sessionSaysWhoOnly(ctx context.Context) error {
	w := worldFrom(ctx)
	s, err := w.look(ctx)
	if err != nil {
		return err
	}
	if s.Shipping != nil && s.Shipping.Street != "" {
		return errors.New("session: want no address to ship to, got one")
	}
	return is("who pays", s.Billing, w.typed(), false)
}

func sessionSaysOla(ctx context.Context, town string) error {
	w := worldFrom(ctx)
	s, err := w.look(ctx)
	if err != nil {
		return err
	}
	if err := is("who pays", s.Billing, w.typed(), true); err != nil {
		return err
	}
	if s.Shipping == nil {
		return errors.New("session: want who gets the goods, got nothing")
	}
	if err := equal("first name of who gets the goods", "Ola", s.Shipping.FirstName); err != nil {
		return err
	}
	return equal("town that the goods go to", town, s.Shipping.City)
}

func sessionSaysNothing(ctx context.Context) error {
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	if s.Billing != nil || s.Fields["userDetails"] != nil || s.Shipping != nil && (s.Shipping.FirstName != "" || s.Shipping.Street != "") {
		return errors.New("session: want nothing of the customer, got some")
	}
	return nil
}

func sessionNames(ctx context.Context, how string) error {
	s, err := worldFrom(ctx).look(ctx)
	if err != nil {
		return err
	}
	if named := s.Sub != ""; named != (how == "names") {
		return fmt.Errorf("session: want that it %s the customer by a sub, got the contrary", how)
	}
	if s.Sub != "" && s.Email == "" {
		return errors.New("session: want an e-mail beside the sub, got none")
	}
	return nil
}

// sessionIsOwn holds the serial number, where the version says it.
func sessionIsOwn(ctx context.Context) error {
	w := worldFrom(ctx)
	s, err := w.look(ctx)
	if err != nil {
		return err
	}
	if s.MSN != w.merchant.credentials.MSN {
		return errors.New("merchantSerialNumber of the session: want the merchant's own, got another")
	}
	return nil
}
