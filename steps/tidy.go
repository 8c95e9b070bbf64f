package steps

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// tidy leaves nothing behind. A sandbox's merchant is the scenario's own, so it
// is enough that nothing is on its way to it any more; on any other target what
// it has made is given up.
func (w *world) tidy(ctx context.Context) error {
	patience := 30 * time.Second
	if w.Control == "" {
		patience = 5 * time.Minute // there are limits to hold
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	w.hurry()
	if w.box != nil {
		w.box.Close()
		defer w.box.Close()
	}
	if w.merchant == nil {
		return nil
	}
	if w.Control != "" {
		// The clock stands still until every delivery is answered.
		return w.control(ctx, w.merchant.tenant, "POST", "clock", map[string]string{"advance": "PT0S"}, nil)
	}
	var trouble []error
	for _, t := range w.Journal.LeftBy(w.plan.ID) {
		if _, err := w.Journal.Release(ctx, w.merchant.client, t); err != nil {
			trouble = append(trouble, fmt.Errorf("give up %s: %w", t, err))
		}
	}
	return errors.Join(trouble...)
}
