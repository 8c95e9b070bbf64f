package contract

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"kontrakt/harness"
)

// Retired is a path prefix of an API that is gone.
type Retired struct {
	// Prefix matches whole segments: /ecomm/v1.
	Prefix, API string
	// Since is the date, Says what to do instead.
	Since, Says string
}

// Unjudged is a path prefix of an API that there is no contract of: what is
// called there is handed on and not judged, which a note says.
type Unjudged struct {
	// Prefix matches whole segments: /qr. API is the name to call it by.
	Prefix, API string
}

// A Set is one router over several contracts. It is safe for concurrent use.
type Set struct {
	contracts map[string]*Contract
	root      *node
	// suffixes are the callback operations, the longest suffix first.
	suffixes []*operation
	retired  []Retired
	unjudged []Unjudged
}

// A node of the router: one segment of a path.
type node struct {
	static map[string]*node
	param  *node
	ops    []*operation
}

// NewSet builds the router. Two contracts of one ID are an error, and so are
// two operations of one method and path.
func NewSet(contracts []*Contract, retired []Retired, unjudged ...Unjudged) (*Set, error) {
	s := &Set{contracts: map[string]*Contract{}, root: &node{}, retired: slices.Clone(retired), unjudged: unjudged}
	for _, c := range contracts {
		if s.contracts[c.ID()] != nil {
			return nil, twice(c.ID())
		}
		s.contracts[c.ID()] = c
		for _, op := range c.ops {
			if op.Flow == harness.FlowCallback {
				s.suffixes = append(s.suffixes, op)
				continue
			}
			if err := s.root.add(op); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(s.suffixes, func(a, b *operation) int {
		return cmp.Or(cmp.Compare(len(b.segments), len(a.segments)), cmp.Compare(fixed(b), fixed(a)),
			cmp.Compare(b.when.weight(), a.when.weight()), cmp.Compare(a.Contract, b.Contract))
	})
	return s, nil
}

// Contracts lists the contracts, sorted by ID.
func (s *Set) Contracts() []*Contract {
	var out []*Contract
	for _, id := range sortedKeys(s.contracts) {
		out = append(out, s.contracts[id])
	}
	return out
}

// fixed counts the segments that are no template.
func fixed(op *operation) int {
	n := 0
	for _, s := range op.segments {
		if s.name == "" {
			n++
		}
	}
	return n
}

func (n *node) add(op *operation) error {
	for _, s := range op.segments {
		if s.name != "" {
			if n.param == nil {
				n.param = &node{}
			}
			n = n.param
			continue
		}
		if n.static == nil {
			n.static = map[string]*node{}
		}
		next := n.static[s.text]
		if next == nil {
			next = &node{}
			n.static[s.text] = next
		}
		n = next
	}
	for _, have := range n.ops {
		if have.Method == op.Method {
			return conflict(have, op)
		}
	}
	n.ops = append(n.ops, op)
	return nil
}

// maxSegments is more than any template has.
const maxSegments = 24

// find walks the segments of a path; a static segment is preferred to a
// template. fold forgives case.
func (n *node) find(segments []string, fold bool) *node {
	if len(segments) == 0 {
		if len(n.ops) == 0 {
			return nil
		}
		return n
	}
	head := segments[0]
	if next := n.static[head]; next != nil {
		if found := next.find(segments[1:], fold); found != nil {
			return found
		}
	}
	if fold || strings.IndexByte(head, '%') >= 0 {
		plain := decodeSegment(head)
		for text, next := range n.static {
			if text == plain || fold && strings.EqualFold(text, plain) {
				if found := next.find(segments[1:], fold); found != nil {
					return found
				}
			}
		}
	}
	if n.param != nil && head != "" {
		return n.param.find(segments[1:], fold)
	}
	return nil
}

func decodeSegment(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// splitPath cuts a path into its segments, and says whether slashes are doubled
// and whether one trails.
func splitPath(path string, buf []string) (segments []string, doubled, trailing bool) {
	segments = buf[:0]
	rest := strings.TrimPrefix(path, "/")
	for rest != "" {
		head, tail, more := strings.Cut(rest, "/")
		if head == "" {
			doubled = true
		} else {
			segments = append(segments, head)
			trailing = more && tail == ""
		}
		rest = tail
	}
	return segments, doubled, trailing || doubled && strings.HasSuffix(path, "/")
}

// template cuts a path template into its segments.
func template(path string) []segment {
	var out []segment
	for _, s := range strings.Split(strings.Trim(path, "/"), "/") {
		if s == "" {
			continue
		}
		out = append(out, segmentOf(s))
	}
	return out
}

func segmentOf(s string) segment {
	if strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}") {
		return segment{text: s, name: s[1 : len(s)-1]}
	}
	return segment{text: s}
}

// splitTarget separates path and query of a request-target; absolute-form
// targets lose their origin.
func splitTarget(target string) (path, query string) {
	path, query, _ = strings.Cut(target, "?")
	if i := strings.Index(path, "://"); i > 0 && !strings.HasPrefix(path, "/") {
		path = path[i+3:]
		if j := strings.IndexByte(path, '/'); j >= 0 {
			path = path[j:]
		} else {
			path = "/"
		}
	}
	return path, query
}
