package migrate

import (
	"fmt"
	"slices"
	"strings"
)

// A Field is what becomes of one or more fields of an exchange, or of something
// that no field shows.
type Field struct {
	// Part is operation, path, query, header, body, status, answer, error or
	// behaviour.
	Part string `json:"part"`
	// From and To are JSON Pointers or names; empty where there is none.
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
	Fate Fate   `json:"fate"`
	// Row is the row of the migration tables.
	Row  string `json:"row,omitempty"`
	Says string `json:"says,omitempty"`
	// OneWay says that there is no way back from the new to the old.
	OneWay bool `json:"-"`
	// Departs says that answers may come out otherwise for it, those that hold Code
	// where there is one.
	Departs bool   `json:"-"`
	Code    string `json:"-"`
}

// leftOut is said of what no rule takes.
const leftOut = "no table knows it; it is left out"

// otherKind is said of what the tables expect to hold fields, and does not.
const otherKind = "it is not of the kind that the tables expect; it is left out"

// applied is what comes of a list of rules.
type applied struct {
	part   string
	tree   any
	fields []Field
	taken  []string
}

// apply makes the new tree of an old one. What no rule takes is left out, and
// needs a decision; keep takes it over as it is.
func apply(part string, list []Rule, old any, r refs, keep bool) applied {
	r.here = old
	a := applied{part: part}
	for i := range list {
		a.rule(&list[i], r)
	}
	for _, leaf := range leaves(old, "") {
		if slices.ContainsFunc(a.taken, func(t string) bool { return within(leaf, t) }) {
			continue
		}
		if keep {
			v, _ := lookup(old, leaf)
			place(&a.tree, leaf, v)
			continue
		}
		// What is null is not there.
		if v, _ := lookup(old, leaf); leaf != "" && v != nil {
			says := leftOut
			if slices.ContainsFunc(list, func(r Rule) bool { return slices.ContainsFunc(r.From, func(p string) bool { return within(p, leaf) }) }) {
				says = otherKind
			}
			a.note(Field{From: leaf, Fate: Decide, Says: says, OneWay: true})
		}
	}
	return a
}

func (a *applied) note(f Field) {
	f.Part = a.part
	a.fields = append(a.fields, f)
}

// rule applies one rule, if it holds.
func (a *applied) rule(r *Rule, in refs) {
	var from []string
	for _, p := range r.From {
		if _, is := lookup(in.here, p); is && !slices.ContainsFunc(a.taken, func(t string) bool { return within(p, t) }) {
			from = append(from, p)
		}
	}
	if len(r.From) > 0 && len(from) == 0 || !in.hold(r.When) {
		return
	}
	f := Field{From: joined(from), Fate: r.Fate, Row: r.Row, Says: r.Says, OneWay: !r.reversible(), Departs: r.Departs, Code: r.Code}
	a.taken = append(a.taken, from...)
	if r.To == nil {
		a.note(f)
		return
	}
	f.To = *r.To
	if len(r.Each) > 0 {
		a.each(r, in, f)
		return
	}
	v, ok := r.value(in)
	if !ok {
		f.Fate, f.OneWay = r.Else, true
		f.Departs = f.Departs || a.part != "answer" && f.Fate != Maps
		if f.Says == "" {
			f.Says = "the recording does not say what to send"
			if len(r.Table) > 0 {
				f.Says = "no row of the table has this value"
			}
		}
		a.note(f)
		return
	}
	if r.Default != nil && same(v, r.Default, false) {
		f.OneWay = true
	}
	place(&a.tree, *r.To, v)
	a.note(f)
}

// value is what stands in the new place.
func (r *Rule) value(in refs) (any, bool) {
	switch {
	case len(r.Table) > 0:
		return r.line(in)
	case r.Text != "":
		return in.fill(r.Text)
	case r.Value != nil:
		return r.Value, true
	case r.String:
		v, ok := lookup(in.here, r.From[0])
		return literal(v), ok
	case r.Prefix != "":
		v, ok := lookup(in.here, r.From[0])
		return r.Prefix + literal(v), ok
	}
	return lookup(in.here, r.From[0])
}

// line finds the line of the table that has the values.
func (r *Rule) line(in refs) (any, bool) {
	for _, l := range r.Table {
		fits := true
		for i, p := range r.From {
			v, _ := lookup(in.here, p)
			fits = fits && same(v, l.Old[i], r.Fold)
		}
		if fits {
			return l.New, true
		}
	}
	return r.Default, r.Default != nil
}

func same(v, w any, fold bool) bool {
	if fold {
		return strings.EqualFold(literal(v), literal(w))
	}
	return literal(v) == literal(w)
}

// each applies rules to every element of a list. The same thing said of several
// elements is said once.
func (a *applied) each(r *Rule, in refs, f Field) {
	list, _ := lookup(in.here, r.From[0])
	elements, is := list.([]any)
	if !is {
		f.Fate, f.Says = Decide, "a list is expected here; it is left out"
		a.note(f)
		return
	}
	out := []any{}
	for _, e := range elements {
		below := apply(a.part, r.Each, e, in, false)
		out = append(out, below.tree)
		for _, g := range below.fields {
			g.From, g.To = under(f.From, g.From), under(f.To, g.To)
			if !slices.Contains(a.fields, g) {
				a.fields = append(a.fields, g)
			}
		}
	}
	if r.Reversed {
		slices.Reverse(out)
	}
	place(&a.tree, *r.To, out)
}

// under gives places of an element their full names: /list/*/id.
func under(list, places string) string {
	if places == "" {
		return ""
	}
	all := strings.Split(places, ", ")
	for i, p := range all {
		all[i] = fmt.Sprintf("%s/*%s", list, p)
	}
	return joined(all)
}

// reversible says that the old value follows from the new one.
func (r *Rule) reversible() bool {
	if r.OneWay || r.String || r.To == nil || r.Text != "" || r.Value != nil {
		return false
	}
	return len(r.From) > 0
}

// splitPlaces takes apart what joined joins.
func splitPlaces(places string) []string {
	if places == "" {
		return nil
	}
	return strings.Split(places, ", ")
}
