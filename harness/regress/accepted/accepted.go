// Package accepted reads the findings that somebody has agreed to live with: each
// one by one, with an owner, a reason and a day on which it ends.
//
// An accepted finding is still judged and told; it does not fail the run. One
// that is gone, or whose day has passed, does.
package accepted

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"kontrakt/harness"
)

// DefaultFile is read where it exists and no other file is named.
const DefaultFile = "kontrakt.accepted.yaml"

// day is how the file writes a day, which ends at midnight UTC.
const day = time.DateOnly

// A List is what is accepted.
type List struct {
	entries []harness.Acceptance
}

// entryYAML is an entry as the file has it.
type entryYAML struct {
	Rule      string `yaml:"rule"`
	Operation string `yaml:"operation"`
	Pointer   string `yaml:"pointer"`
	Owner     string `yaml:"owner"`
	Reason    string `yaml:"reason"`
	Expires   string `yaml:"expires"`
}

// Parse reads a file of accepted findings and reports every mistake in it at
// once.
func Parse(name string, data []byte) (*List, error) {
	var nodes []yaml.Node
	err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&nodes)
	switch {
	case errors.Is(err, io.EOF):
		return &List{}, nil
	case err != nil:
		return nil, fmt.Errorf("read %s: want a list of entries with rule, operation, pointer, owner, reason and expires", name)
	}
	l := &List{}
	var mistakes []error
	for _, n := range nodes {
		e, err := entryOf(n)
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("%s:%d: %w", name, n.Line, err))
			continue
		}
		e.File, e.Line = name, n.Line
		if twin := slices.IndexFunc(l.entries, e.Alike); twin >= 0 {
			mistakes = append(mistakes, fmt.Errorf("%s:%d: the entry of line %d stands here a second time", name, n.Line, l.entries[twin].Line))
		}
		l.entries = append(l.entries, e)
	}
	return l, errors.Join(mistakes...)
}

func entryOf(n yaml.Node) (harness.Acceptance, error) {
	text, err := yaml.Marshal(&n)
	if err != nil {
		return harness.Acceptance{}, err
	}
	var y entryYAML
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&y); err != nil {
		return harness.Acceptance{}, errors.New("want rule, operation, pointer, owner, reason and expires, each a text")
	}
	for _, member := range [][2]string{{"rule", y.Rule}, {"operation", y.Operation}, {"owner", y.Owner}, {"reason", y.Reason}, {"expires", y.Expires}} {
		if strings.TrimSpace(member[1]) == "" {
			return harness.Acceptance{}, fmt.Errorf("%s is missing", member[0])
		}
	}
	expires, err := time.Parse(day, y.Expires)
	if err != nil {
		return harness.Acceptance{}, fmt.Errorf("expires: want a day such as 2027-01-31, got %q", y.Expires)
	}
	return harness.Acceptance{
		Rule: y.Rule, Operation: y.Operation, Pointer: y.Pointer, Owner: y.Owner, Reason: y.Reason, Expires: expires,
	}, nil
}

// Mark notes on a finding who has accepted it, if anybody has and the day has not
// passed.
func (l *List) Mark(f *harness.Finding, now time.Time) {
	if l == nil {
		return
	}
	i := slices.IndexFunc(l.entries, func(a harness.Acceptance) bool { return a.Holds(f) })
	if i >= 0 && !l.entries[i].Expired(now) {
		a := l.entries[i]
		f.Accepted = fmt.Sprintf("%s, until %s: %s", a.Owner, a.Expires.Format(day), a.Reason)
	}
}

// Settle marks a run's findings and says of every entry what became of it.
func (l *List) Settle(run *harness.Run, now time.Time) {
	if l == nil {
		return
	}
	run.Accepted = slices.Clone(l.entries)
	for i := range run.Findings {
		l.Mark(&run.Findings[i], now)
	}
	for i := range run.Accepted {
		a := &run.Accepted[i]
		for j := range run.Findings {
			if a.Holds(&run.Findings[j]) {
				a.Seen += max(run.Findings[j].Count, 1)
			}
		}
		a.Past = a.Expired(now)
	}
}

// Write gives the text of a file that accepts errors and warnings: owner and
// reason are left to be filled in, which a file without them is refused for.
func Write(found []harness.Finding, expires time.Time) ([]byte, error) {
	var entries []entryYAML
	for _, f := range found {
		if f.Severity.Weight() < harness.Warning.Weight() {
			continue
		}
		e := entryYAML{Rule: f.Rule, Operation: f.About(), Pointer: f.Place(), Expires: expires.Format(day)}
		if !slices.Contains(entries, e) {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b entryYAML) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Pointer, b.Pointer))
	})
	var out bytes.Buffer
	out.WriteString("# Findings that we live with until a day. Each wants an owner and a reason; one that\n" +
		"# is gone, or whose day has passed, fails the run.\n")
	if len(entries) == 0 {
		return append(out.Bytes(), "[]\n"...), nil
	}
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(entries); err != nil {
		return nil, fmt.Errorf("write the accepted findings: %w", err)
	}
	return out.Bytes(), nil
}
