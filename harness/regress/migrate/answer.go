package migrate

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kontrakt/harness"
)

// answer says where the client finds what it read, and writes the answer that
// the tables lead to expect.
func (m *Migrator) answer(a *harness.Response, o *Operation, r refs) []Field {
	if a.Status == 0 {
		return nil
	}
	if a.Status >= 400 {
		return m.refusal(a, r)
	}
	var fields []Field
	for _, s := range o.Statuses {
		if s.From == a.Status {
			fields = append(fields, Field{Part: "status", From: strconv.Itoa(s.From), To: numbers(s.To), Fate: Maps, Row: s.Row, Says: s.Says})
			a.Status = s.To[0]
		}
	}
	more := m.told(a, o.Answer, r)
	return append(fields, more...)
}

// told rewrites the body of an answer.
func (m *Migrator) told(a *harness.Response, list []Rule, r refs) []Field {
	body := apply("answer", list, r.answer, r, false)
	for i, f := range body.fields {
		if f.To == "" && f.Fate == Decide && f.Row == "" && f.Says == leftOut {
			body.fields[i].Says = "no table knows it: the new answer may lack it"
		}
	}
	a.Header = a.Header.Clone()
	if a.Header == nil {
		a.Header = http.Header{}
	}
	a.Header.Del("Content-Length")
	a.Header.Del("Content-Encoding")
	a.Body = harness.Body{}
	if body.tree == nil || a.Status == http.StatusNoContent {
		a.Header.Del("Content-Type")
		return body.fields
	}
	text := encodeJSON(body.tree)
	a.Body = harness.Body{Bytes: text, Size: int64(len(text))}
	return body.fields
}

func numbers(list []int) string {
	var all []string
	for _, n := range list {
		all = append(all, strconv.Itoa(n))
	}
	return strings.Join(all, " or ")
}

// refusal says what stands for the code of an error.
func (m *Migrator) refusal(a *harness.Response, r refs) []Field {
	e, at := m.pair.Errors, []string{}
	var code []string
	for _, p := range e.At {
		if v, ok := lookup(r.answer, p); ok && literal(v) != "" {
			code, at = append(code, literal(v)), append(at, p)
		}
	}
	f := Field{Part: "error", From: joined(at), Row: e.Row, Fate: Maps, Says: e.Says}
	a.Body, a.Header = harness.Body{}, http.Header{}
	var fields []Field
	for _, st := range e.Statuses {
		if st.From == a.Status {
			fields = append(fields, Field{Part: "status", From: strconv.Itoa(st.From), To: numbers(st.To), Fate: Maps, Row: st.Row, Says: st.Says})
			a.Status = st.To[0]
		}
	}
	if len(code) == 0 { // of a gateway, or without a body: the same for both
		return fields
	}
	name := strings.Join(code, " ")
	i := slices.IndexFunc(e.Codes, func(c ErrorCode) bool { return strings.EqualFold(c.From, name) })
	if i < 0 && !plainCode(name) {
		name = code[0]
		i = slices.IndexFunc(e.Codes, func(c ErrorCode) bool { return strings.EqualFold(c.From, name+" *") })
	}
	if e.Same {
		return fields
	}
	if i < 0 {
		f.Fate, f.Says = Decide, "no table knows its code"
		return append(fields, f)
	}
	c := e.Codes[i]
	f.From, f.To = f.From+" "+c.From, strings.Join(c.To, " or ")
	if c.Says != "" {
		f.Says = c.Says
	}
	if len(c.To) == 0 {
		f.Fate = None
	}
	if c.Status != 0 {
		a.Status = c.Status
	}
	return append(fields, f)
}

// plainCode says that a code ends in a number, and is not the name of a field.
func plainCode(code string) bool {
	last := code[strings.LastIndex(code, " ")+1:]
	_, err := strconv.Atoi(last)
	return err == nil
}
