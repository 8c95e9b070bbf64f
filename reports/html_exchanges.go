package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
)

const (
	// bodyLimit is how much of a body the page shows, in bytes.
	bodyLimit = 16 << 10
	// neededLimit bounds what exchanges of failed scenarios and findings take of
	// the page, otherLimit and othersShown what the rest takes, in bytes.
	neededLimit = 5 << 20
	otherLimit  = 2 << 20
	othersShown = 400
)

type exchangeView struct {
	ID, Method, Target, Scheme string
	Callback                   bool
	Operation, Took            string
	Status                     statusCount
	Failure                    string
	Findings                   []Finding
	Request, Response          messageView
	Redacted                   int
	taken                      bool
}

type messageView struct {
	Start   string
	Headers []headerLine
	Body    string
	// Note says what the body is not: cut, binary, empty.
	Note string
}

type headerLine struct{ Name, Value string }

// A gallery is the exchanges that the page shows.
type gallery struct {
	by    map[string]*exchangeView
	order []*exchangeView
	// seen counts the exchanges that the run kept.
	seen int
}

// collect keeps the exchanges that failed scenarios and findings name, and the
// first of the others, as far as the page bears it.
func collect(r *Report, all iter.Seq2[harness.Judged, error]) (*gallery, error) {
	g := &gallery{by: map[string]*exchangeView{}}
	needed := r.needed()
	neededSize, otherSize, others := 0, 0, 0
	for x, err := range all {
		if err != nil {
			return nil, err
		}
		g.seen++
		wanted := needed[x.ID]
		if wanted && neededSize > neededLimit || !wanted && (otherSize > otherLimit || others >= othersShown) {
			continue
		}
		view := viewOf(x)
		if wanted {
			neededSize += view.size()
		} else {
			otherSize += view.size()
			others++
		}
		g.by[view.ID] = view
		g.order = append(g.order, view)
	}
	return g, nil
}

// needed names the exchanges of failed scenarios and of findings, of each
// finding the first three.
func (r *Report) needed() map[string]bool {
	ids := map[string]bool{}
	for _, s := range r.Scenarios {
		if s.Status == "failed" || !s.judged() {
			for _, id := range s.Exchanges {
				ids[id] = true
			}
		}
	}
	for _, f := range r.Findings {
		for _, id := range f.Exchanges[:min(3, len(f.Exchanges))] {
			ids[id] = true
		}
	}
	return ids
}

// link leads to the exchange, if the page has it.
func (g *gallery) link(id string) link {
	if g.by[id] == nil {
		return link{Text: id}
	}
	return link{id, id}
}

// take gives the exchange in full to the first that asks, to others a link.
func (g *gallery) take(id string) exchangeRef {
	x := g.by[id]
	if x == nil || x.taken {
		return exchangeRef{Link: g.link(id)}
	}
	x.taken = true
	return exchangeRef{View: x}
}

// rest is what no scenario took.
func (g *gallery) rest() []*exchangeView {
	return slices.DeleteFunc(slices.Clone(g.order), func(x *exchangeView) bool { return x.taken })
}

// shown says what was left out.
func (g *gallery) shown(recorded int) string {
	total := max(recorded, g.seen)
	switch {
	case total == 0 || len(g.order) >= total:
		return ""
	case g.seen == 0:
		return fmt.Sprintf("The contents of the %s are not in this page: it was made from the report document alone.", count(total, "exchange"))
	}
	return fmt.Sprintf("This page shows %s of %s exchanges: those of failed scenarios and of findings first, then others as space permits. The rest is in exchanges.har.",
		thousands(len(g.order)), thousands(total))
}

func viewOf(j harness.Judged) *exchangeView {
	bare := j
	bare.Request.Body, bare.Response.Body = harness.Body{}, harness.Body{}
	x := rewritten(bare, lines)
	v := &exchangeView{
		ID: x.ID, Method: x.Request.Method, Target: x.Request.Target, Callback: x.Flow == harness.FlowCallback,
		Took:     took(milliseconds(x.Duration)),
		Status:   statusCount{statusClass(x.Response.Status), statusName(x.Response.Status), http.StatusText(x.Response.Status), 1},
		Redacted: len(x.Redacted),
	}
	if x.Operation != nil {
		v.Operation = strings.TrimSpace(x.Operation.Contract + " " + x.Operation.ID)
	}
	if x.Failure != nil {
		v.Failure = strings.TrimSuffix(strings.ReplaceAll(string(x.Failure.Kind), "-", " ")+": "+x.Failure.Detail, ": ")
	}
	for _, f := range x.Findings {
		v.Findings = append(v.Findings, findingOf(f))
	}
	v.Request = messageOf(x.Request.Header, j.Request.Body, x.Request.Trailer)
	v.Request.Start = strings.TrimSpace(x.Request.Method + " " + x.Request.Target + " " + x.Request.Proto)
	v.Response = messageOf(x.Response.Header, j.Response.Body, x.Response.Trailer)
	v.Response.Start = strings.TrimSpace(fmt.Sprintf("%s %s %s", x.Response.Proto, v.Status.Code, v.Status.Phrase))
	if x.Response.Status == 0 {
		v.Response.Start = "no answer"
	}
	return v
}

func messageOf(h http.Header, b harness.Body, trailer http.Header) messageView {
	var m messageView
	for _, fields := range []http.Header{h, trailer} {
		names := make([]string, 0, len(fields))
		for name := range fields {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			for _, value := range fields[name] {
				m.Headers = append(m.Headers, headerLine{name, cut(value, 2000)})
			}
		}
	}
	m.Body, m.Note = bodyText(b)
	return m
}

// bodyText indents JSON, without touching its numbers, and cuts what is long.
func bodyText(b harness.Body) (text, note string) {
	switch {
	case b.Size == 0 && len(b.Bytes) == 0:
		return "", "no body"
	case !utf8.Valid(b.Bytes) && utf8.Valid(b.Bytes[:max(len(b.Bytes)-utf8.UTFMax, 0)]) && !b.Whole():
		b.Bytes = bytes.ToValidUTF8(b.Bytes, nil)
	case !utf8.Valid(b.Bytes) || bytes.IndexByte(b.Bytes, 0) >= 0:
		return "", fmt.Sprintf("%s bytes that are no text", thousands(int(b.Size)))
	}
	content := b.Bytes
	var indented bytes.Buffer
	if len(content) <= 1<<20 && json.Indent(&indented, content, "", "  ") == nil {
		content = indented.Bytes()
	}
	if len(content) > bodyLimit {
		content = bytes.ToValidUTF8(content[:bodyLimit], nil)
		note = fmt.Sprintf("the beginning of %s bytes", thousands(int(b.Size)))
	} else if !b.Whole() {
		note = fmt.Sprintf("the captured beginning of %s bytes", thousands(int(b.Size)))
	}
	return lines(string(content)), note
}

// size is about what the exchange takes of the page: quotes and the like take
// five bytes there.
func (v *exchangeView) size() int {
	n := 1500
	for _, m := range []messageView{v.Request, v.Response} {
		n += len(m.Body) + 4*strings.Count(m.Body, `"`) + 4*strings.Count(m.Body, "<") + len(m.Start)
		for _, h := range m.Headers {
			n += len(h.Name) + len(h.Value) + 60
		}
	}
	return n
}
