package harness

// A Verdict says how something that was judged ended. The zero value is
// NotRun: what was not judged has not passed. The worst part decides the
// whole, so verdicts are ordered by weight.
type Verdict int

const (
	// NotRun: nothing was judged.
	NotRun Verdict = iota
	// Passed: it was judged, and it held.
	Passed
	// Inconclusive: the tool or the target broke before it could be judged.
	Inconclusive
	// Failed: the subject broke the contract.
	Failed
)

// Worse gives the verdict that decides when two parts make a whole.
func (v Verdict) Worse(w Verdict) Verdict { return max(v, w) }

// String is the verdict of a whole run, as the report has it.
func (v Verdict) String() string {
	switch v {
	case Passed:
		return "conforms"
	case Failed:
		return "violates"
	}
	return "inconclusive"
}

// Status is how a scenario or a step ended, as the report has it.
type Status string

const (
	StatusPassed       Status = "passed"
	StatusFailed       Status = "failed"
	StatusSkipped      Status = "skipped"
	StatusInconclusive Status = "inconclusive"
	StatusUndefined    Status = "undefined"
	StatusPending      Status = "pending"
)

// Verdict is what a scenario's status counts for in the whole. A skip counts
// for nothing.
func (s Status) Verdict() Verdict {
	switch s {
	case StatusPassed:
		return Passed
	case StatusFailed:
		return Failed
	case StatusSkipped:
		return NotRun
	}
	return Inconclusive
}
