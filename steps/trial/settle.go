package trial

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness"
)

// broken is what the tool or the sandbox could not do; the shop is not to blame.
type broken struct{ error }

func (b broken) Unwrap() error { return b.error }

// end settles the scenario, and lets the sandbox behave again.
func (w *world) end(ctx context.Context) {
	var trouble error
	if w.faults {
		trouble = w.control(context.WithoutCancel(ctx), http.MethodPut, "faults", map[string]any{"faults": []string{}}, nil)
	}
	s := w.scenario
	s.Duration = max(w.Now().Sub(w.started), time.Nanosecond)
	if w.cut != nil {
		w.Adversary.Mend()
	}
	for _, about := range []string{w.reference, w.agreement} {
		if about != "" {
			w.Adversary.Spare(about)
		}
	}
	s.Status, s.Reason = w.verdict(ctx, trouble)
	if w.Progress != nil {
		w.Progress(*s)
	}
}

// verdict weighs what is known: what could not be shown, what broke, and what
// the shop did.
func (w *world) verdict(ctx context.Context, trouble error) (harness.Status, string) {
	var tool broken
	switch err := w.ended.Err(); {
	case errors.Is(err, godog.ErrSkip):
		return harness.StatusSkipped, err.Error()
	case ctx.Err() != nil:
		return harness.StatusInconclusive, "interrupted"
	case errors.Is(err, godog.ErrUndefined):
		return harness.StatusUndefined, "a step is not known"
	case errors.As(err, &tool):
		return harness.StatusInconclusive, err.Error()
	case err != nil:
		return harness.StatusFailed, err.Error()
	case w.ended.At() < len(w.scenario.Steps):
		return harness.StatusUndefined, "a step is not known"
	case trouble != nil:
		return harness.StatusInconclusive, trouble.Error()
	}
	return harness.StatusPassed, ""
}
