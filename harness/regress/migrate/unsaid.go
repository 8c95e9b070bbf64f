package migrate

import (
	"slices"

	"kontrakt/harness"
)

// Settled makes of a rewritten exchange, as it was judged, what a new recording
// holds. An answer that breaks the new contract is none: it was made of one that
// does not say all that the new one would, and is left as what to expect. What the
// recorded exchange was meant to break, the rewritten one is. Why the answer may
// come out otherwise is what the tables say, or that a mistake is gone.
func Settled(old, rewritten harness.Judged, departs []harness.Departure) harness.Judged {
	rewritten.Departs = slices.Concat(departs, mended(old))
	rewritten.Findings = slices.Clone(rewritten.Findings)
	if slices.ContainsFunc(rewritten.Findings, breaksAnswer) {
		expected := rewritten.Response
		rewritten.Expect, rewritten.Response = &expected, harness.Response{}
		rewritten.Findings = slices.DeleteFunc(rewritten.Findings, func(f harness.Finding) bool { return f.Direction == harness.InResponse })
	}
	for i, f := range rewritten.Findings {
		rewritten.Findings[i].Expected = f.Expected || slices.ContainsFunc(old.Findings, func(g harness.Finding) bool {
			return g.Expected && g.Direction == f.Direction
		})
	}
	return rewritten
}

func breaksAnswer(f harness.Finding) bool {
	return f.Direction == harness.InResponse && f.Severity == harness.Error
}
