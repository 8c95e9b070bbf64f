package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/cucumber/godog"

	"kontrakt/harness/api"
)

func sayEcomHistory(b *book) {
	b.say(`the history reads`, historyReads)
	b.say(`the history ends with ([A-Z]+)`, historyEndsWith)
	b.say(`there is no summary before the customer reacts`, noSummary)
	b.say(`the entries ([A-Z]+) and ([A-Z]+) carry no key`, entriesCarryNoKey)
	b.say(`the entry ([A-Z]+) carries the key {text}`, entryCarriesKey)
	b.say(`the entry ([A-Z]+) carries the text {text}`, entryCarriesText)
	b.say(`the payment is made (pending|cancelled)`, paymentIsMade)
	b.approves(`the payment is made (reserved|captured|refunded|voided)`, paymentIsMade)
	b.say(`the merchant asks for the status`, merchantAsksForStatus)
	b.say(`the status is ([A-Z]+)`, statusIs)
}

func historyReads(ctx context.Context, t *godog.Table) error {
	all, err := rows(t)
	if err != nil {
		return err
	}
	w := worldFrom(ctx)
	p, err := w.read(ctx)
	if err != nil {
		return err
	}
	var want, got []string
	for _, r := range all {
		word := r["operation"] + " " + r["amount"] + " " + w.currency
		if r["outcome"] == "failed" {
			word += " (failed)"
		}
		want = append(want, word)
	}
	for _, e := range p.Entries {
		word := e.Operation + " " + e.Amount.String()
		if !e.OK {
			word += " (failed)"
		}
		got = append(got, word)
	}
	return equal("history", strings.Join(want, ", "), strings.Join(got, ", "))
}

func historyEndsWith(ctx context.Context, operation string) error {
	p, err := worldFrom(ctx).read(ctx)
	if err != nil {
		return err
	}
	last := p.Entries[len(p.Entries)-1]
	if !last.OK {
		return fmt.Errorf("last entry of the history: want %s, got %s that failed", operation, last.Operation)
	}
	return equal("last entry of the history", operation, last.Operation)
}

func noSummary(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.ecom(ctx)
	if err != nil {
		return err
	}
	details, err := d.Details(ctx, w.payment.order.Reference)
	if err != nil {
		return err
	}
	return equal("summary before the customer reacts", false, details.Summarised)
}

// entry gives the one entry of this kind.
func entry(ctx context.Context, operation string) (api.Entry, error) {
	p, err := worldFrom(ctx).read(ctx)
	if err != nil {
		return api.Entry{}, err
	}
	var found []api.Entry
	for _, e := range p.Entries {
		if e.Operation == operation {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		return api.Entry{}, fmt.Errorf("history: want one entry %s, got %d", operation, len(found))
	}
	return found[0], nil
}

func entriesCarryNoKey(ctx context.Context, first, second string) error {
	for _, operation := range []string{first, second} {
		e, err := entry(ctx, operation)
		if err != nil {
			return err
		}
		if err := equal("key of the entry "+operation, "", e.Key); err != nil {
			return err
		}
	}
	return nil
}

func entryCarriesKey(ctx context.Context, operation, key string) error {
	e, err := entry(ctx, operation)
	if err != nil {
		return err
	}
	return equal("key of the entry "+operation, worldFrom(ctx).key(key), e.Key)
}

func entryCarriesText(ctx context.Context, operation, text string) error {
	e, err := entry(ctx, operation)
	if err != nil {
		return err
	}
	return equal("text of the entry "+operation, text, e.Text)
}

// paymentIsMade brings a pending payment into a state, by the shortest way.
func paymentIsMade(ctx context.Context, state string) error {
	way, ok := map[string][]func(context.Context) error{
		"pending":   {},
		"reserved":  {kariApproves},
		"captured":  {kariApproves, merchantCapturesEverything},
		"refunded":  {kariApproves, merchantCapturesEverything, merchantRefundsEverything},
		"cancelled": {merchantCancels},
		"voided":    {kariApproves, merchantCancels},
	}[state]
	if !ok {
		return fmt.Errorf("a payment cannot be made %s", state)
	}
	for _, do := range way {
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}

func merchantAsksForStatus(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.ecom(ctx)
	if err != nil {
		return err
	}
	w.status, _, err = d.Status(ctx, w.payment.order.Reference)
	return err
}

func statusIs(ctx context.Context, word string) error {
	got := worldFrom(ctx).status
	if got == "" {
		return errors.New("nobody has asked for the status")
	}
	return equal("status", word, got)
}
