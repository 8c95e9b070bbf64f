package regress

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kontrakt/harness/contract"
	"kontrakt/harness/regress/reach"
)

// A Use is a call of an operation by somebody: a scenario, or an exchange of a
// recording. Of a call without marks nothing is known but the operation.
type Use struct {
	// Name is the user's.
	Name string
	reach.Call
}

// A Touch says whom a change touches.
type Touch struct {
	// Names are those whose calls have to do with what changed, each once, in the
	// order of uses.
	Names []string
	// Beside is how many others call an operation that the change is in, and do
	// not send or get what changed.
	Beside int
}

// Touched says, for each change in order, whom it touches. A change that is in no
// one operation touches whoever calls any.
func (c *Comparison) Touched(uses []Use) []Touch {
	out, calls := make([]Touch, len(c.Changes)), callsOf(uses)
	for i, change := range c.Changes {
		touched, in := map[string]bool{}, calls.of(change.Operations)
		for n, u := range uses {
			if len(change.Operations) > 0 && !in[calls.kind[n]] {
				continue
			}
			meets := u.Marks == nil || change.met(u.Call)
			if meets && !touched[u.Name] {
				out[i].Names = append(out[i].Names, u.Name)
			}
			touched[u.Name] = touched[u.Name] || meets
		}
		out[i].Beside = len(touched) - len(out[i].Names)
	}
	return out
}

// calls are uses by what they call: a change may be in thousands of operations, and
// each is called in few ways.
type calls struct {
	// kind is, for each use, which way of calling it is.
	kind []int
	// alike are the ways by method and number of segments, each with its segments.
	alike map[string][]way
	// found are the ways that operations are called, by method and path.
	found map[string][]int
}

type way struct {
	kind     int
	segments []string
}

func callsOf(uses []Use) *calls {
	c, known := &calls{alike: map[string][]way{}, found: map[string][]int{}}, map[string]int{}
	for _, u := range uses {
		path, _, _ := strings.Cut(u.Path, "?")
		id := strings.ToUpper(u.Method) + " " + path
		kind, there := known[id]
		if !there {
			kind = len(known)
			known[id] = kind
			split := segments(path)
			key := shape(u.Method, split)
			c.alike[key] = append(c.alike[key], way{kind, split})
		}
		c.kind = append(c.kind, kind)
	}
	return c
}

// of are the ways in which the operations are called.
func (c *calls) of(all []Operation) map[int]bool {
	in := map[int]bool{}
	for _, o := range all {
		for _, template := range []string{o.Path, o.From} {
			if template == "" {
				continue
			}
			id := o.Method + " " + template
			kinds, known := c.found[id]
			if !known {
				want := segments(template)
				for _, w := range c.alike[shape(o.Method, want)] {
					if fits(want, w.segments) {
						kinds = append(kinds, w.kind)
					}
				}
				c.found[id] = kinds
			}
			for _, kind := range kinds {
				in[kind] = true
			}
		}
	}
	return in
}

func shape(method string, path []string) string {
	return fmt.Sprint(strings.ToUpper(method), " ", len(path))
}

func segments(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

// met says whether a call has to do with a change.
func (c Change) met(call reach.Call) bool {
	for _, v := range c.Variants {
		if c.Place.Name != v.apart() && !v.chose(c.Place.Side, call) {
			return false
		}
	}
	return c.Place.met(call)
}

// met says whether a call has to do with a place.
func (p Place) met(c reach.Call) bool {
	if p.Side == "response" && p.Status != "" && !statusLike(p.Status, c) {
		return false
	}
	mark := ""
	switch p.In {
	case "query":
		mark = reach.Query(p.Name)
	case "header":
		mark = reach.Header(p.Name)
		if p.Side == "response" {
			mark = reach.Told(p.Name)
		}
	case "body":
		mark = reach.Sent(p.Name)
		if p.Side == "response" {
			mark = reach.Got(p.Name)
		}
	default: // a path holds its parameters, an answer its status
		return true
	}
	switch {
	case p.Absent:
		return !c.Has(mark) && (p.In != "body" || p.Name == "" || c.Has(above(mark)))
	case p.Member != "":
		return c.Has(reach.Value(mark, p.Member))
	case p.New:
		return c.Has(above(mark))
	}
	return c.Has(mark)
}

// above is the mark of what a member lies in.
func above(mark string) string {
	if i := strings.LastIndexByte(mark, '/'); i > 0 {
		return mark[:i]
	}
	return mark[:min(1, len(mark))]
}

// statusLike says whether a call was answered so; XX are any two digits.
func statusLike(status string, c reach.Call) bool {
	return slices.ContainsFunc(c.Marks, func(m string) bool {
		return len(m) == 4 && strings.HasPrefix(m, reach.Status("")) && strings.HasPrefix(m[1:], strings.TrimRight(status, "X"))
	})
}

// fits says whether a path is one of a template's, segment by segment, without regard to
// case, as the router reads them.
func fits(want, got []string) bool {
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if !strings.HasPrefix(want[i], "{") && !strings.EqualFold(want[i], got[i]) {
			return false
		}
	}
	return true
}

// References names the other files that a document refers to, as it writes them,
// sorted.
func References(file string, data []byte) ([]string, error) {
	doc, err := contract.Decode(file, data)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	refersTo(doc, found)
	return slices.Sorted(maps.Keys(found)), nil
}

func refersTo(v any, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			if file, _, _ := strings.Cut(ref, "#"); file != "" {
				found[file] = true
			}
		}
		for _, e := range v {
			refersTo(e, found)
		}
	case []any:
		for _, e := range v {
			refersTo(e, found)
		}
	}
}
