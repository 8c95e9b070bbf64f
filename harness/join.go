package harness

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// span is the time from the first start to the last end.
func span(parts []*Run) (started, finished time.Time) {
	started, finished = parts[0].Started, parts[0].Finished
	for _, r := range parts[1:] {
		if r.Started.Before(started) {
			started = r.Started
		}
		if r.Finished.After(finished) {
			finished = r.Finished
		}
	}
	return started, finished
}

// Join puts the shards that Whole gave one behind the other: scenarios, exchanges
// with IDs that follow one another, rules and sums. Findings, figures, coverage and
// proof are left to the judge, the verdict to Settle.
func Join(parts []*Run) *Run {
	first := parts[0]
	whole := &Run{
		Tool: first.Tool, Command: first.Command, Target: first.Target, Environment: first.Environment,
		Seed: first.Seed, Policy: first.Policy, Require: first.Require, Contracts: first.Contracts,
		Accepted: slices.Clone(first.Accepted), Checklist: first.Checklist,
	}
	whole.Started, whole.Finished = span(parts)
	whole.ID = joined(parts)
	for i := range whole.Accepted {
		whole.Accepted[i].Seen = 0
	}
	for _, r := range parts {
		whole.Interrupted = whole.Interrupted || r.Interrupted
		for _, line := range r.Incomplete {
			if !slices.Contains(whole.Incomplete, line) {
				whole.Incomplete = append(whole.Incomplete, line)
			}
		}
		whole.Scenarios = append(whole.Scenarios, r.Scenarios...)
		whole.Recorded, whole.Dropped, whole.Broken = whole.Recorded+r.Recorded, whole.Dropped+r.Dropped, whole.Broken+r.Broken
		for _, rule := range r.Rules {
			// What its examples quote may be hidden, and otherwise in every part.
			same := func(known RuleUsed) bool { return known.Contract == rule.Contract && known.ID == rule.ID }
			if !slices.ContainsFunc(whole.Rules, same) {
				whole.Rules = append(whole.Rules, rule)
			}
		}
		for i := range r.Accepted {
			whole.Accepted[i].Seen += r.Accepted[i].Seen
			whole.Accepted[i].Past = whole.Accepted[i].Past || r.Accepted[i].Past
		}
	}
	return whole
}

// exchangeID is how the counter of a run numbers exchanges, alone or in a text.
var (
	exchangeID = regexp.MustCompile(`^x(\d{4,})$`)
	inText     = regexp.MustCompile(`\bexchange x(\d{4,})\b`)
)

// Last is the highest number that an exchange of the run has, as far as it is named.
func (r *Run) Last() int {
	last := r.Recorded + r.Dropped
	take := func(ids []string) {
		for _, id := range ids {
			if m := exchangeID.FindStringSubmatch(id); m != nil {
				n, _ := strconv.Atoi(m[1]) // too long a number is none
				last = max(last, n)
			}
		}
	}
	for _, s := range r.Scenarios {
		take(s.Exchanges)
	}
	for _, f := range r.Findings {
		take(f.Exchanges)
	}
	return last
}

// Later gives an exchange's ID in a run in which others come before it.
func Later(id string, by int) string {
	m := exchangeID.FindStringSubmatch(id)
	if m == nil {
		return id
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return id
	}
	return fmt.Sprintf("x%04d", n+by)
}

// Renumber gives every exchange that scenarios and findings name its later ID. The
// run's lists are replaced, not changed.
func (r *Run) Renumber(by int) {
	later := func(ids []string) []string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = Later(id, by)
		}
		return out
	}
	text := func(s string) string {
		return inText.ReplaceAllStringFunc(s, func(m string) string { return "exchange " + Later(m[len("exchange "):], by) })
	}
	r.Scenarios, r.Findings = slices.Clone(r.Scenarios), slices.Clone(r.Findings)
	for i := range r.Scenarios {
		s := &r.Scenarios[i]
		s.Exchanges, s.Reason = later(s.Exchanges), text(s.Reason)
		s.Steps = slices.Clone(s.Steps)
		for j := range s.Steps {
			s.Steps[j].Error = text(s.Steps[j].Error)
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Exchanges, f.Want, f.Got = later(f.Exchanges), text(f.Want), text(f.Got)
	}
}

// joined makes an ID out of those of the shards.
func joined(parts []*Run) string {
	digest := sha256.New()
	for _, r := range parts {
		fmt.Fprintln(digest, r.ID)
	}
	return base32.StdEncoding.EncodeToString(digest.Sum(nil)[:16])[:26]
}
