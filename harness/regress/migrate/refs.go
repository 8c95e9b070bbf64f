package migrate

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// refs gives what rules refer to. A place is named /pointer in what the rule is
// applied to; beside it there are body:/pointer and answer:/pointer of the
// exchange, path:name, query:name, header:Name, status, method, id (of the
// exchange) and known:key, which an earlier exchange told. last:REF is what
// follows the last slash of another place, and latest:/list/member a member of the
// list's first element that tells of no failure.
type refs struct {
	here, body, answer any
	params, query      map[string]string
	header             http.Header
	status, method, id string
	known              func(key string) (any, bool)
}

var kinds = []string{"body", "answer", "path", "query", "header", "known", "last", "latest"}

// ref says whether a place is named rightly.
func ref(name string) error {
	if name == "" || strings.HasPrefix(name, "/") || name == "status" || name == "method" || name == "id" {
		return nil
	}
	kind, rest, has := strings.Cut(name, ":")
	if kind == "last" {
		return ref(rest)
	}
	for _, k := range kinds {
		if has && k == kind {
			return nil
		}
	}
	return fmt.Errorf("no place is called %q", name)
}

// brackets stand within the key of something known for the braces of a template:
// {known:left [path:orderId]}.
var brackets = strings.NewReplacer("[", "{", "]", "}")

var inBraces = regexp.MustCompile(`\{([^{}]*)\}`)

// refsIn says whether the places in a template are named rightly.
func refsIn(template string) error {
	for _, m := range inBraces.FindAllStringSubmatch(template, -1) {
		if err := ref(m[1]); err != nil {
			return err
		}
	}
	return nil
}

func (r refs) value(name string) (any, bool) {
	switch name {
	case "status":
		return r.status, r.status != ""
	case "method":
		return r.method, true
	case "id":
		return r.id, true
	}
	if name == "" || strings.HasPrefix(name, "/") {
		return lookup(r.here, name)
	}
	kind, rest, _ := strings.Cut(name, ":")
	switch kind {
	case "body":
		return lookup(r.body, rest)
	case "answer":
		return lookup(r.answer, rest)
	case "path":
		v, ok := r.params[rest]
		return v, ok
	case "query":
		v, ok := r.query[rest]
		return v, ok
	case "header":
		v := r.header.Get(rest)
		return v, v != ""
	case "known":
		key, ok := r.text(brackets.Replace(rest))
		if !ok {
			return nil, false
		}
		return r.known(key)
	case "latest":
		return r.latest(rest)
	case "last":
		v, ok := r.value(rest)
		text := strings.TrimSuffix(literal(v), "/")
		return text[strings.LastIndex(text, "/")+1:], ok && text != ""
	}
	return nil, false
}

// fill fills in a template. A template that is one place gives its value as it
// is, of whatever kind.
func (r refs) fill(template string) (any, bool) {
	if m := inBraces.FindString(template); m == template && m != "" {
		return r.value(strings.Trim(m, "{}"))
	}
	return r.text(template)
}

func (r refs) text(template string) (string, bool) {
	whole := true
	out := inBraces.ReplaceAllStringFunc(template, func(m string) string {
		v, ok := r.value(strings.Trim(m, "{}"))
		whole = whole && ok
		return literal(v)
	})
	return out, whole
}

// hold says whether all conditions do.
func (r refs) hold(list []Condition) bool {
	for _, c := range list {
		if !r.holds(c) {
			return false
		}
	}
	return true
}

func (r refs) holds(c Condition) bool {
	v, ok := r.value(c.At)
	switch {
	case c.Absent:
		return !ok || v == nil
	case c.There:
		return ok && v != nil
	case c.Is != nil:
		return ok && literal(v) == *c.Is
	case c.Not != nil:
		return !ok || literal(v) != *c.Not
	case c.Over != nil:
		n, err := strconv.ParseInt(literal(v), 10, 64)
		return ok && err == nil && n > *c.Over
	case c.Differs != "":
		w, there := r.value(c.Differs)
		return ok && there && literal(v) != literal(w)
	}
	return ok && regexp.MustCompile(c.Like).MatchString(literal(v))
}

// latest gives a member of the first element of a list that did not fail.
func (r refs) latest(place string) (any, bool) {
	at := strings.LastIndex(place, "/")
	if at < 0 {
		return nil, false
	}
	v, _ := lookup(r.here, place[:at])
	list, _ := v.([]any)
	for _, e := range list {
		if failed, _ := lookup(e, "/operationSuccess"); failed == false {
			continue
		}
		return lookup(e, place[at:])
	}
	return nil, false
}
