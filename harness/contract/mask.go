package contract

import (
	"slices"
	"strconv"

	"kontrakt/harness"
)

// Class says how much a value must be protected.
type Class int

const (
	Public Class = iota
	Personal
	Secret
)

// A Mask says what in a JSON body is personal or secret.
type Mask struct {
	Class Class
	// Properties and Items go down; nil where nothing is declared.
	Properties map[string]*Mask
	Items      *Mask
	// Declared says that the contract knows this place.
	Declared bool
}

// Mask gives the mask of a body; nil where the contract declares none. A
// property that several variants declare has the strongest of their classes.
// Recursive schemas give a mask that leads back into itself: walk it beside a
// value.
func (s *Set) Mask(op harness.Operation, d harness.Direction, status int) *Mask {
	c := s.contracts[op.Contract]
	if c == nil {
		return nil
	}
	for _, o := range c.ops {
		if o.Operation != op {
			continue
		}
		body := o.body
		if d == harness.InResponse || d == harness.InCallbackResponse {
			body = nil
			if r := o.reply(status); r != nil {
				body = r.content
			}
		}
		if body == nil {
			return nil
		}
		return body.mask()
	}
	return nil
}

// mask is the mask of a body, whatever of its media types it comes in.
func (c *content) mask() *Mask {
	c.once.Do(func() {
		var at []*place
		for _, t := range c.types {
			if m := c.media[t]; m.place != nil {
				at = append(at, m.place)
			}
		}
		if len(at) > 0 {
			c.masked = (masker{}).mask(at, Public)
		}
	})
	return c.masked
}

// A masker remembers the masks it has made, by what they were made of, so that
// recursive schemas end.
type masker map[string]*Mask

func (m masker) mask(at []*place, class Class) *Mask {
	var shapes []*shape
	for _, p := range at {
		for _, sh := range variants(p.shape, nil) {
			class = max(class, sh.class)
			if !slices.Contains(shapes, sh) {
				shapes = append(shapes, sh)
			}
		}
		class = max(class, p.class)
		for _, q := range placesIn(p) {
			class = max(class, q.class)
		}
	}
	key := strconv.Itoa(int(class))
	for _, sh := range shapes {
		key += " " + sh.pointer
	}
	if have := m[key]; have != nil {
		return have
	}
	out := &Mask{Class: class, Declared: true}
	m[key] = out
	m.members(out, shapes, class)
	return out
}

func (m masker) members(out *Mask, shapes []*shape, class Class) {
	members := map[string][]*place{}
	var items []*place
	for _, sh := range shapes {
		for name, p := range sh.props {
			members[name] = append(members[name], p)
		}
		if sh.items != nil {
			items = append(items, sh.items)
		}
	}
	for _, name := range sortedKeys(members) {
		if out.Properties == nil {
			out.Properties = map[string]*Mask{}
		}
		out.Properties[name] = m.mask(members[name], class)
	}
	if len(items) > 0 {
		out.Items = m.mask(items, class)
	}
}

// placesIn are the places in the compositions of a place.
func placesIn(p *place) []*place {
	var out []*place
	for _, sh := range variants(p.shape, nil) {
		out = append(out, sh.all...)
		out = append(out, sh.one...)
		out = append(out, sh.any...)
	}
	return out
}
