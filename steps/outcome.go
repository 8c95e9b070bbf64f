package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/api"
)

// sayOutcome has the sentence of scenarios that let every API do what it does:
// what comes of them is compared by a twin run, and asserted by nobody.
func sayOutcome(b *book) {
	b.say(`what comes of it is on record`, isOnRecord)
}

func isOnRecord(ctx context.Context) error {
	w := worldFrom(ctx)
	if !w.attempted {
		return errors.New("nobody has tried anything")
	}
	var refused *api.Refusal
	if w.tried != nil && !errors.As(w.tried, &refused) {
		return w.tried
	}
	return nil
}

// An outcome is what came of a scenario so far. What was made is known by its
// number, as every API gives names of its own.
type outcome struct {
	harness.Outcome
	made []thing
	// now is the state that was seen last of each.
	now map[string]string
}

// A thing is a payment, an agreement, a charge or a session.
type thing struct {
	kind, name string
	// stands asks how it stands.
	stands func(ctx context.Context) (string, error)
}

// refused keeps a refusal; asking again and again is one.
func (o *outcome) refused(err error) {
	var r *api.Refusal
	if !errors.As(err, &r) {
		return
	}
	reasons := make([]string, len(r.Reasons))
	for i, reason := range r.Reasons {
		reasons[i] = string(reason)
	}
	slices.Sort(reasons)
	refusal := harness.Refusal{Doing: r.Doing, Reasons: reasons}
	if n := len(o.Refusals); n > 0 && o.Refusals[n-1].Doing == refusal.Doing && slices.Equal(o.Refusals[n-1].Reasons, reasons) {
		return
	}
	o.Refusals = append(o.Refusals, refusal)
}

// makes keeps what was made.
func (o *outcome) makes(kind, name string, stands func(ctx context.Context) (string, error)) {
	if name != "" && o.number(kind, name) == 0 {
		o.made = append(o.made, thing{kind, name, stands})
	}
}

// number counts things of a kind from 1; 0 is one that the scenario did not make.
func (o *outcome) number(kind, name string) int {
	n := 0
	for _, t := range o.made {
		if t.kind != kind {
			continue
		}
		if n++; t.name == name {
			return n
		}
	}
	return 0
}

// saw keeps a state, where it is another one than before.
func (o *outcome) saw(kind, name, state string) {
	n := o.number(kind, name)
	if n == 0 || state == "" {
		return
	}
	what := fmt.Sprintf("%s %d", kind, n)
	if o.now == nil {
		o.now = map[string]string{}
	}
	if o.now[what] != state {
		o.now[what] = state
		o.States = append(o.States, what+" "+state)
	}
}

// last asks how everything stands at the end.
func (o *outcome) last(ctx context.Context, w *world) harness.Outcome {
	if !w.Outcomes {
		return o.Outcome
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	counted := map[string]int{}
	for _, t := range slices.Clone(o.made) {
		counted[t.kind]++
		what := fmt.Sprintf("%s %d: ", t.kind, counted[t.kind])
		stands, err := t.stands(ctx)
		if err != nil {
			stands = "nobody knows"
		}
		o.Ledger = append(o.Ledger, what+stands)
	}
	return o.Outcome
}

// bare gives the driver behind the witness.
func bare(p api.Payments) api.Payments {
	if w, is := p.(*paidWitness); is {
		return w.Payments
	}
	return p
}

func bareSessions(s api.Sessions) api.Sessions {
	if w, is := s.(*sessionWitness); is {
		return w.Sessions
	}
	return s
}
