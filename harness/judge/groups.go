package judge

import (
	"cmp"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

const (
	// listed is how many exchanges and scenarios a finding names.
	listed = 20
	// maxGroups bounds the findings of a run: beyond it those about unknown
	// paths merge, so that a flood of paths cannot fill the memory.
	maxGroups = 5000
)

// A group key is what makes two findings the same mistake.
type group struct{ fingerprint, path, want string }

// groups are findings merged by what makes them the same mistake, each with
// how often it was seen and where first.
type groups map[group]*harness.Finding

// groupOf gives what makes a finding the same mistake as another. What one about
// a sequence wants depends on all that came before.
func groupOf(f *harness.Finding) group {
	if ofVersion(f) {
		f = about(f.Contract, f)
	}
	if f.Direction == harness.InSequence {
		return group{f.Fingerprint(), f.Path, ""}
	}
	return group{f.Fingerprint(), f.Path, f.Want}
}

// add merges findings, but for those that a scenario meant to cause.
func (g groups) add(found []harness.Finding) {
	for i := range found {
		f := &found[i]
		if f.Expected {
			continue
		}
		key := groupOf(f)
		if ofVersion(f) {
			f = about(f.Contract, f)
		}
		if f.Operation == "" && f.Path != "" && len(g) >= maxGroups {
			key.path, key.want = "", ""
		}
		if known := g[key]; known != nil {
			merge(known, f)
			continue
		}
		first := *f
		first.Exchanges, first.Scenarios = slices.Clone(f.Exchanges), slices.Clone(f.Scenarios)
		g[key] = &first
	}
}

// ofVersion says whether a finding is about a whole version of an API, whichever
// operation was called.
func ofVersion(f *harness.Finding) bool {
	return f.Want == contract.InForce && strings.HasPrefix(f.Rule, "lifecycle.")
}

// about gives a finding about a contract and none of its operations: one mistake
// is one finding.
func about(id string, f *harness.Finding) *harness.Finding {
	whole := *f
	whole.Contract, whole.Operation, whole.Method, whole.Path = id, "", "", ""
	whole.Spec = harness.SpecRef{}
	return &whole
}

// merge counts another sighting. Workers finish, and scenarios run, in any order:
// the finding shows what stood in the earliest exchange of the scenario whose ID
// comes first.
func merge(known, f *harness.Finding) {
	known.Count += max(f.Count, 1)
	if len(f.Exchanges) > 0 && (len(known.Exchanges) == 0 || before(f, known)) {
		known.Pointer, known.Want, known.Got = f.Pointer, f.Want, f.Got
		known.Path, known.Help, known.Spec = f.Path, f.Help, f.Spec
	}
	for _, id := range f.Exchanges {
		known.Exchanges = keepFirst(known.Exchanges, id, byID)
	}
	for _, id := range f.Scenarios {
		known.Scenarios = keepFirst(known.Scenarios, id, cmp.Compare[string])
	}
}

func before(f, g *harness.Finding) bool {
	return cmp.Or(cmp.Compare(first(f.Scenarios), first(g.Scenarios)), byID(f.Exchanges[0], g.Exchanges[0])) < 0
}

func first(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// keepFirst adds an ID to a sorted list of the first ones, once.
func keepFirst(ids []string, id string, compare func(a, b string) int) []string {
	at, known := slices.BinarySearchFunc(ids, id, compare)
	if known || at >= listed {
		return ids
	}
	ids = slices.Insert(ids, at, id)
	return ids[:min(len(ids), listed)]
}

// byID orders exchanges as they arrived: x9999 before x10000.
func byID(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// list gives copies of the findings, sorted.
func (g groups) list() []harness.Finding {
	all := make([]harness.Finding, 0, len(g))
	for _, f := range g {
		one := *f
		one.Exchanges, one.Scenarios = slices.Clone(f.Exchanges), slices.Clone(f.Scenarios)
		all = append(all, one)
	}
	slices.SortFunc(all, harness.Finding.Compare)
	return all
}
