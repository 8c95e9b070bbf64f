package redact

import "kontrakt/harness/contract"

// A view is how a value is looked at: what the contract says of its place, the
// class that it inherits, and the property's name.
type view struct {
	mask  *contract.Mask
	class contract.Class
	name  string
}

func (v view) of(mask *contract.Mask) view {
	v.mask = mask
	if mask != nil {
		v.class = max(v.class, mask.Class)
	}
	return v
}

// declared says whether the contract knows a string or number in this place.
func (v view) declared() bool { return v.mask != nil && v.mask.Declared && !v.container() }

func (v view) container() bool {
	return v.mask != nil && (v.mask.Properties != nil || v.mask.Items != nil)
}

// scalar looks at a string or number where an object or array is declared: it
// may hold anything that belongs below, such as an address in one line.
func (v view) scalar() view {
	if v.container() {
		v.class = max(v.class, strongest(v.mask, map[*contract.Mask]bool{}))
	}
	return v
}

func strongest(m *contract.Mask, seen map[*contract.Mask]bool) contract.Class {
	if m == nil || seen[m] {
		return contract.Public
	}
	seen[m] = true
	class := max(m.Class, strongest(m.Items, seen))
	for _, below := range m.Properties {
		class = max(class, strongest(below, seen))
	}
	return class
}
