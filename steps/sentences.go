package steps

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"kontrakt/harness/api"
)

// A Sentence is one that a feature can say.
type Sentence struct {
	// Says is the sentence: brackets hold what may stand there, braces name a kind of
	// thing: {money}, {number}, {text}, {reason}.
	Says string
	// Example is one that a feature of ours says, Table the rows below it.
	Example string
	Table   [][]string
	// APIs are those that our features say it of, sorted.
	APIs []string
}

// Reasons are what {reason} stands for, sorted.
func Reasons() []string {
	var all []string
	for _, r := range api.Reasons() {
		all = append(all, string(r))
	}
	return all
}

// Sentences are all that features can say, with an example each of these.
func Sentences(features fs.FS) ([]Sentence, error) {
	known := sentences()
	all := make([]Sentence, len(known))
	for i, s := range known {
		all[i].Says = strings.ReplaceAll(s.says, "(?:", "(")
	}
	which := map[string]int{}
	err := spokenIn(features, func(p *messages.Pickle, step *messages.PickleStep) {
		i, seen := which[step.Text]
		if !seen {
			i = slices.IndexFunc(known, func(s sentence) bool { return s.expression.MatchString(step.Text) })
			which[step.Text] = i
		}
		if i >= 0 {
			all[i].note(p, step)
		}
	})
	return all, err
}

// spokenIn tells of every step of all features, in the order of the files.
func spokenIn(features fs.FS, tell func(*messages.Pickle, *messages.PickleStep)) error {
	list, err := paths(Options{Features: features})
	if err != nil {
		return err
	}
	suite := godog.TestSuite{Options: &godog.Options{FS: features, Paths: list}}
	files, err := suite.RetrieveFeatures()
	if err != nil {
		return fmt.Errorf("read the features: %w", err)
	}
	for _, f := range files {
		for _, p := range f.Pickles {
			for _, step := range p.Steps {
				tell(p, step)
			}
		}
	}
	return nil
}

// note keeps the first example, and of which APIs it is said.
func (s *Sentence) note(p *messages.Pickle, step *messages.PickleStep) {
	if s.Example == "" {
		s.Example = step.Text
		if a := step.Argument; a != nil && a.DataTable != nil {
			for _, row := range a.DataTable.Rows {
				var cells []string
				for _, c := range row.Cells {
					cells = append(cells, c.Value)
				}
				s.Table = append(s.Table, cells)
			}
		}
	}
	for _, t := range p.Tags {
		if m := apiTag.FindStringSubmatch(t.Name); m != nil && !slices.Contains(s.APIs, m[1]) {
			s.APIs = append(s.APIs, m[1])
			slices.Sort(s.APIs)
		}
	}
}
