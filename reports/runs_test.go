package reports_test

import (
	"fmt"
	"iter"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness"
)

var start = time.Date(2026, 3, 4, 9, 30, 12, 345_000_000, time.UTC)

// hostile is what breaks formats: markup, quotes, CDATA ends, control and
// turning characters, bytes that are no UTF-8.
const hostile = "& < > \" ' ]]> --> </script><script>alert(1)</script> øre 1,50\nsecond line\r\n\tthird \x00\x07\x1b[31m \u202e \u2028 | `x` *b* [l](http://x) \xff"

func yielding(all []harness.Judged) func() iter.Seq2[harness.Judged, error] {
	return func() iter.Seq2[harness.Judged, error] {
		return func(yield func(harness.Judged, error) bool) {
			for _, x := range all {
				if !yield(x, nil) {
					return
				}
			}
		}
	}
}

func emptyRun() *harness.Run {
	return &harness.Run{
		Tool: harness.Tool{Name: "kontrakt", Version: "v0.1.0"}, ID: "r-empty", Command: "kontrakt run", Started: start, Finished: start,
		Target: harness.Target{Kind: "url", URL: "http://127.0.0.1:9"}, Verdict: harness.NotRun, Reason: "nothing was judged",
	}
}

func hostileRun() *harness.Run {
	op := &harness.Operation{Contract: hostile, ID: hostile, Method: "POST", Path: "/" + hostile, Flow: harness.FlowAPI}
	finding := harness.Finding{
		Rule: "schema.enum", Severity: harness.Error, Direction: harness.InRequest, Contract: hostile, Operation: hostile, Method: "POST",
		Path: hostile, Status: 400, In: harness.PartBody, Pointer: "/" + hostile, Want: hostile, Got: hostile,
		Spec: harness.SpecRef{File: hostile, Line: 7, Pointer: hostile}, Help: hostile, Count: 3, Exchanges: []string{"x0001", hostile}, Scenarios: []string{hostile},
	}
	loose := finding
	loose.Scenarios, loose.Rule, loose.Severity = nil, hostile, harness.Warning
	body := harness.Body{Bytes: []byte(`{"text":"` + strings.ReplaceAll(hostile, "\"", "") + `"}`)}
	body.Size = int64(len(body.Bytes))
	return &harness.Run{
		Tool: harness.Tool{Name: "kontrakt", Version: hostile}, ID: hostile, Command: hostile, Started: start, Finished: start.Add(time.Second),
		Target: harness.Target{Kind: "url", URL: hostile}, Environment: hostile, Verdict: harness.Failed, Reason: hostile,
		Rules: []harness.RuleUsed{{Contract: hostile, Rule: harness.Rule{ID: "schema.enum", Severity: harness.Error, Says: hostile, Source: hostile, Help: hostile}}},
		Contracts: []harness.ContractUsed{{ID: hostile, Title: hostile, Version: hostile, State: "in-force", Docs: "javascript:alert(1)",
			Source: harness.ContractSource{Kind: "published", URL: hostile, Edition: hostile}}},
		Scenarios: []harness.Scenario{
			{ID: hostile, Feature: hostile, Name: hostile, File: hostile, Line: 3, Tags: []string{hostile}, API: hostile, Status: harness.StatusFailed,
				Reason: hostile, Steps: []harness.Step{{Keyword: hostile, Text: hostile, Status: harness.StatusFailed, Error: hostile}}, Exchanges: []string{"x0001"}},
			{ID: "two", Feature: hostile, Name: hostile, File: hostile, Status: harness.StatusSkipped, Reason: hostile},
			{ID: "three", Feature: hostile, Name: "never ended", File: hostile},
		},
		Findings:   []harness.Finding{loose, finding},
		Operations: []harness.OperationStats{{Operation: *op, Calls: 2, OK: 1, Statuses: map[int]int{0: 1, 200: 1}, Errors: 1}},
		Coverage:   harness.Coverage{Missing: []harness.Missing{{What: hostile, Reason: hostile}}},
		Twin: &harness.Twin{Old: hostile, New: hostile, Compared: 2, Unmatched: []string{hostile}, Differences: []harness.TwinDifference{
			{Scenario: hostile, Name: hostile, Part: "ledger", Old: hostile, New: hostile},
			{Scenario: hostile, Name: hostile, Part: "states", Old: hostile, New: hostile, Kind: "lose", Says: hostile, Source: hostile},
		}},
		Checklist: []harness.Requirement{{ID: hostile, Contract: hostile, Text: hostile, Status: "unmet", Evidence: []string{hostile}, Help: hostile}},
		Recorded:  2,
		Exchanges: yielding([]harness.Judged{
			{Exchange: harness.Exchange{ID: "x0001", Flow: harness.FlowAPI, Scenario: hostile, Started: start,
				Request:  harness.Request{Method: "POST", Scheme: "http", Host: hostile, Target: "/" + hostile, Proto: "HTTP/1.1", Header: http.Header{"X-" + hostile: {hostile, ""}}, Body: body},
				Response: harness.Response{Status: 200, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}}, Body: body}},
				Operation: op, Findings: []harness.Finding{finding}, Redacted: []string{hostile}},
			{Exchange: harness.Exchange{ID: "x0002", Flow: harness.FlowCallback, Started: start, Request: harness.Request{Method: "GET", Scheme: "http", Host: "h", Target: "/", Proto: "HTTP/1.1"},
				Failure: &harness.Failure{Kind: harness.CutOff, Detail: hostile}}},
		}),
	}
}

// shardRun is a part of a plan, with what its whole is reckoned from.
func shardRun() *harness.Run {
	run := richRun()
	run.Shard = &harness.Shard{Index: 2, Of: 4, Plan: "0f0f", Planned: 471, Measured: []string{"ecom.v2"}, Evidence: []harness.Evidence{
		{Contract: "ecom.v2", Operation: "a", Answered: []int{200, 404}, Latencies: []harness.Bucket{{Number: 4711, Count: 3}}, Proven: []byte{1, 0, 255}},
		{Contract: "ecom.v2", Operation: "b", Answered: []int{}, Latencies: []harness.Bucket{}, Proven: []byte{}},
	}}
	run.Policy = harness.Policy{FailOn: harness.Off, Blamed: []harness.Blame{harness.Integration}}
	run.Require, run.Accepted = 12.5, []harness.Acceptance{{Rule: "a.b", Operation: "ecom.v2 a", Owner: "till", Reason: "old", Expires: start}}
	return run
}

// lackingRun is one of which not everything could be judged.
func lackingRun() *harness.Run {
	run := emptyRun()
	run.Recorded, run.Incomplete, run.Reason = 3, []string{"no room for <7>", "a rule | broke"}, ""
	run.Settle(harness.Error)
	return run
}

// largeRun has n scenarios with two exchanges each, in which bodies are long.
func largeRun(n int) *harness.Run {
	run := emptyRun()
	run.ID, run.Verdict, run.Reason, run.Finished = "r-large", harness.Failed, "", start.Add(83*time.Second)
	var exchanges []harness.Judged
	body := []byte(`{"text":"` + strings.Repeat("lorem ", 6000) + `"}`)
	for i := range n {
		a, b := fmt.Sprintf("x%04d", 2*i+1), fmt.Sprintf("x%04d", 2*i+2)
		s := harness.Scenario{ID: fmt.Sprintf("s%d", i), Feature: fmt.Sprintf("Feature %d", i/25), File: fmt.Sprintf("features/f%03d.feature", i/25), Line: 4 + i%25*6,
			Name: fmt.Sprintf("Scenario %d of many", i), API: "ecom.v2", Status: harness.StatusPassed, Duration: 12 * time.Millisecond, Exchanges: []string{a, b},
			Steps: []harness.Step{{Keyword: "Given", Text: "a merchant that sells in NOK", Status: harness.StatusPassed}, {Keyword: "When", Text: "the merchant captures 199.00 NOK", Status: harness.StatusPassed}}}
		if i%10 == 0 {
			s.Status, s.Reason = harness.StatusFailed, "captured amount: want 199.00 NOK, got 198.99 NOK"
			run.Findings = append(run.Findings, harness.Finding{Rule: "money.sum", Severity: harness.Error, Direction: harness.InSequence, Contract: "ecom.v2",
				Operation: "getDetails", Method: "GET", Path: "/p", Status: 200, Want: fmt.Sprintf("sum %d", i), Got: "another", Count: 1, Exchanges: []string{a}, Scenarios: []string{s.ID}})
		}
		run.Scenarios = append(run.Scenarios, s)
		for _, id := range []string{a, b} {
			exchanges = append(exchanges, harness.Judged{Exchange: harness.Exchange{ID: id, Flow: harness.FlowAPI, Scenario: s.ID, Started: start,
				Request:  harness.Request{Method: "POST", Scheme: "http", Host: "127.0.0.1", Target: "/p", Proto: "HTTP/1.1", Body: harness.Body{Bytes: body, Size: int64(len(body))}},
				Response: harness.Response{Status: 200, Proto: "HTTP/1.1", Body: harness.Body{Bytes: body, Size: int64(len(body))}}}})
		}
	}
	run.Recorded, run.Exchanges = len(exchanges), yielding(exchanges)
	return run
}
