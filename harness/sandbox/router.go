package sandbox

import (
	"net/url"
	"slices"
	"strings"
)

// A tree finds what stands at a path. Like the real API it forgives case,
// trailing and doubled slashes; a static segment goes before a parameter.
type tree[T any] struct {
	root node[T]
}

type node[T any] struct {
	static map[string]*node[T]
	param  *node[T]
	// here is what stands at this path, by method.
	here map[string]leaf[T]
	// under is everything that stands here or below.
	under []T
}

type leaf[T any] struct {
	value  T
	params []string
}

// add puts value at a path template, such as /ecomm/v2/payments/{orderId}.
func (t *tree[T]) add(method, template string, value T) {
	n := &t.root
	var params []string
	for _, segment := range segments(template) {
		if name, ok := strings.CutPrefix(segment, "{"); ok {
			params = append(params, strings.TrimSuffix(name, "}"))
			if n.param == nil {
				n.param = &node[T]{}
			}
			n = n.param
		} else {
			n = n.child(strings.ToLower(segment))
		}
		n.under = append(n.under, value)
	}
	if n.here == nil {
		n.here = map[string]leaf[T]{}
	}
	n.here[method] = leaf[T]{value, params}
}

func (n *node[T]) child(name string) *node[T] {
	if n.static == nil {
		n.static = map[string]*node[T]{}
	}
	if n.static[name] == nil {
		n.static[name] = &node[T]{}
	}
	return n.static[name]
}

// A hit is what a tree found for a path.
type hit[T any] struct {
	value  T
	params map[string]string
	// found says that method and path are known; methods are those that the
	// path has otherwise, sorted.
	found   bool
	methods []string
	// near is everything below the longest beginning of the path that is known.
	near []T
}

// find looks a path up, percent-encoded as it was sent.
func (t *tree[T]) find(method, path string) hit[T] {
	w := &walk[T]{method: method, segments: segments(path), near: &t.root}
	w.down(&t.root, 0, nil)
	return w.hit()
}

// A walk is one search through a tree.
type walk[T any] struct {
	method   string
	segments []string
	// best is the leaf of that method, end the first node that the whole path
	// led to; near is the deepest node reached, at depth deep.
	best   *leaf[T]
	end    *node[T]
	values []string
	near   *node[T]
	deep   int
}

func (w *walk[T]) down(n *node[T], depth int, values []string) bool {
	if depth > w.deep {
		w.near, w.deep = n, depth
	}
	if depth == len(w.segments) {
		return w.arrive(n, values)
	}
	segment := w.segments[depth]
	if next := n.static[strings.ToLower(decoded(segment))]; next != nil && w.down(next, depth+1, values) {
		return true
	}
	return n.param != nil && w.down(n.param, depth+1, append(values, segment))
}

func (w *walk[T]) arrive(n *node[T], values []string) bool {
	if len(n.here) == 0 {
		return false
	}
	if w.end == nil {
		w.end = n
	}
	leaf, ok := n.here[w.method]
	if ok {
		w.best, w.values = &leaf, slices.Clone(values)
	}
	return ok
}

func (w *walk[T]) hit() hit[T] {
	var h hit[T]
	if w.near != nil && w.deep > 0 {
		h.near = w.near.under
	}
	if w.best != nil {
		h.found, h.value, h.params = true, w.best.value, map[string]string{}
		for i, name := range w.best.params {
			h.params[name] = decoded(w.values[i])
		}
		return h
	}
	if w.end != nil {
		for method := range w.end.here {
			h.methods = append(h.methods, method)
		}
		slices.Sort(h.methods)
	}
	return h
}

// segments splits a path; empty segments do not count.
func segments(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(s string) bool { return s == "" })
}

func decoded(segment string) string {
	if plain, err := url.PathUnescape(segment); err == nil {
		return plain
	}
	return segment
}
