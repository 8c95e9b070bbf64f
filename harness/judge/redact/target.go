package redact

import (
	"net/url"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// target redacts the path and query of a request.
func (m message) target(target string, op *harness.Operation) string {
	path, query, has := strings.Cut(strings.ToValidUTF8(target, "?"), "?")
	safe := m.r.path(path, op, func(parameter string) { m.note("path", parameter) })
	if !has {
		return safe
	}
	return safe + "?" + m.r.parameters(query, func(key string) { m.note("query", key) })
}

// path redacts the segments that name a person, by the operation's template,
// and those that look sensitive. Where no operation is known, what looks like a
// key or a token is replaced too.
func (r *Redactor) path(path string, op *harness.Operation, found func(parameter string)) string {
	segments := strings.Split(path, "/")
	names, prefix := parametersOf(segments, op)
	for i, segment := range segments {
		if segment == "" {
			continue
		}
		value, err := url.PathUnescape(segment)
		if err != nil {
			value = segment
		}
		safe := value
		switch {
		case names[i] != "" && nameOf(names[i]) != plainName:
			r.learn(value, contract.Personal)
			safe = r.Pseudonym(value)
		case op == nil && opaque(value) && !versioned(value), op != nil && i < prefix && generated(value):
			safe = r.Pseudonym(value)
		default:
			safe, _ = r.text(value)
		}
		if safe == value {
			continue
		}
		found(names[i])
		if segments[i] = safe; err == nil && value != segment {
			segments[i] = url.PathEscape(safe)
		}
	}
	joined := strings.Join(segments, "/")
	if op == nil {
		// A customer's id may hold slashes and stand there as it is: then no
		// segment is the id.
		return r.Scrub(joined)
	}
	return joined
}

// parametersOf names the path parameter that each segment is, and says how many
// segments stand before the template. A callback's template says nothing of the
// prefix that the merchant chose, so template and path are laid side by side
// from their ends.
func parametersOf(segments []string, op *harness.Operation) (names []string, prefix int) {
	names = make([]string, len(segments))
	if op == nil {
		return names, 0
	}
	template := strings.Split(strings.TrimSuffix(op.Path, "/"), "/")
	last := len(segments) - 1
	if last > 0 && segments[last] == "" {
		last--
	}
	for back := 0; back < len(template) && last-back >= 0; back++ {
		part := template[len(template)-1-back]
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") && len(template)-1-back > 0 {
			names[last-back] = part[1 : len(part)-1]
		}
	}
	return names, max(last-len(template)+2, 0)
}

// opaque says that a value looks generated: long, with digits and letters
// mixed.
func opaque(value string) bool {
	if len(value) < 16 {
		return false
	}
	digits, letters := 0, 0
	for i := range len(value) {
		if digit(value[i]) {
			digits++
		} else if letter(value[i]) {
			letters++
		}
	}
	return digits > 1 && letters > 1
}

// versioned says that a value is words and a version, such as
// access-management-1.0: the name of a service, and nothing that was drawn.
func versioned(value string) bool {
	dash := max(strings.LastIndexByte(value, '-'), 0)
	major, minor, has := strings.Cut(strings.TrimPrefix(value[dash:], "-"), ".")
	return has && number(major) && number(minor) &&
		strings.Trim(value[:dash], "abcdefghijklmnopqrstuvwxyz-") == ""
}

// number says that a part of a version is one: one or two digits.
func number(s string) bool {
	return (len(s) == 1 || len(s) == 2) && strings.Trim(s, "0123456789") == ""
}

// parameters redacts the values of a query or form, but for the listed ones.
func (r *Redactor) parameters(query string, found func(key string)) string {
	if query == "" {
		return query
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		escaped, raw, has := strings.Cut(pair, "=")
		if !has {
			raw = escaped
		}
		key, err := url.QueryUnescape(escaped)
		if err != nil {
			key = escaped
		}
		value, err := url.QueryUnescape(raw)
		if err != nil {
			value = raw
		}
		safe := r.parameter(key, value, has)
		if safe == value {
			continue
		}
		if err == nil && value != raw {
			safe = url.QueryEscape(safe)
		}
		if pairs[i] = safe; has {
			pairs[i] = escaped + "=" + safe
		}
		found(key)
	}
	return strings.Join(pairs, "&")
}

func (r *Redactor) parameter(key, value string, has bool) string {
	if has && clearParameter(key) {
		shown, _ := r.text(value)
		return shown
	}
	if !has && vocabulary(value) {
		return value
	}
	switch nameOf(key) {
	case secretName:
		r.learn(value, contract.Secret)
	case identityName, phoneName, personName:
		r.learn(value, contract.Personal)
	default:
		r.text(value)
	}
	return r.Pseudonym(value)
}
