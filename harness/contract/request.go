package contract

import (
	"strconv"
	"strings"

	"kontrakt/harness"
)

// request judges what the caller sent.
func (j *judgement) request() {
	j.side, j.status = harness.RequestOf(j.x.Flow), 0
	r := &j.x.Request
	j.credentials(r)
	_, query := splitTarget(r.Target)
	values := parseQuery(query)
	for _, p := range j.op.params {
		if p.in == "header" && strings.EqualFold(p.name, "Content-Type") && j.op.body != nil && len(r.Body.Bytes) > 0 {
			continue // the media type is judged with the body
		}
		j.param(p, j.sent(p, r, values))
	}
	j.requestBody(r)
}

// sent gives the values of a parameter as sent, percent-decoded.
func (j *judgement) sent(p *param, r *harness.Request, query map[string][]string) []string {
	switch p.in {
	case "header":
		return headerValues(r.Header, p.name)
	case "query":
		return query[p.name]
	}
	i := 0
	for _, s := range j.op.segments {
		if s.name == p.name {
			return j.values[i : i+1]
		}
		if s.name != "" {
			i++
		}
	}
	// The place of the parameter lies in the merchant's own part of the URL.
	return nil
}

// credentials judges the security schemes: one alternative must be complete.
func (j *judgement) credentials(r *harness.Request) {
	var missing []credential
	for i, set := range j.op.credentials {
		var lacks []credential
		for _, c := range set {
			if len(headerValues(r.Header, c.header)) == 0 {
				lacks = append(lacks, c)
			}
		}
		if len(lacks) == 0 {
			return
		}
		if i == 0 {
			missing = lacks
		}
	}
	for _, c := range missing {
		if j.op.param("header", c.header) != nil {
			continue // reported as the parameter it also is
		}
		j.report(harness.Finding{
			Rule: "auth.missing", In: harness.PartHeader, Pointer: c.header, Want: c.want, Got: nothing,
		}, j.op.pointer+"/security")
	}
}

func (op *operation) param(in, name string) *param {
	for _, p := range op.params {
		if p.in == in && strings.EqualFold(p.name, name) {
			return p
		}
	}
	return nil
}

// requestBody judges the body and its media type.
func (j *judgement) requestBody(r *harness.Request) {
	if j.brokenOff(r) {
		return
	}
	size := r.Body.Size
	switch {
	case j.op.body == nil && size > 0:
		j.report(harness.Finding{
			Rule: "body.undocumented-property", Severity: harness.Warning, In: harness.PartBody,
			Want: "no body", Got: count(int(size), "byte"),
			Help: "leave the body out: the operation reads none",
		}, "")
	case j.op.body == nil:
	case size == 0:
		if j.op.bodyRequired {
			j.report(harness.Finding{
				Rule: "body.missing", In: harness.PartBody, Want: "a body of " + j.op.body.list(), Got: nothing,
			}, j.op.pointer+"/requestBody")
		}
	default:
		j.message(j.op.body, r.Header, r.Body)
	}
}

// brokenOff says that the request's body is not all that the caller meant to
// send, so that nothing may be said of it.
func (j *judgement) brokenOff(r *harness.Request) bool {
	f := j.x.Failure
	if f == nil || f.Kind != harness.CallerGone && f.Kind != harness.Refused {
		return false
	}
	if v := headerValues(r.Header, "Content-Length"); len(v) == 1 {
		n, err := strconv.ParseInt(v[0], 10, 64)
		return err != nil || n != r.Body.Size
	}
	return len(headerValues(r.Header, "Transfer-Encoding")) > 0 || r.Body.Size > 0
}

// message judges a body that is there by its media type.
func (j *judgement) message(c *content, h map[string][]string, b harness.Body) {
	body, state := plainBody(b, h)
	if state != bodyRead && state != bodyBroken {
		j.unread(state, b, h)
		return
	}
	m, known := j.media(c, h)
	switch {
	case state == bodyBroken:
		j.report(harness.Finding{
			Rule: "body.not-json", In: harness.PartBody,
			Want: "a body in the coding " + strings.Join(headerValues(h, "Content-Encoding"), ", "),
			Got:  "bytes that do not unpack",
			Help: "send the body as Content-Encoding says, or leave that header out",
		}, "")
	case known:
		j.body(m, body, baseType(strings.Join(headerValues(h, "Content-Type"), ",")))
	default:
		// The type is wrong or missing and reported as such; a body that is
		// JSON all the same is still held against the schema.
		if m := c.jsonMedia(); m != nil && looksJSON(body) {
			j.body(m, body, "application/json")
		}
	}
}

func looksJSON(body []byte) bool {
	for _, c := range body {
		switch c {
		case ' ', '\t', '\r', '\n':
		case '{', '[':
			return true
		default:
			return false
		}
	}
	return false
}

// media finds the documented media type, or reports the one sent.
func (j *judgement) media(c *content, h map[string][]string) (*media, bool) {
	sent := headerValues(h, "Content-Type")
	if len(sent) == 1 {
		if m := c.find(baseType(sent[0])); m != nil {
			j.noteSite(m.site, harness.PartBodyType, "", c.listPublished(), quote(baseType(sent[0])))
			return m, true
		}
	}
	got := nothing
	switch {
	case len(sent) == 1:
		got = quote(sent[0])
	case len(sent) > 1:
		got = count(len(sent), "Content-Type header")
	default:
		if m := c.media["*/*"]; m != nil {
			return m, true
		}
	}
	j.report(harness.Finding{
		Rule: "content-type.undocumented", In: harness.PartBodyType, Want: c.list(), Got: got,
	}, c.pointer())
	return nil, false
}

// pointer is the place of the media types.
func (c *content) pointer() string {
	for _, t := range c.types {
		p := c.media[t].pointer
		return p[:strings.LastIndexByte(p, '/')]
	}
	return ""
}

func (c *content) list() string { return strings.Join(c.types, " or ") }

// listPublished leaves out what only an erratum declares.
func (c *content) listPublished() string {
	var out []string
	for _, t := range c.types {
		if c.media[t].site == nil {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return "no body"
	}
	return strings.Join(out, " or ")
}

// unread reports, as a warning, that a body was not judged.
func (j *judgement) unread(state bodyState, b harness.Body, h map[string][]string) {
	f := harness.Finding{Rule: "body.unread", Severity: harness.Warning, In: harness.PartBody}
	if state == bodyCut {
		f.Want = "a body that was captured whole"
		f.Got = count(len(b.Bytes), "byte") + " of " + strconv.FormatInt(b.Size, 10)
	} else {
		f.Want = "a body in gzip, deflate or br, or as it is"
		f.Got = "coding " + quote(strings.Join(headerValues(h, "Content-Encoding"), ", "))
	}
	j.report(f, "")
}

// noteSite reports that an exchange uses what only an erratum allows.
func (j *judgement) noteSite(s *site, in harness.Part, pointer, want, got string) {
	if s == nil {
		return
	}
	j.report(harness.Finding{
		Rule: "spec.erratum", Severity: harness.Note, In: in, Pointer: pointer, Want: want, Got: got,
		Spec: harness.SpecRef{File: s.action.File, Line: s.action.Line, Pointer: s.pointer},
		Help: "the published document is wrong here: " + lowerFirst(s.action.Reason),
	}, "")
}

func lowerFirst(s string) string {
	s = strings.TrimSuffix(strings.Join(strings.Fields(s), " "), ".")
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}
