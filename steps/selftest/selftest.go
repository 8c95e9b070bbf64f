package selftest

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/steps"
)

// Options say what is put on trial, and how.
type Options struct {
	Catalog *catalog.Catalog
	// APIs selects by contract ID; none selects every one, and with them the
	// defects that are no API's own.
	APIs []string
	// Sample takes every nth trial only; 0 and 1 take all.
	Sample int
	// Seed orders the scenarios; 0 keeps the order of the files.
	Seed int64
	// Concurrency is how many trials run at once; 0 is two for each processor.
	Concurrency int
	// Every goes on after the first scenario that finds a defect.
	Every bool
	// Done is told of every trial that has ended, one at a time; nil is nobody.
	Done func(Trial)
}

// A Kind is what a trial is about.
type Kind string

const (
	// SeededDefect: the suite must find what the sandbox gets wrong.
	SeededDefect Kind = "defect"
	// SeededMistake: the judge must find what a merchant does wrong.
	SeededMistake Kind = "mistake"
	// HealthySuite and HealthyMerchant: nothing may be found.
	HealthySuite    Kind = "healthy sandbox"
	HealthyMerchant Kind = "healthy merchant"
)

// A Trial is how one trial has ended.
type Trial struct {
	Kind Kind   `json:"kind"`
	API  string `json:"api,omitempty"`
	Name string `json:"name"`
	// Says is the clause: what the defect or mistake breaks.
	Says string `json:"clause"`
	// Rule is the only one that may find a mistake.
	Rule string `json:"rule,omitempty"`
	// Kills are what has found it, Stray what found something else; of a healthy
	// trial all is stray.
	Kills []Kill `json:"caughtBy"`
	Stray []Kill `json:"stray,omitempty"`
	// Rules are those that found something on the way.
	Rules []string `json:"-"`
	// Err is why the trial could not be held.
	Err error `json:"-"`
	// Took is how long it was.
	Took time.Duration `json:"-"`
}

// A Kill is a scenario or a rule that found something, with its reason.
type Kill struct {
	By     string `json:"by"`
	Reason string `json:"reason"`
}

// Healthy says whether nothing was seeded.
func (t Trial) Healthy() bool { return t.Kind == HealthySuite || t.Kind == HealthyMerchant }

// Caught says whether what was seeded was found.
func (t Trial) Caught() bool {
	return !t.Healthy() && t.Err == nil && len(t.Kills) > 0 && len(t.Stray) == 0
}

// Held says whether the harness has done as it must.
func (t Trial) Held() bool { return t.Caught() || t.Healthy() && t.Err == nil && len(t.Stray) == 0 }

// trials are all trials of one call.
type trials struct {
	Options
	leads map[string]harness.Scenario
}

// scenarios is how many scenarios of one trial run at once.
const scenarios = 4

// Run holds the trials. The error is about the call itself; what could not be
// tried is told in its trial.
func Run(ctx context.Context, o Options) (Matrix, error) {
	t, err := prepare(o)
	if err != nil {
		return Matrix{}, err
	}
	jobs, err := t.jobs()
	if err != nil {
		return Matrix{}, err
	}
	m := newMatrix(t.hold(ctx, jobs))
	m.Interrupted = ctx.Err() != nil
	if len(o.APIs) == 0 && o.Sample <= 1 && !m.Interrupted {
		m.Unbroken = m.unbroken(catalog.Rules())
	}
	return m, nil
}

func prepare(o Options) (*trials, error) {
	plan, err := steps.Plan(steps.Options{Features: features.FS, Definitions: catalog.All()})
	if err != nil {
		return nil, err
	}
	if o.Concurrency == 0 {
		o.Concurrency = 2 * runtime.GOMAXPROCS(0)
	}
	return &trials{Options: o, leads: leads(plan)}, nil
}

// A job is a trial to hold.
type job func(context.Context) Trial

// jobs lists the trials, the long ones first.
func (t *trials) jobs() ([]job, error) {
	list := []job{t.healthySuite}
	defects, err := Defects(t.Catalog)
	if err != nil {
		return nil, err
	}
	for _, d := range sample(defects, t.Sample, func(d Defect) bool { return t.selected(d.API) }) {
		list = append(list, func(ctx context.Context) Trial { return t.defect(ctx, d) })
	}
	return append(list, t.merchants()...), nil
}

// selected says whether an API is on trial; what is no API's own is with all of
// them only.
func (t *trials) selected(api string) bool { return len(t.APIs) == 0 || slices.Contains(t.APIs, api) }

// sample gives every nth of those that are selected.
func sample[T any](list []T, n int, selected func(T) bool) []T {
	var chosen []T
	i := 0
	for _, each := range list {
		if !selected(each) {
			continue
		}
		if i%max(n, 1) == 0 {
			chosen = append(chosen, each)
		}
		i++
	}
	return chosen
}

// hold holds all trials, some at once, and gives them in any order.
func (t *trials) hold(ctx context.Context, jobs []job) []Trial {
	var mu sync.Mutex
	var held []Trial
	next := make(chan job)
	var workers sync.WaitGroup
	for range t.Concurrency {
		workers.Go(func() {
			for do := range next {
				began := time.Now()
				trial := do(ctx)
				trial.Took = time.Since(began)
				mu.Lock()
				// What was broken off says nothing, unless it was done already.
				if ctx.Err() == nil || trial.Caught() {
					held = append(held, trial)
					t.tell(trial)
				}
				mu.Unlock()
			}
		})
	}
	for _, j := range jobs {
		if ctx.Err() == nil {
			next <- j
		}
	}
	close(next)
	workers.Wait()
	return held
}

func (t *trials) tell(trial Trial) {
	if t.Done != nil {
		t.Done(trial)
	}
}
