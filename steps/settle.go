package steps

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/steps/ending"
)

// skip ends a scenario that this target cannot run.
func skip(reason string) error { return ending.Skipped(reason) }

// interrupted ends a scenario because the run was stopped.
type interrupted struct{}

func (interrupted) Error() string { return "interrupted" }

// stepIn notes that a step begins.
func (w *world) stepIn() { w.stepped = w.Now() }

// step notes how a step ended.
func (w *world) step(status godog.StepResultStatus, err error) {
	if w.plan == nil {
		return
	}
	if s := w.ended.Note(w.plan.Steps, status, err); s != nil {
		s.Started, s.Ended = w.stepped, w.Now()
	}
}

// end settles the scenario: it cleans up, waits for the judge, and says how it
// ended. It never panics, as godog would let that end the process.
func (w *world) end(ctx context.Context) {
	if w.plan == nil {
		return
	}
	var trouble error
	func() {
		defer guard("look how everything stands", &trouble)
		w.plan.Outcome = w.outcome.last(context.WithoutCancel(ctx), w)
	}()
	func() {
		defer guard("clean up after the scenario", &trouble)
		trouble = w.tidy(context.WithoutCancel(ctx))
	}()
	var settled Settled
	func() {
		defer guard("settle the scenario", &trouble)
		settled = w.Settle(w.plan.ID)
	}()
	p := w.plan
	// godog goes on to the steps that are left; they stay skipped.
	w.ended.Close(p.Steps)
	p.Exchanges = settled.Exchanges
	p.Duration = max(w.since(w.started), time.Nanosecond)
	p.Status, p.Reason = w.verdict(settled, trouble)
	w.report(p)
}

// verdict weighs what is known, the heaviest first: the subject broke the
// contract, the tool or the target broke, the target cannot run it, nothing was
// judged.
func (w *world) verdict(s Settled, trouble error) (harness.Status, string) {
	findings := w.weigh(s.Findings)
	var skipped ending.Skipped
	switch {
	case len(findings) > 0:
		return harness.StatusFailed, describe(findings[0])
	case s.Broken != "":
		return harness.StatusInconclusive, s.Broken
	case errors.As(w.ended.Err(), &skipped):
		return harness.StatusSkipped, skipped.Error()
	case w.ended.Err() != nil:
		return blame(w.ended.Err())
	case trouble != nil:
		return harness.StatusInconclusive, trouble.Error()
	case len(s.Exchanges) == 0:
		return harness.StatusInconclusive, "nothing was judged"
	}
	return harness.StatusPassed, ""
}

// blame says whose fault a step's error is.
func blame(err error) (harness.Status, string) {
	var (
		broken *client.Broken
		panick *panicked
		stop   interrupted
	)
	switch {
	case errors.Is(err, godog.ErrUndefined):
		return harness.StatusUndefined, err.Error()
	case errors.Is(err, godog.ErrPending):
		return harness.StatusPending, err.Error()
	case errors.Is(err, context.Canceled), errors.As(err, &stop):
		return harness.StatusInconclusive, stop.Error()
	case errors.As(err, &broken), errors.As(err, &panick), errors.Is(err, godog.ErrAmbiguous):
		return harness.StatusInconclusive, err.Error()
	}
	return harness.StatusFailed, err.Error()
}

func describe(f harness.Finding) string {
	op := f.Operation
	if op == "" {
		op = f.Method + " " + f.Path
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s: %s [%s]", f.Contract, op, f.Message(), f.Rule))
}
