// Package twin holds the outcomes of the same scenarios on two APIs against each
// other: sums, states and refusals, never answers as texts. What is known to come
// out otherwise is declared, with its source, in one file per pair.
package twin

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/regress/pair"
)

//go:embed pairs/*.yaml
var files embed.FS

// A Pair is two versions that mean the same, with what is known to differ.
type Pair struct {
	Old         string        `yaml:"old"`
	New         string        `yaml:"new"`
	Differences []Declaration `yaml:"differences"`
}

// A Declaration is a difference that is known.
type Declaration struct {
	// Scenario is the ID without the API, or a pattern of [path.Match].
	Scenario string `yaml:"scenario"`
	// Part is status, ledger, states or refusals.
	Part string `yaml:"part"`
	// Old and New are what comes out on either side.
	Old string `yaml:"old"`
	New string `yaml:"new"`
	// Kind is gain, lose or change, as whoever moves to the new one sees it.
	Kind   string `yaml:"kind"`
	Says   string `yaml:"says"`
	Source string `yaml:"source"`
}

func (d Declaration) String() string {
	return fmt.Sprintf("%s: %s: %s, and now %s", d.Scenario, d.Part, d.Old, d.New)
}

// Pairs gives every pair.
func Pairs() ([]Pair, error) {
	return pair.All(files, Parse)
}

// Parse reads the file of a pair, and takes nothing that it does not know.
func Parse(name string, text []byte) (Pair, error) {
	var p Pair
	if err := pair.Decode(name, text, &p); err != nil {
		return Pair{}, err
	}
	if p.Old == "" || p.New == "" {
		return Pair{}, fmt.Errorf("read %s: want old and new", name)
	}
	for _, d := range p.Differences {
		_, err := path.Match(d.Scenario, "")
		switch {
		case err != nil:
			return Pair{}, fmt.Errorf("read %s: %s: %w", name, d.Scenario, err)
		case !slices.Contains([]string{"status", "ledger", "states", "refusals"}, d.Part):
			return Pair{}, fmt.Errorf("read %s: %s: want a part, got %q", name, d.Scenario, d.Part)
		case !slices.Contains([]string{"gain", "lose", "change"}, d.Kind):
			return Pair{}, fmt.Errorf("read %s: %s: want gain, lose or change, got %q", name, d.Scenario, d.Kind)
		case d.Says == "" || d.Source == "":
			return Pair{}, fmt.Errorf("read %s: %s: a difference has words and a source", name, d.Scenario)
		}
	}
	return p, nil
}

// Compare holds the outcomes of scenarios that ran for both sides against each
// other. whole says that all there are have run: then a declaration of a scenario
// that is not among them matches nothing.
func Compare(p Pair, all []harness.Scenario, whole bool) *harness.Twin {
	t := &harness.Twin{Old: p.Old, New: p.New}
	used := make([]bool, len(p.Differences))
	seen := make([]bool, len(p.Differences))
	for _, old := range all {
		id, is := strings.CutPrefix(old.ID, p.Old+"/")
		at := slices.IndexFunc(all, func(s harness.Scenario) bool { return s.ID == p.New+"/"+id })
		if old.API != p.Old || !is || at < 0 || skipped(old) || skipped(all[at]) {
			continue
		}
		t.Compared++
		for i, d := range p.Differences {
			matches, _ := path.Match(d.Scenario, id) // Parse has tried the pattern
			seen[i] = seen[i] || matches
		}
		for _, d := range differences(old, all[at]) {
			d.Scenario, d.Name = id, old.Name
			p.declare(&d, used)
			t.Differences = append(t.Differences, d)
		}
	}
	for i, d := range p.Differences {
		if !used[i] && (seen[i] || whole) {
			t.Unmatched = append(t.Unmatched, d.String())
		}
	}
	slices.SortStableFunc(t.Differences, func(a, b harness.TwinDifference) int {
		return strings.Compare(a.Kind+"\x00"+a.Scenario+"\x00"+a.Part, b.Kind+"\x00"+b.Scenario+"\x00"+b.Part)
	})
	return t
}

func skipped(s harness.Scenario) bool { return s.Status == harness.StatusSkipped }

// declare finds the declaration of a difference.
func (p Pair) declare(d *harness.TwinDifference, used []bool) {
	for i, known := range p.Differences {
		matches, _ := path.Match(known.Scenario, d.Scenario)
		if matches && known.Part == d.Part && known.Old == d.Old && known.New == d.New {
			d.Kind, d.Says, d.Source = known.Kind, known.Says, known.Source
			used[i] = true
			return
		}
	}
}

// differences between two outcomes.
func differences(old, now harness.Scenario) []harness.TwinDifference {
	var all []harness.TwinDifference
	add := func(part, a, b string) {
		if a != b {
			all = append(all, harness.TwinDifference{Part: part, Old: a, New: b})
		}
	}
	add("status", string(old.Status), string(now.Status))
	a, b := unlike(old.Outcome.Ledger, now.Outcome.Ledger)
	add("ledger", a, b)
	a, b = unlike(old.Outcome.States, now.Outcome.States)
	add("states", a, b)
	if !alike(old.Outcome.Refusals, now.Outcome.Refusals) {
		add("refusals", refusals(old.Outcome.Refusals), refusals(now.Outcome.Refusals))
	}
	return all
}

// unlike leaves out what is the same on both sides.
func unlike(old, now []string) (a, b string) {
	only := func(list, other []string) string {
		var left []string
		for i, s := range list {
			if i >= len(other) || other[i] != s {
				left = append(left, s)
			}
		}
		if len(left) == 0 {
			return "nothing"
		}
		return strings.Join(left, "; ")
	}
	a, b = only(old, now), only(now, old)
	return a, b
}

// alike says that the same acts are refused, for reasons that may be the same.
func alike(old, now []harness.Refusal) bool {
	return slices.EqualFunc(old, now, func(a, b harness.Refusal) bool {
		if a.Doing != b.Doing || (len(a.Reasons) == 0) != (len(b.Reasons) == 0) {
			return false
		}
		return len(a.Reasons) == 0 || slices.ContainsFunc(a.Reasons, func(r string) bool { return slices.Contains(b.Reasons, r) })
	})
}

func refusals(list []harness.Refusal) string {
	var all []string
	for _, r := range list {
		all = append(all, r.Doing+" is refused: "+strings.Join(r.Reasons, ", or "))
	}
	if len(all) == 0 {
		return "nothing is refused"
	}
	return strings.Join(all, "; ")
}
