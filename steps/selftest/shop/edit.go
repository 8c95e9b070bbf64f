package shop

import (
	"strconv"
	"strings"
)

// An edit makes a request wrong.
type edit func(*request)

// set writes a member, of objects that are there or made on the way.
func set(pointer string, value any) edit {
	return func(r *request) { r.body = put(r.body, split(pointer), value) }
}

// drop takes a member away.
func drop(pointer string) edit {
	return func(r *request) {
		path := split(pointer)
		at := r.body
		for _, name := range path[:len(path)-1] {
			at = inside(at, name)
		}
		if o, ok := at.(object); ok {
			delete(o, path[len(path)-1])
		}
	}
}

// header sends a header with another value, and without a value not at all.
func header(name string, values ...string) edit {
	return func(r *request) {
		if len(values) == 0 {
			delete(r.header, name)
			return
		}
		r.header[name] = values
	}
}

// target calls another path.
func target(old, becomes string) edit {
	return func(r *request) { r.target = strings.Replace(r.target, old, becomes, 1) }
}

// method calls with another method.
func method(name string) edit { return func(r *request) { r.method = name } }

// raw sends a body as it stands.
func raw(text string) edit { return func(r *request) { r.raw = []byte(text) } }

// both makes several edits, which are one mistake.
func both(all ...edit) edit {
	return func(r *request) {
		for _, e := range all {
			e(r)
		}
	}
}

func split(pointer string) []string { return strings.Split(strings.TrimPrefix(pointer, "/"), "/") }

func inside(at any, name string) any {
	switch in := at.(type) {
	case object:
		return in[name]
	case []any:
		if i, err := strconv.Atoi(name); err == nil && i < len(in) {
			return in[i]
		}
	}
	return nil
}

func put(at any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	if list, ok := at.([]any); ok {
		if i, err := strconv.Atoi(path[0]); err == nil && i < len(list) {
			list[i] = put(list[i], path[1:], value)
		}
		return list
	}
	o, ok := at.(object)
	if !ok {
		o = object{}
	}
	o[path[0]] = put(o[path[0]], path[1:], value)
	return o
}
