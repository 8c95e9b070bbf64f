package steps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/client/receiver"
)

func sayHeard(b *book) {
	b.say(`the merchant hears of ([A-Z]+(?: in vain)?(?:, [A-Z]+(?: in vain)?)*)`, merchantHears)
	b.say(`the second address hears of ([A-Z]+(?:, [A-Z]+)*)`, secondAddressHears)
	b.say(`the merchant hears nothing`, merchantHearsNothing)
	b.say(`of the payment before it the merchant was told ([A-Z]+) only, once it had ([A-Z]+)`, beforeWasToldOnly)
	b.say(`the merchant was told of ([A-Z]+) once`, merchantWasToldOf)
	b.say(`the merchant was told of ([A-Z]+) {number} times`, merchantWasToldTimes)
	b.say(`nothing was told twice`, nothingWasToldTwice)
	b.say(`the merchant refuses the delivery`, merchantRefusesDelivery)
	b.say(`in the {number} days that follow the merchant is told nothing`, nothingIsToldIn)
}

// A toldEvent is what a webhook says of a payment, with the call that brought it.
type toldEvent struct {
	MSN          string
	Reference    string
	PspReference string
	Name         string
	Amount       struct {
		Currency string
		Value    int64
	}
	IdempotencyKey string
	Success        bool
	call           receiver.Call
}

// word names an event as features do.
func (e toldEvent) word() string {
	if !e.Success {
		return e.Name + " in vain"
	}
	return e.Name
}

// delivered gives the calls to the merchant that fit, with what they were answered,
// once nothing about the subject is on its way any more. On a target that is no
// sandbox it waits until so many have come.
func (w *world) delivered(ctx context.Context, subject string, many int, fits func(receiver.Call) bool) ([]receiver.Call, error) {
	box, err := w.inbox()
	if err != nil {
		return nil, err
	}
	if w.Control != "" {
		if _, err := w.sent(ctx, subject); err != nil {
			return nil, err
		}
		many = 0
	}
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// Too few within the time is for the sentence to say.
	if _, err := box.AwaitMany(wait, many, fits); err != nil && ctx.Err() != nil {
		return nil, err
	}
	if err := box.Idle(ctx); err != nil {
		return nil, err
	}
	return box.AwaitMany(ctx, 0, fits)
}

// events gives what was delivered to an address about a payment, every attempt,
// once nothing is on its way any more. On a target that is no sandbox it waits
// until so many have come.
func (w *world) events(ctx context.Context, address, reference string, many int) ([]toldEvent, error) {
	fits := func(c receiver.Call) bool {
		return c.Method == http.MethodPost && c.Path == address && strings.Contains(string(c.Body), reference)
	}
	calls, err := w.delivered(ctx, reference, many, fits)
	if err != nil {
		return nil, err
	}
	list := make([]toldEvent, len(calls))
	for i, c := range calls {
		if err := json.Unmarshal(c.Body, &list[i]); err != nil {
			return nil, errors.New("read the webhook: not the JSON that was promised")
		}
		list[i].call = c
	}
	return list, nil
}

// heard gives the events that the merchant took, each once, and holds them
// against the event log.
func (w *world) heard(ctx context.Context, address string, many int) ([]toldEvent, error) {
	all, err := w.events(ctx, address, w.payment.order.Reference, many)
	if err != nil {
		return nil, err
	}
	d, err := w.epayment(ctx)
	if err != nil {
		return nil, err
	}
	log, err := d.Events(ctx, w.payment.order.Reference)
	if err != nil {
		return nil, err
	}
	var list []toldEvent
	seen := map[string]bool{}
	for _, e := range all {
		if e.call.Status/100 != 2 || seen[e.PspReference+e.Name] {
			continue
		}
		seen[e.PspReference+e.Name] = true
		if err := w.agrees(e, log); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// agrees holds an event against the log, the merchant, and its signature.
func (w *world) agrees(e toldEvent, log []api.Entry) error {
	if e.call.Signature == nil || len(e.call.Signature.Flaws) > 0 {
		return fmt.Errorf("webhook %s: want a signature that holds, got another", e.Name)
	}
	if w.merchant != nil && e.MSN != w.merchant.credentials.MSN {
		return fmt.Errorf("msn of the webhook %s: want the merchant's own, got another", e.Name)
	}
	for _, entry := range log {
		if entry.ID != e.PspReference {
			continue
		}
		want := fmt.Sprint(entry.Operation, entry.Amount, entry.Key, entry.OK)
		got := fmt.Sprint(e.Name, api.Money{Minor: e.Amount.Value, Currency: e.Amount.Currency}, e.IdempotencyKey, e.Success)
		return equal("webhook, by the event log", want, got)
	}
	return fmt.Errorf("webhook %s: want the number of its event, got one that the log does not hold", e.Name)
}

func merchantHears(ctx context.Context, list string) error { return hears(ctx, firstAddress, list) }

func secondAddressHears(ctx context.Context, list string) error {
	return hears(ctx, secondAddress, list)
}

func hears(ctx context.Context, address, list string) error {
	all, err := worldFrom(ctx).heard(ctx, address, strings.Count(list, ",")+1)
	if err != nil {
		return err
	}
	var words []string
	for _, e := range all {
		words = append(words, e.word())
	}
	return equal("events that the merchant heard of", list, strings.Join(words, ", "))
}

func merchantHearsNothing(ctx context.Context) error {
	w := worldFrom(ctx)
	all, err := w.events(ctx, firstAddress, w.payment.order.Reference, 0)
	if err != nil {
		return err
	}
	return equal("deliveries about the payment", 0, len(all))
}

// beforeWasToldOnly: what the merchant did not take came again, and nothing of
// what followed it.
func beforeWasToldOnly(ctx context.Context, name, first string) error {
	w := worldFrom(ctx)
	if w.before == nil {
		return errors.New("there is no payment before it")
	}
	all, err := w.events(ctx, firstAddress, w.before.order.Reference, 1)
	if err != nil {
		return err
	}
	if len(all) < 2 {
		return fmt.Errorf("deliveries about the payment before: want two and more, got %d", len(all))
	}
	for i, e := range all {
		want := name
		if i == 0 {
			want = first
		}
		if err := equal("event about the payment before", want, e.Name); err != nil {
			return err
		}
	}
	return nil
}

func merchantWasToldOf(ctx context.Context, name string) error {
	return merchantWasToldTimes(ctx, name, 1)
}

func merchantWasToldTimes(ctx context.Context, name string, n int) error {
	w := worldFrom(ctx)
	all, err := w.events(ctx, firstAddress, w.payment.order.Reference, n)
	if err != nil {
		return err
	}
	got := 0
	for _, e := range all {
		if e.Name == name {
			got++
		}
	}
	return equal("deliveries of "+name, n, got)
}

// nothingWasToldTwice is about events that the merchant took.
func nothingWasToldTwice(ctx context.Context) error {
	w := worldFrom(ctx)
	all, err := w.events(ctx, firstAddress, w.payment.order.Reference, 1)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, e := range all {
		if taken[e.PspReference+e.Name] {
			return fmt.Errorf("deliveries of %s: want none after the merchant took it, got another", e.Name)
		}
		taken[e.PspReference+e.Name] = e.call.Status/100 == 2
	}
	return nil
}

func merchantRefusesDelivery(ctx context.Context) error {
	w := worldFrom(ctx)
	all, err := w.events(ctx, firstAddress, w.payment.order.Reference, 1)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("deliveries about the payment: want one, got none")
	}
	return equal("answer to the last delivery", http.StatusUnauthorized, all[len(all)-1].call.Status)
}

func nothingIsToldIn(ctx context.Context, days int) error {
	w := worldFrom(ctx)
	before := len(w.box.Calls())
	if err := w.advance(ctx, period(days, "day")); err != nil {
		return err
	}
	return equal("deliveries in that time", 0, len(w.box.Calls())-before)
}
