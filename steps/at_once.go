package steps

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"kontrakt/harness/api"
)

// sayAtOnce has the sentences of a merchant whose software does something twice at the
// same moment: two tills, two tabs of a browser, a job that runs twice.
func sayAtOnce(b *book) {
	b.say(`the merchant captures {money} twice at once`, merchantCapturesTwiceAtOnce)
	b.say(`the merchant tries to (capture|refund) {money} twice at once`, merchantTriesTwiceAtOnce)
	b.say(`the merchant (captures|refunds) {money} twice at once with the key {text}`, merchantChangesTwiceWithKey)
	b.say(`one of the two goes through`, oneGoesThrough)
	b.say(`the other is refused because {reason}, or {reason}`, otherIsRefused)
	b.say(`the two are answered as one`, answeredAsOne)
}

// A twofold is what came of two changes at once.
type twofold struct {
	act    string
	amount api.Money
	went   []api.Outcome
	failed []error
}

// twice makes a change twice at once, under one key or two.
func (w *world) twice(ctx context.Context, act string, amount api.Money, keys [2]string) (twofold, error) {
	d, err := w.driver(ctx)
	if err != nil {
		return twofold{}, err
	}
	do, seen := map[string]func(api.Payments) func(context.Context, api.Change) (api.Outcome, error){
		"capture": func(p api.Payments) func(context.Context, api.Change) (api.Outcome, error) { return p.Capture },
		"refund":  func(p api.Payments) func(context.Context, api.Change) (api.Outcome, error) { return p.Refund },
	}[act](bare(d)), twofold{act: act, amount: amount}
	var outcomes [2]api.Outcome
	var errs [2]error
	var both sync.WaitGroup
	start := make(chan struct{})
	for i, key := range keys {
		c := api.Change{Reference: w.payment.order.Reference, Amount: &amount, Text: "Two mugs", Key: w.key(key)}
		both.Go(func() {
			<-start
			outcomes[i], errs[i] = do(ctx, c)
		})
	}
	close(start)
	both.Wait()
	for i, err := range errs {
		if w.outcome.refused(err); err != nil {
			seen.failed = append(seen.failed, err)
			continue
		}
		seen.went = append(seen.went, outcomes[i])
	}
	return seen, nil
}

// atOnce keeps what came of it. What was refused is an answer, anything else that went
// wrong is not.
func (w *world) atOnce(ctx context.Context, act, amount, currency string, keys [2]string) error {
	m, err := parseMoney(amount, currency)
	if err != nil {
		return err
	}
	if w.two, err = w.twice(ctx, act, m, keys); err != nil {
		return err
	}
	for _, err := range w.two.failed {
		if err := w.attempt(err); err != nil {
			return err
		}
	}
	return nil
}

// merchantCapturesTwiceAtOnce must succeed twice, in whatever order.
func merchantCapturesTwiceAtOnce(ctx context.Context, amount, currency string) error {
	w := worldFrom(ctx)
	if err := w.atOnce(ctx, "capture", amount, currency, [2]string{"first at once", "second at once"}); err != nil {
		return err
	}
	if len(w.two.failed) > 0 {
		return w.two.failed[0]
	}
	return w.foreseen()
}

// foreseen holds the sums of the answers against what the scenario knows of the
// payment: one has those after one change, the other those after two.
func (w *world) foreseen() error {
	var want []api.Totals
	for range w.two.went {
		after, err := w.payment.after(w.two.act, &w.two.amount)
		if err != nil {
			return err
		}
		w.payment.money = after.money
		want = append(want, after.totals())
	}
	got := []api.Totals{}
	for _, o := range w.two.went {
		got = append(got, o.Totals)
		w.outcomes = append(w.outcomes, made{act: w.two.act, Outcome: o})
	}
	if len(got) == 2 && got[0] == want[1] {
		got[0], got[1] = got[1], got[0]
	}
	for i := range want {
		if err := equal(fmt.Sprintf("sums in the answers to %ss at once, after %d", w.two.act, i+1), want[i], got[i]); err != nil {
			return err
		}
	}
	return nil
}

func merchantTriesTwiceAtOnce(ctx context.Context, act, amount, currency string) error {
	return worldFrom(ctx).atOnce(ctx, act, amount, currency, [2]string{"first at once", "second at once"})
}

func merchantChangesTwiceWithKey(ctx context.Context, does, amount, currency, key string) error {
	act := map[string]string{"captures": "capture", "refunds": "refund"}[does]
	return worldFrom(ctx).atOnce(ctx, act, amount, currency, [2]string{key, key})
}

func oneGoesThrough(ctx context.Context) error {
	w := worldFrom(ctx)
	if len(w.two.went) == 0 {
		return errors.Join(append([]error{errors.New("of two at once: want one that goes through, but both failed")}, w.two.failed...)...)
	}
	if err := equal("of two "+w.two.act+"s at once, how many went through", 1, len(w.two.went)); err != nil {
		return err
	}
	return w.foreseen()
}

// otherIsRefused takes either reason: which of them it is hangs on how near the two
// came to each other.
func otherIsRefused(ctx context.Context, reason, or string) error {
	w := worldFrom(ctx)
	r, err := w.lastRefusal()
	if err != nil {
		return err
	}
	if !r.Because(api.Reason(reason)) && !r.Because(api.Reason(or)) {
		return fmt.Errorf("want a refusal because %s, or %s, got %w", reason, or, r)
	}
	return blames(r)
}

// answeredAsOne wants one answer, twice, or beside it the word that the first is still
// being worked on.
func answeredAsOne(ctx context.Context) error {
	w := worldFrom(ctx)
	for _, err := range w.two.failed {
		var refused *api.Refusal
		if !errors.As(err, &refused) || !refused.Because(api.Busy) {
			return err
		}
	}
	if len(w.two.went) == 0 {
		return errors.New("of one change that was sent twice at once: want an answer, got none")
	}
	first, last := w.two.went[0], w.two.went[len(w.two.went)-1]
	w.two.went = w.two.went[:1]
	if err := equal("number of the "+w.two.act+" that was sent twice at once", first.ID, last.ID); err != nil {
		return err
	}
	if err := equal("number of the payment", first.Payment, last.Payment); err != nil {
		return err
	}
	return w.foreseen()
}
