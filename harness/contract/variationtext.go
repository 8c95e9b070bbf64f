package contract

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
)

// text goes to the bounds of a text's length and beyond, and breaks its pattern
// and its format.
func (v *varier) text(s spot, fit []*place, sent string) {
	for _, p := range fit {
		schema := p.schema
		if least := int(schema.MinLength); least > 0 {
			v.forbidden(s, "minLength", fmt.Sprintf("%d characters", least-1), long(sent, least-1)...)
			v.allowed(s, "minLength", fmt.Sprintf("%d characters", least), long(sent, least)...)
		}
		if schema.MaxLength != nil {
			most := int(*schema.MaxLength)
			v.forbidden(s, "maxLength", fmt.Sprintf("%d characters", most+1), long(sent, most+1)...)
			v.allowed(s, "maxLength", fmt.Sprintf("%d characters", most), long(sent, most)...)
			if s.in == harness.PartBody && schema.Format == "" && !strings.Contains(sent, "://") {
				v.allowed(s, "maxLength", fmt.Sprintf("%d letters of two bytes", most), strings.Repeat("ø", most))
			}
		}
		if schema.Pattern != "" {
			v.forbidden(s, "pattern", "not of the pattern", sent+"!", sent+"%", sent+" x", misplaced, "!")
		}
		if stringFormats[schema.Format] != nil {
			v.forbidden(s, "format", "not of the format "+schema.Format, misplaced, "kon trakt", sent+"!")
		}
	}
}

// long makes texts of n characters out of one, the most similar first.
func long(s string, n int) []any {
	have := utf8.RuneCountInString(s)
	if have >= n {
		return []any{string([]rune(s)[:n]), strings.Repeat("a", n), strings.Repeat("1", n)}
	}
	more := func(with string) string { return s + strings.Repeat(with, n-have) }
	texts := []any{more("a"), more("1")}
	if have > 0 {
		// As long as the last character goes on, numbers stay numbers.
		last, _ := utf8.DecodeLastRuneInString(s)
		texts = append(texts, more(string(last)))
	}
	return append(texts, strings.Repeat("a", n), strings.Repeat("1", n))
}

// spotOf finds a parameter in the request; what was not sent is not varied.
func (v *varier) spotOf(p *param) (sent string, s spot, ok bool) {
	path, query := splitTarget(v.base.Target)
	s = spot{in: harness.Part(p.in), pointer: p.name}
	switch p.in {
	case "header":
		values := headerValues(v.base.Header, p.name)
		if len(values) != 1 || strings.EqualFold(p.name, "Content-Type") {
			return "", s, false
		}
		s.with = func(value any) harness.Request { return v.withHeader(p.name, value) }
		return values[0], s, true
	case "query":
		values := parseQuery(query)[p.name]
		if len(values) != 1 {
			return "", s, false
		}
		s.with = func(value any) harness.Request {
			all, _ := url.ParseQuery(query)
			all.Del(p.name)
			if _, gone := value.(absent); !gone {
				all.Set(p.name, fmt.Sprint(value))
			}
			return v.withTarget(path, all.Encode())
		}
		return values[0], s, true
	}
	return v.segmentOf(p, s, path, query)
}

// segmentOf finds the part of the path that is a parameter.
func (v *varier) segmentOf(p *param, s spot, path, query string) (string, spot, bool) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	for i, seg := range v.op.segments {
		if seg.name != p.name || i >= len(parts) {
			continue
		}
		s.with = func(value any) harness.Request {
			text, _ := value.(string)
			if text == "" {
				return v.base // without it the path is another one
			}
			all := append([]string{}, parts...)
			all[i] = url.PathEscape(text)
			return v.withTarget("/"+strings.Join(all, "/"), query)
		}
		return decodeSegment(parts[i]), s, true
	}
	return "", s, false
}

func (v *varier) withTarget(path, query string) harness.Request {
	r := v.base
	r.Target = path
	if query != "" {
		r.Target += "?" + query
	}
	return r
}
