package proof

import (
	"hash/maphash"
	"slices"
	"sync/atomic"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A Machine is the states that one kind of thing can be in, and which of them
// follow one another without another that could be read in between.
type Machine struct {
	// Thing is payment, charge, agreement or session.
	Thing string
	// States are all of them, 15 at most.
	States []string
	// Moves are pairs of states, from and to. No way leads back.
	Moves [][2]string
	// Final are the states that nothing leads out of.
	Final []string
	// Operations say how a thing stands, at Place in a body.
	Operations []string
	Place      string
	// Stands gives what a sound exchange is about, by any name that is its own,
	// and its state; empty where it does not say.
	Stands func(*rules.View) (subject, state string)
}

// finals is the clause that a final state is read again and is the same.
const finals = "what has ended stays so"

// remembered is how many things of a kind are known at a time. One that makes
// room for another has proven what it has.
const remembered = 4096

// A machine counts for one kind of thing. What was read of a thing is a set: who
// judges many exchanges at once sees them in any order.
type machine struct {
	Machine
	seed    maphash.Seed
	clauses []clause
	// done are the clauses that things have proven which are known no more.
	done   atomic.Uint64
	things [remembered]atomic.Uint64
}

// A clause is proven by a thing of which all of need was read, and none of not.
type clause struct {
	kind, name string
	need, not  uint64
	final      bool
}

// The low bits of a thing are the states that were read, then that a final one
// was read twice; the others tell things apart.
const (
	again  = 1 << 15
	ofSeen = 1<<16 - 1
)

func newMachine(m Machine) *machine {
	k := &machine{Machine: m, seed: maphash.MakeSeed()}
	for _, s := range m.States {
		k.clauses = append(k.clauses, clause{kind: states, name: s, need: k.bit(s)})
	}
	for _, move := range m.Moves {
		k.clauses = append(k.clauses, clause{
			kind: transitions, name: move[0] + " to " + move[1], need: k.bit(move[0]) | k.bit(move[1]),
			not: k.reach(move[0]) & k.lead(move[1]),
		})
	}
	if len(m.Final) > 0 {
		k.clauses = append(k.clauses, clause{kind: transitions, name: finals, need: again, final: true})
	}
	return k
}

func (m *machine) bit(state string) uint64 {
	if i := slices.Index(m.States, state); i >= 0 {
		return 1 << i
	}
	return 0
}

// reach are the states that one leads to, and lead those that lead to one.
func (m *machine) reach(state string) (set uint64) {
	for _, move := range m.Moves {
		if move[0] == state {
			set |= m.bit(move[1]) | m.reach(move[1])
		}
	}
	return set
}

func (m *machine) lead(state string) (set uint64) {
	for _, move := range m.Moves {
		if move[1] == state {
			set |= m.bit(move[0]) | m.lead(move[0])
		}
	}
	return set
}

// hear takes note of how a thing stands.
func (m *machine) hear(v *rules.View) {
	subject, state := m.Stands(v)
	bit := m.bit(state)
	if bit == 0 || subject == "" {
		return
	}
	sum := maphash.String(m.seed, subject) | 1<<63 // no thing is nothing
	slot, name := &m.things[sum%remembered], sum&^uint64(ofSeen)
	for {
		old := slot.Load()
		now := name | bit
		if old&^ofSeen == name {
			now |= old & ofSeen
			if old&bit != 0 && slices.Contains(m.Final, state) {
				now |= again
			}
		}
		if now == old {
			return
		}
		if slot.CompareAndSwap(old, now) {
			if old&^ofSeen != name {
				m.done.Or(m.proofs(old & ofSeen))
			}
			return
		}
	}
}

// proofs gives the clauses that a thing proves, as bits.
func (m *machine) proofs(seen uint64) (set uint64) {
	for i, c := range m.clauses {
		if seen != 0 && seen&c.need == c.need && seen&c.not == 0 {
			set |= 1 << i
		}
	}
	return set
}

// all gives what all things prove.
func (m *machine) all() uint64 {
	set := m.done.Load()
	for i := range m.things {
		if seen := m.things[i].Load() & ofSeen; seen != 0 {
			set |= m.proofs(seen)
		}
	}
	return set
}

// proven says of each clause whether it is proven by now.
func (m *machine) proven() func(int) bool {
	set := m.all()
	return func(i int) bool { return set&(1<<i) != 0 }
}

func (m *machine) prove(i int) { m.done.Or(1 << i) }

// report gives the states and the transitions. An error at the place where the
// state stands contradicts the states, one that says that a thing came back
// contradicts that it stays.
func (m *machine) report(contract string, found []harness.Finding) []harness.Proof {
	place, back := false, false
	for _, f := range found {
		if f.Severity != harness.Error || f.Contract != contract || !slices.Contains(m.Operations, f.Operation) {
			continue
		}
		place = place || f.In == harness.PartBody && f.Place() == m.Place
		back = back || f.Rule == "money.final"
	}
	set := m.all()
	list := []tally{{Proof: harness.Proof{Contract: contract, Operation: m.Thing, Kind: states}}}
	for i, c := range m.clauses {
		if c.kind != list[len(list)-1].Kind {
			list = append(list, tally{Proof: harness.Proof{Contract: contract, Operation: m.Thing, Kind: c.kind}})
		}
		t := &list[len(list)-1]
		t.broken = map[string]bool{c.name: c.kind == states && place || c.final && back}
		t.count(c.name, c.name, set&(1<<i) != 0)
	}
	out := make([]harness.Proof, len(list))
	for i, t := range list {
		out[i] = t.Proof
	}
	return out
}
