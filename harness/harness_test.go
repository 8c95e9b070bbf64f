package harness_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
)

func TestSettle(t *testing.T) {
	t.Parallel()
	scenario := func(statuses ...harness.Status) []harness.Scenario {
		var all []harness.Scenario
		for _, s := range statuses {
			all = append(all, harness.Scenario{Status: s})
		}
		return all
	}
	finding := func(s harness.Severity) []harness.Finding { return []harness.Finding{{Severity: s}} }
	tests := []struct {
		name   string
		run    harness.Run
		failOn harness.Severity
		want   harness.Verdict
		reason string
	}{
		{"nothing at all is not passed", harness.Run{}, harness.Error, harness.NotRun, "nothing was judged"},
		{"only skips judge nothing", harness.Run{Scenarios: scenario(harness.StatusSkipped)}, harness.Error, harness.NotRun, "nothing was judged"},
		{"a skip beside a pass counts for nothing", harness.Run{Scenarios: scenario(harness.StatusSkipped, harness.StatusPassed)}, harness.Error, harness.Passed, ""},
		{"one that could not be judged decides over passes", harness.Run{Scenarios: scenario(harness.StatusPassed, harness.StatusUndefined)}, harness.Error, harness.Inconclusive, "1 scenario could not be judged"},
		{"one failure decides over all", harness.Run{Scenarios: scenario(harness.StatusInconclusive, harness.StatusFailed, harness.StatusPassed)}, harness.Error, harness.Failed, "1 scenario failed"},
		{"an error finding violates", harness.Run{Scenarios: scenario(harness.StatusPassed), Findings: finding(harness.Error)}, harness.Error, harness.Failed, "1 finding at or above error"},
		{"a warning does not", harness.Run{Scenarios: scenario(harness.StatusPassed), Findings: finding(harness.Warning)}, harness.Error, harness.Passed, ""},
		{"a warning does where the user says so", harness.Run{Scenarios: scenario(harness.StatusPassed), Findings: finding(harness.Warning)}, harness.Warning, harness.Failed, "1 finding at or above warning"},
		{"nothing does where the user says never", harness.Run{Recorded: 1, Findings: finding(harness.Error)}, harness.Off, harness.Passed, ""},
		{"traffic without scenarios is judged", harness.Run{Recorded: 3}, harness.Error, harness.Passed, ""},
		{"calls that nobody has a contract of judge nothing", harness.Run{Recorded: 3, Findings: []harness.Finding{{Rule: harness.UnjudgedRoute, Severity: harness.Note, Count: 3}}}, harness.Error, harness.NotRun, "nothing was judged"},
		{"one call among them is judged", harness.Run{Recorded: 4, Findings: []harness.Finding{{Rule: harness.UnjudgedRoute, Severity: harness.Note, Count: 3}}}, harness.Error, harness.Passed, ""},
		{"a target that breaks off leaves it open", harness.Run{Recorded: 3, Broken: 2}, harness.Error, harness.Inconclusive, "2 exchanges did not come to an answer"},
		{"a body that could not be read leaves it open", harness.Run{Recorded: 3, Findings: []harness.Finding{{Rule: harness.UnreadBody, Severity: harness.Warning, Count: 2}}}, harness.Error, harness.Inconclusive, "2 bodies could not be read"},
		{"what was not judged for want of room has not passed", harness.Run{Recorded: 3, Incomplete: []string{"no room for it", "more"}}, harness.Error, harness.Inconclusive, "not everything was judged: no room for it"},
		{"what was dropped has not passed", harness.Run{Recorded: 3, Dropped: 1}, harness.Error, harness.Inconclusive, "not everything was judged: 1 exchange was dropped"},
		{"an interrupted run is not passed", harness.Run{Recorded: 3, Interrupted: true}, harness.Error, harness.Inconclusive, "interrupted before the end"},
		{"an interrupted run with a failure is failed", harness.Run{Recorded: 3, Interrupted: true, Findings: finding(harness.Error)}, harness.Error, harness.Failed, "1 finding at or above error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run.Settle(tt.failOn)
			assert.Equal(t, tt.want, tt.run.Verdict)
			assert.Equal(t, tt.reason, tt.run.Reason)
		})
	}
}

func TestVerdictZeroIsNotPassed(t *testing.T) {
	t.Parallel()
	var v harness.Verdict
	assert.Equal(t, harness.NotRun, v)
	assert.Equal(t, "inconclusive", v.String())
}

func TestFindingMessage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		finding harness.Finding
		want    string
	}{
		{"a place in the body", harness.Finding{Direction: harness.InRequest, In: harness.PartBody, Pointer: "/amount/currency", Want: `one of "NOK", "DKK"`, Got: `"SEK"`}, `request body /amount/currency: want one of "NOK", "DKK", got "SEK"`},
		{"the whole body", harness.Finding{Direction: harness.InCallbackResponse, In: harness.PartBody, Want: "a JSON object", Got: "nothing"}, "callback response body: want a JSON object, got nothing"},
		{"a header", harness.Finding{Direction: harness.InRequest, In: harness.PartHeader, Pointer: "X-Request-Id", Want: "a value", Got: "nothing"}, "request header X-Request-Id: want a value, got nothing"},
		{"a status", harness.Finding{Direction: harness.InResponse, In: harness.PartStatus, Want: "200", Got: "418"}, "response status: want 200, got 418"},
		{"a route", harness.Finding{Direction: harness.InRequest, In: harness.PartRoute, Got: "GET /nope"}, "method and path: got GET /nope"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, tt.finding.Message())
		})
	}
}

func TestFingerprintIgnoresWhatChangesBetweenRuns(t *testing.T) {
	t.Parallel()
	a := harness.Finding{Rule: "schema.type", Contract: "ecom.v2", Operation: "details", Pointer: "/transactionLogHistory/3/amount", Got: `"1"`, Exchanges: []string{"x0001"}, Count: 1}
	b := a
	b.Pointer, b.Got, b.Exchanges, b.Count = "/transactionLogHistory/0/amount", `"2"`, []string{"x0009"}, 7
	assert.Equal(t, a.Fingerprint(), b.Fingerprint())
	b.Pointer = "/transactionLogHistory/0/operation"
	assert.NotEqual(t, a.Fingerprint(), b.Fingerprint())
}

func TestEveryHostButTheTestEnvironmentIsProduction(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]bool{
		"https://api.vipps.no": true, "https://API.vipps.no.:443/x": true, "https://api.vippsmobilepay.com": true,
		"https://api。vipps。no": true, "https://ａｐｉ.vipps.no": true, "https://api%EF%BC%8Evipps.no": true, "https://api.vipps.no..": true,
		"https://vippscheckout.vipps.no": true, "https://apitest.vipps.no": false, "https://apitest.vipps.no.evil.example": false,
		"https://api.vipps.no.example": false, "http://127.0.0.1:8080": false, "": false, "://": false,
	} {
		assert.Equal(t, want, harness.Target{URL: url}.Production(), url)
	}
}
