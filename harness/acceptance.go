package harness

import (
	"strings"
	"time"
)

// An Acceptance is one finding that somebody has agreed to live with until a day.
type Acceptance struct {
	Rule string
	// Operation names it as findings do: epayment.v1 createPayment, or method and
	// path where no contract knows them.
	Operation string
	// Pointer is the place within, an index of a list being *; empty is the
	// whole.
	Pointer       string
	Owner, Reason string
	// Expires is the last day on which it holds, UTC.
	Expires time.Time
	File    string
	Line    int
	// Seen is how often it was found in a run; Past says that its day had passed.
	Seen int
	Past bool
}

// Holds says whether a finding is the one that is accepted.
func (a Acceptance) Holds(f *Finding) bool {
	return a.Rule == f.Rule && a.Operation == f.About() && a.Pointer == f.Place()
}

// Alike says whether two accept the same.
func (a Acceptance) Alike(b Acceptance) bool {
	return a.Rule == b.Rule && a.Operation == b.Operation && a.Pointer == b.Pointer
}

// Expired says whether its last day has passed.
func (a Acceptance) Expired(now time.Time) bool { return !now.Before(a.Expires.AddDate(0, 0, 1)) }

// Stale says whether it accepts nothing: its day has passed, or what it accepts
// is gone.
func (a Acceptance) Stale() bool { return a.Past || a.Seen == 0 }

// About names the operation of a finding: epayment.v1 createPayment, or the
// method and path where no contract knows them.
func (f *Finding) About() string {
	operation := f.Operation
	if operation == "" {
		operation = strings.TrimSpace(f.Method + " " + f.Path)
	}
	return strings.TrimSpace(f.Contract + " " + operation)
}

// Place is the place within a message, an index of a list being *.
func (f *Finding) Place() string { return withoutIndices(f.Pointer) }
