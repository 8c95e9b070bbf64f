package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"kontrakt/harness/api/ecom"
)

func sayProfile(b *book) {
	b.say(`the details hold Kari's name, address and a sub`, detailsHoldKari)
	b.say(`the details hold a sub`, detailsHoldSub)
	b.say(`the details hold nothing of Kari`, detailsHoldNothing)
	b.say(`the details hold {text} in place of Kari's name and address`, detailsHoldInstead)
	b.say(`Kari withdraws her consent`, kariWithdraws)
	b.say(`the merchant is told whose consent is gone`, merchantIsToldConsent)
}

func (w *world) details(ctx context.Context) (ecom.Details, error) {
	d, err := w.ecom(ctx)
	if err != nil {
		return ecom.Details{}, err
	}
	return d.Details(ctx, w.payment.order.Reference)
}

// personal gives the strings that details hold of the customer.
func personal(d ecom.Details) []string {
	var all []string
	add := func(fields map[string]any, names ...string) {
		for _, n := range names {
			s, _ := fields[n].(string)
			all = append(all, s)
		}
	}
	add(d.User, "firstName", "lastName", "email", "mobileNumber")
	address, _ := d.Shipping["address"].(map[string]any)
	add(address, "addressLine1", "city")
	return all
}

func detailsHoldKari(ctx context.Context) error {
	d, err := worldFrom(ctx).details(ctx)
	if err != nil {
		return err
	}
	for _, s := range personal(d) {
		if s == "" || s == "[Expired]" {
			return errors.New("details: want name, e-mail, number, street and city of the customer, got less")
		}
	}
	return hasSub(d)
}

func hasSub(d ecom.Details) error {
	if d.Sub == "" {
		return errors.New("details: want a sub, got none")
	}
	return nil
}

func detailsHoldSub(ctx context.Context) error {
	d, err := worldFrom(ctx).details(ctx)
	if err != nil {
		return err
	}
	return hasSub(d)
}

func detailsHoldNothing(ctx context.Context) error {
	d, err := worldFrom(ctx).details(ctx)
	if err != nil {
		return err
	}
	if d.Sub != "" || d.User != nil || d.Shipping != nil {
		return errors.New("details: want nothing of the customer, got some")
	}
	return nil
}

func detailsHoldInstead(ctx context.Context, word string) error {
	d, err := worldFrom(ctx).details(ctx)
	if err != nil {
		return err
	}
	for _, s := range personal(d) {
		if s != word {
			return fmt.Errorf("details: want %q in place of what they held of the customer, got something else", word)
		}
	}
	return nil
}

func kariWithdraws(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.details(ctx)
	if err != nil {
		return err
	}
	w.customer, _ = d.User["userId"].(string)
	if w.customer == "" {
		return errors.New("details: want a userId, got none")
	}
	return w.act(ctx, w.payment.order.Reference, "withdraw-consent", nil)
}

// merchantIsToldConsent compares the customer that the address names, decoded:
// it may hold signs that an address cannot.
func merchantIsToldConsent(ctx context.Context) error {
	w := worldFrom(ctx)
	box, err := w.inbox()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	call, err := w.await(ctx, box, http.MethodDelete, "")
	if err != nil {
		return err
	}
	escaped, ok := strings.CutPrefix(call.Path, "/consents/v2/consents/")
	if !ok {
		return fmt.Errorf("removal of consent: want it below the address that was registered, got another path")
	}
	if strings.ContainsAny(escaped, "=/") {
		return errors.New("removal of consent: want the customer's id percent-encoded, got it as it is")
	}
	id, err := url.PathUnescape(escaped)
	if err != nil || id != w.customer {
		return errors.New("removal of consent: want the customer's id from the details, got another")
	}
	return nil
}
