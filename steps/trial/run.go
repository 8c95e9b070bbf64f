package trial

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/certify/adversary"
	"kontrakt/harness/certify/merchant"
)

// Options say who is on trial, and where.
type Options struct {
	Features fs.FS
	// Tags select scenarios: those with one of them.
	Tags []string
	// Profiles are what the shop is told that it sells for, by those tags.
	Profiles map[string]string
	Shop     *merchant.Shop
	// Control is the sandbox's URL, Calls what calls it; nil is http.DefaultClient.
	Control string
	Calls   *http.Client
	// Payment reads how a payment stands, past the proxy.
	Payment func(ctx context.Context, reference string) (api.Payment, error)
	// Agreements reads how agreements and charges stand, in the same way.
	Agreements api.Agreements
	// Webhooks lists by their IDs those that the merchant has registered, and Unhook
	// removes one, in the same way.
	Webhooks  func(context.Context) ([]string, error)
	Unhook    func(context.Context, string) error
	Adversary *adversary.Adversary
	Now       func() time.Time
	// Patience is how long the shop may take to know how an order stands.
	Patience time.Duration
	// Sold is told of what was sold for a profile.
	Sold func(profile, reference string)
	// Progress is told of every scenario that has ended.
	Progress func(harness.Scenario)
}

// patient is the tag of scenarios in which the shop's own time is waited for.
// They stand beside each other, as nothing of one is another's.
const patient = "@patient"

// last is the tag of scenarios that take from the shop what it may not get back:
// they come when all others have ended.
const last = "@last"

// together is how many of those run at once.
const together = 12

// Run runs the scenarios and returns how each ended, in the order of their files.
// When ctx ends early the rest is inconclusive.
func Run(ctx context.Context, o Options) ([]harness.Scenario, error) {
	r := &runner{Options: o, ended: map[string]*harness.Scenario{}, pulse: &pulse{}}
	if o.Progress != nil {
		var mu sync.Mutex
		r.Progress = func(s harness.Scenario) {
			mu.Lock()
			defer mu.Unlock()
			o.Progress(s)
		}
	}
	if err := r.plan(ctx); err != nil {
		return nil, err
	}
	if err := r.run(ctx, "~"+patient+" && ~"+last, 1); err != nil {
		return nil, err
	}
	at := together
	if !o.Adversary.Carries() {
		at = 1 // what befalls one would befall all
	}
	if err := r.run(ctx, patient, at); err != nil {
		return nil, err
	}
	if err := r.run(ctx, last, 1); err != nil {
		return nil, err
	}
	all := make([]harness.Scenario, len(r.all))
	for i, s := range r.all {
		if s.Status == "" {
			s.Status, s.Reason = harness.StatusInconclusive, "it did not run"
		}
		all[i] = *s
	}
	slices.SortStableFunc(all, func(a, b harness.Scenario) int { return strings.Compare(a.File, b.File) })
	return all, nil
}

// suite is godog with some of the scenarios, so many at once.
func (r *runner) suite(ctx context.Context, more string, at int) godog.TestSuite {
	tags := strings.Join(r.Tags, ",")
	if more != "" {
		tags += " && " + more
	}
	return godog.TestSuite{Name: "kontrakt", ScenarioInitializer: r.initialize(at > 1), Options: &godog.Options{
		FS: r.Features, Paths: []string{"."}, Tags: tags, Format: "progress", Output: io.Discard, NoColors: true,
		Strict: true, Concurrency: at, DefaultContext: ctx,
	}}
}

// plan finds the scenarios.
func (r *runner) plan(ctx context.Context) error {
	files, err := r.suite(ctx, "", 1).RetrieveFeatures()
	if err != nil {
		return fmt.Errorf("read the features: %w", err)
	}
	for _, f := range files {
		for _, p := range f.Pickles {
			if tagged(p, r.Tags) {
				s := planned(f.Uri, f.GherkinDocument, p)
				r.ended[p.Id] = s
				r.all = append(r.all, s)
			}
		}
	}
	if len(r.all) == 0 {
		return errors.New("no scenario is for this profile")
	}
	return nil
}

// run runs some of the scenarios; that there are none is no mistake.
func (r *runner) run(ctx context.Context, more string, at int) error {
	if code := r.suite(ctx, more, at).Run(); code > 1 {
		return fmt.Errorf("run the features: godog ended with %d", code)
	}
	return nil
}

func tagged(p *messages.Pickle, tags []string) bool {
	return slices.ContainsFunc(p.Tags, func(t *messages.PickleTag) bool { return slices.Contains(tags, t.Name) })
}

// planned is a pickle as a scenario of a run.
func planned(uri string, doc *messages.GherkinDocument, p *messages.Pickle) *harness.Scenario {
	s := &harness.Scenario{
		Name: p.Name, Feature: doc.Feature.Name, File: "features/" + uri, API: "merchant",
		ID: "merchant/" + strings.TrimSuffix(path.Base(uri), ".feature") + "/" + slug(p.Name),
	}
	for _, t := range p.Tags {
		s.Tags = append(s.Tags, t.Name)
	}
	for _, step := range p.Steps {
		s.Steps = append(s.Steps, harness.Step{Keyword: keyword(step.Type), Text: step.Text, Status: harness.StatusSkipped})
	}
	return s
}

func keyword(t messages.PickleStepType) string {
	switch t {
	case messages.PickleStepType_CONTEXT:
		return "Given"
	case messages.PickleStepType_ACTION:
		return "When"
	case messages.PickleStepType_OUTCOME:
		return "Then"
	}
	return "And"
}

func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return (c < 'a' || c > 'z') && (c < '0' || c > '9') })
	return strings.Join(words, "-")
}

type runner struct {
	Options
	ended map[string]*harness.Scenario
	all   []*harness.Scenario
	pulse *pulse
}

type worldKey struct{}

// initialize gives every scenario a world of its own; beside says that several run
// at once.
func (r *runner) initialize(beside bool) func(*godog.ScenarioContext) {
	return func(sc *godog.ScenarioContext) {
		sc.Before(func(ctx context.Context, g *godog.Scenario) (context.Context, error) {
			w := &world{Options: r.Options, scenario: r.ended[g.Id], started: r.Now(), pulse: r.pulse, beside: beside, known: map[string]string{}}
			return context.WithValue(ctx, worldKey{}, w), nil
		})
		sc.StepContext().After(func(ctx context.Context, _ *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
			w := worldFrom(ctx)
			w.ended.Note(w.scenario.Steps, status, err)
			return ctx, nil
		})
		sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
			worldFrom(ctx).end(ctx)
			return ctx, nil
		})
		register(sc)
	}
}
