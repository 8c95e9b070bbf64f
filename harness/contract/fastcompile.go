package contract

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// kinds are the JSON types that a schema takes.
type kinds uint8

const (
	kindObject kinds = 1 << iota
	kindArray
	kindString
	kindInteger
	kindNumber
	kindBoolean

	kindAny = kindObject | kindArray | kindString | kindInteger | kindNumber | kindBoolean
)

// An acceptor is a schema compiled for reading raw JSON. It only ever answers
// with certainty: yes, nothing would be found; no, kin-openapi would refuse it;
// or unsure. What it does not understand makes it unsure.
type acceptor struct {
	// unsure: nothing is certain but the syntax.
	unsure bool
	// skips takes any value: another acceptor has looked at it, or will.
	skips bool
	// nullable accepts null, whatever else is said.
	nullable bool
	// choices: null may be up to a composition.
	choices bool
	kinds   kinds
	// The constraints of strings; plain means there are none.
	plain            bool
	minLen, maxLen   int
	pattern          matcher
	format           func(string) bool
	enum             []string
	min, max         float64
	members          map[string]int
	names            *names
	nodes            []*acceptor
	required         uint64
	undeclared       *acceptor
	forbids          bool
	items            *acceptor
	minItems, maxItm int
	minProps, maxPrp int
	// one and all are compositions; sites are published schemas to hold too.
	one, any []*acceptor
	// chooser is the member that chooses among one, cases what its texts choose.
	chooser string
	cases   map[string]*acceptor
	// first: each of cases is unsure where the chooser stands twice.
	first bool
	also  []*acceptor
	sites []*acceptor
}

// A fastCompiler makes acceptors; it remembers them for recursive schemas.
type fastCompiler struct {
	made map[*shape]*acceptor
}

// place compiles a place with the errata that touch it.
func (k *fastCompiler) place(p *place) *acceptor {
	if p == nil {
		return &acceptor{unsure: true}
	}
	base := k.shape(p.shape)
	if len(p.sites) == 0 {
		return base
	}
	out := &acceptor{kinds: kindAny, also: []*acceptor{base}}
	for _, s := range p.sites {
		if original := s.original(); original != nil {
			out.sites = append(out.sites, k.bare(original))
		}
	}
	return out
}

// bare compiles a published schema cut down to one place: what is below it is
// of no interest.
func (k *fastCompiler) bare(s *openapi3.Schema) *acceptor {
	a := &acceptor{}
	if len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) > 0 || !k.simple(a, s) {
		return &acceptor{unsure: true}
	}
	anything := &acceptor{skips: true}
	a.items, a.undeclared = anything, anything
	a.members = map[string]int{}
	for _, name := range sortedKeys(s.Properties) {
		a.members[name] = len(a.nodes)
		a.nodes = append(a.nodes, anything)
	}
	if a.forbids = s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has; a.forbids {
		a.undeclared = nil
	}
	return k.require(a, s.Required).sealed()
}

func (k *fastCompiler) shape(sh *shape) *acceptor {
	if a := k.made[sh]; a != nil {
		return a
	}
	a := &acceptor{}
	k.made[sh] = a
	*a = *k.compile(sh).sealed()
	return a
}

func (k *fastCompiler) compile(sh *shape) *acceptor {
	s := sh.schema
	a := &acceptor{}
	if !k.simple(a, s) {
		return &acceptor{unsure: true}
	}
	if len(sh.all) > 0 {
		if k.wraps(a, sh) {
			return a
		}
		return k.merged(sh)
	}
	if len(sh.one)+len(sh.any) > 0 {
		// A choice beside members of its own is left to kin-openapi.
		if len(sh.props) > 0 || len(s.Required) > 0 || len(sh.one) > 0 && len(sh.any) > 0 || s.Discriminator != nil && !discriminates(sh) {
			return &acceptor{unsure: true}
		}
		a.choices = true
		for _, p := range sh.one {
			a.one = append(a.one, k.place(p))
		}
		for _, p := range sh.any {
			a.any = append(a.any, k.place(p))
		}
		if s.Discriminator != nil {
			a.chooser, a.cases, a.first = s.Discriminator.PropertyName, map[string]*acceptor{}, true
			for value, ref := range s.Discriminator.Mapping {
				i := slices.IndexFunc(sh.one, func(p *place) bool { return p.pointer == ref.Ref })
				a.cases[value], a.first = a.one[i], a.first && a.one[i].counts(a.chooser)
			}
		}
		return a
	}
	if sh.items != nil {
		a.items = k.place(sh.items)
	} else {
		a.items = &acceptor{unsure: true}
	}
	k.object(a, []*shape{sh})
	return k.require(a, s.Required)
}

// object takes over the members of shapes that describe one object together.
func (k *fastCompiler) object(a *acceptor, shapes []*shape) {
	a.members = map[string]int{}
	for _, sh := range shapes {
		for _, name := range sh.names {
			node := k.place(sh.props[name])
			if i, ok := a.members[name]; ok {
				a.nodes[i] = &acceptor{kinds: kindAny, also: []*acceptor{a.nodes[i], node}}
				continue
			}
			a.members[name] = len(a.nodes)
			a.nodes = append(a.nodes, node)
		}
		if sh.forbids() {
			a.forbids = true
		}
		if sh.additional != nil {
			a.undeclared = k.place(sh.additional)
		} else if sh.open() {
			a.undeclared = &acceptor{unsure: true}
		}
	}
}

// merged compiles an allOf of plain objects into one object, so that a member
// of one part is declared for the others.
func (k *fastCompiler) merged(sh *shape) *acceptor {
	a := &acceptor{kinds: kindObject, nullable: sh.schema.Nullable, choices: true, items: &acceptor{unsure: true}, maxPrp: -1}
	parts := flatten(sh)
	var required []string
	for _, part := range parts {
		s := part.schema
		probe := &acceptor{}
		plainObject := k.simple(probe, s) && len(part.one)+len(part.any) == 0 && part.items == nil &&
			probe.kinds&kindObject != 0 && probe.bare() && !part.open() && !part.forbids()
		if !plainObject {
			return &acceptor{unsure: true}
		}
		required = append(required, s.Required...)
	}
	for _, part := range parts {
		for _, p := range part.all {
			if len(p.sites) > 0 {
				return &acceptor{unsure: true}
			}
		}
	}
	k.object(a, parts)
	return k.require(a, required)
}

// require marks the members that must be there.
func (k *fastCompiler) require(a *acceptor, names []string) *acceptor {
	if a.kinds&kindObject == 0 {
		return a
	}
	for _, name := range names {
		i, ok := a.members[name]
		if !ok {
			// Required and declared nowhere: its absence is certain, no more.
			i = len(a.nodes)
			a.members[name], a.nodes = i, append(a.nodes, doubtful)
		}
		if i >= 64 {
			return &acceptor{unsure: true}
		}
		a.required |= 1 << i
	}
	if len(a.nodes) > 64 {
		return &acceptor{unsure: true}
	}
	return a
}
