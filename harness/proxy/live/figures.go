package live

import (
	"strings"

	"kontrakt/harness"
)

// figures are what stands above the list, and its two other sides. They count
// since the last reset, but for what breaks a run as a whole.
type figures struct {
	// at is how many exchanges they know of.
	at        int
	Exchanges int        `json:"exchanges"`
	Errors    int        `json:"errors"`
	Warnings  int        `json:"warnings"`
	Notes     int        `json:"notes"`
	Recorded  int        `json:"recorded"`
	Broken    int        `json:"broken"`
	Dropped   int        `json:"dropped"`
	Findings  []finding  `json:"findings"`
	Endpoints []endpoint `json:"endpoints"`
}

// A finding is one mistake with all its sightings.
type finding struct {
	Rule      string   `json:"rule"`
	Severity  string   `json:"severity"`
	Contract  string   `json:"contract,omitempty"`
	Operation string   `json:"operation,omitempty"`
	Method    string   `json:"method,omitempty"`
	Path      string   `json:"path,omitempty"`
	Where     string   `json:"where"`
	Want      string   `json:"want,omitempty"`
	Got       string   `json:"got,omitempty"`
	Spec      string   `json:"spec,omitempty"`
	Help      string   `json:"help,omitempty"`
	Blame     string   `json:"blame,omitempty"`
	Because   string   `json:"because,omitempty"`
	Count     int      `json:"count,omitempty"`
	Exchanges []string `json:"exchanges,omitempty"`
}

// mostFindings is how many are shown; the report has all.
const mostFindings = 500

// keyOf tells findings apart across two looks at the same run.
func keyOf(f *harness.Finding) string {
	if f.Direction == harness.InSequence {
		return strings.Join([]string{f.Fingerprint(), f.Path}, "|")
	}
	return strings.Join([]string{f.Fingerprint(), f.Path, f.Want}, "|")
}

func findingOf(f *harness.Finding) finding {
	one := finding{
		Rule: f.Rule, Severity: string(f.Severity), Contract: f.Contract, Operation: f.Operation, Method: f.Method, Path: f.Path,
		Where: f.Where(), Want: f.Want, Got: f.Got, Help: f.Help, Blame: string(f.Blame), Because: f.Because,
	}
	if f.Spec.File != "" {
		one.Spec = f.Spec.File + ":" + decimal(f.Spec.Line) + " " + f.Spec.Pointer
	}
	return one
}

// count makes the figures anew. The lock is held.
func (v *view) count() *figures {
	var run harness.Run
	v.source.Stand(&run)
	c := &figures{
		at: min(v.seen, run.Recorded), Exchanges: max(v.seen-v.base, 0), Recorded: run.Recorded, Broken: run.Broken, Dropped: run.Dropped,
		Findings: []finding{},
	}
	for i := range run.Findings {
		f := &run.Findings[i]
		since := f.Count - v.before.findings[keyOf(f)]
		if since <= 0 {
			continue
		}
		switch f.Severity {
		case harness.Error:
			c.Errors++
		case harness.Warning:
			c.Warnings++
		default:
			c.Notes++
		}
		one := findingOf(f)
		one.Count, one.Exchanges = since, f.Exchanges
		c.Findings = append(c.Findings, one)
	}
	c.Endpoints = v.endpoints(&run, c.Findings)
	c.Findings = c.Findings[:min(len(c.Findings), mostFindings)]
	return c
}
