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

func sayRecurringHeard(b *book) {
	b.say(`the merchant is told of the agreement that it was (activated|rejected|stopped|expired|activated, stopped)`, toldOfAgreement)
	b.say(`the merchant is told of the charge that it was ([a-z]+(?:-[a-z]+)*(?:, [a-z-]+)*)`, toldOfCharge)
	b.say(`the merchant is told that (the merchant itself|Kari|Vipps) stopped it`, toldWhoStopped)
	b.say(`the merchant is told nothing of the (agreement|charge)`, toldNothingOf)
	b.say(`the merchant is told that the charge {text} was not made`, toldNotMade)
	b.say(`no event of the agreement is told twice`, toldNothingTwice)
}

// A recurringEvent is what a webhook says of an agreement or a charge, with the
// call that brought it.
type recurringEvent struct {
	EventType, MSN, Occurred                        string
	AgreementID, AgreementUUID, AgreementExternalID string
	Actor                                           string

	ChargeID, ChargeExternalID, ChargeType, Currency string
	TransactionID, FailureReason                     string
	Amount                                           int64
	AmountCaptured, AmountCanceled, AmountRefunded   int64
	call                                             receiver.Call
}

// short is the event's name without what all have.
func (e recurringEvent) short() string {
	return strings.TrimSuffix(strings.TrimPrefix(e.EventType, "recurring."), ".v1")
}

// creationFailed is the event of a charge that is none.
const creationFailed = "recurring.charge-creation-failed"

// toldOf gives what the merchant took of an agreement or a charge, each once.
func (w *world) toldOf(ctx context.Context, id, prefix string, many int) ([]recurringEvent, error) {
	subject := w.recurs.drafted.Agreement
	if prefix == creationFailed {
		subject = id
	}
	calls, err := w.delivered(ctx, subject, many, about(id, prefix))
	if err != nil {
		return nil, err
	}
	var list []recurringEvent
	seen := map[string]bool{}
	for _, c := range calls {
		e := recurringEvent{call: c}
		if err := json.Unmarshal(c.Body, &e); err != nil {
			return nil, errors.New("read the webhook: not the JSON that was promised")
		}
		if c.Status/100 != 2 || seen[string(c.Body)] || !strings.HasPrefix(e.EventType, prefix) {
			continue
		}
		seen[string(c.Body)] = true
		if err := w.holds(e); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// about fits the calls to the first address that say an ID and an event.
func about(id, prefix string) func(receiver.Call) bool {
	return func(c receiver.Call) bool {
		return c.Method == http.MethodPost && c.Path == firstAddress && strings.Contains(string(c.Body), id) && strings.Contains(string(c.Body), prefix)
	}
}

// toldNothingTwice is about events that the merchant took at once: one that it
// took may come again only where the answer was lost.
func toldNothingTwice(ctx context.Context) error {
	w := worldFrom(ctx)
	if _, err := w.toldOf(ctx, w.recurs.drafted.Agreement, "recurring.", 1); err != nil {
		return err
	}
	calls, _ := w.box.AwaitMany(ctx, 0, about(w.recurs.drafted.Agreement, "recurring."))
	seen := map[string]bool{}
	for _, c := range calls {
		if seen[string(c.Body)] {
			return errors.New("events of the agreement: want each once, got one twice")
		}
		seen[string(c.Body)] = c.Status/100 == 2
	}
	return nil
}

// holds looks at what every event has.
func (w *world) holds(e recurringEvent) error {
	switch {
	case e.call.Signature == nil || len(e.call.Signature.Flaws) > 0:
		return fmt.Errorf("webhook %s: want a signature that holds, got another", e.short())
	case e.MSN != w.merchant.credentials.MSN:
		return fmt.Errorf("msn of the webhook %s: want the merchant's own, got another", e.short())
	case e.Occurred == "":
		return fmt.Errorf("webhook %s: want when it happened, got nothing", e.short())
	}
	return equal("agreement of the webhook "+e.short(), w.recurs.drafted.Agreement, e.AgreementID)
}

// toldOfAgreement compares the events in their order, and what they say with the
// agreement.
func toldOfAgreement(ctx context.Context, list string) error {
	w := worldFrom(ctx)
	all, err := w.toldOf(ctx, w.recurs.drafted.Agreement, "recurring.agreement-", strings.Count(list, ",")+1)
	if err != nil {
		return err
	}
	var words []string
	wrong := []error{}
	for _, e := range all {
		words = append(words, strings.TrimPrefix(e.short(), "agreement-"))
		wrong = append(wrong, equal("UUID in the webhook", w.recurs.drafted.UUID, e.AgreementUUID),
			equal("external number in the webhook", w.recurs.offered.ExternalID, e.AgreementExternalID))
	}
	wrong = append(wrong, equal("events of the agreement", list, strings.Join(words, ", ")))
	return errors.Join(wrong...)
}

// toldOfCharge compares the events in their order, and the sums of the last with
// the charge.
func toldOfCharge(ctx context.Context, list string) error {
	w := worldFrom(ctx)
	all, err := w.toldOf(ctx, w.recurs.charge, "recurring.charge-", strings.Count(list, ",")+1)
	if err != nil {
		return err
	}
	c, err := w.charge(ctx)
	if err != nil {
		return err
	}
	var words []string
	wrong := []error{}
	for _, e := range all {
		words = append(words, strings.TrimPrefix(e.short(), "charge-"))
		wrong = append(wrong, equal("charge in the webhook", c.ID, e.ChargeID), equal("kind in the webhook", c.Kind, e.ChargeType),
			equal("currency in the webhook", c.Amount.Currency, e.Currency), equal("settlement reference in the webhook", c.ExternalID, e.ChargeExternalID))
	}
	wrong = append(wrong, equal("events of the charge", list, strings.Join(words, ", ")), amounts(all, c))
	if len(all) > 0 {
		wrong = append(wrong, sums(all[len(all)-1], c))
	}
	return errors.Join(wrong...)
}

// sums compares the last event with the charge.
func sums(e recurringEvent, c api.Charge) error {
	return errors.Join(
		equal("captured in the last webhook", c.Captured.Minor, e.AmountCaptured),
		equal("cancelled in the last webhook", c.Cancelled.Minor, e.AmountCanceled),
		equal("refunded in the last webhook", c.Refunded.Minor, e.AmountRefunded),
		equal("reason of the failure in the last webhook", c.Failure, e.FailureReason),
	)
}

// amounts holds the amount of each event: whether it is the charge's or what
// was moved is not documented.
func amounts(all []recurringEvent, c api.Charge) error {
	for _, e := range all {
		known := e.Amount == c.Amount.Minor
		for _, h := range c.History {
			known = known || h.Amount.Minor == e.Amount
		}
		if !known {
			return fmt.Errorf("amount of the webhook %s: want the charge's or what was moved, got %d", e.short(), e.Amount)
		}
	}
	return nil
}

func toldWhoStopped(ctx context.Context, who string) error {
	w := worldFrom(ctx)
	all, err := w.toldOf(ctx, w.recurs.drafted.Agreement, "recurring.agreement-stopped", 1)
	if err != nil {
		return err
	}
	if len(all) != 1 {
		return fmt.Errorf("events of the agreement's end: want one, got %d", len(all))
	}
	want := map[string]string{"the merchant itself": "MERCHANT", "Kari": "USER", "Vipps": "ADMIN"}[who]
	return equal("actor in the webhook", want, all[0].Actor)
}

func toldNothingOf(ctx context.Context, what string) error {
	w := worldFrom(ctx)
	id := w.recurs.drafted.Agreement
	if what == "charge" {
		id = w.recurs.charge
	}
	all, err := w.toldOf(ctx, id, "recurring."+what+"-", 0)
	if err != nil {
		return err
	}
	return equal("events of the "+what, 0, len(all))
}

func toldNotMade(ctx context.Context, name string) error {
	w := worldFrom(ctx)
	all, err := w.toldOf(ctx, w.own(name), creationFailed, 1)
	if err != nil {
		return err
	}
	if len(all) != 1 {
		return fmt.Errorf("events of the charge that was not made: want one, got %d", len(all))
	}
	return equal("charge in the webhook", w.own(name), all[0].ChargeID)
}
