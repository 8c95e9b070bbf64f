package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontrakt/reports"
)

// An answered is what an operation was answered with in a scenario, by status: the
// members of all those answers.
type answered map[at]map[string]bool

// at is a status of an operation.
type at struct {
	contract, operation string
	status              int
}

func (s *side) answered(scenario *reports.Scenario) answered {
	out := answered{}
	for _, id := range scenario.Shapes {
		shape, ok := s.shape[id]
		if !ok {
			continue
		}
		key := at{shape.contract, shape.operation, shape.Status}
		if out[key] == nil {
			out[key] = map[string]bool{}
		}
		for _, m := range shape.Members {
			out[key][m] = true
		}
	}
	return out
}

// shapes compares what was answered in scenarios that ended alike. Each
// difference is told once, with the scenarios that have it.
func (c *comparing) shapes() {
	told := map[string]*Change{}
	for i := range c.fresh.Scenarios {
		now := &c.fresh.Scenarios[i]
		was := c.base.scenario[now.ID]
		if was == nil || was.Status != now.Status || c.turned[now.ID] {
			continue
		}
		before, after := c.base.answered(was), c.fresh.answered(now)
		always, ever := before, before
		if c.again != nil {
			other := answered{}
			if s := c.again.scenario[now.ID]; s != nil {
				other = c.again.answered(s)
			}
			always, ever = both(before, other), either(before, other)
		}
		for _, change := range append(c.members(before, always, ever, after), c.statuses(always, ever, after)...) {
			key := change.Weight + change.Kind + change.Contract + change.Operation + change.Text
			if told[key] == nil {
				told[key] = &change
			}
			told[key].Scenarios = append(told[key].Scenarios, now.ID)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(told)) {
		c.add(*told[key])
	}
}

// members compares answers of the same status.
func (c *comparing) members(before, always, ever, after answered) []Change {
	var out []Change
	for key, now := range after {
		if ever[key] == nil {
			continue
		}
		lost, gained := minus(always[key], now), minus(now, ever[key])
		if c.again != nil && len(lost)+len(gained) < len(minus(before[key], now))+len(minus(now, before[key])) {
			c.d.Totals.Volatile++
		}
		if len(lost)+len(gained) == 0 {
			continue
		}
		change := Change{Weight: Neutral, Kind: "shape", Contract: key.contract, Operation: key.operation, Base: strings.Join(lost, ", "), New: strings.Join(gained, ", ")}
		what := fmt.Sprintf("the answer %d", key.status)
		if key.status == 0 {
			what = "the call to the merchant"
		}
		switch {
		case len(lost) > 0 && len(gained) > 0:
			change.Weight, change.Text = Regression, what+" has "+change.New+" in place of "+change.Base
		case len(lost) > 0:
			change.Weight, change.Text = Regression, what+" lacks "+change.Base
		default:
			change.Text = what + " has " + change.New + " as well"
		}
		out = append(out, change)
	}
	return out
}

// statuses compares the statuses that operations were answered with.
func (c *comparing) statuses(always, ever, after answered) []Change {
	type operation struct{ contract, id string }
	lost, gained := map[operation][]string{}, map[operation][]string{}
	for key := range always {
		if after[key] == nil && key.status != 0 {
			o := operation{key.contract, key.operation}
			lost[o] = append(lost[o], fmt.Sprint(key.status))
		}
	}
	for key := range after {
		if ever[key] == nil && key.status != 0 {
			o := operation{key.contract, key.operation}
			gained[o] = append(gained[o], fmt.Sprint(key.status))
		}
	}
	var out []Change
	for o, now := range gained {
		was := lost[o]
		if len(was) == 0 {
			continue // one more call, and no other answer
		}
		slices.Sort(was)
		slices.Sort(now)
		out = append(out, Change{
			Weight: Regression, Kind: "status", Contract: o.contract, Operation: o.id, Base: strings.Join(was, ", "), New: strings.Join(now, ", "),
			Text: "answers " + strings.Join(now, ", ") + " where it answered " + strings.Join(was, ", "),
		})
	}
	return out
}

// minus lists what is in a and not in b, sorted.
func minus(a, b map[string]bool) []string {
	var out []string
	for _, m := range slices.Sorted(maps.Keys(a)) {
		if !b[m] {
			out = append(out, m)
		}
	}
	return out
}

func both(a, b answered) answered {
	out := answered{}
	for key, members := range a {
		if b[key] == nil {
			continue
		}
		out[key] = map[string]bool{}
		for m := range members {
			if b[key][m] {
				out[key][m] = true
			}
		}
	}
	return out
}

func either(a, b answered) answered {
	out := answered{}
	for _, side := range []answered{a, b} {
		for key, members := range side {
			if out[key] == nil {
				out[key] = map[string]bool{}
			}
			maps.Copy(out[key], members)
		}
	}
	return out
}
