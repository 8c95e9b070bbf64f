package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontrakt/harness/api/webhooks"
)

func sayWebhook(b *book) {
	b.say(`the merchant listens for {text}`, merchantListensFor)
	b.say(`the merchant also listens at a second address for {text}`, merchantListensSecond)
	b.say(`the merchant listens at an address with a query for {text}`, merchantListensWithQuery)
	b.say(`the merchant registers {text} for {text}`, merchantRegisters)
	b.say(`the merchant tries to register {text} for {text}`, merchantTriesToRegister)
	b.say(`the merchant tries to register {text} without events`, merchantTriesToRegisterWithout)
	b.say(`the merchant has registered {number} addresses for {text}`, merchantRegistersMany)
	b.say(`the merchant (?:deletes|has deleted) the registration`, merchantDeletes)
	b.say(`the merchant tries to delete (the registration|a registration that it never made)`, merchantTriesToDelete)
	b.say(`the registration is (listed|listed no more)`, registrationIsListed)
	b.say(`{number} registrations are listed`, registrationsAreListed)
	b.say(`every registration has a secret of its own, and the list shows none`, secretsAreOwn)
}

// eventNames gives the full names of events that a feature names in short:
// "captured, refunded". The eight of ePayment are "every payment event", the ten
// of Recurring "every recurring event".
func eventNames(list string) []string {
	if list == "every payment event" {
		list = "created, authorized, captured, refunded, cancelled, terminated, aborted, expired"
	}
	if list == "every recurring event" {
		list = "agreement-activated, agreement-rejected, agreement-stopped, agreement-expired, charge-reserved, charge-captured, " +
			"charge-canceled, charge-failed, charge-refunded, charge-creation-failed"
	}
	var names []string
	for short := range strings.SplitSeq(list, ", ") {
		switch {
		case strings.Contains(short, "."):
			names = append(names, short)
			continue
		case strings.HasPrefix(short, "agreement-"), strings.HasPrefix(short, "charge-"):
			names = append(names, "recurring."+short+".v1")
			continue
		}
		names = append(names, "epayments.payment."+short+".v1")
	}
	return names
}

func (w *world) webhooks(ctx context.Context) (*webhooks.Driver, error) {
	m, err := w.shop(ctx)
	if err != nil {
		return nil, err
	}
	return webhooks.NewDriver(m.client), nil
}

// register registers an address, for the end too.
func (w *world) register(ctx context.Context, address string, events []string) error {
	d, err := w.webhooks(ctx)
	if err != nil {
		return err
	}
	r, err := d.Register(ctx, address, events...)
	if err != nil {
		return err
	}
	w.registrations = append(w.registrations, r)
	return nil
}

// listen registers an address of the merchant's own, whose signatures it then
// verifies.
func (w *world) listen(ctx context.Context, path, list string) error {
	box, err := w.inbox()
	if err != nil {
		return err
	}
	if err := w.register(ctx, box.URL()+path, eventNames(list)); err != nil {
		return err
	}
	last := w.registrations[len(w.registrations)-1]
	if w.Control != "" {
		box.Clock(func() time.Time {
			now, _ := w.now(context.WithoutCancel(ctx))
			return now
		})
	}
	box.Trust(last.URL, last.Secret.Reveal())
	return nil
}

const firstAddress, secondAddress = "/webhooks/first", "/webhooks/second"

func merchantListensFor(ctx context.Context, list string) error {
	return worldFrom(ctx).listen(ctx, firstAddress, list)
}

func merchantListensSecond(ctx context.Context, list string) error {
	return worldFrom(ctx).listen(ctx, secondAddress, list)
}

func merchantListensWithQuery(ctx context.Context, list string) error {
	return worldFrom(ctx).listen(ctx, firstAddress+"?shop=7&till=a%20b", list)
}

func merchantRegisters(ctx context.Context, address, list string) error {
	return worldFrom(ctx).register(ctx, address, eventNames(list))
}

func merchantTriesToRegister(ctx context.Context, address, list string) error {
	return worldFrom(ctx).attempt(merchantRegisters(ctx, address, list))
}

func merchantTriesToRegisterWithout(ctx context.Context, address string) error {
	w := worldFrom(ctx)
	return w.attempt(w.register(ctx, address, nil))
}

func merchantRegistersMany(ctx context.Context, n int, list string) error {
	for i := range n {
		if err := merchantRegisters(ctx, fmt.Sprintf("https://shop.example/webhooks/%d", i+1), list); err != nil {
			return err
		}
	}
	return nil
}

// registration gives the last one that was made.
func (w *world) registration() (webhooks.Registered, error) {
	if len(w.registrations) == 0 {
		return webhooks.Registered{}, errors.New("nothing was registered")
	}
	return w.registrations[len(w.registrations)-1], nil
}

func merchantDeletes(ctx context.Context) error {
	w := worldFrom(ctx)
	r, err := w.registration()
	if err != nil {
		return err
	}
	d, err := w.webhooks(ctx)
	if err != nil {
		return err
	}
	return d.Delete(ctx, r.ID)
}

func merchantTriesToDelete(ctx context.Context, which string) error {
	w := worldFrom(ctx)
	if which == "the registration" {
		return w.attempt(merchantDeletes(ctx))
	}
	d, err := w.webhooks(ctx)
	if err != nil {
		return err
	}
	return w.attempt(d.Delete(ctx, "00000000-0000-4000-8000-000000000000"))
}

func (w *world) listed(ctx context.Context) ([]webhooks.Registered, error) {
	d, err := w.webhooks(ctx)
	if err != nil {
		return nil, err
	}
	return d.List(ctx)
}

// registrationIsListed compares address and events too.
func registrationIsListed(ctx context.Context, how string) error {
	w := worldFrom(ctx)
	want, err := w.registration()
	if err != nil {
		return err
	}
	all, err := w.listed(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(r webhooks.Registered) bool { return r.ID == want.ID })
	if err := equal("registration in the list", how == "listed", i >= 0); err != nil || i < 0 {
		return err
	}
	got := all[i]
	slices.Sort(got.Events)
	slices.Sort(want.Events)
	if got.URL != want.URL || !slices.Equal(got.Events, want.Events) {
		return errors.New("registration in the list: want its address and events, got others")
	}
	return nil
}

func registrationsAreListed(ctx context.Context, n int) error {
	all, err := worldFrom(ctx).listed(ctx)
	if err != nil {
		return err
	}
	return equal("number of registrations", n, len(all))
}

func secretsAreOwn(ctx context.Context) error {
	w := worldFrom(ctx)
	seen := map[string]bool{}
	for _, r := range w.registrations {
		if seen[r.Secret.Reveal()] {
			return errors.New("secrets of registrations: want each its own, got one twice")
		}
		seen[r.Secret.Reveal()] = true
	}
	all, err := w.listed(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Secret.Set() {
			return errors.New("list of registrations: want no secret, got one")
		}
	}
	return nil
}
