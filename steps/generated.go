package steps

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/client"
	"kontrakt/harness/contract"
)

func sayGenerated(b *book) {
	b.say(everyMistake, everyMistakeIsRefused)
	b.say(everyEdge, everyEdgeIsTaken)
}

// tries is how many variations of a request are sent to a target that is no
// sandbox: calls are counted there, and somebody else's machine makes them.
const tries = 3

// everyMistakeIsRefused sends all that one mistake makes of the operation's
// samples. Nothing of it may change anything, so that one state does for all.
func everyMistakeIsRefused(ctx context.Context, operation string) error {
	return worldFrom(ctx).eachSample(ctx, operation, func(r *rehearsal) (wrong []string, sent int, err error) {
		wanted := func(v contract.Variation) bool { return !v.Valid && !r.taken(v) }
		for _, v := range r.choose(wanted) {
			answer, err := r.send(ctx, v)
			if r.limited(answer, err) {
				break
			}
			if err != nil {
				return nil, 0, err
			}
			if got := r.unrefused(v, answer.Status); got != "" {
				wrong = append(wrong, v.Name+": "+got)
			}
			sent++
		}
		return wrong, sent, nil
	})
}

// everyEdgeIsTaken sends the operation's samples as they are, and with every
// value that just about holds.
func everyEdgeIsTaken(ctx context.Context, operation string) error {
	return worldFrom(ctx).eachSample(ctx, operation, func(r *rehearsal) (wrong []string, sent int, err error) {
		wanted := func(v contract.Variation) bool { return v.Valid && r.sample.Edge(v.Pointer, v.Name) && !settled(v) }
		all := append([]contract.Variation{{Name: "as it is", Valid: true, Request: r.base}}, r.choose(wanted)...)
		for i, v := range all {
			if i > 0 && r.sample.Spends {
				if err := r.renew(ctx); err != nil {
					return nil, 0, err
				}
			}
			answer, err := r.send(ctx, v)
			if r.limited(answer, err) {
				break
			}
			if err != nil {
				return nil, 0, err
			}
			if answer.Status < 200 || answer.Status > 299 || !documented(r.statuses, answer.Status) {
				wrong = append(wrong, fmt.Sprintf("%s: answered with %d", v.Name, answer.Status))
			}
			sent++
		}
		return wrong, sent, nil
	})
}

// settled says whether more than the schema decides what a variation gets: who
// the merchant is, and what there is under a path.
func settled(v contract.Variation) bool {
	return v.In == harness.PartPath ||
		v.In == harness.PartHeader && strings.EqualFold(v.Pointer, "Merchant-Serial-Number") && v.Keyword != "missing"
}

// eachSample rehearses every sample of an operation and says of all variations
// at once which were answered otherwise than they should be.
func (w *world) eachSample(ctx context.Context, operation string, do func(*rehearsal) ([]string, int, error)) error {
	if w.Contract == nil {
		return skip("needs the contract")
	}
	var wrong []string
	samples, sent := 0, 0
	for _, s := range w.samples() {
		if s.Operation != operation {
			continue
		}
		samples++
		if s.Able && w.Control == "" && w.unfit(able) != "" {
			continue
		}
		r, err := w.rehearse(ctx, s)
		if err != nil {
			return err
		}
		more, n, err := do(r)
		if err != nil {
			return err
		}
		wrong, sent = append(wrong, more...), sent+n
	}
	switch {
	case samples == 0:
		return fmt.Errorf("%s: want a sample of %s, got none", w.plan.API, operation)
	case sent == 0:
		return skip("needs a sales unit of another kind, or a target that takes more calls")
	case len(wrong) > 0:
		return fmt.Errorf("%d of %d variations of %s: %s", len(wrong), sent, operation, strings.Join(wrong, "; "))
	}
	return nil
}

func (w *world) definition() api.Definition {
	i := slices.IndexFunc(w.Definitions, func(d api.Definition) bool { return d.ID == w.plan.API })
	return w.Definitions[i] // the plan was made of them
}

func (w *world) samples() []api.Sample { return w.definition().Samples }

// choose gives all that are wanted; of a target that is no sandbox, some that the
// seed decides.
func (r *rehearsal) choose(wanted func(contract.Variation) bool) []contract.Variation {
	var all []contract.Variation
	for _, v := range r.all {
		if wanted(v) && (r.w.Control != "" || !r.cut(v)) {
			all = append(all, v)
		}
	}
	if r.w.Control != "" || len(all) <= tries {
		return all
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(r.w.plan.ID)) // a hash takes everything
	random := rand.New(rand.NewPCG(uint64(r.w.Seed), h.Sum64()))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:tries]
}

// limited says whether a target that is no sandbox has had enough: the rest is left
// unsent.
func (r *rehearsal) limited(a client.Answer, err error) bool {
	return r.w.Control == "" && (errors.Is(err, client.ErrThrottled) || err == nil && a.Status == http.StatusTooManyRequests)
}

// cut says whether a request that holds has lost part of a value that nobody has
// used: what is left of it somebody may have used.
func (r *rehearsal) cut(v contract.Variation) bool {
	value := r.first[fresh]
	return v.Valid && value != "" && !strings.Contains(string(v.Request.Body.Bytes), value)
}

// taken says whether the API is not held to refuse a mistake.
func (r *rehearsal) taken(v contract.Variation) bool {
	return r.lenient(v, func(l api.Lenience) bool { return !l.Fails })
}

func (r *rehearsal) lenient(v contract.Variation, of func(api.Lenience) bool) bool {
	for _, f := range v.Findings {
		for _, l := range r.w.definition().Lenient {
			if l.Covers(r.sample.Operation, f) && of(l) {
				return true
			}
		}
	}
	return false
}

// unrefused says how a mistake was answered where it was not refused as
// documented; empty where it was.
func (r *rehearsal) unrefused(v contract.Variation, status int) string {
	fails := r.lenient(v, func(l api.Lenience) bool { return l.Fails })
	switch {
	case status >= 200 && status < 300:
		return fmt.Sprintf("taken with %d", status)
	case status >= 500 && !fails, status < 400:
		return fmt.Sprintf("answered with %d", status)
	case !documented(r.statuses, status):
		return fmt.Sprintf("refused with %d, which is not documented", status)
	}
	return ""
}

// documented says whether a contract has a status: 404, 4XX.
func documented(statuses []string, status int) bool {
	return slices.Contains(statuses, fmt.Sprint(status)) || slices.Contains(statuses, fmt.Sprintf("%dXX", status/100))
}

// send sends a variation with a reference and a key that nobody has used, and on
// a target that is no sandbox only after a while.
func (r *rehearsal) send(ctx context.Context, v contract.Variation) (client.Answer, error) {
	if r.w.Control == "" {
		if r.w.Wait(ctx, r.w.Pace) != nil {
			return client.Answer{}, interrupted{}
		}
	}
	m, err := r.w.shop(ctx)
	if err != nil {
		return client.Answer{}, err
	}
	for _, name := range []string{fresh, freshKey} {
		if _, has := r.first[name]; has {
			r.now[name] = r.w.freshly(name)
		}
	}
	answer, err := m.client.Raw(ctx, r.written(v.Request))
	var broken *client.Broken
	if errors.As(err, &broken) {
		broken.Doing += " (" + v.Name + ")"
	}
	return answer, err
}
