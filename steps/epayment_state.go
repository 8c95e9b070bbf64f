package steps

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"kontrakt/harness/api/epayment"
)

func sayEpaymentState(b *book) {
	b.say(`its state is ([A-Z]+)`, itsStateIs)
	b.say(`the aggregate counts {money} as cancelled`, aggregateCountsCancelled)
	b.say(`every event has a number of its own, and the payment that of the first`, everyEventHasItsNumber)
	b.say(`the answers bear the number of the payment`, answersBearNumber)
	b.say(`the payment gives its metadata back`, paymentGivesMetadataBack)
	b.say(`the payment holds a sub`, paymentHoldsSub)
	b.say(`the payment holds nothing of Kari`, paymentHoldsNothing)
	b.say(`the payment says who Kari is and where she lives`, paymentSaysWho)
	b.say(`the payment says that the goods are sent by {text} for {money}`, paymentSaysSentBy)
	b.say(`the refusal has the code {number}`, refusalHasCode)
}

// detailed reads the payment with what only ePayment tells.
func (w *world) detailed(ctx context.Context) (epayment.Payment, error) {
	d, err := w.epayment(ctx)
	if err != nil {
		return epayment.Payment{}, err
	}
	return d.Read(ctx, w.payment.order.Reference)
}

func itsStateIs(ctx context.Context, word string) error {
	p, err := worldFrom(ctx).detailed(ctx)
	if err != nil {
		return err
	}
	return equal("state", word, p.Word)
}

func aggregateCountsCancelled(ctx context.Context, amount, currency string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	p, err := worldFrom(ctx).detailed(ctx)
	if err != nil {
		return err
	}
	return equal("cancelled amount of the aggregate", want, p.TakenBack)
}

func everyEventHasItsNumber(ctx context.Context) error {
	w := worldFrom(ctx)
	p, err := w.detailed(ctx)
	if err != nil {
		return err
	}
	d, err := w.epayment(ctx)
	if err != nil {
		return err
	}
	events, err := d.Events(ctx, w.payment.order.Reference)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, e := range events {
		if e.ID == "" || seen[e.ID] {
			return fmt.Errorf("number of the event %s: want one of its own, got %q", e.Operation, e.ID)
		}
		seen[e.ID] = true
	}
	return equal("number of the payment", events[0].ID, p.ID)
}

func answersBearNumber(ctx context.Context) error {
	w := worldFrom(ctx)
	p, err := w.detailed(ctx)
	if err != nil {
		return err
	}
	if len(w.outcomes) == 0 {
		return errors.New("no change has been made")
	}
	for _, o := range w.outcomes {
		if err := equal("number in the answer to "+o.act, p.ID, o.Payment); err != nil {
			return err
		}
	}
	return nil
}

func paymentGivesMetadataBack(ctx context.Context) error {
	d, err := drafted(ctx)
	if err != nil {
		return err
	}
	p, err := worldFrom(ctx).detailed(ctx)
	if err != nil {
		return err
	}
	if !maps.Equal(d.epayment.Metadata, p.Metadata) {
		return errors.New("metadata: want what was sent, got something else")
	}
	return nil
}

func paymentHoldsSub(ctx context.Context) error {
	p, err := worldFrom(ctx).detailed(ctx)
	if err != nil {
		return err
	}
	if p.Sub == "" {
		return errors.New("payment: want a sub, got none")
	}
	return nil
}

func paymentHoldsNothing(ctx context.Context) error {
	p, err := worldFrom(ctx).detailed(ctx)
	if err != nil {
		return err
	}
	if p.Sub != "" || p.User != nil || p.Shipping != nil {
		return errors.New("payment: want nothing of the customer, got some")
	}
	return nil
}

func paymentSaysWho(ctx context.Context) error {
	p, err := worldFrom(ctx).detailed(ctx)
	if err != nil {
		return err
	}
	address, _ := p.Shipping["address"].(map[string]any)
	for _, part := range []struct {
		of    map[string]any
		names []string
	}{
		{p.User, []string{"firstName", "lastName", "email", "mobileNumber"}},
		{address, []string{"addressLine1", "city", "country", "postCode"}},
	} {
		for _, name := range part.names {
			if s, _ := part.of[name].(string); s == "" {
				return fmt.Errorf("payment: want %s, got nothing", name)
			}
		}
	}
	return nil
}

func paymentSaysSentBy(ctx context.Context, method, amount, currency string) error {
	want, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	p, err := worldFrom(ctx).detailed(ctx)
	if err != nil {
		return err
	}
	if p.Shipping == nil {
		return errors.New("payment: want shippingDetails, got none")
	}
	if err := equal[any]("way to ship", method, p.Shipping["shippingOptionId"]); err != nil {
		return err
	}
	return equal[any]("cost of shipping, in minor units", float64(want.Minor), p.Shipping["shippingCost"])
}

// refusalHasCode is for what one reason of several is refused with.
func refusalHasCode(ctx context.Context, code int) error {
	r, err := worldFrom(ctx).lastRefusal()
	if err != nil {
		return err
	}
	return equal("code of the refusal", fmt.Sprint(code), r.Code)
}
