// Package reach says what of an API a call makes use of: which members it sends
// and gets, which parameters, headers and statuses. So it can be told whom a
// change of the API touches.
//
// It judges nothing, and keeps no value but those that the caller asks for.
package reach

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/coding"
)

// A Call is one call, by what it makes use of.
type Call struct {
	// Method and Path are the call's; the path may be a template.
	Method, Path string
	// Marks are sorted, each once: see [Sent] and the others.
	Marks []string
}

// Has says whether the call has a mark.
func (c Call) Has(mark string) bool {
	_, found := slices.BinarySearch(c.Marks, mark)
	return found
}

// Sent is the mark of a member of the request, Got that of one of the answer. A
// place is made of names with slashes between them, of which items are the
// elements of a list; "" is the body itself.
func Sent(place string) string { return ">" + place }

// Got is to the answer what [Sent] is to the request.
func Got(place string) string { return "<" + place }

// Value is the mark of a value at a place, which itself is a mark.
func Value(mark, value string) string { return mark + "=" + value }

// Query is the mark of a parameter of the query.
func Query(name string) string { return "?" + name }

// Header is the mark of a header of the request, Told that of one of the answer.
func Header(name string) string { return "@" + strings.ToLower(name) }

// Told is to the answer what [Header] is to the request.
func Told(name string) string { return ":" + strings.ToLower(name) }

// Status is the mark of the status that was answered.
func Status(code string) string { return "#" + code }

// Of gives what an exchange makes use of. Of the texts in bodies it keeps those
// that keep wants; nil wants none.
func Of(x *harness.Exchange, keep func(string) bool) Call {
	if keep == nil {
		keep = func(string) bool { return false }
	}
	m := marks{keep: keep, all: map[string]bool{}}
	path, query, _ := strings.Cut(x.Request.Target, "?")
	values, _ := url.ParseQuery(query) // what does not parse is no parameter
	for name := range values {
		m.all[Query(name)] = true
	}
	m.headers(x.Request.Header, Header)
	m.body(x.Request.Header, x.Request.Body, Sent(""))
	if x.Response.Status != 0 {
		m.all[Status(strconv.Itoa(x.Response.Status))] = true
		m.headers(x.Response.Header, Told)
		m.body(x.Response.Header, x.Response.Body, Got(""))
	}
	return Call{Method: x.Request.Method, Path: path, Marks: slices.Sorted(maps.Keys(m.all))}
}

// marks are gathered here.
type marks struct {
	keep func(string) bool
	all  map[string]bool
}

// carriage are headers of the way there, of which no contract speaks.
var carriage = []string{"Accept-Encoding", "Connection", "Content-Length", "Content-Encoding", "Date", "Host", "Transfer-Encoding", "User-Agent"}

func (m *marks) headers(h http.Header, mark func(string) string) {
	for name := range h {
		if !slices.Contains(carriage, name) {
			m.all[mark(name)] = true
		}
	}
}

// body marks what is in a body; one that is no JSON is marked as a whole.
func (m *marks) body(h http.Header, b harness.Body, at string) {
	if b.Size == 0 && len(b.Bytes) == 0 {
		return
	}
	m.all[at] = true
	text, err := coding.Plain(h, b.Bytes)
	if err != nil {
		return
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) == nil {
		m.member(v, at, 0)
	}
}

// deepest is how far a body is followed.
const deepest = 64

func (m *marks) member(v any, at string, depth int) {
	m.all[at] = true
	if depth > deepest {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for name, e := range v {
			m.member(e, below(at, name), depth+1)
		}
	case []any:
		for _, e := range v {
			m.member(e, below(at, "items"), depth+1)
		}
	case string:
		if m.keep(v) {
			m.all[Value(at, v)] = true
		}
	}
}

// below is the mark of what lies in another.
func below(at, name string) string {
	if len(at) == 1 { // the body itself
		return at + name
	}
	return at + "/" + name
}
