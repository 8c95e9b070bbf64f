package steps

import (
	"context"
	"fmt"
	"strings"

	"kontrakt/harness"
)

// An expectation is a finding that a scenario causes on purpose.
type expectation struct {
	// rule is the finding's, or its family with a dot at the end, or empty for
	// any rule.
	rule string
	// pointer is where it points to, in a request.
	pointer string
	// anywhere leaves the pointer aside, and inAnswer asks for the merchant's
	// answer to a callback.
	anywhere, inAnswer bool
}

func (e expectation) meets(f harness.Finding) bool {
	if e.rule != "" && f.Rule != e.rule && (!strings.HasSuffix(e.rule, ".") || !strings.HasPrefix(f.Rule, e.rule)) {
		return false
	}
	if e.inAnswer {
		return f.Direction == harness.InCallbackResponse
	}
	return e.anywhere || f.Direction == harness.InRequest && f.Pointer == e.pointer
}

func (e expectation) String() string {
	what := e.rule
	if what == "" {
		what = "a finding"
	}
	switch {
	case e.inAnswer:
		return what + " in the answer to a callback"
	case e.anywhere:
		return what
	}
	return what + " at " + e.pointer
}

// weigh excuses the findings that the scenario meant to cause and gives the
// errors among the others; missing names an expectation that nothing met.
func (w *world) weigh(all []harness.Finding) (errors []harness.Finding, missing string) {
	met := make([]bool, len(w.expected))
	for _, f := range all {
		meant := false
		for i, e := range w.expected {
			if e.meets(f) {
				met[i], meant = true, true
			}
		}
		switch {
		case meant && w.Excuse != nil:
			w.Excuse(w.plan.ID, f)
		case !meant && f.Severity == harness.Error:
			errors = append(errors, f)
		}
	}
	for i, e := range w.expected {
		if !met[i] {
			return errors, fmt.Sprintf("want %s to be reported, got nothing of the kind", e)
		}
	}
	return errors, ""
}

// everyExchangeKeepsToTheContract asks the judge now, before the scenario's end
// asks again.
func everyExchangeKeepsToTheContract(ctx context.Context) error {
	w := worldFrom(ctx)
	errors, _ := w.weigh(w.Settle(w.plan.ID).Findings)
	if len(errors) > 0 {
		return fmt.Errorf("the contract is broken: %s", describe(errors[0]))
	}
	return nil
}
