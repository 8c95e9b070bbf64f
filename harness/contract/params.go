package contract

import (
	"encoding/json"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness"
)

// headerValues reads a header without regard to the case of its name.
func headerValues(h map[string][]string, name string) []string {
	if v, ok := h[name]; ok {
		return v
	}
	if v, ok := h[textproto.CanonicalMIMEHeaderKey(name)]; ok {
		return v
	}
	for k, v := range h {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return nil
}

// parseQuery reads a query; what does not decode stays as sent.
func parseQuery(query string) map[string][]string {
	if query == "" {
		return nil
	}
	out := map[string][]string{}
	for _, pair := range strings.Split(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" {
			name = unescapeQuery(name)
			out[name] = append(out[name], unescapeQuery(value))
		}
	}
	return out
}

func unescapeQuery(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// param judges one parameter or response header: all its values, and that a
// single one is sent where a single one is meant.
func (j *judgement) param(p *param, sent []string) {
	part, family := harness.Part(p.in), "param"
	if p.in == "header" {
		family = "header"
	}
	if len(sent) == 0 || len(sent) == 1 && sent[0] == "" && p.in != "query" {
		j.absent(p, sent, part, family)
		return
	}
	schema := schemaOf(p.place)
	if schema == nil {
		return
	}
	if schema.Type.Is(openapi3.TypeArray) {
		j.arrayParam(p, sent, part, family)
		return
	}
	if schema.Type.Is(openapi3.TypeObject) {
		return // none of the documents has one
	}
	if len(sent) > 1 {
		j.report(harness.Finding{
			Rule: family + ".invalid", In: part, Pointer: p.name,
			Want: "one value", Got: count(len(sent), "value"),
		}, p.pointer)
		return
	}
	j.paramValue(p, p.place, sent[0], part, family)
}

// absent reports a parameter that is required and not there.
func (j *judgement) absent(p *param, sent []string, part harness.Part, family string) {
	if !p.required {
		if p.site != nil {
			j.absentPublished(p, part)
		}
		return
	}
	rule := family + ".missing"
	if p.credential && j.side == harness.InRequest {
		rule = "auth.missing"
	}
	got := nothing
	if len(sent) > 0 {
		got = `""`
	}
	j.report(harness.Finding{
		Rule: rule, In: part, Pointer: p.name, Want: wantParam(p), Got: got,
	}, p.pointer)
}

// absentPublished notes that the published document asks for a parameter that
// an erratum made optional.
func (j *judgement) absentPublished(p *param, part harness.Part) {
	published := j.contract.published()
	if published == nil {
		return
	}
	for _, op := range published.ops {
		if op.pointer != j.op.pointer {
			continue
		}
		if was := op.param(p.in, p.name); was != nil && was.required {
			j.noteSite(p.site, part, p.name, wantParam(p), nothing)
		}
		return
	}
}

func wantParam(p *param) string {
	if p.credential {
		return "a credential"
	}
	if s := schemaOf(p.place); s != nil {
		return describe(s)
	}
	return "a value"
}

func (j *judgement) arrayParam(p *param, sent []string, part harness.Part, family string) {
	var items []string
	for _, v := range sent {
		if p.explode {
			items = append(items, v)
		} else {
			items = append(items, strings.Split(v, ",")...)
		}
	}
	values := make([]any, len(items))
	for i, item := range items {
		values[i] = strings.TrimSpace(item)
		if p.place.items != nil {
			values[i] = convert(strings.TrimSpace(item), p.place.items.schema)
		}
	}
	j.paramFailures(p, p.place, values, strings.Join(sent, ", "), part, family)
}

func (j *judgement) paramValue(p *param, at *place, sent string, part harness.Part, family string) {
	j.paramFailures(p, at, convert(sent, at.schema), sent, part, family)
}

// paramFailures reports the first failure, since a parameter is one thing, and
// notes what only an erratum allows.
func (j *judgement) paramFailures(p *param, at *place, value any, sent string, part harness.Part, family string) {
	failures := j.failures(at, value)
	if len(failures) == 0 {
		for _, n := range j.siteNotes(at, value, nil) {
			j.noteSite(n.site, part, p.name, n.want(), headerLiteral(p, sent))
		}
		return
	}
	f := failures[0]
	f.class = Public
	if p.secret {
		f.class = Secret
	}
	j.report(harness.Finding{
		Rule: family + ".invalid", In: part, Pointer: p.name, Want: f.want(), Got: headerLiteral(p, sent),
		Help: hint("schema." + f.keyword),
	}, j.failurePointer(f))
}

// convert reads a parameter as its schema's type; text that is none stays text,
// and fails as such.
func convert(s string, schema *openapi3.Schema) any {
	switch {
	case schema.Type.Is(openapi3.TypeInteger), schema.Type.Is(openapi3.TypeNumber):
		if _, err := strconv.ParseFloat(s, 64); err == nil && json.Valid([]byte(s)) {
			return json.Number(s)
		}
	case schema.Type.Is(openapi3.TypeBoolean):
		switch s {
		case "true":
			return true
		case "false":
			return false
		}
	}
	return s
}
