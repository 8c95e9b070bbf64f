package compare_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports"
	"kontrakt/reports/compare"
)

// base is a run of three scenarios over three operations.
func base() *reports.Report {
	shape := func(id string, status int, members ...string) reports.Shape {
		return reports.Shape{ID: id, Status: status, Members: members}
	}
	operation := func(id string, shapes ...reports.Shape) reports.Operation {
		return reports.Operation{Contract: "shop.v1", Operation: id, Flow: "api", Calls: 100, Shapes: shapes,
			Latency: reports.Latency{P50: 20, P95: 30, Max: 40, MedianLow: 18, MedianHigh: 22}}
	}
	return &reports.Report{
		Schema: reports.Schema, Tool: reports.Tool{Name: "kontrakt", Version: "1"},
		Run:       reports.Run{ID: "r1", Verdict: "conforms", Target: reports.Target{Kind: "sandbox"}},
		Contracts: []reports.Contract{{ID: "shop.v1", Version: "1.0.0"}},
		Scenarios: []reports.Scenario{
			{ID: "s1", Name: "one", API: "shop.v1", Status: "passed", Shapes: []string{"a1", "b1"}, Exchanges: []string{"x0001"}},
			{ID: "s2", Name: "two", API: "shop.v1", Status: "passed", Shapes: []string{"a1", "c1"}},
			{ID: "s3", Name: "three", API: "shop.v1", Status: "failed", Reason: "it never worked", Shapes: []string{"a1"}},
		},
		Findings: []reports.Finding{
			{ID: "f0001", Rule: "guide.old", Severity: "warning", Contract: "shop.v1", Operation: "order", Message: "odd", Fingerprint: "old"},
		},
		Operations: []reports.Operation{
			operation("order", shape("a1", 201, "/id string", "body object")),
			operation("look", shape("b1", 200, "/amount number", "/state string", "body object"), shape("b2", 200, "/state string", "body object"), shape("b4", 404)),
			operation("pay", shape("c1", 200, "/paid number", "body object")),
		},
		Coverage: reports.Coverage{
			Missing: []reports.Missing{{What: "shop.v1 pay 409", Reason: "no answer had this status"}},
			Proof: []reports.Proof{
				{Contract: "shop.v1", Operation: "look", Kind: "answered", Missing: []string{"200 /rare"}},
				{Contract: "shop.v1", Operation: "pay", Kind: "status", Missing: []string{"409"}},
			},
		},
	}
}

// changed is the base as a later run has it: other IDs, times and order, and what
// edit does.
func changed(edit func(*reports.Report)) *reports.Report {
	r := base()
	r.Run.ID = "r2"
	r.Findings[0].ID, r.Findings[0].Exchanges = "f0009", []string{"x0777"}
	r.Scenarios[0].Exchanges, r.Scenarios[0].DurationMs = []string{"x0500"}, 900
	r.Scenarios[0], r.Scenarios[2] = r.Scenarios[2], r.Scenarios[0]
	for i := range r.Operations {
		r.Operations[i].Latency = reports.Latency{P50: 21, P95: 90, Max: 400, MedianLow: 17, MedianHigh: 24}
	}
	if edit != nil {
		edit(r)
	}
	return r
}

// told are the changes in lines.
func told(d *compare.Document) []string {
	out := []string{}
	for _, c := range d.Changes {
		line := c.Weight + " " + c.Kind + " " + strings.TrimSpace(c.Contract+" "+c.Operation) + ": " + c.Text
		if len(c.Scenarios) > 0 {
			line += " in " + strings.Join(c.Scenarios, " ")
		}
		out = append(out, line)
	}
	return out
}

func scenario(r *reports.Report, id string) *reports.Scenario {
	for i := range r.Scenarios {
		if r.Scenarios[i].ID == id {
			return &r.Scenarios[i]
		}
	}
	return nil
}

func TestARegressionIsNamedAndNothingElse(t *testing.T) {
	t.Parallel()
	look := func(r *reports.Report) *reports.Operation { return &r.Operations[1] }
	tests := []struct {
		name string
		edit func(*reports.Report)
		want []string
	}{
		{"nothing but times, ids and order", nil, []string{}},
		{"a scenario fails, and what it did not reach is not proven", func(r *reports.Report) {
			s := scenario(r, "s1")
			s.Status, s.Reason, s.Shapes = "failed", "no amount", []string{"a1"}
			r.Coverage.Proof[0].Missing = []string{"200 /amount", "200 /rare"}
			r.Coverage.Missing = append(r.Coverage.Missing, reports.Missing{What: "shop.v1 look 200"})
		}, []string{"regression scenario-turned shop.v1: one in s1"}},
		{"a scenario can no longer be judged", func(r *reports.Report) { scenario(r, "s2").Status = "inconclusive" },
			[]string{"regression scenario-turned shop.v1: two in s2"}},
		{"a scenario is better", func(r *reports.Report) { scenario(r, "s3").Status = "passed" },
			[]string{"improvement scenario-turned shop.v1: three in s3"}},
		{"scenarios come and go", func(r *reports.Report) { scenario(r, "s3").ID = "s4" },
			[]string{"change scenario-gone shop.v1: three in s3", "change scenario-new shop.v1: three in s4"}},
		{"a new finding", func(r *reports.Report) {
			r.Findings = append(r.Findings, reports.Finding{Rule: "schema.type", Severity: "error", Contract: "shop.v1", Operation: "pay", Message: "wrong", Fingerprint: "new", Scenarios: []string{"s2"}},
				reports.Finding{Rule: "schema.type", Severity: "error", Contract: "shop.v1", Operation: "pay", Message: "wrong elsewise", Fingerprint: "new", Scenarios: []string{"s2", "s3"}})
			r.Coverage.Proof[1].Missing = nil
		}, []string{"regression finding-new shop.v1 pay: error schema.type: wrong in s2 s3"}},
		{"a new note, and a finding that somebody lives with", func(r *reports.Report) {
			r.Findings = append(r.Findings,
				reports.Finding{Rule: "spec.erratum", Severity: "note", Contract: "shop.v1", Operation: "pay", Message: "n", Fingerprint: "note"},
				reports.Finding{Rule: "schema.type", Severity: "error", Contract: "shop.v1", Operation: "pay", Message: "w", Fingerprint: "accepted", Accepted: "until then"})
		}, []string{"change finding-new shop.v1 pay: error schema.type: w", "change finding-new shop.v1 pay: note spec.erratum: n"}},
		{"a finding weighs more", func(r *reports.Report) { r.Findings[0].Severity = "error" },
			[]string{"regression finding-heavier shop.v1 order: error guide.old: odd"}},
		{"a finding is gone", func(r *reports.Report) { r.Findings = nil },
			[]string{"improvement finding-gone shop.v1 order: warning guide.old: odd"}},
		{"an answer lacks a member in a step that still passes", func(r *reports.Report) { scenario(r, "s1").Shapes = []string{"a1", "b2"} },
			[]string{"regression shape shop.v1 look: the answer 200 lacks /amount number in s1"}},
		{"an answer has a member of another kind, in several", func(r *reports.Report) {
			r.Operations[0].Shapes = append(r.Operations[0].Shapes, reports.Shape{ID: "a2", Status: 201, Members: []string{"/id number", "body object"}})
			scenario(r, "s1").Shapes[0], scenario(r, "s2").Shapes[0] = "a2", "a2"
		}, []string{"regression shape shop.v1 order: the answer 201 has /id number in place of /id string in s2 s1"}},
		{"an answer has one more member", func(r *reports.Report) {
			look(r).Shapes = append(look(r).Shapes, reports.Shape{ID: "b3", Status: 200, Members: []string{"/amount number", "/new string", "/state string", "body object"}})
			scenario(r, "s1").Shapes = []string{"a1", "b3"}
		}, []string{"change shape shop.v1 look: the answer 200 has /new string as well in s1"}},
		{"another status in a step that still passes", func(r *reports.Report) { scenario(r, "s1").Shapes = []string{"a1", "b4"} },
			[]string{"regression status shop.v1 look: answers 404 where it answered 200 in s1"}},
		{"one more call", func(r *reports.Report) { scenario(r, "s1").Shapes = []string{"a1", "b1", "b4"} }, []string{}},
		{"what was exercised and proven is so no more", func(r *reports.Report) {
			r.Coverage.Missing = append(r.Coverage.Missing, reports.Missing{What: "shop.v1 order 201", Reason: "nobody called it"})
			r.Coverage.Proof[0].Missing = []string{"200 /amount", "200 /rare"}
		}, []string{"regression coverage-lost shop.v1 order: shop.v1 order 201 was not exercised", "regression proof-lost shop.v1 look: answered 200 /amount is not proven"}},
		{"more is exercised and proven", func(r *reports.Report) {
			r.Coverage.Missing, r.Coverage.Proof[0].Missing = nil, nil
		}, []string{"improvement coverage-gained shop.v1 pay: shop.v1 pay 409 was exercised", "improvement proof-gained shop.v1 look: answered 200 /rare is proven"}},
		{"an operation takes longer", func(r *reports.Report) {
			look(r).Latency = reports.Latency{P50: 60, P95: 70, Max: 80, MedianLow: 55, MedianHigh: 65}
		}, []string{"regression latency shop.v1 look: takes 3 times as long"}},
		{"an operation takes longer, as chance has it", func(r *reports.Report) {
			look(r).Latency = reports.Latency{P50: 60, P95: 70, Max: 80, MedianLow: 20, MedianHigh: 100}
		}, []string{}},
		{"an operation that is hardly called takes longer", func(r *reports.Report) {
			look(r).Calls, look(r).Latency = 9, reports.Latency{P50: 60, MedianLow: 55, MedianHigh: 65}
		}, []string{}},
		{"a report of before there were shapes", func(r *reports.Report) {
			for i := range r.Operations {
				r.Operations[i].Shapes, r.Operations[i].Latency = nil, reports.Latency{P50: 60}
			}
			for i := range r.Scenarios {
				r.Scenarios[i].Shapes = nil
			}
		}, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := compare.Two(base(), changed(tt.edit), nil)
			assert.Equal(t, tt.want, told(d))
			assert.Equal(t, d, compare.Two(base(), changed(tt.edit), nil), "the same every time")
			back := compare.Two(changed(tt.edit), changed(tt.edit), nil)
			assert.Empty(t, told(back), "against itself nothing is otherwise")
		})
	}
}

// Load makes everything slower; it is no operation's regression.
func TestWhatEverythingSharesIsNoOperationsRegression(t *testing.T) {
	t.Parallel()
	slow := func(factor float64) *reports.Report {
		r := base()
		for i := range 6 {
			o := r.Operations[0]
			o.Operation = strings.Repeat("o", i+4)
			r.Operations = append(r.Operations, o)
		}
		for i := range r.Operations {
			l := &r.Operations[i].Latency
			l.P50, l.MedianLow, l.MedianHigh = l.P50*factor, l.MedianLow*factor, l.MedianHigh*factor
		}
		return r
	}
	d := compare.Two(slow(1), slow(4), nil)
	assert.Empty(t, told(d))
	assert.Equal(t, []string{"all operations together took 4 times as long: that is taken for the load of the machine or the target"}, d.Notes)
	one := slow(4)
	one.Operations[2].Latency = reports.Latency{P50: 800, MedianLow: 700, MedianHigh: 900}
	assert.Equal(t, []string{"regression latency shop.v1 pay: takes 40 times as long"}, told(compare.Two(slow(1), one, nil)))
}

// stepped is the base, told step by step: an order, a look that tells the amount,
// and one that does not.
func stepped(edit func(*reports.Scenario)) *reports.Report {
	r := base()
	s := scenario(r, "s1")
	s.Shapes = []string{"a1", "b1", "b2"}
	s.Steps = []reports.Step{
		{Keyword: "Given", Text: "an order", Shapes: []string{"a1"}},
		{Keyword: "When", Text: "it is looked at twice", Shapes: []string{"b1", "b2"}},
		{Keyword: "Then", Text: "nobody calls"},
		{Keyword: "And", Text: "it is looked at again", Shapes: []string{"b1"}},
	}
	if edit != nil {
		edit(s)
	}
	return r
}

func TestAnswersAreComparedStepByStep(t *testing.T) {
	t.Parallel()
	const lacks, has = "regression shape shop.v1 look: the answer 200 lacks /amount number in s1", "change shape shop.v1 look: the answer 200 has /amount number as well in s1"
	tests := []struct {
		name  string
		edit  func(*reports.Scenario)
		want  []string
		steps []string
	}{
		{"nothing", nil, []string{}, nil},
		{"the answer to one call, though another call of the scenario still has it", func(s *reports.Scenario) { s.Steps[3].Shapes = []string{"b2"} },
			[]string{lacks}, []string{"And it is looked at again"}},
		{"the second answer of a step", func(s *reports.Scenario) { s.Steps[1].Shapes = []string{"b1", "b1"} },
			[]string{has}, []string{"When it is looked at twice"}},
		{"two answers that changed places", func(s *reports.Scenario) { s.Steps[1].Shapes = []string{"b2", "b1"} },
			[]string{lacks, has}, []string{"When it is looked at twice"}},
		{"another status of one call", func(s *reports.Scenario) { s.Steps[3].Shapes = []string{"b4"} },
			[]string{"regression status shop.v1 look: answers 404 where it answered 200 in s1"}, []string{"And it is looked at again"}},
		{"one more call, as who waits may make", func(s *reports.Scenario) { s.Steps[1].Shapes = []string{"b1", "b2", "b1"} }, []string{}, nil},
		{"one call less", func(s *reports.Scenario) { s.Steps[1].Shapes = []string{"b1"} }, []string{}, nil},
		{"a step whose words are others is another", func(s *reports.Scenario) {
			s.Steps[3] = reports.Step{Keyword: "And", Text: "else", Shapes: []string{"b4"}}
		}, []string{}, nil},
		{"a report that does not say in which step", func(s *reports.Scenario) { s.Steps, s.Shapes = nil, []string{"a1", "b2"} }, []string{lacks}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := compare.Two(stepped(nil), stepped(tt.edit), nil)
			slices.SortFunc(d.Changes, func(a, b compare.Change) int { return -strings.Compare(a.Weight, b.Weight) })
			assert.Equal(t, tt.want, told(d))
			for _, c := range d.Changes {
				assert.Equal(t, append([]string{}, tt.steps...), c.Steps)
			}
			assert.Empty(t, told(compare.Two(stepped(nil), stepped(tt.edit), stepped(tt.edit))), "what the base side does by itself is volatile")
		})
	}
}

func TestASecondRunOfTheBaseSideTakesOutWhatIsVolatile(t *testing.T) {
	t.Parallel()
	volatile := func(r *reports.Report) {
		scenario(r, "s1").Shapes = []string{"a1", "b2"}
		scenario(r, "s2").Status = "failed"
		r.Findings = append(r.Findings, reports.Finding{Rule: "callback.late", Severity: "error", Contract: "shop.v1", Operation: "tell", Message: "late", Fingerprint: "late"})
		r.Coverage.Missing = append(r.Coverage.Missing, reports.Missing{What: "shop.v1 order 201"})
		r.Coverage.Proof[0].Missing = []string{"200 /amount", "200 /rare"}
		r.Operations[0].Latency = reports.Latency{P50: 60, MedianLow: 55, MedianHigh: 65}
	}
	alone := compare.Two(base(), changed(volatile), nil)
	assert.Positive(t, alone.Totals.Regressions)
	d := compare.Two(base(), changed(volatile), changed(volatile))
	assert.Empty(t, told(d))
	assert.Positive(t, d.Totals.Volatile)
	real := changed(func(r *reports.Report) {
		volatile(r)
		scenario(r, "s2").Status = "passed"
		r.Operations[2].Shapes[0].Members = []string{"body object"}
	})
	assert.Equal(t, []string{"regression shape shop.v1 pay: the answer 200 lacks /paid number in s2"}, told(compare.Two(base(), real, changed(func(r *reports.Report) {
		volatile(r)
		scenario(r, "s2").Status = "passed"
	}))))
}

func TestNotesSayWhereTheRunsAreNotOfTheSameMaking(t *testing.T) {
	t.Parallel()
	d := compare.Two(base(), changed(func(r *reports.Report) {
		r.Tool.Version, r.Run.Target.Kind, r.Run.Interrupted, r.Contracts[0].Version = "2", "test", true, "1.1.0"
	}), nil)
	assert.Equal(t, []string{
		"the base was run by kontrakt 1, the new one by kontrakt 2", "the base ran against sandbox, the new one against test",
		"shop.v1 was judged by another edition: kontrakt diff compares them", "the new run was interrupted",
	}, d.Notes)
}

func TestTheDocumentReadsBackAndIsForPeople(t *testing.T) {
	t.Parallel()
	d := compare.Two(base(), changed(func(r *reports.Report) {
		scenario(r, "s1").Status, scenario(r, "s1").Reason = "failed", "no amount"
		scenario(r, "s3").Status = "passed"
	}), base())
	var b strings.Builder
	require.NoError(t, d.JSON(&b))
	var read compare.Document
	decoder := json.NewDecoder(strings.NewReader(b.String()))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&read))
	assert.Equal(t, *d, read)
	assert.NotContains(t, b.String(), "null")
	b.Reset()
	require.NoError(t, d.Sheet().Text(&b))
	assert.Equal(t, `1 regression, 0 changes, 1 improvement

  base   run r1 of 0001-01-01T00:00:00.000Z against sandbox: conforms, 3 scenarios
  new    run r2 of 0001-01-01T00:00:00.000Z against sandbox: conforms, 3 scenarios
  again  run r1 of 0001-01-01T00:00:00.000Z against sandbox: conforms, 3 scenarios

regressions

scenario-turned  shop.v1: one
  was  passed
  is   failed: no amount
  in   1 scenario: s1

improvements
scenario-turned  shop.v1: three
`, b.String())
}

// Where there is nothing to compare, nothing has regressed either: who asks must be told.
func TestReportsWithNothingInCommonAreApart(t *testing.T) {
	t.Parallel()
	without := func(edit func(*reports.Report)) *reports.Report { r := base(); edit(r); return r }
	none := without(func(r *reports.Report) { r.Scenarios = nil })
	silent := without(func(r *reports.Report) { r.Scenarios, r.Operations = nil, nil })
	uncalled := without(func(r *reports.Report) {
		r.Scenarios = nil
		for i := range r.Operations {
			r.Operations[i].Calls = 0
		}
	})
	statuses := func(status string) *reports.Report {
		return without(func(r *reports.Report) {
			for i := range r.Scenarios {
				r.Scenarios[i].Status = status
			}
		})
	}
	others := without(func(r *reports.Report) {
		for i := range r.Scenarios {
			r.Scenarios[i].ID = "t" + r.Scenarios[i].ID
		}
	})
	const operations, scenarios = "no operation is called in both, a and b", "no scenario was judged of those in both, a and b"
	tests := []struct {
		name      string
		base, new *reports.Report
		want      string
	}{
		{"two runs", base(), changed(nil), ""},
		{"the new one is empty", base(), none, "b holds no scenario, so that nothing of a can be held against it"},
		{"the base is empty", none, base(), "a holds no scenario that b could be held against"},
		{"other scenarios", base(), others, scenarios},
		{"all are skipped in both", statuses("skipped"), statuses("skipped"), scenarios},
		{"none of the new one could be judged", base(), statuses("inconclusive"), ""},
		{"two recordings", none, none, ""},
		{"a recording without a call", none, silent, operations},
		{"recordings without a call", uncalled, uncalled, operations},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, compare.Apart(tt.base, tt.new, "a", "b"))
		})
	}
}
