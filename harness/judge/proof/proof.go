// Package proof keeps count of what traffic has proven of the contracts: the
// operations, events, statuses, members of requests and answers, values of enums
// and variants that an exchange without an error has borne out, and by the words
// of each API the states and transitions of its things and the codes of errors.
//
// A transition is proven by a thing of which both states were read, and none that
// lies between them; a move that nobody reads at both its ends is not. An event
// is a call to the merchant, of which Webhooks has one for each type. A code is
// never contradicted: where an error lies in a refusal, nobody knows which code it
// had to be. Events and codes that are in no public document are not counted.
//
// An answer that leaves every optional member out holds and proves little: this is
// what says so. It judges nothing.
package proof

import (
	"slices"
	"sync/atomic"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules"
)

// Of bodies of one kind that no scenario sent the first ones are looked at, then
// one of every so many: what a thousand did not prove is rare.
const (
	looked = 1000
	every  = 16
)

// A Book keeps count. It is safe for concurrent use.
type Book struct {
	operations map[harness.Operation]*operation
	order      []*operation
	words      []*words
}

type operation struct {
	contract.Grounds
	called   atomic.Bool
	statuses map[string]*atomic.Bool
	request  *body
	answers  map[string]*body
	words    *words
	machines []*machine
}

// A body is one kind of body, with what was seen of it.
type body struct {
	root *spot
	n    atomic.Int64
}

// A spot is a place in a body.
type spot struct {
	*contract.Ground
	seen     atomic.Bool
	members  map[string]*atomic.Bool
	variants []atomic.Bool
	below    map[string]*spot
	items    *spot
}

// New makes a book for some contracts, with the words of some of them, by ID.
func New(contracts []*contract.Contract, said map[string]Words) *Book {
	b := &Book{operations: map[harness.Operation]*operation{}}
	for _, c := range contracts {
		w := newWords(c, said[c.ID()])
		b.words = append(b.words, w)
		for _, g := range c.Grounds() {
			op := &operation{Grounds: g, statuses: map[string]*atomic.Bool{}, request: bodyOf(g.Request), answers: map[string]*body{}, words: w}
			for _, m := range w.machines {
				if slices.Contains(m.Operations, g.Operation.ID) {
					op.machines = append(op.machines, m)
				}
			}
			for status, ground := range g.Answers {
				op.statuses[status], op.answers[status] = new(atomic.Bool), bodyOf(ground)
			}
			b.operations[*g.Operation], b.order = op, append(b.order, op)
		}
	}
	return b
}

func bodyOf(g *contract.Ground) *body {
	if g == nil {
		return nil
	}
	return &body{root: spotOf(g)}
}

func spotOf(g *contract.Ground) *spot {
	s := &spot{Ground: g, variants: make([]atomic.Bool, len(g.Variants))}
	if len(g.Members) > 0 {
		s.members = map[string]*atomic.Bool{}
		for _, m := range g.Members {
			s.members[m.Literal] = new(atomic.Bool)
		}
	}
	if len(g.Properties) > 0 {
		s.below = map[string]*spot{}
		for name, p := range g.Properties {
			s.below[name] = spotOf(p)
		}
	}
	if g.Items != nil {
		s.items = spotOf(g.Items)
	}
	return s
}

// See counts what an exchange proves: by its request, by its answer, where nothing
// was found in that to be an error. What a request says is proven when it was
// answered as a success.
func (b *Book) See(v *rules.View, request, answer bool) {
	op := b.operations[v.Operation]
	if op == nil || v.Response.Status == 0 {
		return
	}
	mark(&op.called)
	if request && (v.Response.Status/100 == 2 || v.Flow == harness.FlowCallback) {
		op.request.see(v.RequestBody, v.Scenario != "")
	}
	status := op.Documented(v.Response.Status)
	if seen := op.statuses[status]; answer && seen != nil {
		mark(seen)
		op.answers[status].see(v.ResponseBody, v.Scenario != "")
	}
	if answer && (request || v.Response.Status >= 400) {
		op.words.hear(op.machines, v)
	}
}

// see looks into a body: into every one of a scenario, or what a suite proves would
// hang on the order of its scenarios.
func (b *body) see(text *rules.JSON, always bool) {
	if b == nil {
		return
	}
	if n := b.n.Add(1); !always && n > looked && n%every != 0 {
		return
	}
	if root, ok := text.At(""); ok {
		b.root.see(root)
	}
}

func (s *spot) see(v rules.Value) {
	if v.Null() {
		return
	}
	mark(&s.seen)
	if s.members != nil {
		if m := s.members[v.PeekRaw()]; m != nil {
			mark(m)
		}
	}
	s.vary(v)
	switch {
	case s.below != nil && v.Object():
		for name, member := range v.Members {
			if p := s.below[name]; p != nil {
				p.see(member)
			}
		}
	case s.items != nil && v.Array():
		for _, item := range v.Items {
			s.items.see(item)
		}
	}
}

// vary finds which variant a value is of, unless all have been seen.
func (s *spot) vary(v rules.Value) {
	open := false
	for i := range s.variants {
		open = open || !s.variants[i].Load()
	}
	if !open {
		return
	}
	value := []byte(v.Raw())
	for i := range s.variants {
		if !s.variants[i].Load() && s.Variants[i].Takes(value) {
			mark(&s.variants[i])
		}
	}
}

// mark writes only what is new, so that what is known costs no other core
// anything.
func mark(b *atomic.Bool) {
	if !b.Load() {
		b.Store(true)
	}
}
