package compare

import "kontrakt/reports"

// Apart says why one report cannot be held against the other, of which the names are
// given; "" where it can. Runs have a scenario in common that at least one of them has
// judged; recordings, which have no scenarios, an operation that both call.
func Apart(base, fresh *reports.Report, baseName, freshName string) string {
	switch {
	case len(base.Scenarios) > 0 && len(fresh.Scenarios) == 0:
		return freshName + " holds no scenario, so that nothing of " + baseName + " can be held against it"
	case len(base.Scenarios) == 0 && len(fresh.Scenarios) > 0:
		return baseName + " holds no scenario that " + freshName + " could be held against"
	case len(base.Scenarios) == 0:
		return apart(called(base), called(fresh), "no operation is called in both", baseName, freshName)
	}
	return apart(judged(base, fresh), judged(fresh, base), "no scenario was judged of those in both", baseName, freshName)
}

func apart(base, fresh map[string]bool, why, baseName, freshName string) string {
	for what := range base {
		if fresh[what] {
			return ""
		}
	}
	return why + ", " + baseName + " and " + freshName
}

// judged are the scenarios of a report that it, or the other, has judged.
func judged(r, other *reports.Report) map[string]bool {
	there := map[string]bool{}
	for _, s := range other.Scenarios {
		there[s.ID] = s.Status == "passed" || s.Status == "failed"
	}
	ids := map[string]bool{}
	for _, s := range r.Scenarios {
		if there[s.ID] || s.Status == "passed" || s.Status == "failed" {
			ids[s.ID] = true
		}
	}
	return ids
}

func called(r *reports.Report) map[string]bool {
	ids := map[string]bool{}
	for _, o := range r.Operations {
		if o.Calls > 0 {
			ids[o.Contract+" "+o.Method+" "+o.Path+" "+o.Operation] = true
		}
	}
	return ids
}
