package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
)

// A detail is one exchange with its findings where they are.
type detail struct {
	row
	URL      string    `json:"url"`
	Waited   float64   `json:"waited"`
	Scenario string    `json:"scenario,omitempty"`
	Broke    string    `json:"broke,omitempty"`
	Request  message   `json:"request"`
	Response message   `json:"response"`
	Findings []finding `json:"findings"`
	Redacted []string  `json:"redacted,omitempty"`
	Curl     string    `json:"curl"`
}

// A message is a request or an answer, line by line.
type message struct {
	Start   line   `json:"start"`
	Headers []line `json:"headers"`
	Body    []line `json:"body,omitempty"`
	// Note says what the body is not: cut, binary, empty.
	Note string `json:"note,omitempty"`
}

// A line is one of a message, with the findings about it, by their places in the
// list.
type line struct {
	Name string `json:"name,omitempty"`
	Text string `json:"text"`
	At   []int  `json:"at,omitempty"`
}

const (
	// longestValue is how much of a header's value is shown, longestSecret how much
	// of a pseudonym, which says nothing, in bytes.
	longestValue  = 2000
	longestSecret = 60
	// longestBody is how much of a body is shown, in bytes, mostLines in lines.
	longestBody = 256 << 10
	mostLines   = 3000
)

func detailOf(j *harness.Judged) detail {
	d := detail{
		row: rowOf(j, 0), URL: j.Request.Scheme + "://" + j.Request.Host + j.Request.Target, Waited: milliseconds(j.Waited),
		Scenario: j.Scenario, Findings: []finding{}, Redacted: j.Redacted, Curl: curl(j),
	}
	if j.Failure != nil {
		d.Broke = j.Failure.Detail
	}
	request, response := places{redacted: redactedIn(j, harness.RequestOf(j.Flow))}, places{redacted: redactedIn(j, harness.ResponseOf(j.Flow))}
	for i := range j.Findings {
		f := &j.Findings[i]
		d.Findings = append(d.Findings, findingOf(f))
		switch f.Direction {
		case harness.RequestOf(j.Flow):
			request.add(f, i)
		case harness.ResponseOf(j.Flow):
			response.add(f, i)
		}
	}
	d.Request = request.message(j.Request.Header, j.Request.Trailer, j.Request.Body)
	d.Request.Start.Text = strings.TrimSpace(j.Request.Method + " " + j.Request.Target + " " + j.Request.Proto)
	d.Response = response.message(j.Response.Header, j.Response.Trailer, j.Response.Body)
	d.Response.Start.Text = strings.TrimSpace(fmt.Sprintf("%s %d %s", j.Response.Proto, j.Response.Status, http.StatusText(j.Response.Status)))
	if j.Response.Status == 0 {
		d.Response = message{Start: line{Text: "no answer", At: d.Response.Start.At}, Headers: []line{}}
	}
	return d
}

// places say where in a message findings are: at a header, by its name in lower
// case, at a place of the body, or at the first line.
type places struct {
	start   []int
	headers map[string][]int
	body    map[string][]int
	// redacted are the names of headers whose values are pseudonyms.
	redacted map[string]bool
}

func redactedIn(j *harness.Judged, d harness.Direction) map[string]bool {
	names := map[string]bool{}
	for _, place := range j.Redacted {
		if name, is := strings.CutPrefix(place, strings.ReplaceAll(string(d), "-", " ")+" header "); is {
			names[name] = true
		}
	}
	return names
}

func (p *places) add(f *harness.Finding, i int) {
	switch f.In {
	case harness.PartHeader:
		if p.headers == nil {
			p.headers = map[string][]int{}
		}
		name := strings.ToLower(f.Pointer)
		p.headers[name] = append(p.headers[name], i)
	case harness.PartBodyType:
		if p.headers == nil {
			p.headers = map[string][]int{}
		}
		p.headers["content-type"] = append(p.headers["content-type"], i)
	case harness.PartBody:
		if p.body == nil {
			p.body = map[string][]int{}
		}
		p.body[f.Pointer] = append(p.body[f.Pointer], i)
	default:
		p.start = append(p.start, i)
	}
}

// message lays a message out. A finding about what is not there stands at what
// should hold it.
func (p *places) message(h, trailer http.Header, b harness.Body) message {
	m := message{Start: line{At: p.start}, Headers: []line{}}
	for _, fields := range []http.Header{h, trailer} {
		names := make([]string, 0, len(fields))
		for name := range fields {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			most := longestValue
			if p.redacted[name] {
				most = longestSecret
			}
			for _, value := range fields[name] {
				m.Headers = append(m.Headers, line{name, cut(value, most), p.headers[strings.ToLower(name)]})
			}
			delete(p.headers, strings.ToLower(name))
		}
	}
	absent := make([]string, 0, len(p.headers))
	for name := range p.headers {
		absent = append(absent, name)
	}
	slices.Sort(absent)
	for _, name := range absent {
		m.Headers = append(m.Headers, line{http.CanonicalHeaderKey(name), "", p.headers[name]})
	}
	m.Body, m.Note = p.bodyOf(b)
	return m
}

// bodyOf lays out JSON, without touching its numbers, and shows other text as it
// is.
func (p *places) bodyOf(b harness.Body) ([]line, string) {
	text, note := b.Bytes, ""
	switch {
	case b.Size == 0 && len(text) == 0:
		if at := p.all(); len(at) > 0 {
			return []line{{Text: "", At: at}}, "no body"
		}
		return nil, "no body"
	case !b.Whole():
		note = fmt.Sprintf("the captured beginning of %d bytes", b.Size)
	case len(text) > longestBody:
		note = fmt.Sprintf("the beginning of %d bytes", b.Size)
	}
	if !utf8.Valid(text) && !utf8.Valid(text[:max(len(text)-utf8.UTFMax, 0)]) || bytes.IndexByte(text, 0) >= 0 {
		return []line{{Text: "", At: p.all()}}, fmt.Sprintf("%d bytes that are no text", b.Size)
	}
	if len(text) <= longestBody && json.Valid(text) {
		lines, more := laidOut(text, p.body)
		if more {
			note = fmt.Sprintf("the beginning of %d bytes", b.Size)
		}
		return lines, note
	}
	var lines []line
	for l := range strings.SplitSeq(cut(strings.ToValidUTF8(string(text), "\uFFFD"), longestBody), "\n") {
		if len(lines) == mostLines {
			break
		}
		lines = append(lines, line{Text: l})
	}
	lines[0].At = p.all()
	return lines, note
}

// all are the findings about any place of the body.
func (p *places) all() []int {
	var all []int
	for _, at := range p.body {
		all = append(all, at...)
	}
	slices.Sort(all)
	return all
}
