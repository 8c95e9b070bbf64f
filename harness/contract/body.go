package contract

import (
	"net/url"
	"strconv"
	"strings"

	"kontrakt/harness"
)

// read judges a whole, plain body of a known media type.
func (j *judgement) read(m *media, body []byte, mediaType string) {
	switch {
	case isJSON(mediaType):
		j.jsonBody(m, body)
	case mediaType == "application/x-www-form-urlencoded" && m.place != nil:
		j.formBody(m, body)
	}
	// Choice: of other media types only the name is judged.
}

func (j *judgement) jsonBody(m *media, body []byte) {
	b := readJSON(body)
	if b.marked {
		j.report(harness.Finding{
			Rule: "body.not-json", In: harness.PartBody,
			Want: "JSON from the first byte on", Got: "a byte order mark",
			Help: "write UTF-8 without a byte order mark",
		}, m.pointer)
	}
	if b.fault != "" {
		j.report(harness.Finding{
			Rule: "body.not-json", In: harness.PartBody, Want: "JSON in UTF-8", Got: b.fault,
		}, m.pointer)
		return
	}
	for _, p := range b.duplicates {
		j.report(harness.Finding{
			Rule: "body.duplicate-key", In: harness.PartBody, Pointer: j.visiblePointer(m, p),
			Want: "one member of that name", Got: "more than one",
		}, m.pointer)
	}
	if b.trailing > 0 {
		j.report(harness.Finding{
			Rule: "body.trailing-data", In: harness.PartBody,
			Want: "one JSON value", Got: count(b.trailing, "byte") + " more after it",
		}, m.pointer)
	}
	if m.place != nil {
		j.value(m.place, b.value)
	}
}

// visiblePointer hides member names that the contract does not know and that
// look like personal data.
func (j *judgement) visiblePointer(m *media, pointer string) string {
	tokens := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, t := range tokens {
		tokens[i] = escapeToken(visibleName(unescapeToken(t)))
	}
	return "/" + strings.Join(tokens, "/")
}

// visibleName is a member's name as it may be shown.
func visibleName(name string) string {
	if looksPersonal(name) {
		return "(personal)"
	}
	return cut(name, maxShown)
}

func (j *judgement) formBody(m *media, body []byte) {
	values, err := url.ParseQuery(string(body))
	if err != nil {
		j.report(harness.Finding{
			Rule: "body.not-json", In: harness.PartBody, Want: "a form", Got: "text that is no form",
			Help: "encode the form as application/x-www-form-urlencoded",
		}, m.pointer)
		return
	}
	object := map[string]any{}
	for _, name := range sortedKeys(values) {
		sent := values[name]
		object[name] = sent[0]
		if p := m.place.props[name]; p != nil {
			object[name] = convert(sent[0], p.schema)
		}
		if len(sent) > 1 {
			j.report(harness.Finding{
				Rule: "body.duplicate-key", In: harness.PartBody, Pointer: "/" + escapeToken(visibleName(name)),
				Want: "one value", Got: count(len(sent), "value"),
			}, m.pointer)
		}
	}
	j.value(m.place, object)
}

// value judges a decoded body: what kin-openapi says of it, and then what it
// does not look at.
func (j *judgement) value(at *place, v any) {
	failures := j.failures(at, v)
	w := &walker{judgement: j, failed: map[string]bool{}, lossy: map[string]bool{}}
	for _, f := range failures {
		w.failed[pointerOf(f.tokens)] = true
	}
	w.walk([]*place{at}, v, nil, Public)
	seen := map[string]bool{}
	for _, f := range failures {
		pointer := pointerOf(f.tokens)
		if f.keyword == "format" && w.lossy[pointer] {
			continue // said better by body.lossy-number
		}
		if key := f.keyword + " " + pointer; !seen[key] {
			seen[key] = true
			j.reportFailure(at, f, pointer)
		}
	}
	for _, f := range w.found {
		j.report(f.Finding, f.spec)
	}
}

func (j *judgement) reportFailure(root *place, f failure, pointer string) {
	f.class = max(f.class, classAt(root, f.tokens))
	if f.keyword == "overlap" {
		j.report(harness.Finding{
			Rule: "spec.erratum", Severity: harness.Note, In: harness.PartBody, Pointer: pointer,
			Want: "a body that fits one variant", Got: "one that fits several",
			Help: "the document's variants overlap; nothing is wrong with the body",
		}, j.failurePointer(f))
		return
	}
	if f.guessed && j.isAnswer() {
		return // a variant that is new need not be like an old one
	}
	severity := harness.Error
	if (f.keyword == "enum" || f.keyword == "discriminator") && j.isAnswer() && !j.contract.closed(f) {
		severity = harness.Warning
	}
	j.report(harness.Finding{
		Rule: "schema." + f.keyword, Severity: severity, In: harness.PartBody, Pointer: safePointer(root, f.tokens),
		Want: f.want(), Got: f.got(), Help: f.hint(),
	}, j.failurePointer(f))
}

// isAnswer says whether what is judged comes from the API: an answer, or the
// body of a callback. There the vocabulary may grow without notice.
func (j *judgement) isAnswer() bool {
	return j.side == harness.InResponse || j.side == harness.InCallbackRequest
}

// classAt is how sensitive the value at a pointer is: as its place is marked,
// or one around it, or as its name says.
func classAt(root *place, tokens []string) Class {
	class := root.classOf()
	at := []*place{root}
	for _, t := range tokens {
		if secretName(t) {
			class = Secret
		} else if personalName(t) {
			class = max(class, Personal)
		}
		at = descend(at, t)
		for _, p := range at {
			class = max(class, p.classOf())
		}
	}
	return class
}

// descend gives every place that a member or item may have.
func descend(at []*place, token string) []*place {
	var out []*place
	for _, p := range at {
		for _, sh := range variants(p.shape, nil) {
			if next := sh.props[token]; next != nil {
				out = append(out, next)
			} else if sh.additional != nil {
				out = append(out, sh.additional)
			}
			if sh.items != nil && isIndex(token) {
				out = append(out, sh.items)
			}
		}
	}
	return out
}

// variants gives a shape with everything in its compositions.
func variants(sh *shape, seen []*shape) []*shape {
	for _, s := range seen {
		if s == sh {
			return seen
		}
	}
	seen = append(seen, sh)
	for _, list := range [][]*place{sh.all, sh.one, sh.any} {
		for _, p := range list {
			seen = variants(p.shape, seen)
		}
	}
	return seen
}

func isIndex(token string) bool {
	_, err := strconv.Atoi(token)
	return err == nil
}

// safePointer hides the names of undeclared members that look personal.
func safePointer(root *place, tokens []string) string {
	out := make([]string, len(tokens))
	at := []*place{root}
	for i, t := range tokens {
		at = descend(at, t)
		out[i] = t
		if len(at) == 0 {
			out[i] = visibleName(t)
		}
	}
	return pointerOf(out)
}
