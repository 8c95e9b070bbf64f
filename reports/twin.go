package reports

import "kontrakt/harness"

// Twin says how the same scenarios came out on two APIs.
type Twin struct {
	Old         string           `json:"old"`
	New         string           `json:"new"`
	Compared    int              `json:"compared"`
	Differences []TwinDifference `json:"differences"`
	// Unmatched are declared differences that are not there.
	Unmatched []string `json:"unmatched"`
}

// TwinDifference is one thing that came out otherwise. Kind is gain, lose, change
// or undeclared.
type TwinDifference struct {
	Scenario string `json:"scenario"`
	Name     string `json:"name"`
	Part     string `json:"part"`
	Old      string `json:"old"`
	New      string `json:"new"`
	Kind     string `json:"kind"`
	Says     string `json:"says"`
	Source   string `json:"source"`
}

const undeclared = "undeclared"

func twinOf(t *harness.Twin) *Twin {
	if t == nil {
		return nil
	}
	out := &Twin{Old: t.Old, New: t.New, Compared: t.Compared, Differences: []TwinDifference{}, Unmatched: list(t.Unmatched)}
	for _, d := range t.Differences {
		one := TwinDifference(d)
		if one.Kind == "" {
			one.Kind = undeclared
		}
		out.Differences = append(out.Differences, one)
	}
	return out
}

// harness gives back what the section was made of.
func (t *Twin) harness() *harness.Twin {
	if t == nil {
		return nil
	}
	out := &harness.Twin{Old: t.Old, New: t.New, Compared: t.Compared, Unmatched: t.Unmatched}
	for _, d := range t.Differences {
		one := harness.TwinDifference(d)
		if one.Kind == undeclared {
			one.Kind = ""
		}
		out.Differences = append(out.Differences, one)
	}
	return out
}

// twinWords head the differences of a kind, as whoever moves reads them.
var twinWords = []struct{ Kind, Words string }{
	{undeclared, "not declared"}, {"gain", "you gain"}, {"lose", "you lose"}, {"change", "what changes"},
}

// A twinGroup is the differences of one kind.
type twinGroup struct {
	Kind, Words string
	All         []TwinDifference
}

// Groups are the differences by kind; what nobody declared comes first.
func (t *Twin) Groups() []twinGroup {
	var groups []twinGroup
	for _, w := range twinWords {
		g := twinGroup{Kind: w.Kind, Words: w.Words}
		for _, d := range t.Differences {
			if d.Kind == w.Kind {
				g.All = append(g.All, d)
			}
		}
		if len(g.All) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// twin lists what came out otherwise on the two sides of a twin run.
func (s *summary) twin() {
	t := s.report.Twin
	if t == nil {
		return
	}
	s.line("")
	s.line("%s and %s: %s compared, %s", oneLine(t.Old), oneLine(t.New), count(t.Compared, "scenario"), count(len(t.Differences), "difference"))
	for _, g := range t.Groups() {
		code := cyan
		if g.Kind == undeclared {
			code = red
		}
		for _, d := range g.All {
			s.line("")
			s.line("%s  %s", s.paint(code, g.Words), s.paint(bold, oneLine(d.Scenario)))
			s.row(d.Part, oneLine(d.Old)+" → "+oneLine(d.New))
			if d.Says != "" {
				s.row("means", oneLine(d.Says))
				s.row("source", oneLine(d.Source))
			}
		}
	}
	for _, u := range t.Unmatched {
		s.line("")
		s.line("%s  %s", s.paint(red, "not there"), oneLine(u))
	}
}
