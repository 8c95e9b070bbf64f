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

// ruleText says in a sentence what a rule of the report's vocabulary asks for.
func ruleText(id string) string {
	family, name, _ := strings.Cut(id, ".")
	switch id {
	case "body.undocumented-property":
		return "a body has only the properties that the contract documents"
	case "body.not-json":
		return "a JSON body is well-formed JSON"
	case "body.missing":
		return "a body that the contract requires is there"
	case "body.duplicate-key":
		return "an object names each of its properties once"
	case "body.lossy-number":
		return "a number reads the same in every decoder"
	case "body.trailing-data":
		return "nothing follows the JSON value of a body"
	case "status.undocumented":
		return "an answer has a status that the contract documents for the operation"
	case "content-type.undocumented":
		return "a body has a media type that the contract documents"
	case "route.unknown":
		return "a path is one that a contract documents"
	case "route.method":
		return "a path is called with a method that the contract documents for it"
	case "route.spelling":
		return "a path is spelled as documented, in case and trailing slash"
	case "lifecycle.deprecated":
		return "what the contract calls deprecated is not used"
	case "lifecycle.retired":
		return "what has been shut down is not called"
	case "spec.erratum":
		return "the published document and its erratum agree on the exchange"
	}
	words := strings.ReplaceAll(name, "-", " ")
	switch family {
	case "schema":
		return "a value keeps to the contract's schema: " + name
	case "header":
		return "a header is as the contract documents it: not " + words
	case "param":
		return "a parameter is as the contract documents it: not " + words
	case "auth":
		return "a call carries the credentials that the contract requires: not " + words
	case "guide":
		return "use is as the API's guide asks for: " + words
	case "idempotency":
		return "a repeated request has the effect of one: " + words
	case "money":
		return "reserved, captured, cancelled and refunded amounts add up: " + words
	case "callback":
		return "callbacks arrive and are answered as documented: " + words
	}
	return cmp.Or(words, id)
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
