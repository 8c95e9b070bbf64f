package trial

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"kontrakt/harness"
	"kontrakt/harness/adversary"
	"kontrakt/harness/api"
	"kontrakt/harness/merchant"
)

// Options say who is on trial, and where.
type Options struct {
	Features fs.FS
	// Tags select scenarios: those with one of them.
	Tags []string
	Shop *merchant.Shop
	// Control is the sandbox's URL.
	Control string
	// Payment reads how a payment stands, past the proxy.
	Payment func(ctx context.Context, reference string) (api.Payment, error)
	// Charge reads how a charge stands, in the same way.
	Charge    func(ctx context.Context, agreement, charge string) (api.Charge, error)
	Adversary *adversary.Adversary
	Now       func() time.Time
	// Patience is how long the shop may take to know how an order stands.
	Patience time.Duration
	// Progress is told of every scenario that has ended.
	Progress func(harness.Scenario)
}

// Run runs the scenarios one by one and returns how each ended, in the order of
// their files. When ctx ends early the rest is inconclusive.
func Run(ctx context.Context, o Options) ([]harness.Scenario, error) {
	r := &runner{Options: o, ended: map[string]*harness.Scenario{}}
	expression := strings.Join(o.Tags, ",")
	options := &godog.Options{
		FS: o.Features, Paths: []string{"."}, Tags: expression, Format: "progress", Output: io.Discard, NoColors: true,
		Strict: true, Concurrency: 1, DefaultContext: ctx,
	}
	suite := godog.TestSuite{Name: "kontrakt", ScenarioInitializer: r.initialize, Options: options}
	files, err := suite.RetrieveFeatures()
	if err != nil {
		return nil, fmt.Errorf("read the features: %w", err)
	}
	for _, f := range files {
		for _, p := range f.Pickles {
			if tagged(p, o.Tags) {
				s := planned(f.Uri, f.GherkinDocument, p)
				r.ended[p.Id] = s
				r.all = append(r.all, s)
			}
		}
	}
	if len(r.all) == 0 {
		return nil, errors.New("no scenario is for this profile")
	}
	if code := suite.Run(); code > 1 {
		return nil, fmt.Errorf("run the features: godog ended with %d", code)
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
}

type worldKey struct{}

func (r *runner) initialize(sc *godog.ScenarioContext) {
	sc.Before(func(ctx context.Context, g *godog.Scenario) (context.Context, error) {
		w := &world{Options: r.Options, scenario: r.ended[g.Id], started: r.Now(), known: map[string]string{}}
		return context.WithValue(ctx, worldKey{}, w), nil
	})
	sc.StepContext().After(func(ctx context.Context, _ *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
		worldFrom(ctx).step(status, err)
		return ctx, nil
	})
	sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
		worldFrom(ctx).end(ctx)
		return ctx, nil
	})
	register(sc)
}
