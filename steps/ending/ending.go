// Package ending notes how the steps of a scenario have ended.
package ending

import (
	"github.com/cucumber/godog"

	"kontrakt/harness"
)

// Skipped ends a scenario that cannot be shown here, which is nobody's fault: it
// says why.
type Skipped string

func (s Skipped) Error() string { return string(s) }

// Is makes it what godog skips by.
func (Skipped) Is(target error) bool { return target == godog.ErrSkip }

// Steps are a scenario's steps as they end, one after the other.
type Steps struct {
	at  int
	err error
}

// Note notes how the next of all steps ended, and why it failed, and gives it. What
// comes when all have ended is not one of them: nil.
func (s *Steps) Note(all []harness.Step, status godog.StepResultStatus, err error) *harness.Step {
	if s.at >= len(all) {
		return nil
	}
	step := &all[s.at]
	s.at++
	if step.Status = word(status); err == nil || s.err != nil {
		return step
	}
	if s.err = err; step.Status != harness.StatusSkipped {
		step.Error = err.Error()
	}
	return step
}

// Close takes no more steps.
func (s *Steps) Close(all []harness.Step) { s.at = len(all) }

// At is how many have ended.
func (s *Steps) At() int { return s.at }

// Err is what the first of them that failed has said.
func (s *Steps) Err() error { return s.err }

func word(status godog.StepResultStatus) harness.Status {
	switch status {
	case godog.StepPassed:
		return harness.StatusPassed
	case godog.StepSkipped:
		return harness.StatusSkipped
	case godog.StepUndefined:
		return harness.StatusUndefined
	case godog.StepPending:
		return harness.StatusPending
	}
	return harness.StatusFailed
}
