package contract

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness"
	"kontrakt/harness/spelling"
)

// A walker goes through a value beside its schema, for what kin-openapi does
// not look at: undeclared members, integers that readers lose, and the places
// that errata relaxed.
type walker struct {
	*judgement
	// failed are the pointers at which the corrected schema fails already.
	failed map[string]bool
	lossy  map[string]bool
	found  []located
}

// located is a finding with the pointer of its rule in the document.
type located struct {
	harness.Finding
	spec string
}

func (w *walker) walk(at []*place, v any, tokens []string, class Class) {
	for _, p := range at {
		class = max(class, p.classOf())
		if len(p.sites) > 0 {
			w.probe(p, v, tokens, class)
		}
	}
	fit := w.contract.applicable(at, v)
	for _, p := range fit {
		if len(p.sites) > 0 && !slices.Contains(at, p) {
			w.probe(p, v, tokens, max(class, p.classOf()))
		}
	}
	switch v := v.(type) {
	case map[string]any:
		w.object(fit, v, tokens, class)
	case []any:
		for i, item := range v {
			var next []*place
			for _, p := range fit {
				if p.items != nil {
					next = append(next, p.items)
				}
			}
			if len(next) > 0 {
				w.walk(next, item, append(slices.Clip(tokens), strconv.Itoa(i)), class)
			}
		}
	case json.Number:
		w.number(fit, v, tokens, class)
	}
}

// applicable opens compositions: all of an allOf, and of a oneOf or anyOf the
// branches that the value satisfies, or all where it satisfies none.
func (c *Contract) applicable(at []*place, v any) []*place {
	var out []*place
	for _, p := range at {
		out = append(out, p)
		out = append(out, c.applicable(p.all, v)...)
		for _, branches := range [][]*place{p.one, p.any} {
			if len(branches) == 0 {
				continue
			}
			out = append(out, c.applicable(c.fitting(p.schema, branches, v), v)...)
		}
	}
	return out
}

// fitting are the branches of a choice that a value belongs to: the one that
// the discriminator names, the nearest where it names none, else those that the
// value satisfies, else all.
func (c *Contract) fitting(s *openapi3.Schema, branches []*place, v any) []*place {
	named := picked(s, refsOf(s), v)
	if _, object := v.(map[string]any); object && named == nil && s.Discriminator != nil {
		named, _ = c.nearest(refsOf(s), v, nil)
	}
	var fit []*place
	for _, b := range branches {
		if named == b.schema || named == nil && matches(b.schema, v) {
			fit = append(fit, b)
		}
	}
	if len(fit) == 0 {
		return branches
	}
	return fit
}

func refsOf(s *openapi3.Schema) openapi3.SchemaRefs {
	if len(s.OneOf) > 0 {
		return s.OneOf
	}
	return s.AnyOf
}

func (w *walker) object(fit []*place, v map[string]any, tokens []string, class Class) {
	var known []string
	open, forbidden := false, false
	for _, p := range fit {
		known = append(known, p.names...)
		open = open || p.open()
		forbidden = forbidden || p.forbids()
	}
	for _, name := range sortedKeys(v) {
		at := append(slices.Clip(tokens), name)
		next := members(fit, name)
		if len(next) > 0 {
			w.walk(next, v[name], at, classByName(name, class))
			continue
		}
		if open || forbidden || len(known) == 0 {
			continue
		}
		f := located{spec: fit[0].pointer + "/properties"}
		f.Finding = harness.Finding{
			Rule: "body.undocumented-property", Severity: harness.Warning, In: harness.PartBody,
			Pointer: pointerOf(append(slices.Clip(tokens), visibleName(name))), Want: "a documented member", Got: kindOf(v[name]),
		}
		if m := spelling.Nearest(name, known); m != "" {
			f.Help = "did you mean " + m + "?"
		}
		w.found = append(w.found, f)
	}
}

func classByName(name string, class Class) Class {
	switch {
	case secretName(name):
		return Secret
	case personalName(name):
		return max(class, Personal)
	}
	return class
}

// members are the places that a member may have.
func members(fit []*place, name string) []*place {
	var out []*place
	for _, p := range fit {
		if m := p.props[name]; m != nil {
			out = append(out, m)
		} else if p.additional != nil {
			out = append(out, p.additional)
		}
	}
	return out
}

// number judges an integer as written. Choice: lossy is an exponent or a
// fraction where an integer is meant (1e3, 5.0), and an integer beyond 64 bits;
// integers between 2^53 and 2^63 are amounts that the APIs can read.
func (w *walker) number(fit []*place, v json.Number, tokens []string, class Class) {
	integer := false
	var at *place
	for _, p := range fit {
		if p.schema.Type.Is(openapi3.TypeInteger) {
			integer, at = true, p
		}
	}
	if !integer || !isWhole(string(v)) {
		return // a fraction is schema.type
	}
	want := ""
	if strings.ContainsAny(string(v), ".eE") {
		want = "an integer in plain digits"
	} else if _, err := strconv.ParseInt(string(v), 10, 64); err != nil {
		want = "an integer of at most 64 bits"
	}
	if want == "" {
		return
	}
	pointer := pointerOf(tokens)
	w.lossy[pointer] = true
	w.found = append(w.found, located{harness.Finding{
		Rule: "body.lossy-number", Severity: harness.Error, In: harness.PartBody, Pointer: pointer,
		Want: want, Got: literal(v, class),
	}, at.pointer + "/type"})
}

// isWhole says whether a JSON number is an integer in value, however written.
func isWhole(s string) bool {
	if !strings.ContainsAny(s, ".eE") {
		return true
	}
	f, err := strconv.ParseFloat(s, 64)
	return err == nil && f == float64(int64(f)) || err == nil && (f > 1<<62 || f < -(1<<62))
}

// probe holds a value against what the published document says of a place that
// an erratum relaxed.
func (w *walker) probe(p *place, v any, tokens []string, class Class) {
	pointer := pointerOf(tokens)
	for _, n := range w.siteNotes(p, v, tokens) {
		at := pointerOf(n.tokens)
		if w.failed[pointer] || w.failed[at] {
			continue
		}
		n.class = max(class, classAt(p, n.tokens[len(tokens):]))
		f := located{spec: ""}
		f.Finding = harness.Finding{
			Rule: "spec.erratum", Severity: harness.Note, In: harness.PartBody, Pointer: at,
			Want: n.want(), Got: n.got(),
			Spec: harness.SpecRef{File: n.site.action.File, Line: n.site.action.Line, Pointer: n.site.pointer},
			Help: "the published document is wrong here: " + lowerFirst(n.site.action.Reason),
		}
		if !slices.ContainsFunc(w.found, func(o located) bool { return o.Rule == f.Rule && o.Pointer == f.Pointer }) {
			w.found = append(w.found, f)
		}
	}
}

// A siteNote is a failure of the published schema at a site.
type siteNote struct {
	failure
	site *site
}

func (j *judgement) siteNotes(p *place, v any, tokens []string) []siteNote {
	var out []siteNote
	for _, s := range p.sites {
		original := s.original()
		if original == nil {
			continue
		}
		for _, f := range j.contract.published().visit(original, v, tokens) {
			out = append(out, siteNote{f, s})
		}
	}
	return out
}
