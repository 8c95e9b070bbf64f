package certify

import (
	"fmt"
	"slices"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules/sequence"
)

// Statuses of a requirement.
const (
	Met         = "met"
	Unmet       = "unmet"
	NotObserved = "not-observed"
	Manual      = "manual"
)

// Fresh is how long evidence counts: examples that are handed in may not be
// older than a month (partner checklist, 2026).
const Fresh = 31 * 24 * time.Hour

// An Outcome is how a requirement stands.
type Outcome struct {
	Requirement
	Status string
	// Evidence are the exchanges that prove it; of an unmet one, those that break
	// it.
	Evidence []Evidence
	// Shown are the scenarios that it is met by, where no exchange proves it, and
	// ShownAt when the last of them ended, UTC.
	Shown   []string
	ShownAt time.Time
	// Because says in one line why it is not met.
	Because string
	// Note is what somebody wrote to a manual one.
	Note string
}

// Evidence is an exchange that shows something.
type Evidence struct {
	// Exchange is its ID in the recording, At when it began, UTC.
	Exchange string    `json:"exchange"`
	At       time.Time `json:"at"`
	// Endpoint is method and path: POST:/epayment/v1/payments.
	Endpoint string `json:"endpoint"`
	Status   int    `json:"status"`
	// Reference is what it is about: the merchant's own reference, an agreement.
	Reference string `json:"reference"`
	Comment   string `json:"comment"`
	// Rule is the rule that it breaks, for an unmet requirement.
	Rule string `json:"rule"`
}

// Options say what is known beside the traffic.
type Options struct {
	// Now is when it is judged.
	Now time.Time
	// Abilities are those that the integration declares.
	Abilities []string
	// Notes are what somebody says of manual requirements, by ID.
	Notes map[string]string
	// Trials are the scenarios that the merchant's software was put through.
	Trials []harness.Tried
	// Sold are the profiles for which scenarios had things sold, by reference. What
	// was sold for another one proves nothing.
	Sold map[string]string
}

// Judge holds a record against a profile. Requirements for abilities that were
// not declared are left out.
func Judge(p Profile, r *Record, o Options) []Outcome {
	r = r.soldFor(p, o.Sold)
	var all []Outcome
	for _, q := range p.Requirements {
		if !q.applies(o.Abilities) {
			continue
		}
		out := r.judge(q, p.Contracts, o.Trials)
		out.Requirement = q
		switch {
		case out.Status == Manual:
			out.Note = o.Notes[q.ID]
		case out.Status == Met && out.stale(o.Now):
			out.Status, out.Because = NotObserved, "what proves it is older than a month"
		}
		all = append(all, out)
	}
	return all
}

func (q Requirement) applies(abilities []string) bool {
	return q.If == "" || slices.Contains(abilities, q.If)
}

// stale says whether all that shows it is too old.
func (out Outcome) stale(now time.Time) bool {
	if len(out.Evidence) == 0 {
		return now.Sub(out.ShownAt) >= Fresh
	}
	return !slices.ContainsFunc(out.Evidence, func(e Evidence) bool { return now.Sub(e.At) < Fresh })
}

func (r *Record) judge(q Requirement, contracts []string, trials []harness.Tried) Outcome {
	var passed []string
	var ended time.Time
	unreached := ""
	for _, t := range trials {
		switch {
		case !slices.Contains(t.Of, q.ID):
		case t.Passed:
			passed = append(passed, t.Name)
			ended = later(ended, t.At)
		case t.Unreached:
			unreached = t.Name + ": " + t.Reason
		default:
			return Outcome{Status: Unmet, Because: t.Name + ": " + t.Reason}
		}
	}
	if q.Proof.Trial && len(passed) > 0 {
		return Outcome{Status: Met, Shown: passed, ShownAt: ended}
	}
	if found := r.broken(q.Breaks, contracts); len(found) > 0 {
		return r.breach(found)
	}
	switch {
	case unreached != "" && len(passed) == 0:
		return Outcome{Status: NotObserved, Because: unreached}
	case q.Proof.Manual || q.Proof.Trial:
		return Outcome{Status: Manual}
	}
	switch proof := q.Proof; {
	case len(proof.Seen) > 0:
		return r.all(proof.Seen)
	case len(proof.Any) > 0:
		return r.any(proof.Any)
	case proof.Moved != nil:
		return r.movement(*proof.Moved, contracts)
	case proof.Every != nil:
		return r.every(*proof.Every)
	case proof.Carried != "":
		return r.carried(proof.Carried, contracts)
	case proof.Polled:
		return r.polled(contracts)
	}
	return r.clean(contracts)
}

// breach is a requirement that findings break.
func (r *Record) breach(found []harness.Finding) Outcome {
	out := Outcome{Status: Unmet}
	for _, f := range found {
		if out.Because == "" {
			out.Because = f.Message()
		}
		for _, id := range f.Exchanges[:min(len(f.Exchanges), 1)] {
			if i := slices.IndexFunc(r.exchanges, func(s seen) bool { return s.ID == id }); i >= 0 {
				e := r.exchanges[i].evidence("")
				e.Rule = f.Rule
				out.Evidence = append(out.Evidence, e)
			}
		}
	}
	if n := len(found) - 1; n > 0 {
		out.Because += fmt.Sprintf(", and %d more", n)
	}
	return out
}

func (r *Record) all(wanted []Sighting) Outcome {
	out := Outcome{Status: Met}
	for _, want := range wanted {
		s, had := r.last(want)
		if !had {
			return Outcome{Status: NotObserved, Because: "not seen: " + want.words()}
		}
		out.Evidence = append(out.Evidence, s.evidence(want.Comment))
	}
	return out
}

func (r *Record) any(wanted []Sighting) Outcome {
	for _, want := range wanted {
		if s, had := r.last(want); had {
			return Outcome{Status: Met, Evidence: []Evidence{s.evidence(want.Comment)}}
		}
	}
	return Outcome{Status: NotObserved, Because: "not seen: " + wanted[0].words()}
}

func (r *Record) movement(m Movement, contracts []string) Outcome {
	var last *Evidence
	for _, moved := range r.moved(sequence.Deed(m.Of), contracts) {
		if m.Extent == "" || moved.whole == (m.Extent == "whole") {
			e := moved.by.evidence(m.Extent)
			last = &e
		}
	}
	if last == nil {
		return Outcome{Status: NotObserved, Because: "not seen: a " + m.words()}
	}
	return Outcome{Status: Met, Evidence: []Evidence{*last}}
}

func (r *Record) every(want Sighting) Outcome {
	out := Outcome{Status: NotObserved, Because: "not seen: " + Sighting{Operation: want.Operation}.words()}
	for _, s := range r.exchanges {
		if !s.holds(Sighting{Operation: want.Operation}) {
			continue
		}
		if !s.holds(want) {
			return Outcome{Status: Unmet, Because: "not so: " + want.words(), Evidence: []Evidence{s.evidence(want.Comment)}}
		}
		out = Outcome{Status: Met, Evidence: []Evidence{s.evidence(want.Comment)}}
	}
	return out
}

// carried is met where every call of these APIs has a header.
func (r *Record) carried(header string, contracts []string) Outcome {
	out := Outcome{Status: NotObserved, Because: "no exchange of these APIs was seen"}
	for _, s := range r.exchanges {
		if s.Flow != harness.FlowAPI || !slices.Contains(contracts, s.Operation.Contract) {
			continue
		}
		if s.Request.Header.Get(header) == "" {
			return Outcome{Status: Unmet, Because: "a call without " + header, Evidence: []Evidence{s.evidence("")}}
		}
		out = Outcome{Status: Met, Evidence: []Evidence{s.evidence("")}}
	}
	return out
}

func (r *Record) polled(contracts []string) Outcome {
	started, asked, unasked := r.asked(contracts)
	switch {
	case len(started) == 0:
		return Outcome{Status: NotObserved, Because: "nothing was started"}
	case len(unasked) > 0:
		return Outcome{Status: Unmet, Evidence: []Evidence{unasked[0].evidence("")},
			Because: fmt.Sprintf("%d of %d that were started were never asked for afterwards", len(unasked), len(started))}
	case len(asked) == 0:
		return Outcome{Status: NotObserved, Because: "nothing that was started was asked for afterwards"}
	}
	return Outcome{Status: Met, Evidence: []Evidence{asked[len(asked)-1].evidence("")}}
}

// clean is met where something was seen; what breaks it was looked for before.
func (r *Record) clean(contracts []string) Outcome {
	for i := len(r.exchanges) - 1; i >= 0; i-- {
		if s := r.exchanges[i]; s.Flow == harness.FlowAPI && slices.Contains(contracts, s.Operation.Contract) {
			return Outcome{Status: Met, Evidence: []Evidence{s.evidence("")}}
		}
	}
	return Outcome{Status: NotObserved, Because: "no exchange of these APIs was seen"}
}
