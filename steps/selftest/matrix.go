package selftest

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// A Matrix is what has found what.
type Matrix struct {
	Healthy  []Trial `json:"healthy"`
	Defects  []Trial `json:"defects"`
	Mistakes []Trial `json:"mistakes"`
	// Unbroken are the rules that found nothing, where all was tried: nothing that
	// is seeded breaks them.
	Unbroken []Unbroken `json:"unbroken,omitempty"`
	// Interrupted says that not all trials were held.
	Interrupted bool `json:"interrupted,omitempty"`
}

func newMatrix(all []Trial) Matrix {
	slices.SortFunc(all, func(a, b Trial) int { return cmp.Or(cmp.Compare(a.API, b.API), cmp.Compare(a.Name, b.Name)) })
	var m Matrix
	for _, t := range all {
		switch {
		case t.Healthy():
			m.Healthy = append(m.Healthy, t)
		case t.Kind == SeededDefect:
			m.Defects = append(m.Defects, t)
		default:
			m.Mistakes = append(m.Mistakes, t)
		}
	}
	return m
}

// Survivors are the trials in which the harness has not done as it must.
func (m Matrix) Survivors() []Trial {
	var list []Trial
	for _, t := range slices.Concat(m.Healthy, m.Defects, m.Mistakes) {
		if !t.Held() {
			list = append(list, t)
		}
	}
	return list
}

// Print writes the matrix for people: a line for each trial and finding, and the
// survivors by name at the end.
func (m Matrix) Print(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(table, "API\tSEEDED\tCLAUSE\tCAUGHT BY\n")
	for _, t := range slices.Concat(m.Defects, m.Mistakes) {
		for _, k := range t.rows() {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", cmp.Or(t.API, "-"), t.Name, t.Says, k.By)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, m.summary())
	return err
}

func (t Trial) rows() []Kill {
	if t.Caught() {
		return t.Kills
	}
	return []Kill{{By: t.verdict()}}
}

// verdict is one word for a trial in which the harness has not done as it must.
func (t Trial) verdict() string {
	switch {
	case t.Err != nil:
		return "UNTRIED"
	case t.Healthy():
		return "FOUND"
	}
	return "SURVIVES"
}

func (m Matrix) summary() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s seeded defects are caught, and %s seeded mistakes\n", share(m.Defects), share(m.Mistakes))
	for _, t := range m.Healthy {
		verdict := "nothing is found"
		if !t.Held() {
			verdict = "something is found"
		}
		fmt.Fprintf(&b, "%s: %s\n", t.Name, verdict)
	}
	for _, t := range m.Survivors() {
		t.explain(&b)
	}
	if len(m.Unbroken) > 0 {
		fmt.Fprintf(&b, "%d rules that nothing seeded breaks:\n", len(m.Unbroken))
	}
	for _, u := range m.Unbroken {
		fmt.Fprintf(&b, "  %s: %s\n", u.Rule, cmp.Or(u.Why, "nobody has seeded it"))
	}
	return b.String()
}

// explain says what is wrong with a trial.
func (t Trial) explain(b *strings.Builder) {
	what := string(t.Kind) + " " + t.Name
	if t.Healthy() {
		what = t.Name
	}
	fmt.Fprintf(b, "%s  %s (%s): %s\n", t.verdict(), what, cmp.Or(t.API, "every API"), t.Says)
	if t.Rule != "" && t.Err == nil && len(t.Kills) == 0 {
		fmt.Fprintf(b, "  %s finds nothing\n", t.Rule)
	}
	for _, k := range t.Stray {
		line, _, _ := strings.Cut(k.Reason, "\n")
		fmt.Fprintf(b, "  %s  %s\n", k.By, line)
	}
	if t.Err != nil {
		fmt.Fprintf(b, "  it could not be tried: %v\n", t.Err)
	}
}

func share(list []Trial) string {
	caught := 0
	for _, t := range list {
		if t.Caught() {
			caught++
		}
	}
	return fmt.Sprintf("%d of %d", caught, len(list))
}
