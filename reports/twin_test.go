package reports_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
)

// twins is a run on two APIs: one difference that is known, one that is not, one that
// is declared and not there.
func twins(differences ...harness.TwinDifference) *harness.Run {
	run := emptyRun()
	run.Verdict = harness.Passed
	run.Repository = repositoryOf("features/payments/cancel.feature")
	for _, api := range []string{"old.v1", "new.v1"} {
		run.Scenarios = append(run.Scenarios, harness.Scenario{ID: api + "/cancel/rest", API: api, Name: "The rest is released", File: "payments/cancel.feature", Line: 7, Status: harness.StatusPassed})
	}
	run.Twin = &harness.Twin{Old: "old.v1", New: "new.v1", Compared: 1, Differences: differences}
	return run
}

func TestEveryFormatTellsOfTwins(t *testing.T) {
	t.Parallel()
	known := harness.TwinDifference{Scenario: "cancel/rest", Name: "The rest is released", Part: "states", Old: "cancelled", New: "expired", Kind: "gain", Says: "told apart", Source: "the guide"}
	unknown := harness.TwinDifference{Scenario: "cancel/rest", Name: "The rest is released", Part: "ledger", Old: "captured 199.00 NOK", New: "captured 198.99 NOK"}

	t.Run("what is known is told, and fails nothing", func(t *testing.T) {
		t.Parallel()
		run := twins(known)
		read := readJUnit(t, render(t, "junit", run))
		assert.Zero(t, read.Failures+read.Errors)
		assert.Equal(t, 3, read.Tests, "two scenarios, and a difference")
		last := read.Suites[len(read.Suites)-1]
		assert.Equal(t, "old.v1 and new.v1", last.Name)
		assert.Equal(t, "cancel/rest: states", last.Cases[0].Name)
		assert.Equal(t, "twin.gain", last.Cases[0].Class)
		assert.Contains(t, last.Cases[0].Out, "you gain: The rest is released: states: old.v1: cancelled; new.v1: expired\ntold apart (the guide)")
		log := readSARIF(t, render(t, "sarif", run))
		assert.Len(t, log.Results, 1)
		assert.Equal(t, "twin.gain", *log.Results[0].RuleID)
		assert.Equal(t, "note", log.Results[0].Level)
		assert.Equal(t, "features/payments/cancel.feature", *log.Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI)
		all, _ := annotations(t, string(render(t, "github", run)))
		assert.Len(t, all, 1)
		assert.Equal(t, "notice", all[0].command)
		assert.Contains(t, string(render(t, "gitlab", run)), `"severity": "info"`)
		assert.Contains(t, string(render(t, "markdown", run)), "| you gain | cancel/rest | states | cancelled | expired | told apart the guide |")
	})

	t.Run("what nobody declared fails", func(t *testing.T) {
		t.Parallel()
		run := twins(known, unknown)
		run.Verdict, run.Twin.Unmatched = harness.Failed, []string{"refund/*: states: a, and now b"}
		read := readJUnit(t, render(t, "junit", run))
		assert.Equal(t, 2, read.Failures)
		cases := read.Suites[len(read.Suites)-1].Cases
		assert.Equal(t, "cancel/rest: ledger", cases[0].Name, "what nobody declared comes first")
		assert.Equal(t, "twin.undeclared", cases[0].Class)
		assert.Contains(t, cases[0].Failure.Message, "captured 198.99 NOK")
		assert.Equal(t, "twin.unmatched", cases[2].Class)
		log := readSARIF(t, render(t, "sarif", run))
		assert.Len(t, log.Results, 3)
		for _, r := range log.Results {
			assert.Equal(t, r.RuleID, log.Tool.Driver.Rules[r.RuleIndex].ID)
		}
		all, _ := annotations(t, string(render(t, "github", run)))
		counts := map[string]int{}
		for _, a := range all {
			counts[a.command]++
		}
		assert.Equal(t, map[string]int{"error": 2, "notice": 1}, counts)
		assert.Equal(t, 2, strings.Count(string(render(t, "gitlab", run)), `"severity": "major"`))
		assert.Contains(t, string(render(t, "markdown", run)), "| not there | refund/\\*: states: a, and now b | | | | |")
	})

	t.Run("no difference is told as well", func(t *testing.T) {
		t.Parallel()
		read := readJUnit(t, render(t, "junit", twins()))
		assert.Zero(t, read.Failures)
		assert.Equal(t, "both come out alike", read.Suites[len(read.Suites)-1].Cases[0].Name)
		assert.Contains(t, string(render(t, "markdown", twins())), "## old.v1 and new.v1: 1 scenario compared, 0 differences")
	})
}

// remarked is how much there is to say of twins.
func remarked(t *harness.Twin) int {
	if t == nil {
		return 0
	}
	return len(t.Differences) + len(t.Unmatched)
}
