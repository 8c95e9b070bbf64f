package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"kontrakt/harness"
)

// A remark is what a reviewer is told beside the code: a finding that nobody has
// accepted; a scenario that failed, or could not be judged, without one; or what
// comes out otherwise on the other of two APIs.
type remark struct {
	severity harness.Severity
	// rule is the finding's, or scenario.failed and the like.
	rule string
	text string
	at   position
	// id is the same in every run, and of this remark alone.
	id string
}

// remarks lists them, the heaviest first; of a run that failed otherwise, or was not
// judged, it says so.
func (r *Report) remarks(at places) []remark {
	var all []remark
	ids := r.identities()
	explained := map[string]bool{}
	for i, f := range r.Findings {
		if f.Accepted != "" {
			continue
		}
		for _, id := range f.Scenarios {
			explained[id] = explained[id] || f.counts()
		}
		text := f.about() + ": " + f.Message
		if f.Help != "" {
			text += "\n" + f.Help
		}
		all = append(all, remark{harness.Severity(f.Severity), f.Rule, text, at.finding(f), ids[i]})
	}
	for _, s := range r.Scenarios {
		severity := harness.Error
		if s.Status != "failed" {
			severity = harness.Warning
		}
		if s.Status == "passed" || s.Status == "skipped" || explained[s.ID] {
			continue
		}
		all = append(all, remark{severity, "scenario." + s.Status, s.Name + ": " + s.why(), at.scenario(s), digest(s.ID)})
	}
	for _, m := range r.Twin.remarks() {
		all = append(all, remark{m.severity, m.rule, m.text, m.at(at), m.id()})
	}
	if r.Run.Verdict != harness.Passed.String() && !slices.ContainsFunc(all, func(m remark) bool { return m.severity == harness.Error }) {
		all = append(all, remark{harness.Error, "run." + r.Run.Verdict, r.headline(), at.config(), digest(r.Run.Verdict)})
	}
	slices.SortStableFunc(all, func(a, b remark) int { return b.severity.Weight() - a.severity.Weight() })
	return all
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}
