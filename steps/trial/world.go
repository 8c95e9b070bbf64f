package trial

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness"
	"kontrakt/harness/adversary"
)

// A world is one scenario.
type world struct {
	Options
	scenario *harness.Scenario
	started  time.Time
	at       int
	err      error
	// known is what the shop's actions are told, and what was read from its
	// answers; reference is what the API calls the order.
	known     map[string]string
	reference string
	amount    int64
	// agreement is what the API calls the subscription.
	agreement string
	// cut is the connection that breaks.
	cut *adversary.Cut
	// asked is how many questions the shop had been asked before the last address.
	asked int
	// faults says that the sandbox was told to misbehave.
	faults bool
}

func worldFrom(ctx context.Context) *world { return ctx.Value(worldKey{}).(*world) }

// undeclared is an action that the merchant's owner says nothing of.
type undeclared string

func (u undeclared) Error() string {
	return fmt.Sprintf("the action %s is not declared: see actions in kontrakt.yaml", string(u))
}
func (undeclared) Is(target error) bool { return target == godog.ErrSkip }

// step notes how a step ended.
func (w *world) step(status godog.StepResultStatus, err error) {
	if w.at >= len(w.scenario.Steps) {
		return
	}
	s := &w.scenario.Steps[w.at]
	w.at++
	switch status {
	case godog.StepPassed:
		s.Status = harness.StatusPassed
	case godog.StepSkipped:
		s.Status = harness.StatusSkipped
	case godog.StepUndefined:
		s.Status = harness.StatusUndefined
	default:
		s.Status = harness.StatusFailed
	}
	if err != nil && w.err == nil {
		w.err = err
		if s.Status == harness.StatusFailed {
			s.Error = err.Error()
		}
	}
}

// broken is what the tool or the sandbox could not do; the shop is not to blame.
type broken struct{ error }

func (b broken) Unwrap() error { return b.error }

// end settles the scenario, and lets the sandbox behave again.
func (w *world) end(ctx context.Context) {
	trouble := error(nil)
	if w.faults {
		trouble = w.control(context.WithoutCancel(ctx), http.MethodPut, "faults", map[string]any{"faults": []string{}}, nil)
	}
	s := w.scenario
	s.Duration = max(w.Now().Sub(w.started), time.Nanosecond)
	w.Adversary.Mend()
	var tool broken
	switch {
	case errors.Is(w.err, godog.ErrSkip):
		s.Status, s.Reason = harness.StatusSkipped, w.err.Error()
	case ctx.Err() != nil:
		s.Status, s.Reason = harness.StatusInconclusive, "interrupted"
	case errors.As(w.err, &tool):
		s.Status, s.Reason = harness.StatusInconclusive, w.err.Error()
	case w.err != nil:
		s.Status, s.Reason = harness.StatusFailed, w.err.Error()
	case w.at < len(s.Steps):
		s.Status, s.Reason = harness.StatusUndefined, "a step is not known"
	case trouble != nil:
		s.Status, s.Reason = harness.StatusInconclusive, trouble.Error()
	default:
		s.Status = harness.StatusPassed
	}
	if w.Progress != nil {
		w.Progress(*s)
	}
}

// do asks the shop for an action and keeps what it answers.
func (w *world) do(ctx context.Context, action string) error {
	if !w.Shop.Can(action) {
		return undeclared(action)
	}
	after, err := w.Shop.Do(ctx, action, w.known)
	if err != nil {
		return err
	}
	w.known = after
	return nil
}

// order makes the shop take an order, and learns its reference.
func (w *world) order(ctx context.Context, minor int64) error {
	w.known = map[string]string{"amount": fmt.Sprint(minor), "currency": "NOK", "phone": "4791234567"}
	if err := w.do(ctx, w.sale()); err != nil {
		return err
	}
	w.amount = minor
	for _, name := range []string{"reference", "order"} {
		if w.reference = w.known[name]; w.reference != "" {
			return nil
		}
	}
	return broken{errors.New(w.sale() + " reads neither reference nor order from the shop's answer: the payment cannot be found")}
}

// act lets the customer act on the order's payment.
func (w *world) act(ctx context.Context, verb string) error {
	return w.control(ctx, http.MethodPost, "payments/"+w.reference+"/"+verb, struct{}{}, nil)
}

// control calls the sandbox's control surface for the default merchant.
func (w *world) control(ctx context.Context, method, path string, body, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return broken{err}
	}
	r, err := http.NewRequestWithContext(ctx, method, w.Control+"/__sandbox/"+path, bytes.NewReader(text))
	if err != nil {
		return broken{err}
	}
	r.Header.Set("Content-Type", "application/json")
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return broken{fmt.Errorf("ask the sandbox: %w", err)}
	}
	defer a.Body.Close()
	told, err := io.ReadAll(io.LimitReader(a.Body, 1<<20))
	if err != nil || a.StatusCode > 299 {
		return broken{&unacted{path, a.StatusCode, string(bytes.TrimSpace(told))}}
	}
	if answer != nil {
		return json.Unmarshal(told, answer)
	}
	return nil
}

// unacted is what the customer could not do in the sandbox.
type unacted struct {
	path   string
	status int
	told   string
}

func (u *unacted) Error() string {
	return fmt.Sprintf("the sandbox would not %s: %d %s", u.path, u.status, u.told)
}

// refused says whether the sandbox did not let the customer do it as things
// stand.
func refused(err error) bool {
	u := new(unacted)
	return errors.As(err, &u) && u.status == http.StatusConflict
}

// pace is how often the shop is asked how an order stands.
const pace = 200 * time.Millisecond

// await asks the shop until the order stands as one of the words, and says what
// it last said otherwise.
func (w *world) await(ctx context.Context, words ...string) error {
	return w.awaitOf(ctx, "order", words...)
}

// awaitOf does so for an order or a subscription.
func (w *world) awaitOf(ctx context.Context, kind string, words ...string) error {
	deadline := w.Now().Add(w.Patience)
	for {
		got, err := w.stands(ctx, kind)
		if err != nil {
			return err
		}
		for _, word := range words {
			if got == word {
				return nil
			}
		}
		if !w.Now().Before(deadline) {
			return fmt.Errorf("the %s: want %s, got %s after %s", kind, strings.Join(words, " or "), got, w.Patience)
		}
		if err := pause(ctx, pace); err != nil {
			return err
		}
	}
}

// stands is the shop's word for how an order or a subscription stands, as ours.
func (w *world) stands(ctx context.Context, kind string) (string, error) {
	if err := w.do(ctx, kind+"-status"); err != nil {
		return "", err
	}
	word, ok := w.known["status"]
	if !ok {
		return "", broken{errors.New(kind + "-status reads no status from the shop's answer")}
	}
	return w.Shop.Stands(word), nil
}
