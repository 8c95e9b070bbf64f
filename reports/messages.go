package reports

import (
	"cmp"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	messages "github.com/cucumber/messages/go/v21"

	"kontrakt/harness"
)

// messagesVersion is that of the protocol that the types are of.
const messagesVersion = "21.0.1"

// renderMessages writes the scenarios as Cucumber messages, one a line. A report knows
// when the run began, how long a scenario took and where it stands: every scenario
// starts with the run, its steps stand in its line and take no time. What the judge
// found ends it, as a hook.
func renderMessages(w io.Writer, run *harness.Run) error {
	report, err := New(run)
	if err != nil {
		return err
	}
	report = new(rewritten(*report, lines))
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	m := &messenger{report: report, findings: report.findingsBy(), send: func(e *messages.Envelope) error { return encoder.Encode(e) }}
	return m.all()
}

// A messenger writes messages until one cannot be written.
type messenger struct {
	report   *Report
	findings map[string][]Finding
	send     func(*messages.Envelope) error
	err      error
	last     int
	cases    []messageCase
}

// A messageCase is a scenario with the IDs of what was said of it.
type messageCase struct {
	Scenario
	test *messages.TestCase
}

func (m *messenger) say(e *messages.Envelope) {
	if m.err == nil {
		m.err = m.send(e)
	}
}

// id is a new one.
func (m *messenger) id() string {
	m.last++
	return strconv.Itoa(m.last)
}

func (m *messenger) all() error {
	tool, unknown := m.report.Tool, &messages.Product{Name: "unknown"}
	m.say(&messages.Envelope{Meta: &messages.Meta{
		ProtocolVersion: messagesVersion, Implementation: &messages.Product{Name: cmp.Or(tool.Name, "unknown"), Version: tool.Version},
		Runtime: &messages.Product{Name: "go"}, Os: unknown, Cpu: unknown,
	}})
	for i, s := range m.report.Scenarios {
		if i == 0 || m.report.Scenarios[i-1].File != s.File || m.report.Scenarios[i-1].Feature != s.Feature {
			m.feature(m.report.Scenarios[i:])
		}
	}
	hook := &messages.Hook{Id: m.id(), Name: "what the judge found", SourceReference: &messages.SourceReference{}}
	m.say(&messages.Envelope{Hook: hook})
	m.say(&messages.Envelope{TestRunStarted: &messages.TestRunStarted{Timestamp: m.at(0)}})
	for _, c := range m.cases {
		last := c.test.TestSteps[len(c.test.TestSteps)-1]
		last.HookId = hook.Id
		m.say(&messages.Envelope{TestCase: c.test})
	}
	for _, c := range m.cases {
		m.run(c)
	}
	m.say(&messages.Envelope{TestRunFinished: &messages.TestRunFinished{
		Success: m.report.Run.Verdict == harness.Passed.String(), Message: m.report.headline(), Timestamp: m.at(m.report.Run.DurationMs),
	}})
	return m.err
}

// feature tells of a feature with the scenarios at the front of all that are its own.
func (m *messenger) feature(all []Scenario) {
	n, apis := 0, map[string]bool{}
	for n < len(all) && all[n].File == all[0].File && all[n].Feature == all[0].Feature {
		apis[all[n].API] = true
		n++
	}
	feature := &messages.Feature{Location: &messages.Location{Line: 1}, Tags: []*messages.Tag{}, Language: "en", Keyword: "Feature", Name: all[0].Feature}
	uri := cmp.Or(all[0].File, all[0].Feature, "unknown")
	var pickles []*messages.Pickle
	for _, s := range all[:n] {
		if len(apis) > 1 { // one text, run for several
			s.Name += " (" + s.API + ")"
		}
		scenario := m.scenario(s)
		feature.Children = append(feature.Children, &messages.FeatureChild{Scenario: scenario})
		pickles = append(pickles, m.pickle(uri, scenario))
		m.cases = append(m.cases, messageCase{s, m.test(pickles[len(pickles)-1])})
	}
	m.say(&messages.Envelope{GherkinDocument: &messages.GherkinDocument{Uri: uri, Feature: feature, Comments: []*messages.Comment{}}})
	for _, p := range pickles {
		m.say(&messages.Envelope{Pickle: p})
	}
}

func (m *messenger) scenario(s Scenario) *messages.Scenario {
	at := &messages.Location{Line: int64(max(s.Line, 1))}
	out := &messages.Scenario{Id: m.id(), Location: at, Keyword: "Scenario", Name: s.Name, Tags: []*messages.Tag{}, Steps: []*messages.Step{}, Examples: []*messages.Examples{}}
	for _, tag := range s.Tags {
		out.Tags = append(out.Tags, &messages.Tag{Id: m.id(), Location: at, Name: tag})
	}
	for _, step := range s.Steps {
		out.Steps = append(out.Steps, &messages.Step{
			Id: m.id(), Location: at, Keyword: strings.TrimSpace(step.Keyword) + " ", KeywordType: keywordType(step.Keyword), Text: step.Text,
		})
	}
	return out
}

func (m *messenger) pickle(uri string, s *messages.Scenario) *messages.Pickle {
	p := &messages.Pickle{Id: m.id(), Uri: uri, Name: s.Name, Language: "en", AstNodeIds: []string{s.Id}, Steps: []*messages.PickleStep{}, Tags: []*messages.PickleTag{}}
	for _, tag := range s.Tags {
		p.Tags = append(p.Tags, &messages.PickleTag{Name: tag.Name, AstNodeId: tag.Id})
	}
	for _, step := range s.Steps {
		p.Steps = append(p.Steps, &messages.PickleStep{Id: m.id(), AstNodeIds: []string{step.Id}, Text: step.Text})
	}
	return p
}

// test has a step for each of the pickle's, and one for the hook.
func (m *messenger) test(p *messages.Pickle) *messages.TestCase {
	t := &messages.TestCase{Id: m.id(), PickleId: p.Id}
	for _, step := range p.Steps {
		t.TestSteps = append(t.TestSteps, &messages.TestStep{Id: m.id(), PickleStepId: step.Id})
	}
	t.TestSteps = append(t.TestSteps, &messages.TestStep{Id: m.id()})
	return t
}

// run tells how a scenario went. The hook's status is the scenario's own, which no
// step needs to share: what a proxy sees no step does.
func (m *messenger) run(c messageCase) {
	started := m.id()
	m.say(&messages.Envelope{TestCaseStarted: &messages.TestCaseStarted{Id: started, TestCaseId: c.test.Id, Timestamp: m.at(0)}})
	end := func(step *messages.TestStep, ms float64, status, message string) {
		m.say(&messages.Envelope{TestStepStarted: &messages.TestStepStarted{TestCaseStartedId: started, TestStepId: step.Id, Timestamp: m.at(ms)}})
		m.say(&messages.Envelope{TestStepFinished: &messages.TestStepFinished{
			TestCaseStartedId: started, TestStepId: step.Id, Timestamp: m.at(ms),
			TestStepResult: &messages.TestStepResult{Duration: &messages.Duration{}, Message: message, Status: messageStatus(status)},
		}})
	}
	for i, step := range c.Steps {
		end(c.test.TestSteps[i], 0, step.Status, step.Error)
	}
	message := ""
	if c.Status != "passed" {
		message = strings.TrimSpace(c.why() + "\n" + c.evidence(m.findings[c.ID]))
	}
	end(c.test.TestSteps[len(c.Steps)], c.DurationMs, c.Status, message)
	m.say(&messages.Envelope{TestCaseFinished: &messages.TestCaseFinished{TestCaseStartedId: started, Timestamp: m.at(c.DurationMs)}})
}

// at is so many milliseconds after the run began.
func (m *messenger) at(ms float64) *messages.Timestamp {
	t := m.report.Run.StartedAt.Add(time.Duration(ms * float64(time.Millisecond)))
	return &messages.Timestamp{Seconds: t.Unix(), Nanos: int64(t.Nanosecond())}
}

func messageStatus(status string) messages.TestStepResultStatus {
	if status == "inconclusive" {
		return messages.TestStepResultStatus_UNKNOWN
	}
	return messages.TestStepResultStatus(strings.ToUpper(status))
}

func keywordType(keyword string) messages.StepKeywordType {
	switch strings.TrimSpace(keyword) {
	case "Given":
		return messages.StepKeywordType_CONTEXT
	case "When":
		return messages.StepKeywordType_ACTION
	case "Then":
		return messages.StepKeywordType_OUTCOME
	case "And", "But":
		return messages.StepKeywordType_CONJUNCTION
	}
	return messages.StepKeywordType_UNKNOWN
}
