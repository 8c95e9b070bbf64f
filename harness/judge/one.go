package judge

import (
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// One judges a single exchange and counts nothing. The exchange stays in
// clear; its findings hold nothing secret or personal.
func (j *Judge) One(x *harness.Exchange) harness.Judged {
	judged, _, _ := j.one(x)
	return judged
}

// one also gives what the exchange tells that others can be held against, and the
// shape of what the API said; nil where that is nothing.
func (j *Judge) one(x *harness.Exchange) (harness.Judged, *sequence.Fact, *harness.Shape) {
	match, found := j.options.Contracts.Judge(x)
	if x.Failure != nil {
		found = slices.DeleteFunc(found, aboutAnswer)
	}
	var fact *sequence.Fact
	var shape *harness.Shape
	if match.Operation != nil {
		view := rules.NewView(x, *match.Operation, match.Params)
		found = j.prose(found, view, match.Operation)
		if tell := j.options.Facts[match.Operation.Contract]; tell != nil {
			fact = sequence.New(view)
			tell(view, fact)
		}
		if x.Failure == nil {
			shape = j.shapes.Of(view)
			j.proof.See(view, !slices.ContainsFunc(found, errorInRequest), !slices.ContainsFunc(found, errorInAnswer))
		}
		view.Done()
	}
	for i := range found {
		rules.Locate(&found[i], x, match.Operation)
	}
	found = j.weigh(found)
	for i := range found {
		found[i].Lay(x)
	}
	judged := harness.Judged{Exchange: *x, Operation: match.Operation, Findings: found}
	if len(found) > 0 {
		j.redactor.Findings(&judged)
		slices.SortFunc(found, harness.Finding.Compare)
	}
	return judged, fact, shape
}

func errorInRequest(f harness.Finding) bool { return f.Severity == harness.Error && !aboutAnswer(f) }
func errorInAnswer(f harness.Finding) bool  { return f.Severity == harness.Error && aboutAnswer(f) }

// aboutAnswer holds of findings about an answer; an answer that broke off, or
// that we gave ourselves, is not the subject's.
func aboutAnswer(f harness.Finding) bool {
	return f.Direction == harness.InResponse || f.Direction == harness.InCallbackResponse
}

// prose adds what the prose rules of the operation's contract say. Where one
// restates a finding of the contract at the same place, that one goes.
func (j *Judge) prose(found []harness.Finding, view *rules.View, op *harness.Operation) []harness.Finding {
	checks, x := j.checksOf(op), view.Exchange
	published := len(found)
	for i := range checks {
		check := &checks[i]
		more := check.Findings(view)
		if len(more) == 0 {
			continue
		}
		// Of a callback that got no answer the rules say that it is late.
		if x.Failure != nil && x.Flow != harness.FlowCallback {
			more = slices.DeleteFunc(more, aboutAnswer)
		}
		for i := range more {
			j.redactor.Got(view, &more[i])
		}
		if len(check.Replaces) > 0 {
			kept := slices.DeleteFunc(slices.Clone(found[:published]), func(f harness.Finding) bool {
				return slices.Contains(check.Replaces, f.Rule) && slices.ContainsFunc(more, func(g harness.Finding) bool { return samePlace(f, g) })
			})
			found = append(kept, found[published:]...)
			published = len(kept)
		}
		found = append(found, more...)
	}
	return found
}

// checksOf gives the checks that look at an operation, and need not ask for it.
func (j *Judge) checksOf(op *harness.Operation) []rules.Check {
	if known, ok := j.checks.Load(op); ok {
		return known.([]rules.Check)
	}
	var checks []rules.Check
	for _, c := range j.options.Checks[op.Contract] {
		if len(c.Operations) == 0 || slices.Contains(c.Operations, op.ID) {
			c.Operations = nil
			checks = append(checks, c)
		}
	}
	j.checks.Store(op, checks)
	return checks
}

func samePlace(f, g harness.Finding) bool {
	return f.Direction == g.Direction && f.In == g.In && f.Pointer == g.Pointer
}

// weigh gives findings the severities that the configuration sets, and leaves
// out those that are off.
func (j *Judge) weigh(found []harness.Finding) []harness.Finding {
	if len(found) == 0 || len(j.options.Severities) == 0 {
		return found
	}
	for i := range found {
		if s, set := j.options.Severities[found[i].Rule]; set && adjustable(found[i].Rule) {
			found[i].Severity = s
		}
	}
	return slices.DeleteFunc(found, func(f harness.Finding) bool { return f.Severity == harness.Off })
}

// adjustable says whether the configuration may weigh a rule anew; all others
// can only be accepted one by one.
func adjustable(rule string) bool {
	switch rule {
	case "route.spelling", "body.undocumented-property":
		return true
	}
	return strings.HasPrefix(rule, "guide.") || strings.HasPrefix(rule, "lifecycle.")
}

// Guard gives the errors of a request that has no answer yet.
func (j *Judge) Guard(x *harness.Exchange) []harness.Finding {
	judged := j.One(x)
	return slices.DeleteFunc(judged.Findings, func(f harness.Finding) bool {
		return f.Severity != harness.Error || aboutAnswer(f)
	})
}

// Recheck judges a recorded exchange anew. Where a pseudonym stands, judging
// again would judge the pseudonym: findings there are taken from the recording,
// all others are found again. What a scenario meant to cause stays expected.
func (j *Judge) Recheck(recorded harness.Judged) harness.Judged {
	again, _, _ := j.recheck(recorded)
	return again
}

func (j *Judge) recheck(recorded harness.Judged) (harness.Judged, *sequence.Fact, *harness.Shape) {
	again, fact, shape := j.one(&recorded.Exchange)
	hidden := places(recorded.Redacted)
	expected := map[group]bool{}
	found := slices.DeleteFunc(again.Findings, hidden.hides)
	for _, f := range recorded.Findings {
		f.Exchanges, f.Scenarios, f.Count = nil, nil, 0
		rules.Locate(&f, &recorded.Exchange, again.Operation)
		f.Lay(&recorded.Exchange)
		if f.Expected {
			expected[groupOf(&f)] = true
		}
		if hidden.hides(f) {
			found = append(found, f)
		}
	}
	found = j.weigh(found)
	for i := range found {
		found[i].Expected = expected[groupOf(&found[i])]
	}
	slices.SortFunc(found, harness.Finding.Compare)
	again.Findings, again.Redacted = found, slices.Clone(recorded.Redacted)
	return again, fact, shape
}
