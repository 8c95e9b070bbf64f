package proof

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// The kinds of clauses, in the order of a report.
const (
	operations  = "operation"
	events      = "event"
	statuses    = "status"
	sent        = "sent"
	answered    = "answered"
	values      = "value"
	shapes      = "variant"
	states      = "state"
	transitions = "transition"
	codes       = "code"
)

// Report gives what is proven, contradicted and neither, by operation and kind.
// Findings are the run's; unexercisable says by contract and operation, or
// operation and status, what no traffic can reach, which then counts for nothing.
func (b *Book) Report(found []harness.Finding, unexercisable map[string]map[string]string) []harness.Proof {
	var list []harness.Proof
	for _, op := range b.order {
		reasons := unexercisable[op.Operation.Contract]
		if _, out := reasons[op.Operation.ID]; out && !op.called.Load() {
			continue
		}
		list = append(list, op.report(broken(found, op.Operation), reasons)...)
	}
	for _, w := range b.words {
		list = append(list, w.report(found)...)
	}
	return list
}

// broken gives the places of an operation at which errors were found, each as a
// direction with a pointer.
func broken(found []harness.Finding, op *harness.Operation) map[string]bool {
	places := map[string]bool{}
	for _, f := range found {
		if f.Severity != harness.Error || f.Contract != op.Contract || f.Operation != op.ID {
			continue
		}
		side := sent
		if f.Direction == harness.InResponse || f.Direction == harness.InCallbackResponse || f.Direction == harness.InSequence {
			side = answered
		}
		if f.In == harness.PartBody {
			places[side+" "+f.Place()] = true
		}
	}
	return places
}

// A tally counts the clauses of one kind.
type tally struct {
	harness.Proof
	broken map[string]bool
}

// count adds a clause. What is contradicted at its place is not proven.
func (t *tally) count(name, place string, proven bool) {
	t.Total++
	switch {
	case t.broken[place]:
		t.Contradicted++
		t.Broken = append(t.Broken, name)
	case proven:
		t.Proven++
	default:
		t.Missing = append(t.Missing, name)
	}
}

func (op *operation) report(broken map[string]bool, reasons map[string]string) []harness.Proof {
	kinds := map[string]*tally{}
	kind := func(name string) *tally {
		if kinds[name] == nil {
			kinds[name] = &tally{harness.Proof{Contract: op.Operation.Contract, Operation: op.Operation.ID, Kind: name}, broken}
		}
		return kinds[name]
	}
	enums := seenMembers{}
	called := operations
	if op.Operation.Flow == harness.FlowCallback {
		called = events
	}
	kind(called).count(op.Operation.ID, "", op.called.Load())
	for _, status := range sortedNames(op.statuses) {
		seen := op.statuses[status].Load()
		_, out := reasons[op.Operation.ID+" "+status]
		if !seen && (out || spelledOut(status, op.statuses)) {
			continue
		}
		kind(statuses).count(status, "", seen)
		// An answer that was not seen at all is one clause, and so is a refusal,
		// however it is worded.
		if b := op.answers[status]; b != nil && seen && status < "4" {
			b.root.report(status, answered, kind, enums)
		}
	}
	if op.request != nil {
		op.request.root.report("", sent, kind, enums)
	}
	for _, m := range enums.sorted() {
		kind(values).count(m.side+" "+m.Enum+" "+m.Literal, enums[m].place, enums[m].proven)
	}
	var list []harness.Proof
	for _, name := range []string{operations, events, statuses, sent, answered, values, shapes} {
		if t := kinds[name]; t != nil {
			list = append(list, t.Proof)
		}
	}
	return list
}

// report counts what is below a spot; the body itself is no clause.
func (s *spot) report(status, side string, kind func(string) *tally, enums seenMembers) {
	name := strings.TrimSpace(status + " " + s.Name)
	place := side + " " + s.Name
	if s.Name != "" && !strings.HasSuffix(s.Name, "/*") {
		kind(side).count(name, place, s.seen.Load())
	}
	for _, m := range s.Members {
		enums.add(side, m, place, s.members[m.Literal].Load())
	}
	for i, v := range s.Variants {
		kind(shapes).count(strings.TrimSpace(name+" "+v.Name), place, s.variants[i].Load())
	}
	for _, member := range sortedNames(s.below) {
		s.below[member].report(status, side, kind, enums)
	}
	if s.items != nil {
		s.items.report(status, side, kind, enums)
	}
}

// seenMembers are the values of enums, each once for an operation's requests and
// once for its answers, wherever in them it was seen.
type seenMembers map[sideMember]seenMember

type sideMember struct {
	side string
	contract.Member
}

type seenMember struct {
	place  string
	proven bool
}

func (e seenMembers) add(side string, m contract.Member, place string, proven bool) {
	key := sideMember{side, m}
	known, there := e[key]
	if !there {
		known.place = place
	}
	known.proven = known.proven || proven
	e[key] = known
}

func (e seenMembers) sorted() []sideMember {
	list := slices.Collect(maps.Keys(e))
	slices.SortFunc(list, func(a, b sideMember) int {
		return cmp.Or(cmp.Compare(a.side, b.side), cmp.Compare(a.Enum, b.Enum), cmp.Compare(a.Literal, b.Literal))
	})
	return list
}

// spelledOut says whether a range stands beside statuses of its own kind.
func spelledOut[V any](status string, all map[string]V) bool {
	class, isRange := strings.CutSuffix(strings.ToUpper(status), "XX")
	for other := range all {
		if isRange && strings.HasPrefix(other, class) && !strings.EqualFold(other, status) {
			return true
		}
	}
	return false
}

func sortedNames[V any](all map[string]V) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.SortFunc(names, cmp.Compare[string])
	return names
}
