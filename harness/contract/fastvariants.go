package contract

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

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

// discriminates says that a discriminator and the variants say the same: every
// variant asks for the member that chooses it, with the very texts that lead to
// it and no others. Then one variant at most can hold.
func discriminates(sh *shape) bool {
	d := sh.schema.Discriminator
	if len(sh.one) == 0 || len(d.Mapping) == 0 {
		return false
	}
	mapped := map[string][]string{}
	for _, value := range sortedKeys(d.Mapping) {
		mapped[d.Mapping[value].Ref] = append(mapped[d.Mapping[value].Ref], value)
	}
	for _, branch := range sh.one {
		if !slices.Equal(chosenBy(branch.shape, d.PropertyName), mapped[branch.pointer]) {
			return false
		}
		delete(mapped, branch.pointer)
	}
	return len(mapped) == 0
}

// chosenBy are the texts, sorted, that a variant asks for in a member; nil where
// it asks for none.
func chosenBy(sh *shape, name string) []string {
	var out []string
	required := false
	for _, part := range flatten(sh) {
		required = required || slices.Contains(part.schema.Required, name)
		p := part.props[name]
		if p == nil || !p.schema.Type.Is(openapi3.TypeString) {
			continue
		}
		for _, v := range p.schema.Enum {
			if text, ok := v.(string); ok {
				out = append(out, text)
			}
		}
	}
	if !required {
		return nil
	}
	slices.Sort(out)
	return out
}

// variant is the one that the choosing member names; nil where that takes a
// closer look.
func (a *acceptor) variant(b []byte, at int) *acceptor {
	value, sure := memberValue(b[at:], a.chooser)
	if !sure || len(value) < 2 || value[0] != '"' {
		return nil
	}
	return a.cases[string(value[1:len(value)-1])]
}
