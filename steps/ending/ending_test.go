package ending_test

import (
	"errors"
	"testing"

	"github.com/cucumber/godog"
	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/steps/ending"
)

func TestHowStepsEnd(t *testing.T) {
	t.Parallel()
	var s ending.Steps
	all := make([]harness.Step, 5)
	first, second := errors.New("first"), errors.New("second")
	for i, end := range []struct {
		status godog.StepResultStatus
		err    error
	}{{godog.StepPassed, nil}, {godog.StepUndefined, first}, {godog.StepFailed, second}, {godog.StepPending, nil}} {
		assert.Same(t, &all[i], s.Note(all, end.status, end.err))
	}
	assert.Equal(t, 4, s.At())
	assert.Equal(t, first, s.Err(), "the first that failed ended the scenario")
	s.Close(all)
	assert.Equal(t, 5, s.At())
	assert.Nil(t, s.Note(all, godog.StepPassed, nil), "what comes afterwards is none of them")
	assert.Equal(t, []harness.Step{
		{Status: harness.StatusPassed}, {Status: harness.StatusUndefined, Error: "first"}, {Status: harness.StatusFailed}, {Status: harness.StatusPending}, {},
	}, all)
}

func TestAStepThatIsSkippedIsNoMistake(t *testing.T) {
	t.Parallel()
	var s ending.Steps
	all := make([]harness.Step, 1)
	why := errors.New("not here")
	s.Note(all, godog.StepSkipped, why)
	assert.Equal(t, []harness.Step{{Status: harness.StatusSkipped}}, all)
	assert.Equal(t, why, s.Err())
}
