package steps

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"kontrakt/harness"
	"kontrakt/harness/spelling"
)

// sayable reports at once all that is wrong with the user's scenarios: what no sentence
// says, what names no API, what has the title of another. It is a *harness.Stop.
func sayable(o Options, pickles []planned) error {
	var mistakes []error
	titles, said, tagged := map[string]string{}, 0, 0
	for _, name := range o.Own {
		if !slices.ContainsFunc(pickles, func(s planned) bool { return s.own && s.File == name.Name }) {
			mistakes = append(mistakes, fmt.Errorf("%s: holds no scenario", name.Name))
		}
	}
	for _, s := range pickles {
		if !s.own {
			continue
		}
		at := fmt.Sprintf("%s:%d", s.File, s.Line)
		switch before := titles[s.ID]; {
		case strings.HasSuffix(s.ID, "/"):
			mistakes = append(mistakes, fmt.Errorf("%s: the scenario needs a title", at))
		case hidden.MatchString(s.Name):
			mistakes = append(mistakes, fmt.Errorf("%s: %q holds what may be somebody's number or address: reports hide it, and the scenario would have another ID in each", at, s.Name))
		case before != "":
			mistakes = append(mistakes, fmt.Errorf("%s: %s has that title, too, in a file of that name; rename one of them", at, before))
		}
		titles[s.ID] = at
		if err := o.ofAnAPI(s); err != nil {
			mistakes, tagged = append(mistakes, fmt.Errorf("%s: %w", at, err)), tagged+1
		}
		for i, step := range s.Steps {
			err := o.says(step.Text, s.arguments[i])
			if err == nil {
				continue
			}
			if err := fmt.Errorf("%s:%d: %w", s.File, s.lines[i], err); !slices.ContainsFunc(mistakes, func(m error) bool { return m.Error() == err.Error() }) {
				mistakes, said = append(mistakes, err), said+1
			}
		}
	}
	if len(mistakes) == 0 {
		return nil
	}
	hint := "an ID is made of the file's name and the scenario's title"
	switch {
	case said > 0:
		hint = "kontrakt steps lists what can be said; kontrakt steps capture, what can be said of captures"
	case tagged > 0:
		hint = "a scenario has the tag of every API that it runs for, such as @ecom.v2"
	}
	return &harness.Stop{Err: errors.Join(mistakes...), Hint: hint, Usage: true}
}

// hidden is what a report hides wherever it stands.
var hidden = regexp.MustCompile(`[0-9]{8,}([^.0-9]|$)|\S@\S`)

// apiTag is what a tag looks like that is meant for an API.
var apiTag = regexp.MustCompile(`^@([\w-]+\.v\d+)$`)

// ofAnAPI wants at least one tag of an API, and none of an API that there is not.
func (o Options) ofAnAPI(s planned) error {
	found := false
	for _, tag := range s.Tags {
		if slices.Contains(o.Known, strings.TrimPrefix(tag, "@")) {
			found = true
		} else if apiTag.MatchString(tag) {
			meant := ""
			if near := spelling.Nearest(tag[1:], o.Known); near != "" {
				meant = fmt.Sprintf("; did you mean @%s?", near)
			}
			return fmt.Errorf("no API is called %q%s", tag[1:], meant)
		}
	}
	if !found {
		return errors.New("the scenario has the tag of no API, and would never run")
	}
	return nil
}

// says wants one sentence that the step is, with the table that it takes.
func (o Options) says(text string, argument *messages.PickleStepArgument) error {
	for _, s := range sentences() {
		if !s.expression.MatchString(text) {
			continue
		}
		switch table := argument != nil && argument.DataTable != nil; {
		case s.table() && !table:
			return fmt.Errorf("%q wants a table below it", text)
		case !s.table() && argument != nil:
			return fmt.Errorf("%q takes nothing below it", text)
		}
		return nil
	}
	near := ""
	if s := o.nearest(text); s != "" {
		near = fmt.Sprintf("; the nearest is %q", s)
	}
	return fmt.Errorf("no sentence says %q%s", text, near)
}

// table says whether the sentence takes one.
func (s sentence) table() bool {
	f := reflect.TypeOf(s.do)
	return f.In(f.NumIn()-1) == reflect.TypeFor[*godog.Table]()
}

var (
	quoted = regexp.MustCompile(`"[^"]*"`)
	digits = regexp.MustCompile(`\d+`)
)

// nearest is what of our own features reads most like a step; "" where nothing does.
func (o Options) nearest(text string) string {
	plain := func(s string) string {
		return digits.ReplaceAllString(quoted.ReplaceAllString(strings.ToLower(s), `""`), "0")
	}
	best, least := "", 1+len(text)/2
	_ = spokenIn(o.Features, func(_ *messages.Pickle, step *messages.PickleStep) { // what is embedded can be read
		if max(len(step.Text)-len(text), len(text)-len(step.Text)) >= 2*least+20 { // amounts aside, no nearer than that
			return
		}
		if d := spelling.Distance(plain(text), plain(step.Text)); d < least {
			best, least = step.Text, d
		}
	})
	return best
}

// parserError is a line of what the parser of features says.
var parserError = regexp.MustCompile(`\((\d+):\d+\): (.*)`)

// unread words what stands in the way of reading a file of the user's; others are ours,
// and as they are.
func unread(err error) error {
	_, rest, own := strings.Cut(err.Error(), ownPrefix)
	name, says, found := strings.Cut(rest, " - ")
	if !own || !found {
		return fmt.Errorf("read the features: %w", err)
	}
	wrong := fmt.Errorf("%s: %q", name, cut(says))
	if m := parserError.FindStringSubmatch(says); m != nil { // the others follow from the first
		wrong = fmt.Errorf("%s:%s: %q", name, m[1], cut(m[2]))
		if _, got, ok := strings.Cut(m[2], ", got '"); ok {
			wrong = fmt.Errorf("%s:%s: %q does not belong here", name, m[1], cut(strings.TrimSuffix(got, "'")))
		}
	}
	return &harness.Stop{Err: wrong, Hint: "a feature file is written in Gherkin: Feature, Scenario, Given, When, Then", Usage: true}
}

// cut keeps a line short that may be anything.
func cut(text string) string {
	const most = 80
	if runes := []rune(strings.TrimSpace(text)); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return strings.TrimSpace(text)
}
