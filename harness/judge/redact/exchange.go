package redact

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/rules"
)

// A message redacts one message of an exchange and notes the places.
type message struct {
	r    *Redactor
	side string
	to   *[]string
}

func (m message) note(part, name string) {
	place := m.side + " " + part
	if name != "" {
		place += " " + name
	}
	if !slices.Contains(*m.to, place) {
		*m.to = append(*m.to, place)
	}
}

// Exchange gives a redacted copy of an exchange that is in clear; what needs no
// change is shared with it. Bodies are decompressed, and then have no
// Content-Encoding. The redactor learns what it replaces.
func (r *Redactor) Exchange(clear *harness.Judged) harness.Judged {
	j := *clear
	j.Redacted = slices.Clone(clear.Redacted)
	in := message{r, sideOf(harness.RequestOf(j.Flow)), &j.Redacted}
	out := message{r, sideOf(harness.ResponseOf(j.Flow)), &j.Redacted}
	j.Request.Header = in.header(j.Request.Header)
	j.Request.Trailer = in.header(j.Request.Trailer)
	j.Request.Target = in.target(j.Request.Target, j.Operation)
	j.Request.Header, j.Request.Body = in.body(j.Request.Header, j.Request.Body, r.maskOf(&j, harness.RequestOf(j.Flow)))
	j.Response.Header = out.header(j.Response.Header)
	j.Response.Trailer = out.header(j.Response.Trailer)
	j.Response.Header, j.Response.Body = out.body(j.Response.Header, j.Response.Body, r.maskOf(&j, harness.ResponseOf(j.Flow)))
	j.Acts = r.acts(j.Acts, func(pointer string) { in.note("act", pointer) })
	if !r.learning { // what they got stands in the messages
		j.Findings = r.findings(j.Findings)
	}
	if j.Failure != nil {
		failure := *j.Failure
		failure.Detail = r.Scrub(failure.Detail)
		j.Failure = &failure
	}
	return j
}

// Learn makes the redactor know what Exchange would replace.
func (r *Redactor) Learn(clear *harness.Judged) {
	learner := Redactor{memory: r.memory, learning: true}
	learner.Exchange(clear)
}

func sideOf(d harness.Direction) string { return strings.ReplaceAll(string(d), "-", " ") }

func (r *Redactor) maskOf(j *harness.Judged, d harness.Direction) *contract.Mask {
	if j.Operation == nil {
		return nil
	}
	return r.mask(*j.Operation, d, j.Response.Status)
}

// header redacts the fields whose values are not shown.
func (m message) header(h http.Header) http.Header {
	var changed http.Header
	var fields []string
	for field, values := range h {
		for i, value := range values {
			safe := m.r.field(field, value)
			if safe == value {
				continue
			}
			if changed == nil {
				changed = h.Clone()
			}
			changed[field][i] = safe
			fields = append(fields, field)
		}
	}
	if changed == nil {
		return h
	}
	slices.Sort(fields)
	for _, field := range slices.Compact(fields) {
		m.note("header", field)
	}
	return changed
}

// field is what may be shown of a header field's value.
func (r *Redactor) field(field, value string) string {
	if !utf8.ValidString(value) {
		value = strings.ToValidUTF8(value, "?")
	}
	if clearHeader(field) {
		if strings.EqualFold(field, "Location") || strings.EqualFold(field, "Content-Location") {
			value = r.link(value)
		}
		shown, _ := r.text(value)
		return shown
	}
	scheme, secret := "", value
	if before, after, is := strings.Cut(value, " "); is && strings.HasSuffix(strings.ToLower(field), "authorization") && schemeName(before) {
		scheme, secret = before+" ", after
	}
	if secretField(field) {
		r.learnCredential(secret)
	}
	return scheme + r.Pseudonym(secret)
}

func schemeName(s string) bool {
	return s != "" && len(s) <= 12 && !strings.ContainsFunc(s, func(c rune) bool { return c >= 0x80 || !letter(byte(c)) })
}

// secretField says whether an unlisted header carries a secret, and not only
// something unknown.
func secretField(field string) bool {
	field = strings.ToLower(field)
	return strings.HasPrefix(field, "client_") || strings.HasPrefix(field, "client-") || strings.HasSuffix(field, "-key") ||
		strings.Contains(field, "cookie") || nameOf(field) == secretName
}

// link is what may be shown of a URL's query: only what is listed.
func (r *Redactor) link(url string) string {
	path, query, has := strings.Cut(url, "?")
	if !has {
		return path
	}
	return path + "?" + r.parameters(query, func(string) {})
}

// body redacts a body, after unpacking it.
func (m message) body(h http.Header, b harness.Body, mask *contract.Mask) (http.Header, harness.Body) {
	if len(b.Bytes) == 0 {
		return h, b
	}
	whole := b.Whole()
	if codings := rules.Encodings(h); len(codings) > 0 {
		plain, err := rules.Plain(h, b)
		m.note("body", "("+strings.Join(codings, ", ")+" unpacked)")
		if whole = whole && err == nil; len(plain) == 0 && !whole {
			m.note("body", "")
			return h, harness.Body{Size: b.Size}
		}
		h = h.Clone()
		delete(h, "Content-Encoding")
		b = harness.Body{Bytes: plain, Size: int64(len(plain))}
	}
	safe := m.content(h.Get("Content-Type"), b.Bytes, mask)
	size := int64(len(safe))
	if !whole {
		size = max(size+1, b.Size)
	}
	return h, harness.Body{Bytes: safe, Size: size}
}

// content redacts a body by its kind. Only JSON and forms have parts that are
// known to be safe.
func (m message) content(mediaType string, raw []byte, mask *contract.Mask) []byte {
	mediaType = strings.ToLower(mediaType)
	trimmed := bytes.TrimLeft(raw, " \t\r\n")
	switch {
	case !utf8.Valid(raw) && !strings.Contains(mediaType, "json"):
		m.note("body", "")
		return []byte(m.r.Pseudonym(string(raw)))
	case strings.HasPrefix(mediaType, "application/x-www-form-urlencoded"):
		return []byte(m.r.parameters(string(raw), func(key string) { m.note("body", "/"+key) }))
	case strings.Contains(mediaType, "json"), len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '['):
		return m.r.json(raw, mask, contract.Public, func(pointer string) { m.note("body", pointer) })
	case len(trimmed) == 0:
		return raw
	}
	m.note("body", "")
	m.r.text(string(raw))
	return []byte(m.r.Pseudonym(string(raw)))
}
