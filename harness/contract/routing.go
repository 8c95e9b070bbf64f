package contract

import (
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/spelling"
)

// unrouted words an exchange that belongs to no operation: a retired prefix, a
// method that does not exist, an API without a contract, a path that nobody knows.
func (s *Set) unrouted(x *harness.Exchange, f found) []harness.Finding {
	path, _ := splitTarget(x.Request.Target)
	out := harness.Finding{
		Severity: harness.Error, Direction: harness.RequestOf(x.Flow),
		Method: x.Request.Method, Path: visiblePath(path), In: harness.PartRoute,
		Got: x.Request.Method + " " + visiblePath(path),
	}
	switch retired, other := s.retiredBy(path), s.unjudgedBy(path, x.Flow); {
	case len(f.methods) > 0:
		op := f.methods[0]
		out.Rule, out.Contract, out.Path = "route.method", op.Contract, op.Path
		out.Want = "method " + strings.Join(methodsOf(f.methods), " or ")
		out.Got = x.Request.Method
		out.Spec = op.contract.line(op.pointer[:strings.LastIndexByte(op.pointer, '/')])
	case retired != nil:
		out.Rule, out.Severity, out.Contract = "lifecycle.retired", harness.Warning, retired.API
		out.Path = retired.Prefix
		out.Want = "a version that is in force"
		out.Got = "a path under " + retired.Prefix
		if retired.Since != "" {
			out.Got += ", gone since " + retired.Since
		}
		out.Help = retired.Says
	case other != nil:
		out.Rule, out.Severity, out.Contract = harness.UnjudgedRoute, harness.Note, other.API
		out.Path = other.Prefix
		out.Want = "an API that there is a contract of"
		out.Got = "a path under " + other.Prefix
	default:
		out.Rule = "route.unknown"
		out.Want = "a path that a contract has"
		if near := s.nearest(x.Request.Method, path, x.Flow); near != nil {
			out.Help = "did you mean " + near.Method + " " + near.Path + "?"
		}
	}
	if out.Help == "" {
		out.Help = hint(out.Rule)
	}
	return []harness.Finding{seenIn(out, x)}
}

func methodsOf(ops []*operation) []string {
	var out []string
	for _, op := range ops {
		out = append(out, op.Method)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// nearest finds the operation whose path differs least, nil where none is near.
func (s *Set) nearest(method, path string, flow harness.Flow) *harness.Operation {
	segments, _, _ := splitPath(path, nil)
	var best *operation
	least := 1 << 30
	for _, id := range sortedKeys(s.contracts) {
		for _, op := range s.contracts[id].ops {
			if op.Flow != flow {
				continue
			}
			if flow == harness.FlowCallback && len(op.segments) == 0 {
				continue // any path would do
			}
			given := segments
			if flow == harness.FlowCallback && len(given) > len(op.segments) {
				given = given[len(given)-len(op.segments):]
			}
			if !alike(given, op.segments) {
				continue
			}
			d := pathDistance(given, op.segments)
			if op.Method != method {
				d += 2
			}
			if d < least {
				best, least = op, d
			}
		}
	}
	// Choice: beyond two segments or six letters it is no help.
	if best == nil || least > 6 {
		return nil
	}
	return &best.Operation
}

// alike says whether a path has a word of a template, but for a letter or two: a
// parameter alone takes anything.
func alike(given []string, want []segment) bool {
	for _, w := range want {
		if w.name == "" && slices.ContainsFunc(given, func(g string) bool {
			return spelling.Distance(strings.ToLower(g), strings.ToLower(w.text)) <= min(2, len(w.text)/3)
		}) {
			return true
		}
	}
	return false
}

// pathDistance counts the letters to change; a segment too many or too few
// counts three.
func pathDistance(given []string, want []segment) int {
	row := make([]int, len(want)+1)
	for j := range row {
		row[j] = 3 * j
	}
	for i, g := range given {
		diagonal := row[0]
		row[0] = 3 * (i + 1)
		for j, w := range want {
			change := 0
			if w.name == "" {
				change = spelling.Distance(strings.ToLower(g), strings.ToLower(w.text))
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+change, row[j]+3, row[j+1]+3)
		}
	}
	return row[len(want)]
}

// visiblePath is a path as it may be shown: segments that look like personal
// data or tokens are left out.
func visiblePath(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if looksPersonal(decodeSegment(s)) {
			segments[i] = "…"
		}
	}
	return cut(strings.Join(segments, "/"), 120)
}
