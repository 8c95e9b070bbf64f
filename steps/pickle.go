package steps

import (
	"path"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"kontrakt/harness"
)

// An index finds what a pickle was made from: godog's pickles have lost
// keywords and lines.
type index struct {
	feature  string
	keywords map[string]string
	lines    map[string]int64
}

func indexOf(doc *messages.GherkinDocument) index {
	x := index{feature: doc.Feature.Name, keywords: map[string]string{}, lines: map[string]int64{}}
	for _, c := range doc.Feature.Children {
		x.background(c.Background)
		x.scenario(c.Scenario)
		if c.Rule == nil {
			continue
		}
		for _, rc := range c.Rule.Children {
			x.background(rc.Background)
			x.scenario(rc.Scenario)
		}
	}
	return x
}

func (x index) background(b *messages.Background) {
	if b != nil {
		x.steps(b.Steps)
	}
}

func (x index) scenario(s *messages.Scenario) {
	if s == nil {
		return
	}
	x.lines[s.Id] = s.Location.Line
	x.steps(s.Steps)
	for _, e := range s.Examples {
		for _, row := range e.TableBody {
			x.lines[row.Id] = row.Location.Line
		}
	}
}

func (x index) steps(all []*messages.Step) {
	for _, s := range all {
		x.keywords[s.Id], x.lines[s.Id] = strings.TrimSpace(s.Keyword), s.Location.Line
	}
}

// planned makes the scenario of a pickle, without API: its ID is the file's
// name and the title, which a test holds to be unique.
func (x index) planned(p *messages.Pickle) planned {
	s := planned{pickle: p.Id, outline: x.lines[p.AstNodeIds[0]], Scenario: harness.Scenario{
		ID:      strings.TrimSuffix(path.Base(p.Uri), ".feature") + "/" + slug(p.Name),
		Feature: x.feature, Name: p.Name, File: p.Uri,
		Line: int(x.lines[p.AstNodeIds[len(p.AstNodeIds)-1]]),
	}}
	for _, t := range p.Tags {
		if !slices.Contains(s.Tags, t.Name) {
			s.Tags = append(s.Tags, t.Name)
		}
	}
	for _, step := range p.Steps {
		s.Steps = append(s.Steps, harness.Step{
			Keyword: x.keywords[step.AstNodeIds[0]], Text: step.Text, Status: harness.StatusSkipped,
		})
		s.lines, s.arguments = append(s.lines, x.lines[step.AstNodeIds[0]]), append(s.arguments, step.Argument)
	}
	s.mine()
	return s
}

// slug writes a title as part of an ID: lower case, digits and dashes; a point
// between digits stays, so that 1.00 and 100 differ.
func slug(title string) string {
	var b strings.Builder
	gap := false
	runes := []rune(strings.ToLower(title))
	for i, r := range runes {
		if r == 'ø' {
			r = 'o'
		}
		point := r == '.' && i > 0 && i+1 < len(runes) && digit(runes[i-1]) && digit(runes[i+1])
		switch {
		case r >= 'a' && r <= 'z' || digit(r) || point:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		case r == '\'':
		default:
			gap = true
		}
	}
	return b.String()
}

func digit(r rune) bool { return r >= '0' && r <= '9' }
