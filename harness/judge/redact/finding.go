package redact

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules"
)

// Findings takes out of the findings of an exchange in clear what stands in
// them of sensitive places: the path where no operation matched, the literals
// that were got. The redactor first learns what is sensitive in the exchange
// itself.
func (r *Redactor) Findings(j *harness.Judged) {
	r.Learn(j)
	var view *rules.View
	for i := range j.Findings {
		f := &j.Findings[i]
		if f.Operation == "" {
			r.unmatched(f)
		}
		if view == nil {
			op := harness.Operation{}
			if j.Operation != nil {
				op = *j.Operation
			}
			view = rules.NewView(&j.Exchange, op, nil)
		}
		r.Got(view, f)
	}
}

// findings takes out of findings what was learned since they were made.
func (r *Redactor) findings(found []harness.Finding) []harness.Finding {
	if len(found) == 0 {
		return found
	}
	safe := slices.Clone(found)
	for i := range safe {
		f := &safe[i]
		f.Got, f.Pointer, f.Path = r.Scrub(f.Got), r.Scrub(f.Pointer), r.Scrub(f.Path)
	}
	return safe
}

// unmatched redacts the path as sent, wherever the finding repeats it.
func (r *Redactor) unmatched(f *harness.Finding) {
	safe := r.path(f.Path, nil, func(string) {})
	if safe != f.Path {
		f.Got = strings.ReplaceAll(f.Got, f.Path, safe)
		f.Path = safe
	}
}

// Got masks what a finding got where its place is sensitive: the literal says
// no more than its kind and length.
func (r *Redactor) Got(v *rules.View, f *harness.Finding) {
	f.Pointer = r.Scrub(f.Pointer)
	if f.Got == "" || f.Got == rules.Nothing || strings.HasPrefix(f.Got, "(") && strings.HasSuffix(f.Got, " characters)") {
		return
	}
	switch f.In {
	case harness.PartHeader:
		r.gotField(v, f)
	case harness.PartQuery:
		if !clearParameter(f.Pointer) {
			f.Got = masked(contract.Secret, unquoted(f.Got))
		}
	case harness.PartPath:
		if nameOf(f.Pointer) != plainName {
			f.Got = masked(contract.Personal, unquoted(f.Got))
		}
	case harness.PartBody:
		r.gotBody(v, f)
	}
	f.Got = r.Scrub(f.Got)
}

func (r *Redactor) gotField(v *rules.View, f *harness.Finding) {
	if clearHeader(f.Pointer) {
		return
	}
	h := v.Request.Header
	if f.Direction == harness.InResponse || f.Direction == harness.InCallbackResponse {
		h = v.Response.Header
	}
	for _, value := range h.Values(f.Pointer) {
		if mentions(f.Got, value) {
			f.Got = masked(contract.Secret, value)
		}
	}
}

func (r *Redactor) gotBody(v *rules.View, f *harness.Finding) {
	body := v.RequestBody
	if f.Direction == harness.InResponse || f.Direction == harness.InCallbackResponse {
		body = v.ResponseBody
	}
	value, ok := body.At(f.Pointer)
	if !ok {
		return
	}
	place := r.look(v, f)
	switch {
	case value.Object() || value.Array():
		if start := value.Raw()[:min(len(value.Raw()), 12)]; strings.Contains(f.Got, start) {
			safe := r.json([]byte(value.Raw()), place.mask, place.class, func(string) {})
			f.Got = rules.QuoteRaw(string(safe))
		}
	case value.Text():
		place = place.scalar()
		class := r.classOf(value.String(), place)
		if class == contract.Public && !place.declared() && mentions(f.Got, value.String()) {
			f.Got = fmt.Sprintf("(undeclared, %d characters)", utf8.RuneCountInString(value.String()))
		} else if class != contract.Public && mentions(f.Got, value.String()) {
			f.Got = masked(class, value.String())
		}
	case value.Number() && r.sensitiveNumber(value.Raw(), place.scalar()) && mentions(f.Got, value.Raw()):
		f.Got = masked(max(place.scalar().class, contract.Personal), value.Raw())
	}
}

// look goes down the mask to a finding's place.
func (r *Redactor) look(v *rules.View, f *harness.Finding) view {
	at := view{}
	if v.Operation.ID != "" {
		at = at.of(r.mask(v.Operation, f.Direction, v.Response.Status))
	}
	for token := range strings.SplitSeq(strings.TrimPrefix(f.Pointer, "/"), "/") {
		if f.Pointer == "" {
			break
		}
		key := harness.PointerName(token)
		switch {
		case at.mask == nil:
			at.name = key
		case at.mask.Items != nil && at.mask.Properties[key] == nil:
			at = at.of(at.mask.Items)
		default:
			at = view{class: at.class, name: key}.of(at.mask.Properties[key])
		}
	}
	return at
}

// mentions says whether a literal shows a value, or its beginning.
func mentions(got, value string) bool {
	start := value[:min(len(value), 24)]
	return start != "" && (strings.Contains(got, start) || strings.Contains(got, unquoted(rules.QuoteString(start))))
}

func unquoted(literal string) string { return strings.Trim(literal, `"`) }

func masked(class contract.Class, value string) string {
	word := "personal"
	if class == contract.Secret {
		word = "secret"
	}
	return fmt.Sprintf("(%s, %d characters)", word, utf8.RuneCountInString(value))
}
