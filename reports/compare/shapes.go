package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontrakt/reports"
)

// An answered is what operations were answered with, by status: the members of all
// those answers.
type answered map[at]map[string]bool

// at is a status of an operation.
type at struct {
	contract, operation string
	status              int
}

// answered gathers what shapes say.
func (s *side) answered(shapes []string) answered {
	out := answered{}
	for _, id := range shapes {
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

// A moment is what was answered at one place of a scenario: to one call of a step,
// to all of a step, or, of what no step has, in the scenario.
type moment struct {
	// step is the step's line, empty where it is no step's.
	step   string
	shapes []string
}

// moments pairs what was answered in a scenario then and now, and in the second
// run of the base side. The n-th answers of an operation in a step are paired
// where there are as many; else all of them.
func (c *comparing) moments(was, now, other *reports.Scenario) [][3]moment {
	var out [][3]moment
	inStep := map[string]bool{}
	for i := range now.Steps {
		if !stepwise(was) || !stepwise(now) || i >= len(was.Steps) || was.Steps[i].Text != now.Steps[i].Text {
			continue
		}
		line := strings.TrimSpace(now.Steps[i].Keyword + " " + now.Steps[i].Text)
		before, after, second := was.Steps[i].Shapes, now.Steps[i].Shapes, []string(nil)
		if other != nil && i < len(other.Steps) {
			second = other.Steps[i].Shapes
		}
		for _, id := range slices.Concat(before, after, second) {
			inStep[id] = true
		}
		out = append(out, c.calls(line, before, after, second)...)
	}
	rest := func(s *reports.Scenario) moment {
		if s == nil {
			return moment{}
		}
		return moment{shapes: slices.DeleteFunc(slices.Clone(s.Shapes), func(id string) bool { return inStep[id] })}
	}
	return append(out, [3]moment{rest(was), rest(now), rest(other)})
}

// stepwise says whether a report says what was answered in which step; older ones
// do not.
func stepwise(s *reports.Scenario) bool {
	return slices.ContainsFunc(s.Steps, func(t reports.Step) bool { return len(t.Shapes) > 0 })
}

// calls pairs the answers of a step, operation by operation.
func (c *comparing) calls(line string, before, after, second []string) [][3]moment {
	sides := [3]map[[2]string][]string{c.base.byOperation(before), c.fresh.byOperation(after), c.again.byOperation(second)}
	var out [][3]moment
	for _, op := range slices.SortedFunc(maps.Keys(sides[1]), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		all := [3][]string{sides[0][op], sides[1][op], sides[2][op]}
		n := len(all[1])
		if len(all[0]) != n || c.again != nil && len(all[2]) != n {
			out = append(out, [3]moment{{line, all[0]}, {line, all[1]}, {line, all[2]}})
			continue
		}
		for i := range n {
			var one [3]moment
			for j := range all {
				if i < len(all[j]) {
					one[j] = moment{line, all[j][i : i+1]}
				}
			}
			out = append(out, one)
		}
	}
	return out
}

// byOperation sorts shapes by contract and operation, in their order.
func (s *side) byOperation(shapes []string) map[[2]string][]string {
	out := map[[2]string][]string{}
	if s == nil {
		return out
	}
	for _, id := range shapes {
		if shape, ok := s.shape[id]; ok {
			op := [2]string{shape.contract, shape.operation}
			out[op] = append(out[op], id)
		}
	}
	return out
}

// shapes compares what was answered in scenarios that ended alike. Each
// difference is told once, with the scenarios and steps that have it.
func (c *comparing) shapes() {
	told := map[string]*Change{}
	for i := range c.fresh.Scenarios {
		now := &c.fresh.Scenarios[i]
		was := c.base.scenario[now.ID]
		if was == nil || was.Status != now.Status || c.turned[now.ID] {
			continue
		}
		var other *reports.Scenario
		if c.again != nil {
			other = c.again.scenario[now.ID]
		}
		for _, m := range c.moments(was, now, other) {
			for _, change := range c.differences(m) {
				key := change.Weight + change.Kind + change.Contract + change.Operation + change.Text
				if told[key] == nil {
					told[key] = &change
				}
				told[key].in(now.ID, m[1].step)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(told)) {
		c.add(*told[key])
	}
}

// differences between what was answered then and now; what differed between two
// runs of the base side is none.
func (c *comparing) differences(m [3]moment) []Change {
	before, after := c.base.answered(m[0].shapes), c.fresh.answered(m[1].shapes)
	always, ever := before, before
	if c.again != nil {
		other := c.again.answered(m[2].shapes)
		always, ever = both(before, other), either(before, other)
	}
	return append(c.members(before, always, ever, after), c.statuses(always, ever, after)...)
}

// in notes where a change is.
func (c *Change) in(scenario, step string) {
	if !slices.Contains(c.Scenarios, scenario) {
		c.Scenarios = append(c.Scenarios, scenario)
	}
	if step != "" && !slices.Contains(c.Steps, step) {
		c.Steps = append(c.Steps, step)
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
