package harness

import (
	"fmt"
	"slices"
)

// Settle decides the verdict from what was judged: a failed scenario, or a
// finding at or above failOn (Off: no finding counts) that is the fault of one of
// the blamed (of anybody where none is named), violates; else anything
// that could not be judged, or nothing judged at all, is inconclusive. A skip
// with a reason counts for nothing, unless nothing else ran. Of a shard nobody can
// say that what is accepted is gone, or that too little is proven.
func (r *Run) Settle(failOn Severity, blamed ...Blame) {
	r.Policy = Policy{failOn, blamed}
	verdict, reason := r.scenarios()
	if n := r.findingsAt(failOn, blamed); n > 0 {
		verdict, reason = Failed, plural(n, "finding", "findings")+" at or above "+string(failOn)
	}
	if n := r.stale(); verdict != Failed && n > 0 {
		verdict, reason = Failed, plural(n, "accepted finding is", "accepted findings are")+" gone or out of date"
	}
	if proven, total := r.Proven(); verdict != Failed && r.Shard == nil && r.Require > 0 && float64(proven)*100 < r.Require*float64(total) {
		verdict, reason = Failed, fmt.Sprintf("%d of %d clauses are proven, fewer than %g %%", proven, total, r.Require)
	}
	if why := r.twins(); verdict != Failed && why != "" {
		verdict, reason = Failed, why
	}
	if verdict != Failed && r.Broken > 0 {
		verdict, reason = Inconclusive, plural(r.Broken, "exchange", "exchanges")+" did not come to an answer"
	}
	if n := r.counted(UnreadBody); verdict != Failed && n > 0 {
		verdict, reason = Inconclusive, plural(n, "body", "bodies")+" could not be read"
	}
	if lacking := r.lacking(); verdict != Failed && lacking != "" {
		verdict, reason = Inconclusive, "not everything was judged: "+lacking
	}
	if verdict == NotRun {
		reason = "nothing was judged"
	}
	if verdict != Failed && r.Interrupted {
		verdict, reason = Inconclusive, "interrupted before the end"
	}
	r.Verdict = verdict
	if r.Reason == "" {
		r.Reason = reason
	}
}

// scenarios gives the part of the verdict that the scenarios decide; without
// any, what was judged is the exchanges.
func (r *Run) scenarios() (Verdict, string) {
	verdict, counts := NotRun, map[Status]int{}
	for _, s := range r.Scenarios {
		verdict = verdict.Worse(s.Status.Verdict())
		counts[s.Status]++
	}
	if len(r.Scenarios) == 0 && r.Recorded > r.counted(UnjudgedRoute) {
		return Passed, ""
	}
	switch verdict {
	case Failed:
		return verdict, plural(counts[StatusFailed], "scenario", "scenarios") + " failed"
	case Inconclusive:
		n := counts[StatusInconclusive] + counts[StatusUndefined] + counts[StatusPending]
		return verdict, plural(n, "scenario", "scenarios") + " could not be judged"
	}
	return verdict, ""
}

func (r *Run) findingsAt(failOn Severity, blamed []Blame) int {
	n := 0
	for _, f := range r.Findings {
		if f.Accepted != "" {
			continue
		}
		counts := len(blamed) == 0 || f.Blame == "" || slices.Contains(blamed, f.Blame)
		if counts && failOn.Weight() > 0 && f.Severity.Weight() >= failOn.Weight() {
			n++
		}
	}
	return n
}

// stale counts what is accepted and is gone, or whose day has passed.
func (r *Run) stale() int {
	n := 0
	for _, a := range r.Accepted {
		if a.Past || a.Stale() && r.Shard == nil {
			n++
		}
	}
	return n
}

// lacking says what of the run nobody has judged, the first thing only.
func (r *Run) lacking() string {
	switch {
	case len(r.Incomplete) > 0:
		return r.Incomplete[0]
	case r.Dropped > 0:
		return plural(r.Dropped, "exchange was", "exchanges were") + " dropped"
	}
	return ""
}

// counted counts what was found by a rule. By that of unread bodies it is those
// that nobody could judge: too long, cut, or in an unknown coding.
func (r *Run) counted(rule string) int {
	n := 0
	for _, f := range r.Findings {
		if f.Rule == rule {
			n += max(f.Count, 1)
		}
	}
	return n
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
