package reports

import (
	"errors"
	"fmt"
	"slices"
)

// vocabularies holds every enumerated value against the words of the document,
// so that no report leaves that its own schema refuses.
func vocabularies(r *Report) error {
	var errs []error
	check := func(what, got string, words ...string) {
		if !slices.Contains(words, got) {
			errs = append(errs, fmt.Errorf("%s: unknown word %q", what, got))
		}
	}
	for _, c := range r.Contracts {
		check("state of contract "+c.ID, c.State, "in-force", "deprecated", "retired")
		check("source of contract "+c.ID, c.Source.Kind, "published", "authored")
	}
	for _, s := range r.Scenarios {
		check("status of scenario "+s.ID, s.Status, statuses...)
		for _, step := range s.Steps {
			check("status of a step of "+s.ID, step.Status, statuses...)
		}
	}
	for _, f := range r.Findings {
		check("severity of "+f.Rule, f.Severity, "error", "warning", "note")
		check("direction of "+f.Rule, f.Direction, "request", "response", "callback-request", "callback-response", "sequence")
		check("part of "+f.Rule, f.In, "body", "header", "query", "path", "status", "route", "body-type", "none")
	}
	for _, rule := range r.Rules {
		check("severity of rule "+rule.ID, rule.Severity, "error", "warning", "note")
	}
	for _, o := range r.Operations {
		check("flow of "+o.Operation, o.Flow, "api", "callback")
	}
	for _, c := range r.Checklist {
		check("status of requirement "+c.ID, c.Status, "met", "unmet", "not-observed", "manual")
	}
	return errors.Join(errs...)
}

var statuses = []string{"passed", "failed", "skipped", "inconclusive", "undefined", "pending"}
