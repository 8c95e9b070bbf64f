package selftest

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/config"
	"kontrakt/harness/proxy"
	"kontrakt/harness/sandbox"
	"kontrakt/steps/selftest/shop"
)

// A clock is the time of a scene. It goes by what the merchant says, and by a
// millisecond whenever somebody looks, so that nothing happens at the same time
// as anything else; nobody sleeps.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

// spring is when every scene begins.
func spring() *clock { return &clock{now: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.wait(time.Millisecond)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// merchants are the trials of the merchant: the healthy one, and one for each
// mistake.
func (t *trials) merchants() []job {
	list := []job{t.healthyMerchant}
	for _, m := range sample(shop.Mistakes(), t.Sample, func(m shop.Mistake) bool { return t.selected(m.API) }) {
		list = append(list, func(ctx context.Context) Trial { return t.mistake(ctx, m) })
	}
	return list
}

func (t *trials) healthyMerchant(ctx context.Context) Trial {
	trial := Trial{Kind: HealthyMerchant, Name: "healthy merchant", Says: "every call succeeds and nothing is found"}
	found, err := t.visit(ctx, nil)
	for _, f := range found {
		if !t.told(f) {
			trial.Stray = append(trial.Stray, killOf(f))
		}
	}
	trial.Err = err
	return trial
}

// mistake has a merchant make one mistake. It is caught where the rule that it
// names finds it, lays it at the integration, and nothing else is found.
func (t *trials) mistake(ctx context.Context, m shop.Mistake) Trial {
	trial := Trial{Kind: SeededMistake, API: m.API, Name: m.Name, Says: m.Says, Rule: m.Rule}
	found, err := t.visit(ctx, &m)
	trial.Err = err
	for _, f := range found {
		k := killOf(f)
		switch known := func(other Kill) bool { return other.By == k.By }; {
		case f.Rule != m.Rule && t.told(f):
		case f.Rule != m.Rule || f.Blame != laidAt(m):
			k.Reason += ", laid at the " + string(f.Blame)
			trial.Stray = append(trial.Stray, k)
		case !slices.ContainsFunc(trial.Kills, known):
			trial.Kills = append(trial.Kills, k)
		}
	}
	trial.Rules = []string{m.Rule}
	return trial
}

// laidAt says whose fault a mistake is. What cannot be read is not judged, and
// that is the judge's.
func laidAt(m shop.Mistake) harness.Blame {
	if m.Rule == harness.UnreadBody {
		return harness.Ours
	}
	return harness.Integration
}

func killOf(f harness.Finding) Kill {
	return Kill{By: f.Rule, Reason: f.Operation + ": " + f.Message()}
}

// visit has a merchant trade in a scene of its own, and gives what is found.
func (t *trials) visit(ctx context.Context, m *shop.Mistake) (_ []harness.Finding, err error) {
	scene := spring()
	s, err := newStage(t.Catalog, scene.Now)
	if err != nil {
		return nil, err
	}
	defer func() { err = cmp.Or(err, s.close()) }()
	merchant := shop.New(m)
	var lost atomic.Bool
	s.around = func(h http.Handler) http.Handler { return dated(losing(h, &lost), scene.Now) }
	if err := s.open(sandbox.Options{
		Seed: 1, Abilities: sandbox.Abilities{Express: true, SkipLandingPage: true}, Transport: proxy.Record(merchant, s.judge.Submit, s.ids, scene.Now),
	}); err != nil {
		return nil, err
	}
	err = merchant.Trade(ctx, shop.Scene{
		URL: s.front, Control: s.back, Credentials: credentials(), Wait: scene.wait, Lose: func() { lost.Store(true) },
	})
	if err := cmp.Or(err, s.ended()); err != nil {
		return nil, err
	}
	return s.noticed(), nil
}

// dated has answers bear the scene's time, which rules about days go by.
func dated(h http.Handler, now func() time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Date", now().UTC().Format(http.TimeFormat))
		h.ServeHTTP(w, q)
	})
}

// losing serves calls, but loses an answer on its way where it is told to.
func losing(h http.Handler, lost *atomic.Bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if !lost.CompareAndSwap(true, false) {
			h.ServeHTTP(w, q)
			return
		}
		h.ServeHTTP(&answer{}, q)
		panic(http.ErrAbortHandler)
	})
}

func credentials() config.Credentials {
	t := sandbox.Default()
	return config.Credentials{
		ClientID: config.NewSecret(t.ClientID), ClientSecret: config.NewSecret(t.ClientSecret),
		SubscriptionKey: config.NewSecret(t.SubscriptionKey), MSN: t.MSN,
	}
}
