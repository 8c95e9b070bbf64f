package trial

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// fruitless is what a shop has given up before anybody could pay for it.
type fruitless struct{ kind, word string }

func (f fruitless) Error() string {
	return fmt.Sprintf("the %s is %s before the shop has given out where to pay", f.kind, f.word)
}

// given waits for what a shop gives out later than it takes an order: where to pay,
// and what the API calls it, as far as its status action reads them. Until then
// there may be nothing for the customer to act on, and no order to ask about.
func (w *world) given(ctx context.Context, kind string) error {
	lacking := w.lacking(kind)
	if len(lacking) == 0 {
		return nil
	}
	never := "no " + strings.Join(lacking, " and ") // of a shop whose answers have other members, each order would be waited for
	if w.pulse.strange(never) {
		return broken{fmt.Errorf("%s-status has given %s for any %s: are its pointers right?", kind, never, kind)}
	}
	var unknown error
	came, err := w.until(ctx, w.Patience, func() (bool, error) {
		word, err := w.stands(ctx, kind)
		switch {
		case gaveUp(err):
			unknown = err
			return false, nil
		case err != nil:
			return false, err
		}
		unknown = nil
		if lacking = w.lacking(kind); len(lacking) > 0 && slices.Contains([]string{"failed", "cancelled"}, word) {
			return false, fruitless{kind, word}
		}
		return len(lacking) == 0, nil
	})
	switch {
	case err != nil:
		return err
	case came:
		w.pulse.forget(never)
		return nil
	}
	w.pulse.ranOut(never, false)
	if unknown != nil {
		return fmt.Errorf("%w, for %s after it was asked for", unknown, w.Patience)
	}
	return fmt.Errorf("the %s: want its %s from %s-status, got none after %s", kind, strings.Join(lacking, " and "), kind, w.Patience)
}

// lacking are the names that the status action reads and nobody knows yet.
func (w *world) lacking(kind string) []string {
	var names []string
	for _, name := range []string{"url", "reference", "agreement"} {
		if _, reads := w.Shop.Actions[kind+"-status"].Read[name]; reads && w.known[name] == "" {
			names = append(names, name)
		}
	}
	return names
}
