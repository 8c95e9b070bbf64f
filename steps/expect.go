package steps

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"kontrakt/harness"
)

// An expectation is a finding that a scenario causes on purpose.
type expectation struct {
	// rule is the finding's; empty for any.
	rule string
	// pointer is where in a request it points; empty for anywhere.
	pointer string
	// inAnswer asks for the merchant's answer to a callback, inCall for the
	// callback itself.
	inAnswer, inCall bool
	// operation asks for requests of it, mild for what is no error.
	operation string
	mild      bool
}

func (e expectation) meets(f harness.Finding) bool {
	switch {
	case e.rule != "" && f.Rule != e.rule:
		return false
	case e.operation != "":
		return f.Direction == harness.InRequest && f.Operation == e.operation && !(e.mild && f.Severity == harness.Error)
	case e.inAnswer:
		return f.Direction == harness.InCallbackResponse
	case e.inCall:
		return f.Direction == harness.InCallbackRequest
	case e.pointer != "":
		return f.Direction == harness.InRequest && f.Pointer == e.pointer
	}
	return true
}

func (e expectation) String() string {
	what := e.rule
	if what == "" {
		what = "a finding"
	}
	switch {
	case e.inAnswer:
		return what + " in the answer to a callback"
	case e.inCall:
		return what + " in a delivery"
	case e.pointer != "":
		return what + " at " + e.pointer
	}
	return what
}

// The sentences with which a scenario says what it does wrong on purpose. They
// are read before it begins, so that its mistakes are excused even if it breaks
// off before it comes to them.
const (
	breaksAt      = `the request breaks the contract at {text}`
	reportedAs    = `the request is reported as {text}`
	answeredWrong = `the answer to the callback is reported as {text}`
	delivered     = `the delivery is reported as {text}`
	offeredWrong  = `the answer about shipping is reported`
	everyMistake  = `every request {text} with one mistake in it is refused`
	everyEdge     = `every request {text} at an edge of what is allowed is taken`
)

func expectations(steps []harness.Step) []expectation {
	quoted := regexp.MustCompile(`"([^"]*)"`)
	is := func(text, sentence string) bool {
		return strings.HasPrefix(text, strings.TrimSuffix(sentence, "{text}"))
	}
	says := func(text, sentence string) bool {
		before, after, _ := strings.Cut(sentence, "{text}")
		return strings.HasPrefix(text, before) && strings.HasSuffix(text, after)
	}
	var all []expectation
	for _, s := range steps {
		value := ""
		if m := quoted.FindStringSubmatch(s.Text); m != nil {
			value = m[1]
		}
		switch {
		case is(s.Text, breaksAt):
			all = append(all, expectation{pointer: value})
		case is(s.Text, reportedAs):
			all = append(all, expectation{rule: value})
		case is(s.Text, answeredWrong):
			all = append(all, expectation{rule: value, inAnswer: true})
		case is(s.Text, delivered):
			all = append(all, expectation{rule: value, inCall: true})
		case is(s.Text, offeredWrong):
			all = append(all, expectation{inAnswer: true})
		case says(s.Text, everyMistake):
			all = append(all, expectation{operation: value})
		case says(s.Text, everyEdge):
			all = append(all, expectation{operation: value, mild: true})
		}
	}
	return all
}

// weigh excuses the findings that the scenario meant to cause and gives the
// errors among the others.
func (w *world) weigh(all []harness.Finding) []harness.Finding {
	var errors []harness.Finding
	for _, f := range all {
		meant := false
		for _, e := range w.expected {
			meant = meant || e.meets(f)
		}
		switch {
		case meant && w.Excuse != nil:
			w.Excuse(w.plan.ID, f)
		case !meant && f.Severity == harness.Error && f.Accepted == "":
			errors = append(errors, f)
		}
	}
	return errors
}

// reported asks the judge for a finding that must be there.
func reported(ctx context.Context, e expectation) error {
	settled, err := worldFrom(ctx).settled(ctx)
	if err != nil {
		return err
	}
	for _, f := range settled.Findings {
		if e.meets(f) {
			return nil
		}
	}
	return fmt.Errorf("want %s to be reported, got nothing of the kind", e)
}

// delay is how long a step waits for what is on its way, at most.
const delay = 5 * time.Second

// settled asks the judge what there is by now. What a sandbox has on its way to the
// merchant belongs to it, or the answer would hang on who is faster; what the
// merchant itself keeps waiting is not waited for.
func (w *world) settled(ctx context.Context) (Settled, error) {
	if w.box == nil || w.slow != nil {
		return w.Settle(w.plan.ID), ctx.Err()
	}
	if w.Control != "" && w.merchant != nil {
		path := fmt.Sprintf("deliveries?wait=PT%dS&reference=none", delay/time.Second)
		if err := w.control(ctx, w.merchant.tenant, http.MethodGet, path, nil, nil); err != nil {
			return Settled{}, err
		}
	}
	// The caller may know the end of a call before the merchant does.
	idle, cancel := context.WithTimeout(ctx, delay)
	defer cancel()
	_ = w.box.Idle(idle) // a call that hangs ends later
	return w.Settle(w.plan.ID), ctx.Err()
}
