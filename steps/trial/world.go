package trial

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/certify/adversary"
	"kontrakt/steps/ending"
)

// A world is one scenario.
type world struct {
	Options
	scenario *harness.Scenario
	started  time.Time
	ended    ending.Steps
	pulse    *pulse
	// beside says that other scenarios run beside this one.
	beside bool
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
	// changed is how often the shop had changed its session before.
	changed int
	// missed is how many attempts of the API find nobody.
	missed int
	// faults says that the sandbox was told to misbehave; silent, that no webhook
	// about what this scenario is about arrives.
	faults, silent bool
}

func worldFrom(ctx context.Context) *world { return ctx.Value(worldKey{}).(*world) }

// undeclared is how a scenario ends that needs an action which nobody has declared.
func undeclared(action string) error {
	return ending.Skipped("the action " + action + " is not declared: see actions in kontrakt.yaml")
}

// do asks the shop for an action and keeps what it answers.
func (w *world) do(ctx context.Context, action string) error {
	if !w.Shop.Can(action) {
		return undeclared(action)
	}
	if w.pulse.stopped() {
		return broken{errGone}
	}
	after, err := w.Shop.Do(ctx, action, w.known)
	w.pulse.note(err)
	if err != nil {
		return err
	}
	w.known = after
	return nil
}

// order makes the shop take an order, and learns its reference.
func (w *world) order(ctx context.Context, minor int64) error {
	return w.sell(ctx, w.sale(), minor)
}

// sell does so by an action of its own.
func (w *world) sell(ctx context.Context, action string, minor int64) error {
	w.known = map[string]string{"amount": fmt.Sprint(minor), "currency": "NOK", "phone": "4791234567", "profile": w.profile()}
	if err := w.do(ctx, action); err != nil {
		return err
	}
	if err := w.given(ctx, "order"); err != nil {
		return err
	}
	w.amount = minor
	for _, name := range []string{"reference", "order"} {
		if w.reference = w.known[name]; w.reference != "" {
			if w.Sold != nil {
				w.Sold(w.profile(), w.reference)
			}
			w.hush(w.reference)
			return nil
		}
	}
	return broken{errors.New(action + " reads neither reference nor order from the shop's answer: the payment cannot be found")}
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
	a, err := cmp.Or(w.Calls, http.DefaultClient).Do(r)
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
	if u.status == http.StatusNotFound {
		return fmt.Sprintf("the sandbox would not %s: it has heard of none; does the shop call the address in KONTRAKT_URL?", u.path)
	}
	return fmt.Sprintf("the sandbox would not %s: %d %s", u.path, u.status, u.told)
}

// refused says whether the sandbox did not let the customer do it as things
// stand.
func refused(err error) bool {
	u := new(unacted)
	return errors.As(err, &u) && u.status == http.StatusConflict
}

// pace is how often the shop is asked how something stands, at the least.
const pace = 200 * time.Millisecond

// A beat is the time between two questions: short at first, as most shops know
// at once, and never longer than pace.
type beat time.Duration

func (b *beat) wait(ctx context.Context) error {
	*b = beat(min(max(time.Duration(*b)*3/2, pace/20), pace))
	return pause(ctx, time.Duration(*b))
}

// until waits for the shop to have done something, as long as it is told to and
// never longer than its patience, and says whether it came.
func (w *world) until(ctx context.Context, most time.Duration, so func() (bool, error)) (bool, error) {
	return w.within(ctx, min(most, w.Patience), so)
}

// within waits for something for so long, and says whether it came.
func (w *world) within(ctx context.Context, most time.Duration, so func() (bool, error)) (bool, error) {
	var b beat
	for deadline := w.Now().Add(most); ; {
		came, err := so()
		if came || err != nil {
			return came && err == nil, err
		}
		if !w.Now().Before(deadline) {
			return false, nil
		}
		if err := b.wait(ctx); err != nil {
			return false, err
		}
	}
}

func isSo(so func() bool) func() (bool, error) {
	return func() (bool, error) { return so(), nil }
}

// await asks the shop until the order stands as one of the words, and says what
// it last said otherwise.
func (w *world) await(ctx context.Context, words ...string) error {
	return w.awaitOf(ctx, "order", words...)
}

// awaitOf does so for an order or a subscription.
func (w *world) awaitOf(ctx context.Context, kind string, words ...string) error {
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" })
	var b beat
	for deadline := w.Now().Add(w.Patience); ; {
		got, err := w.stands(ctx, kind)
		switch {
		case err != nil:
			return err
		case slices.Contains(words, got):
			return nil
		case w.pulse.strange(got):
			return broken{fmt.Errorf("the %s stands as %q, and nobody knows what that is: statuses in kontrakt.yaml says which words of the shop mean %s", kind, got, strings.Join(words, " or "))}
		case !w.Now().Before(deadline):
			w.pulse.ranOut(got, w.Shop.Knows(got))
			return fmt.Errorf("the %s: want %s, got %s after %s", kind, strings.Join(words, " or "), got, w.Patience)
		}
		if err := b.wait(ctx); err != nil {
			return err
		}
	}
}

// settling is how long the shop has to do what it does after it has answered.
const settling = 5 * pace

// stays looks whether what must not change has changed, after the shop has had
// time to change it.
func (w *world) stays(ctx context.Context, kind string, words ...string) error {
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" })
	if err := pause(ctx, settling); err != nil {
		return err
	}
	got, err := w.stands(ctx, kind)
	if err != nil {
		return err
	}
	if !slices.Contains(words, got) {
		return fmt.Errorf("the %s: want %s, got %s", kind, strings.Join(words, " or "), got)
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
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
