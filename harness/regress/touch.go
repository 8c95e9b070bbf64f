package regress

import (
	"maps"
	"slices"
	"strings"

	"kontrakt/harness/contract"
)

// A Use is a call of an operation by somebody: a scenario, or an exchange of a
// recording.
type Use struct {
	// Name is the user's.
	Name string
	// Method and Path are the call's; a path may be a template.
	Method, Path string
}

// Touched names, for each change in order, who uses an operation that it is in,
// each once, in the order of uses. A change that is in no one operation touches
// whoever uses any.
func (c *Comparison) Touched(uses []Use) [][]string {
	out := make([][]string, len(c.Changes))
	for i, change := range c.Changes {
		seen := map[string]bool{}
		for _, u := range uses {
			if !seen[u.Name] && (len(change.Operations) == 0 || slices.ContainsFunc(change.Operations, u.of)) {
				seen[u.Name] = true
				out[i] = append(out[i], u.Name)
			}
		}
	}
	return out
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
