package reports_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/reports"
)

func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("report.schema.json")
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("report.schema.json", document))
	compiled, err := compiler.Compile("report.schema.json")
	require.NoError(t, err)
	return compiled
}

func TestReportKeepsItsSchemaAndReadsBack(t *testing.T) {
	t.Parallel()
	all := runs()
	all["large"], all["shard"], all["lacking"] = largeRun(50), shardRun(), lackingRun()
	for name, run := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := render(t, "json", run)
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
			require.NoError(t, err)
			require.NoError(t, schema(t).Validate(value))
			report, err := reports.Read(bytes.NewReader(text))
			require.NoError(t, err)
			assert.Equal(t, string(text), string(render(t, "json", report.Harness())), "what was read renders as what was written")
			for _, r := range reports.Renderers() {
				assert.NoError(t, r.Render(&bytes.Buffer{}, report.Harness()), "a report that was read renders as %s", r.Name)
			}
		})
	}
}

func TestSchemaIsStrict(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		path  string
		spoil func(map[string]any)
	}{
		{name: "an unknown field at the top", spoil: func(m map[string]any) { m["extra"] = 1 }},
		{name: "a verdict of another vocabulary", spoil: func(m map[string]any) { m["run"].(map[string]any)["verdict"] = "passed" }},
		{name: "no totals", spoil: func(m map[string]any) { delete(m, "totals") }},
		{name: "null for a list", spoil: func(m map[string]any) { m["findings"] = nil }},
		{name: "a local time", spoil: func(m map[string]any) { m["run"].(map[string]any)["startedAt"] = "2026-03-04T09:30:12+01:00" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var m map[string]any
			require.NoError(t, json.Unmarshal(render(t, "json", emptyRun()), &m))
			require.NoError(t, schema(t).Validate(m))
			tt.spoil(m)
			assert.Error(t, schema(t).Validate(m))
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"another version", `{"schema":"kontrakt/report/v2"}`, `read report: schema is "kontrakt/report/v2", want "kontrakt/report/v1"`},
		{"another document", `{"log":{}}`, `read report: no schema named, want "kontrakt/report/v1"`},
		{"no JSON", `<html>`, "read report: line 1, column 1: it is no JSON from here on"},
		{"a list", `[]`, "read report: line 1, column 1: want an object, got a list"},
		{"nothing", ``, "read report: it is empty"},
		{"half a document", `{"schema":"kontrakt/rep`, "read report: line 1, column 23: it ends in the middle"},
		{"two documents", `{"schema":"kontrakt/report/v1"}{}`, "read report: something follows the document"},
		{"a field of another type", `{"schema":"kontrakt/report/v1","findings":{}}`, "read report: line 1, column 43: findings: want a list, got an object"},
		{"an unknown severity", `{"schema":"kontrakt/report/v1","findings":[{"rule":"a.b","severity":"bad","direction":"request","in":"body"}]}`, `read report: severity of a.b: unknown word "bad"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := reports.Read(strings.NewReader(tt.text))
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

func TestNewNamesEveryUnknownWord(t *testing.T) {
	t.Parallel()
	run := emptyRun()
	run.Scenarios = []harness.Scenario{{ID: "a", Status: "fine"}}
	run.Findings = []harness.Finding{{Rule: "a.b", Severity: "off", Direction: "sideways"}}
	_, err := reports.New(run)
	assert.ErrorContains(t, err, `status of scenario a: unknown word "fine"`)
	assert.ErrorContains(t, err, `severity of a.b: unknown word "off"`)
	assert.ErrorContains(t, err, `direction of a.b: unknown word "sideways"`)
}

func TestReportSortsAndCounts(t *testing.T) {
	t.Parallel()
	report, err := reports.New(richRun())
	require.NoError(t, err)
	assert.Equal(t, reports.Totals{
		Scenarios: reports.Outcomes{Passed: 14, Failed: 2, Skipped: 1, Inconclusive: 1},
		Findings:  reports.Severities{Error: 3, Warning: 2, Note: 1},
	}, report.Totals)
	assert.Equal(t, "f0001", report.Findings[0].ID)
	assert.Equal(t, []string{"guide.mobile-number", "route.unknown", "schema.enum"},
		[]string{report.Findings[0].Rule, report.Findings[1].Rule, report.Findings[2].Rule}, "the heaviest first, then by rule")
	assert.Equal(t, `request body /customerInfo/mobileNumber: want eight digits, got "+4791******"`, report.Findings[0].Message)
	assert.Equal(t, "access-token.v1", report.Contracts[0].ID)
	var described []string
	for _, r := range report.Rules {
		described = append(described, strings.TrimSpace(r.Contract+" "+r.ID))
	}
	assert.Equal(t, []string{"body.undocumented-property", "ecom.v2 guide.mobile-number", "epayment.v1 guide.mobile-number", "route.method", "route.unknown", "schema.enum", "spec.erratum"}, described,
		"every rule, also those that found nothing")
	assert.Equal(t, map[string]int{"200": 212, "404": 3, "500": 1, "none": 1}, report.Operations[4].Statuses)
}

func TestReportDoesNotDependOnTheOrderOfTheRun(t *testing.T) {
	t.Parallel()
	want := render(t, "json", richRun())
	rapid.Check(t, func(rt *rapid.T) {
		run := richRun()
		run.Scenarios = rapid.Permutation(run.Scenarios).Draw(rt, "scenarios")
		run.Findings = rapid.Permutation(run.Findings).Draw(rt, "findings")
		run.Operations = rapid.Permutation(run.Operations).Draw(rt, "operations")
		run.Rules = rapid.Permutation(run.Rules).Draw(rt, "rules")
		run.Contracts = rapid.Permutation(run.Contracts).Draw(rt, "contracts")
		assert.Equal(rt, string(want), string(render(t, "json", run)))
	})
}

func TestWhatNeverEndedIsNotPassed(t *testing.T) {
	t.Parallel()
	run := emptyRun()
	run.Scenarios = []harness.Scenario{{ID: "a"}}
	report, err := reports.New(run)
	require.NoError(t, err)
	assert.Equal(t, "inconclusive", report.Scenarios[0].Status)
	assert.Equal(t, 1, report.Totals.Scenarios.Inconclusive)
}

func TestDurationsKeepThreeDecimals(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		run := emptyRun()
		d := time.Duration(rapid.Int64Range(0, int64(100*time.Hour)).Draw(rt, "duration"))
		run.Scenarios = []harness.Scenario{{ID: "a", Status: harness.StatusPassed, Duration: d}}
		report, err := reports.New(run)
		require.NoError(rt, err)
		assert.Equal(rt, d.Round(time.Microsecond), report.Harness().Scenarios[0].Duration)
		text := fmt.Sprint(json.Number(fmt.Sprintf("%v", report.Scenarios[0].DurationMs)))
		if _, decimals, some := strings.Cut(text, "."); some && !strings.Contains(text, "e") {
			assert.LessOrEqual(rt, len(decimals), 3)
		}
	})
}

func TestFindingInOneLine(t *testing.T) {
	t.Parallel()
	line := func(f harness.Finding) string {
		run := emptyRun()
		f.Severity = harness.Error
		run.Findings = []harness.Finding{f}
		report, err := reports.New(run)
		require.NoError(t, err)
		return report.Findings[0].String()
	}
	f := harness.Finding{Rule: "schema.enum", Direction: harness.InRequest, Contract: "epayment.v1", Operation: "createPayment", In: harness.PartBody,
		Pointer: "/amount/currency", Want: `one of "NOK", "DKK"`, Got: `"SEK"`}
	assert.Equal(t, `epayment.v1 createPayment: request body /amount/currency: want one of "NOK", "DKK", got "SEK" [schema.enum]`, line(f))
	f.Got = "a\nb\x1b[2J\u202e"
	assert.Equal(t, `epayment.v1 createPayment: request body /amount/currency: want one of "NOK", "DKK", got a␊b␛[2J\u202e [schema.enum]`, line(f))
	assert.Equal(t, "GET /nope: method and path: got GET /nope [route.unknown]",
		line(harness.Finding{Rule: "route.unknown", Direction: harness.InRequest, Method: "GET", Path: "/nope", In: harness.PartRoute, Got: "GET /nope"}))
}
