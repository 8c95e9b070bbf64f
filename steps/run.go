package steps

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/cucumber/godog"

	"kontrakt/harness"
)

// Run runs the scenarios and returns how each ended, in the order of Plan. When
// ctx ends early the rest is inconclusive. The error is about the call itself:
// an unknown API, features that do not parse, a *TagError, ErrNothingSelected.
func Run(ctx context.Context, o Options) ([]harness.Scenario, error) {
	p, err := plan(o)
	if err != nil {
		return nil, err
	}
	if len(p.all) == 0 {
		return nil, ErrNothingSelected
	}
	s := newStage(o)
	defer s.close()
	if err := s.suites(ctx, p); err != nil {
		return nil, err
	}
	s.rest(p)
	return p.scenarios(), nil
}

// suites runs what is planned for each API: side by side, so that nobody waits for
// the last scenario of another; one after the other where only one may run.
func (s *stage) suites(ctx context.Context, p plans) error {
	errs := make([]error, len(p.defs))
	var all sync.WaitGroup
	for i, d := range p.defs {
		all.Go(func() { errs[i] = s.suite(ctx, p, d.ID) })
		if s.Concurrency <= 1 {
			all.Wait()
		}
	}
	all.Wait()
	return errors.Join(errs...)
}

// suite runs what is planned for one API. godog parses the files anew and gives
// the same IDs, as the paths are the same.
func (s *stage) suite(ctx context.Context, p plans, id string) error {
	mine := map[string]*planned{}
	for _, each := range p.all {
		if each.API == id {
			mine[each.pickle] = each
		}
	}
	if len(mine) == 0 {
		return nil
	}
	said, tags := spoken(mine), "@"+id
	if s.Tags != "" && len(s.Own) == 0 { // of the user's tag only the plan knows
		tags += " && " + s.Tags
	}
	nameSilent()
	code := godog.TestSuite{
		Name:                "kontrakt",
		ScenarioInitializer: func(sc *godog.ScenarioContext) { s.initialize(sc, mine, said) },
		Options: &godog.Options{
			FS: s.files(), Paths: p.paths, Tags: tags,
			Format: silently, Output: io.Discard, NoColors: true,
			Strict: true, Randomize: s.Seed, Concurrency: max(s.Concurrency, 1), DefaultContext: ctx,
		},
	}.Run()
	// 0 and 1 are godog's verdicts, which count for nothing here.
	if code > 1 {
		return fmt.Errorf("run the features: godog ended with %d", code)
	}
	return nil
}

// initialize is called for every scenario. What is said are the sentences that it
// may hold.
func (s *stage) initialize(sc *godog.ScenarioContext, mine map[string]*planned, said []sentence) {
	sc.Before(func(ctx context.Context, g *godog.Scenario) (_ context.Context, err error) {
		if mine[g.Id] == nil { // another row of the outline whose scenario alone runs
			return ctx, godog.ErrSkip
		}
		w := s.newWorld(mine[g.Id])
		s.slots <- struct{}{}
		w.started = s.Now()
		defer guard("set the scenario up", &err)
		return context.WithValue(ctx, worldKey{}, w), w.begin(ctx)
	})
	sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
		if w, ok := ctx.Value(worldKey{}).(*world); ok {
			w.end(ctx)
			<-s.slots
		}
		return ctx, nil
	})
	sc.StepContext().Before(func(ctx context.Context, _ *godog.Step) (context.Context, error) {
		if w, ok := ctx.Value(worldKey{}).(*world); ok {
			w.stepIn()
		}
		return ctx, nil
	})
	sc.StepContext().After(func(ctx context.Context, g *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
		if w, ok := ctx.Value(worldKey{}).(*world); ok {
			w.step(status, err)
		}
		return ctx, nil
	})
	for _, one := range said {
		sc.Step(one.expression, one.do)
	}
}

// rest settles what never came to its end: scenarios without steps have no
// hooks.
func (s *stage) rest(p plans) {
	for _, each := range p.all {
		if each.Status != "" {
			continue
		}
		each.Status, each.Reason = harness.StatusInconclusive, "it did not run"
		if len(each.Steps) == 0 {
			each.Status, each.Reason = harness.StatusUndefined, "it has no steps"
		}
		s.report(each)
	}
}

// report tells of a finished scenario.
func (s *stage) report(p *planned) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Progress != nil {
		s.Progress(p.Scenario)
	}
}

// guard turns a panic into an error: godog lets panics in hooks end the process.
func guard(doing string, err *error) {
	if v := recover(); v != nil {
		*err = &panicked{doing: doing, value: v}
	}
}

// panicked is a mistake of ours, never of the subject.
type panicked struct {
	doing string
	value any
}

func (p *panicked) Error() string { return fmt.Sprintf("%s: panic: %v", p.doing, p.value) }

func (s *stage) since(t time.Time) time.Duration { return s.Now().Sub(t) }
