package contract

import (
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness"
)

// An expression is a runtime expression inside a callback's key.
var expression = regexp.MustCompile(`\{\$[^}]*\}`)

// callbacks compiles what the API calls at the merchant: the callbacks of the
// operations, and the merchant's endpoints where a document lists them as paths
// of its own. A path that only repeats a callback is left out.
func (k *compiler) callbacks() {
	for _, path := range sortedKeys(k.doc.Paths.Map()) {
		item := k.doc.Paths.Value(path)
		for _, method := range sortedKeys(item.Operations()) {
			at := "#/paths/" + escapeToken(path) + "/" + strings.ToLower(method) + "/callbacks/"
			o := item.Operations()[method]
			for _, name := range sortedKeys(o.Callbacks) {
				k.callback(name, o.Callbacks[name], at+escapeToken(name))
			}
		}
	}
	for _, path := range sortedKeys(k.doc.Paths.Map()) {
		if item := k.doc.Paths.Value(path); merchantSide(path, item) {
			at := "#/paths/" + escapeToken(path)
			if item.Ref != "" {
				at = item.Ref
			}
			k.callbackItem("", merchantExpression(path), item, at)
		}
	}
}

func (k *compiler) callback(name string, ref *openapi3.CallbackRef, at string) {
	if ref.Value == nil {
		return
	}
	if ref.Ref != "" {
		at = ref.Ref
	}
	for _, key := range sortedKeys(ref.Value.Map()) {
		k.callbackItem(name, key, ref.Value.Value(key), at+"/"+escapeToken(key))
	}
}

// callbackItem adds the operations under one expression; name is "" for a path
// of the document, which counts only where no callback says the same.
func (k *compiler) callbackItem(name, key string, item *openapi3.PathItem, at string) {
	path := readable(key)
	segments := callbackSuffix(path)
	for _, method := range sortedKeys(item.Operations()) {
		o := item.Operations()[method]
		same := func(op *operation) bool {
			return op.Flow == harness.FlowCallback && op.Method == method && sameSuffix(op.segments, segments)
		}
		if name == "" && slices.ContainsFunc(k.c.ops, same) {
			continue
		}
		op := k.operation(method, item, o, at+"/"+strings.ToLower(method))
		op.Flow, op.Path, op.segments = harness.FlowCallback, path, segments
		taken := func(other *operation) bool { return other.ID == op.ID }
		if name != "" && (op.ID == "" || slices.ContainsFunc(k.c.ops, taken)) {
			// Published documents give two callbacks the same operationId; the
			// callback's own name tells them apart.
			op.ID = name
		}
		k.c.ops = append(k.c.ops, op)
	}
}

// readable turns {$request.body#/merchantInfo/callbackPrefix}/v2/… into
// {callbackPrefix}/v2/….
func readable(key string) string {
	return expression.ReplaceAllStringFunc(key, func(e string) string {
		e = strings.Trim(e, "{}")
		if i := strings.LastIndexAny(e, "/.#"); i >= 0 {
			e = e[i+1:]
		}
		return "{" + e + "}"
	})
}

// callbackSuffix is the fixed part of a callback's path: all after the URL that
// the merchant gave.
func callbackSuffix(path string) []segment {
	segments := template(path)
	if len(segments) > 0 && segments[0].name != "" {
		return segments[1:]
	}
	return segments
}

func sameSuffix(a, b []segment) bool {
	return slices.EqualFunc(a, b, func(x, y segment) bool {
		return x.text == y.text && (x.name == "") == (y.name == "")
	})
}

// merchantSide says whether a path stands for an endpoint of the merchant's:
// marked so by the overlay, or written as eCom does, with the name of a prefix
// in front.
func merchantSide(path string, item *openapi3.PathItem) bool {
	if marked, ok := item.Extensions["x-kontrakt-callback"].(bool); ok {
		return marked
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return strings.HasSuffix(first, "Prefix")
}

// merchantExpression writes such a path as a callback's: /callbackPrefix/v2/…
// becomes {callbackPrefix}/v2/….
func merchantExpression(path string) string {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if rest == "" {
		return "{" + strings.Trim(first, "{}") + "}"
	}
	return "{" + strings.Trim(first, "{}") + "}/" + rest
}

// A selector chooses a callback by its body and headers, where several share a
// URL: every condition holds. A value of null counts as absent.
type selector []condition

// A condition asks for a member of the body, for its text where value is set,
// or for a header; or for what another asks.
type condition struct {
	tokens []string
	value  string
	header string
	absent bool
	or     []condition
}

// newSelector reads x-kontrakt-when: a JSON Pointer or a list of them, with "!"
// in front of one that must lead nowhere, "=TEXT" behind one that must lead to
// that text, and "|" between two of which one is enough. What does not begin
// with a slash is the name of a header.
func newSelector(v any) selector {
	list, ok := v.([]any)
	if text, single := v.(string); single {
		list, ok = []any{text}, true
	}
	if !ok {
		return nil
	}
	var out selector
	for _, item := range list {
		text, _ := item.(string)
		var either []condition
		for _, one := range strings.Split(text, "|") {
			either = append(either, newCondition(one))
		}
		either[0].or = either[1:]
		out = append(out, either[0])
	}
	return out
}

func newCondition(text string) condition {
	text, absent := strings.CutPrefix(text, "!")
	c := condition{absent: absent}
	if !strings.HasPrefix(text, "/") {
		c.header = text
		return c
	}
	text, c.value, _ = strings.Cut(text[1:], "=")
	for _, t := range strings.Split(text, "/") {
		c.tokens = append(c.tokens, unescapeToken(t))
	}
	return c
}

// fits says whether a call is one that the selector means; there says whether
// what a condition asks for is there.
func (s selector) fits(there func(condition) bool) bool {
	for _, c := range s {
		holds := func(c condition) bool { return there(c) != c.absent }
		if !holds(c) && !slices.ContainsFunc(c.or, holds) {
			return false
		}
	}
	return true
}

// weight orders selectors: those that ask for more come first.
func (s selector) weight() int {
	n := len(s)
	for _, c := range s {
		if c.value != "" {
			n++
		}
	}
	return n
}
