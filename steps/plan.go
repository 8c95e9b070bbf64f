package steps

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"kontrakt/harness"
	"kontrakt/harness/api"
)

// ErrNothingSelected says that APIs and tags leave nothing to run.
var ErrNothingSelected = errors.New("no scenario is selected")

// A planned scenario is one pickle for one API.
type planned struct {
	harness.Scenario
	// pickle is the ID under which godog hands the scenario to its hooks.
	pickle string
	// outline is the line of what it is made from: its own, or its outline's.
	outline int64
	// number is the scenario's place in the plan, from 1.
	number int
	// skip is why this target cannot run it.
	skip string
	// own says that it is the user's, lines where its steps stand, and arguments what
	// stands below them.
	own       bool
	lines     []int64
	arguments []*messages.PickleStepArgument
}

// Plan lists the scenarios that Run would run, in the order of their files; one
// that this target cannot run has the status skipped and a reason, all others
// none. The list is empty where nothing is selected; the error is as Run's
// otherwise.
func Plan(o Options) ([]harness.Scenario, error) {
	p, err := plan(o)
	if err != nil {
		return nil, err
	}
	return p.scenarios(), nil
}

type plans struct {
	all []*planned
	// paths are the feature files in the order in which godog reads them, which
	// decides its IDs.
	paths []string
	defs  []api.Definition
}

func (p plans) scenarios() []harness.Scenario {
	list := make([]harness.Scenario, len(p.all))
	for i, s := range p.all {
		list[i] = s.Scenario
	}
	return list
}

func plan(o Options) (plans, error) {
	defs, err := selected(o)
	if err != nil {
		return plans{}, err
	}
	expression, err := parseTags(o.Tags)
	if err != nil {
		return plans{}, err
	}
	p := plans{defs: defs}
	if p.paths, err = paths(o); err != nil {
		return plans{}, err
	}
	pickles, err := parse(o.files(), p.paths)
	if err != nil {
		return plans{}, err
	}
	if err := sayable(o, pickles); err != nil {
		return plans{}, err
	}
	p.all = slices.DeleteFunc(choose(o, defs, expression, pickles), func(s *planned) bool { return !o.Part.has(s.number) })
	if o.Only != nil {
		p.narrow(o.Only.ID)
	}
	return p, nil
}

// narrow leaves one scenario. godog runs what stands at its line, and gives the
// same IDs.
func (p *plans) narrow(id string) {
	p.all = slices.DeleteFunc(p.all, func(s *planned) bool { return s.ID != id })
	for _, s := range p.all {
		p.paths = []string{fmt.Sprintf("%s:%d", s.File, s.outline)}
	}
}

// choose makes one planned scenario of every pickle and API that fit.
func choose(o Options, defs []api.Definition, e tagExpression, pickles []planned) []*planned {
	var all []*planned
	for _, s := range pickles {
		if other := o.unchosen(s, defs); other != nil && e.holds(s.Tags) {
			all = append(all, other)
		}
		for _, d := range defs {
			if !slices.Contains(s.Tags, "@"+d.ID) || !e.holds(s.Tags) {
				continue
			}
			s.API, s.ID = d.ID, d.ID+"/"+s.ID
			if s.skip = cannot(o, s); s.skip != "" {
				s.Status, s.Reason = harness.StatusSkipped, s.skip
			}
			chosen := s
			chosen.Steps = slices.Clone(s.Steps)
			all = append(all, &chosen)
			s.ID = strings.TrimPrefix(s.ID, d.ID+"/")
		}
	}
	slices.SortStableFunc(all, func(a, b *planned) int { return strings.Compare(a.File, b.File) })
	if len(o.Among) > 0 {
		all = slices.DeleteFunc(all, func(s *planned) bool { return !among(o.Among, s.ID) })
	}
	for i, s := range all {
		s.number = i + 1
	}
	return all
}

// among says whether a scenario is one of those that alone run.
func among(patterns []string, id string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { has, _ := path.Match(p, id); return has })
}

// cannot says why this target cannot run a scenario.
func cannot(o Options, s planned) string {
	tags := s.Tags
	switch {
	case slices.Contains(tags, "@manual"):
		return "done by hand"
	case o.production() && !slices.Contains(tags, "@production-safe"):
		return "is not for production: only what is tagged @production-safe runs there"
	case slices.Contains(tags, "@sandbox") && o.Control == "":
		return "needs the sandbox: faults, time travel or a customer who acts"
	case o.Control == "" && o.unable(s) != "":
		return o.unable(s)
	case o.Control == "" && o.Approval == Never && o.needsApproval(s):
		return noApproval
	}
	return ""
}

// selected gives the definitions that o.APIs names, all where it names none.
func selected(o Options) ([]api.Definition, error) {
	if len(o.APIs) == 0 {
		return o.Definitions, nil
	}
	var list []api.Definition
	for _, id := range o.APIs {
		i := slices.IndexFunc(o.Definitions, func(d api.Definition) bool { return d.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("select the APIs: no API is called %q", id)
		}
		list = append(list, o.Definitions[i])
	}
	return list, nil
}

// paths lists the feature files, in an order that the seed decides. Where APIs are
// chosen, those that name none of them are left out: nothing in them would run.
func paths(o Options) ([]string, error) {
	if o.Only != nil {
		return []string{o.Only.File}, nil
	}
	var list []string
	err := fs.WalkDir(o.Features, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".feature") {
			return err
		}
		text, err := fs.ReadFile(o.Features, path)
		if len(o.APIs) == 0 || slices.ContainsFunc(o.APIs, func(id string) bool { return bytes.Contains(text, []byte("@"+id)) }) {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the features: %w", err)
	}
	for _, own := range o.Own {
		list = append(list, ownPrefix+own.Name)
	}
	slices.Sort(list)
	if o.Seed != 0 {
		r := rand.New(rand.NewPCG(uint64(o.Seed), 0))
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	return list, nil
}

// parse reads the features as godog will when it runs them, so that the IDs of
// the pickles are the same.
func parse(features fs.FS, paths []string) ([]planned, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	suite := godog.TestSuite{Options: &godog.Options{FS: features, Paths: paths}}
	files, err := suite.RetrieveFeatures()
	if err != nil {
		return nil, unread(err)
	}
	var all []planned
	for _, f := range files {
		if f.GherkinDocument.Feature == nil {
			continue // an empty file
		}
		index := indexOf(f.GherkinDocument)
		for _, p := range f.Pickles {
			all = append(all, index.planned(p))
		}
	}
	return all, nil
}
