package compare

import (
	"fmt"
	"slices"
	"strings"

	"kontrakt/reports"
	"kontrakt/reports/sheet"
)

// coverage compares what was exercised, and what of the contracts was proven.
func (c *comparing) coverage() {
	was, other, now := missingOf(c.base), missingOf(c.again), missingOf(c.fresh)
	for _, m := range c.fresh.Coverage.Missing {
		if was[m.What] {
			continue
		}
		contract, operation := c.fresh.operationIn(m.What)
		c.lost(Change{Weight: Regression, Kind: "coverage-lost", Contract: contract, Operation: operation, Text: m.What + " was not exercised", New: m.Reason}, other[m.What])
	}
	for _, m := range c.base.Coverage.Missing {
		if !now[m.What] && (c.again == nil || other[m.What]) {
			contract, operation := c.base.operationIn(m.What)
			c.add(Change{Weight: Improvement, Kind: "coverage-gained", Contract: contract, Operation: operation, Text: m.What + " was exercised"})
		}
	}
	before, second := proofs(c.base), proofs(c.again)
	for _, now := range c.fresh.Coverage.Proof {
		key := [3]string{now.Contract, now.Operation, now.Kind}
		was, known := before[key]
		if !known || now.Kind == "operation" || now.Kind == "status" { // coverage says it
			continue
		}
		open := slices.Concat(was.Missing, was.Broken)
		for _, m := range now.Missing {
			if !slices.Contains(open, m) {
				text := fmt.Sprintf("%s %s is not proven", now.Kind, m)
				c.lost(Change{Weight: Regression, Kind: "proof-lost", Contract: now.Contract, Operation: now.Operation, Text: text}, slices.Contains(second[key].Missing, m))
			}
		}
		var gained []string
		for _, m := range was.Missing {
			if !slices.Contains(now.Missing, m) && !slices.Contains(now.Broken, m) && (c.again == nil || slices.Contains(second[key].Missing, m)) {
				gained = append(gained, m)
			}
		}
		if len(gained) > 0 {
			c.add(Change{Weight: Improvement, Kind: "proof-gained", Contract: now.Contract, Operation: now.Operation,
				Text: fmt.Sprintf("%s %s is proven", now.Kind, strings.Join(gained, ", "))})
		}
	}
}

// lost adds what is lacking, unless it was lacking in the second run of the base
// side too, or follows from what is told already.
func (c *comparing) lost(change Change, volatile bool) {
	switch {
	case volatile:
		c.d.Totals.Volatile++
	case c.explained[[2]string{change.Contract, change.Operation}]:
		c.d.Totals.Follow++
	default:
		c.add(change)
	}
}

func missingOf(s *side) map[string]bool {
	out := map[string]bool{}
	if s != nil {
		for _, m := range s.Coverage.Missing {
			out[m.What] = true
		}
	}
	return out
}

func proofs(s *side) map[[3]string]reports.Proof {
	out := map[[3]string]reports.Proof{}
	if s != nil {
		for _, p := range s.Coverage.Proof {
			out[[3]string{p.Contract, p.Operation, p.Kind}] = p
		}
	}
	return out
}

// operationIn finds the operation that a line of coverage is about: its first two
// words are the contract and the operation.
func (s *side) operationIn(what string) (contract, operation string) {
	contract, rest, _ := strings.Cut(what, " ")
	operation, _, _ = strings.Cut(rest, " ")
	return contract, operation
}

// What a shift of a latency must be, beside outside of what chance explains: so
// much longer than the base, in the same terms as everything else, and so many
// milliseconds.
const (
	shiftRatio  = 1.5
	shiftLeast  = 10
	leastCalls  = 10
	leastCommon = 5
)

// latencies compares medians. Chance explains what lies between the intervals in
// which the medians lie with 99.9 per cent of confidence, and what was so between
// two runs of the base side. What all operations share is the machine's or the
// target's load, and is taken out.
func (c *comparing) latencies() {
	var ratios []float64
	for _, now := range c.fresh.Operations {
		if was := c.base.operation(now); was != nil && was.Latency.P50 > 0 {
			ratios = append(ratios, now.Latency.P50/was.Latency.P50)
		}
	}
	common := 1.0
	if len(ratios) >= leastCommon {
		slices.Sort(ratios)
		common = ratios[len(ratios)/2]
	}
	if common >= shiftRatio || common <= 1/shiftRatio {
		c.d.Notes = append(c.d.Notes, fmt.Sprintf("all operations together took %.2g times as long: that is taken for the load of the machine or the target", common))
	}
	for _, now := range c.fresh.Operations {
		was := c.base.operation(now)
		if was == nil {
			continue
		}
		low, high := was.Latency.MedianLow, was.Latency.MedianHigh
		if c.again != nil {
			if other := c.again.operation(now); other != nil {
				low, high = min(low, other.Latency.MedianLow), max(high, other.Latency.MedianHigh)
			}
		}
		change := Change{
			Kind: "latency", Contract: now.Contract, Operation: now.Operation,
			Base: fmt.Sprintf("%.3g ms, for sure %.3g to %.3g", was.Latency.P50, low, high),
			New:  fmt.Sprintf("%.3g ms, for sure %.3g to %.3g", now.Latency.P50, now.Latency.MedianLow, now.Latency.MedianHigh),
		}
		load := max(common, 1)
		switch {
		case now.Latency.MedianLow > high*load*shiftRatio && now.Latency.P50-was.Latency.P50*load >= shiftLeast:
			change.Weight, change.Text = Regression, fmt.Sprintf("takes %.2g times as long", now.Latency.P50/was.Latency.P50)
		case now.Latency.MedianHigh*shiftRatio < low*min(common, 1) && was.Latency.P50*min(common, 1)-now.Latency.P50 >= shiftLeast:
			change.Weight, change.Text = Improvement, fmt.Sprintf("takes %.2g of the time", now.Latency.P50/was.Latency.P50)
		default:
			continue
		}
		c.add(change)
	}
}

// operation finds the same operation; nil where it is not there, or was called too
// seldom to say how long it takes.
func (s *side) operation(o reports.Operation) *reports.Operation {
	for i := range s.Operations {
		have := &s.Operations[i]
		if have.Contract == o.Contract && have.Operation == o.Operation && have.Flow == o.Flow {
			if have.Calls < leastCalls || o.Calls < leastCalls || have.Latency.MedianHigh == 0 || o.Latency.MedianHigh == 0 {
				return nil
			}
			return have
		}
	}
	return nil
}

// notes say where the two runs are not of the same making.
func (c *comparing) notes() {
	d := c.d
	note := func(format string, args ...any) { d.Notes = append(d.Notes, fmt.Sprintf(format, args...)) }
	if d.Base.Tool != d.New.Tool {
		note("the base was run by %s, the new one by %s", d.Base.Tool, d.New.Tool)
	}
	if d.Base.Target != d.New.Target {
		note("the base ran against %s, the new one against %s", d.Base.Target, d.New.Target)
	}
	for _, now := range c.fresh.Contracts {
		i := slices.IndexFunc(c.base.Contracts, func(was reports.Contract) bool { return was.ID == now.ID })
		if i >= 0 && (c.base.Contracts[i].Version != now.Version || c.base.Contracts[i].Source != now.Source || c.base.Contracts[i].AsPublished != now.AsPublished) {
			note("%s was judged by another edition: kontrakt diff compares them", now.ID)
		}
	}
	for _, s := range []struct {
		what string
		*side
	}{{"base", c.base}, {"new", c.fresh}} {
		if s.Run.Interrupted {
			note("the %s run was interrupted", s.what)
		}
		if s.Run.Shard != nil {
			note("the %s run is one shard of a plan", s.what)
		}
	}
	if d.Totals.Volatile > 0 {
		note("%s left out: the base side differs from itself there", sheet.Count(d.Totals.Volatile, "difference"))
	}
	if d.Totals.Follow > 0 {
		note("left out, as it follows from what is told above: coverage or proof lost at %s", sheet.Count(d.Totals.Follow, "place"))
	}
}
