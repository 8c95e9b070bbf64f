package contract

import "slices"

// wraps compiles a schema that only points at another by an allOf of one, as
// documents do that write a reference beside a description. Null is up to the
// wrapping schema.
func (k *fastCompiler) wraps(a *acceptor, sh *shape) bool {
	s := sh.schema
	if len(sh.all) != 1 || len(sh.one)+len(sh.any)+len(sh.props)+len(s.Required) > 0 || sh.items != nil ||
		sh.additional != nil || sh.open() || sh.forbids() || s.Discriminator != nil || !a.bare() || s.Min != nil || s.Max != nil || s.Format != "" {
		return false
	}
	part := k.place(sh.all[0])
	// What is still being compiled has no kinds yet: nothing is known of it.
	if part.unsure || part.kinds == 0 || part.kinds&^a.kinds != 0 || part.nullable && !a.nullable {
		return false
	}
	a.choices, a.also = true, []*acceptor{part}
	return true
}

// discriminates says that every text of a discriminator leads to a variant. The
// one that it leads to decides alone, whatever the others make of the value.
func discriminates(sh *shape) bool {
	mapping := sh.schema.Discriminator.Mapping
	for _, ref := range mapping {
		if !slices.ContainsFunc(sh.one, func(p *place) bool { return p.pointer == ref.Ref }) {
			return false
		}
	}
	return len(mapping) > 0
}

// variant is the one that the choosing member names; nil where that takes a
// closer look.
func (a *acceptor) variant(b []byte, at int) *acceptor {
	value, sure := memberValue(b[at:], a.chooser, a.first)
	if !sure || len(value) < 2 || value[0] != '"' {
		return nil
	}
	return a.cases[string(value[1:len(value)-1])]
}

// counts says that an acceptor is not certain of an object in which the name
// stands twice, so that nobody else need look for that. It says no of what is
// still being compiled.
func (a *acceptor) counts(name string) bool {
	if len(a.also) > 0 {
		return slices.ContainsFunc(a.also, func(part *acceptor) bool { return part.counts(name) })
	}
	_, declared := a.members[name]
	return declared && !a.skips && len(a.one)+len(a.any)+len(a.sites) == 0
}
