package selftest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

// A Defect is a seeded defect as the sandbox lists it.
type Defect struct {
	Name string `json:"name"`
	// API is empty where the defect is every API's.
	API  string `json:"api"`
	Says string `json:"says"`
}

// Defects asks a sandbox with every API for what it knows, so that a new defect
// is on trial as soon as it is there.
func Defects(c *catalog.Catalog) ([]Defect, error) {
	box, err := sandbox.New(sandbox.Options{Services: c.Services()})
	if err != nil {
		return nil, err
	}
	defer box.Close()
	q, err := http.NewRequest(http.MethodGet, "/__sandbox/faults", http.NoBody)
	if err != nil {
		return nil, err
	}
	var answer answer
	box.ServeHTTP(&answer, q)
	var list struct{ Known []Defect }
	if err := json.Unmarshal(answer.body.Bytes(), &list); err != nil {
		return nil, fmt.Errorf("read the list of seeded defects: %w", err)
	}
	return list.Known, nil
}

// An answer keeps the body of what a handler says.
type answer struct {
	header http.Header
	body   bytes.Buffer
}

func (a *answer) Header() http.Header {
	if a.header == nil {
		a.header = http.Header{}
	}
	return a.header
}

func (a *answer) WriteHeader(int) {}

func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

// A part is a part of the suite.
type part struct {
	api  string
	only *harness.Scenario
}

// defect puts the suite on trial by one defect: first by the scenario that found
// it when somebody last looked, then by all of that API, then by everything.
func (t *trials) defect(ctx context.Context, d Defect) Trial {
	trial := Trial{Kind: SeededDefect, API: d.API, Name: d.Name, Says: d.Says}
	for _, p := range t.parts(d) {
		trial.Kills, trial.Rules, trial.Err = t.against(ctx, d, p)
		if len(trial.Kills) > 0 || trial.Err != nil || ctx.Err() != nil {
			break
		}
	}
	return trial
}

// parts are in the order in which they are worth trying.
func (t *trials) parts(d Defect) []part {
	if t.Every {
		return []part{{}}
	}
	var list []part
	if s, ok := t.leads[d.Name]; ok {
		list = append(list, part{s.API, &s})
	}
	if d.API != "" {
		list = append(list, part{api: d.API})
	}
	return append(list, part{})
}

func (t *trials) against(ctx context.Context, d Defect, p part) (kills []Kill, found []string, err error) {
	s, err := newStage(t.Catalog, time.Now)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = s.close() }() // with a defect on, deliveries may not come to their end
	o, err := s.suite(d.Name)
	if err != nil {
		return nil, nil, err
	}
	o.Seed, o.Concurrency, o.Only = t.Seed, scenarios, p.only
	if p.api != "" {
		o.APIs = []string{p.api}
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	o.Progress = func(s harness.Scenario) {
		if !d.foundBy(s) || ctx.Err() != nil {
			return
		}
		kills = append(kills, Kill{By: s.ID, Reason: s.Reason})
		if !t.Every {
			stop()
		}
	}
	if _, err = steps.Run(ctx, o); err != nil {
		return nil, nil, err
	}
	for _, f := range s.findings() {
		found = append(found, f.Rule)
	}
	return kills, found, nil
}

// foundBy says whether a scenario is on to the defect. Where no answer comes
// there is nothing to fail by: that scenario cannot be judged, and has not
// passed.
func (d Defect) foundBy(s harness.Scenario) bool {
	return s.Status == harness.StatusFailed || d.Name == "answer-lost" && s.Status == harness.StatusInconclusive
}

// healthySuite runs the whole suite against a sandbox without a defect. Whatever
// does not pass, and whatever is found, is a mistake of ours.
func (t *trials) healthySuite(ctx context.Context) Trial {
	trial := Trial{Kind: HealthySuite, Name: "healthy sandbox", Says: "every scenario passes and nothing is found"}
	s, err := newStage(t.Catalog, time.Now)
	if err != nil {
		trial.Err = err
		return trial
	}
	defer s.close()
	o, err := s.suite()
	if err != nil {
		trial.Err = err
		return trial
	}
	o.Seed, o.Concurrency, o.APIs = t.Seed, 4*scenarios, t.APIs
	all, err := steps.Run(ctx, o)
	if trial.Err = err; err != nil {
		return trial
	}
	found := s.findings()
	for _, s := range all {
		if s.Status != harness.StatusPassed {
			trial.Stray = append(trial.Stray, Kill{By: s.ID, Reason: s.Reason})
		}
	}
	for _, f := range found {
		if !t.told(f) {
			trial.Stray = append(trial.Stray, killOf(f))
		}
	}
	return trial
}

// told says whether a finding is what every user of a version that is gone, or
// going, is told: its scenarios use it all the same.
func (t *trials) told(f harness.Finding) bool {
	return strings.HasPrefix(f.Rule, "lifecycle.") && slices.ContainsFunc(t.Catalog.Entries, func(e catalog.Entry) bool {
		return e.ID == f.Contract && e.Source.State != "current"
	})
}
