package main

import (
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// unasked is why a run lives with what nobody has asked it for.
const unasked = "kontrakt: its own scenarios call this version, as no --api names those that count"

// acceptUnasked accepts that scenarios of ours call versions that are deprecated. A run
// takes those along unless --api says otherwise, and whoever fails on warnings could mend
// nothing: he would have to list every other version, and miss those to come. It is told
// all the same, and is a warning like any other where the version was named, or the
// scenario is the user's own.
func (s *session) acceptUnasked() {
	if s.run.Command != "run" || len(s.apis) > 0 {
		return
	}
	for i := range s.run.Findings {
		f := &s.run.Findings[i]
		named := slices.ContainsFunc(f.Scenarios, func(id string) bool { return strings.Contains(id, "/own-") })
		if f.Rule == "lifecycle.deprecated" && f.Want == contract.InForce && f.Severity == harness.Warning && f.Accepted == "" && !named {
			f.Accepted = unasked
		}
	}
}
