package regress

import (
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
	out := make([]Touch, len(c.Changes))
	for i, change := range c.Changes {
		touched := map[string]bool{}
		for _, u := range uses {
			if len(change.Operations) > 0 && !slices.ContainsFunc(change.Operations, u.of) {
				continue
			}
			meets := u.Marks == nil || change.Place.met(u.Call)
			if meets && !touched[u.Name] {
				out[i].Names = append(out[i].Names, u.Name)
			}
			touched[u.Name] = touched[u.Name] || meets
		}
		out[i].Beside = len(touched) - len(out[i].Names)
	}
	return out
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

func (u Use) of(o Operation) bool {
	return strings.EqualFold(u.Method, o.Method) && (fits(o.Path, u.Path) || o.From != "" && fits(o.From, u.Path))
}

// fits says whether a path is one of a template's, without regard to case and to
// the slash at the end, as the router reads them.
func fits(template, path string) bool {
	path, _, _ = strings.Cut(path, "?")
	want, got := strings.Split(strings.Trim(template, "/"), "/"), strings.Split(strings.Trim(path, "/"), "/")
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
