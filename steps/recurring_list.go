package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"kontrakt/harness/api"
	"kontrakt/harness/api/recurring"
)

func sayRecurringLists(b *book) {
	b.say(`the merchant looks through its (active|pending) agreements {number} at a time`, merchantLooksThroughAgreements)
	b.say(`the merchant has offered it {number} times`, merchantHasOffered)
	b.say(`the merchant asks for its pending agreements without a word on pages`, merchantAsksWithoutPages)
	b.say(`the merchant looks through the charges`, merchantLooksThroughCharges)
	b.say(`it finds {number} of them on {number} pages?`, itFindsOnPages)
	b.say(`it finds {number} of them on more than one page`, itFindsOnSeveralPages)
	b.say(`only the agreement made last is listed of those made after the one before it`, onlyTheLastIsListed)
}

// merchantLooksThroughAgreements follows the pages to the end.
func merchantLooksThroughAgreements(ctx context.Context, state string, size int) error {
	w := worldFrom(ctx)
	d, err := w.v3(ctx)
	if err != nil {
		return err
	}
	w.recurs.got, w.recurs.pages = nil, 0
	for page := 1; ; page++ {
		list, err := d.AgreementPage(ctx, recurring.AgreementQuery{In: api.AgreementState(state), Page: page, Size: size})
		if err != nil || len(list) == 0 {
			return err
		}
		if len(list) > size {
			return fmt.Errorf("page of agreements: want at most %d, got %d", size, len(list))
		}
		w.recurs.pages++
		for _, a := range list {
			w.recurs.got = append(w.recurs.got, a.ID)
		}
		if len(list) < size {
			return nil
		}
	}
}

func merchantHasOffered(ctx context.Context, times int) error {
	for range times {
		if err := merchantOffersIt(ctx); err != nil {
			return err
		}
	}
	return nil
}

func merchantAsksWithoutPages(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.v3(ctx)
	if err != nil {
		return err
	}
	list, err := d.AgreementPage(ctx, recurring.AgreementQuery{In: api.AgreementPending})
	if err != nil {
		return err
	}
	w.recurs.got, w.recurs.pages = nil, 1
	for _, a := range list {
		w.recurs.got = append(w.recurs.got, a.ID)
	}
	return nil
}

func merchantLooksThroughCharges(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.v3(ctx)
	if err != nil {
		return err
	}
	w.recurs.got, w.recurs.pages = nil, 0
	for token := ""; ; {
		list, next, err := d.ChargePage(ctx, w.recurs.drafted.Agreement, "", token)
		if err != nil {
			return err
		}
		w.recurs.pages++
		for _, c := range list {
			w.recurs.got = append(w.recurs.got, c.ID)
		}
		if next == "" {
			return nil
		}
		token = next
	}
}

func (w *world) found(n int) error {
	seen := map[string]bool{}
	for _, id := range w.recurs.got {
		if seen[id] {
			return fmt.Errorf("list: want each once, got %q twice", id)
		}
		seen[id] = true
	}
	return equal("number that is found", n, len(seen))
}

func itFindsOnPages(ctx context.Context, n, pages int) error {
	w := worldFrom(ctx)
	return errors.Join(w.found(n), equal("number of pages", pages, w.recurs.pages))
}

func itFindsOnSeveralPages(ctx context.Context, n int) error {
	w := worldFrom(ctx)
	if w.recurs.pages < 2 {
		return fmt.Errorf("number of pages: want two or more, got %d", w.recurs.pages)
	}
	return w.found(n)
}

// onlyTheLastIsListed asks for agreements that were made after the scenario's
// first one.
func onlyTheLastIsListed(ctx context.Context) error {
	w := worldFrom(ctx)
	d, err := w.v3(ctx)
	if err != nil {
		return err
	}
	first, err := d.Agreement(ctx, w.recurs.before.Agreement)
	if err != nil {
		return err
	}
	list, err := d.AgreementPage(ctx, recurring.AgreementQuery{In: api.AgreementActive, CreatedAfter: first.Created})
	if err != nil {
		return err
	}
	return equal("agreements made after it", w.recurs.drafted.Agreement, strings.Join(w.mine(list), ", "))
}
