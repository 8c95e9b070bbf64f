package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"kontrakt/harness"
)

// findingsBy lists the findings of every scenario.
func (r *Report) findingsBy() map[string][]Finding {
	by := map[string][]Finding{}
	for _, f := range r.Findings {
		for _, id := range f.Scenarios {
			by[id] = append(by[id], f)
		}
	}
	return by
}

// docs is the documentation of a contract, "" where none is known.
func (r *Report) docs(contract string) string {
	i := slices.IndexFunc(r.Contracts, func(c Contract) bool { return c.ID == contract })
	if i < 0 {
		return ""
	}
	return r.Contracts[i].Docs
}

// headline says in one line how the run ended and why.
func (r *Report) headline() string {
	t := r.Totals
	switch {
	case r.Run.Verdict == harness.Failed.String():
		text := phrases(
			some(t.Scenarios.Failed, "failed scenario"), some(t.Findings.Error, "error finding"),
		)
		if text == "" {
			text = r.Run.Reason
		}
		return text
	case r.Run.Verdict == harness.Passed.String():
		text := phrases(
			some(t.Scenarios.Passed, "passed scenario"), some(r.Exchanges.Recorded, "judged exchange"))
		if t.Findings.Error == 0 {
			return phrases(text, "no error finding")
		}
		return phrases(text, some(t.Findings.Error, "error finding")+" that does not decide")
	case r.Run.Reason != "":
		return r.Run.Reason
	}
	return some(t.Scenarios.Inconclusive, "scenario") + " could not be judged"
}

// target is what answered: sandbox at http://127.0.0.1:41237.
func (r *Report) target() string {
	switch {
	case r.Run.Target.URL == "":
		return r.Run.Target.Kind
	case r.Run.Target.Kind == "" || r.Run.Target.Kind == "url":
		return r.Run.Target.URL
	}
	return r.Run.Target.Kind + " at " + r.Run.Target.URL
}

// judged says whether the scenario ended with a verdict, or was skipped.
func (s Scenario) judged() bool {
	return s.Status == "passed" || s.Status == "failed" || s.Status == "skipped"
}

// why is the reason, or the first error of a step where none is given.
func (s Scenario) why() string {
	if s.Reason != "" {
		return s.Reason
	}
	for _, step := range s.Steps {
		if step.Error != "" {
			return step.Error
		}
	}
	return ""
}

// place is where the scenario stands: features/ecom.v2/capture.feature:31.
func (s Scenario) place() string {
	if s.File == "" || s.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d", s.File, s.Line)
}

// says is what a rule asks for in its own words; contracts that word it
// differently follow one another. A rule that the report does not describe is
// its name.
func (r *Report) says(rule string) string {
	return cmp.Or(r.ofRule(rule, " ", func(x Rule) string { return x.Says }), rule)
}

// source is where a rule stands.
func (r *Report) source(rule string) string {
	return r.ofRule(rule, "; ", func(x Rule) string { return x.Source })
}

// ofRule joins what is known of a rule, each thing once.
func (r *Report) ofRule(id, between string, field func(Rule) string) string {
	var texts []string
	for _, rule := range r.Rules {
		if text := field(rule); rule.ID == id && r.broken(rule) && text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, between)
}

// broken says whether a rule found something with the contract that it is of.
func (r *Report) broken(rule Rule) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool {
		return f.Rule == rule.ID && (rule.Contract == "" || f.Contract == rule.Contract)
	})
}

// successRate is the share of calls answered 2xx, in per cent with two decimals,
// rounded down: less than all is never 100.00.
func (o Operation) successRate() string {
	if o.Calls == 0 {
		return "–"
	}
	hundredths := o.OK * 10000 / o.Calls
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}
