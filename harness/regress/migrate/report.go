package migrate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"kontrakt/harness"
)

// Schema names the form of the document.
const Schema = "kontrakt/migration/v1"

// samplesOf is how many exchanges of an operation are shown, and examples how
// many are named for a field.
const (
	samplesOf = 3
	examples  = 5
)

// A Report says what a recording needs in order to hold under another version.
type Report struct {
	Schema  string   `json:"schema"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Sources []string `json:"sources"`
	Totals  Totals   `json:"totals"`
	// Operations are in the order of their first call.
	Operations []*Called `json:"operations"`
}

// Totals count exchanges, and what became of their fields.
type Totals struct {
	// Exchanges is all that the recording holds, Migrated those of the old version.
	Exchanges int `json:"exchanges"`
	Migrated  int `json:"migrated"`
	Maps      int `json:"maps"`
	Decide    int `json:"decide"`
	None      int `json:"none"`
	Breaks    int `json:"breaks"`
	// Before are those of Breaks that the old version refused as well.
	Before int `json:"before"`
	// Unsaid are answers that the old ones do not tell all of: a new recording is
	// without them.
	Unsaid int `json:"unsaid"`
}

// A Called is an operation of the old version as the recording used it.
type Called struct {
	From     string    `json:"from"`
	To       string    `json:"to,omitempty"`
	Calls    int       `json:"calls"`
	Fields   []*Fated  `json:"fields"`
	Findings []*Broken `json:"findings"`
	Samples  []*Sample `json:"samples"`
	shapes   []string
}

// A Fated field is one that occurred, with how often and where.
type Fated struct {
	Field
	Count     int      `json:"count"`
	Exchanges []string `json:"exchanges"`
}

// A Broken rule is one that a rewritten request does not keep.
type Broken struct {
	Rule     string           `json:"rule"`
	Severity harness.Severity `json:"severity"`
	Message  string           `json:"message"`
	Help     string           `json:"help,omitempty"`
	// Before says that the old version refused each of these requests as well.
	Before    bool     `json:"before"`
	Count     int      `json:"count"`
	Exchanges []string `json:"exchanges"`
}

// A Sample is an exchange before and after.
type Sample struct {
	Exchange string    `json:"exchange"`
	Old      Message   `json:"old"`
	New      []Message `json:"new"`
}

// A Message is what is shown of a request.
type Message struct {
	Method string          `json:"method"`
	Target string          `json:"target"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// NewReport begins a report on a pair.
func NewReport(p Pair) *Report {
	return &Report{Schema: Schema, From: p.From, To: p.To, Sources: p.Sources, Operations: []*Called{}}
}

// Add adds a step: the recorded exchange and the rewritten ones as they may be
// shown, with what was found in the latter.
func (r *Report) Add(s Step, old harness.Judged, rewritten []harness.Judged) {
	r.Totals.Migrated++
	at := slices.IndexFunc(r.Operations, func(c *Called) bool { return c.From == s.From })
	if at < 0 {
		at = len(r.Operations)
		r.Operations = append(r.Operations, &Called{From: s.From, To: s.To, Fields: []*Fated{}, Findings: []*Broken{}, Samples: []*Sample{}})
	}
	c := r.Operations[at]
	c.Calls++
	shape := ""
	for _, f := range s.Fields {
		c.field(f, s.Old.ID)
		shape += fmt.Sprintf("%s %s %s %s|", f.Part, f.From, f.To, f.Fate)
		switch f.Fate {
		case Maps:
			r.Totals.Maps++
		case Decide:
			r.Totals.Decide++
		case None:
			r.Totals.None++
		}
	}
	for _, x := range rewritten {
		for _, f := range x.Findings {
			if (f.Direction == harness.InRequest || f.Direction == harness.InCallbackResponse) && f.Severity != harness.Note {
				c.broken(f, s)
				if f.Severity == harness.Error {
					r.Totals.Breaks++
					if s.Refused {
						r.Totals.Before++
					}
				}
			}
		}
	}
	if !slices.Contains(c.shapes, shape) && len(c.Samples) < samplesOf {
		c.shapes = append(c.shapes, shape)
		c.sample(s, old, rewritten)
	}
}

func (c *Called) field(f Field, exchange string) {
	at := slices.IndexFunc(c.Fields, func(g *Fated) bool { return g.Field == f })
	if at < 0 {
		at = len(c.Fields)
		c.Fields = append(c.Fields, &Fated{Field: f})
	}
	g := c.Fields[at]
	g.Count++
	if len(g.Exchanges) < examples {
		g.Exchanges = append(g.Exchanges, exchange)
	}
}

func (c *Called) broken(f harness.Finding, s Step) {
	at := slices.IndexFunc(c.Findings, func(b *Broken) bool { return b.Rule == f.Rule && b.Message == f.Message() })
	if at < 0 {
		at = len(c.Findings)
		c.Findings = append(c.Findings, &Broken{Rule: f.Rule, Severity: f.Severity, Message: f.Message(), Help: f.Help, Before: true})
	}
	b := c.Findings[at]
	b.Count++
	b.Before = b.Before && s.Refused
	if len(b.Exchanges) < examples && !slices.Contains(b.Exchanges, s.Old.ID) {
		b.Exchanges = append(b.Exchanges, s.Old.ID)
	}
}

func (c *Called) sample(s Step, old harness.Judged, rewritten []harness.Judged) {
	sample := &Sample{Exchange: s.Old.ID, Old: messageOf(old.Request), New: []Message{}}
	for _, x := range rewritten {
		sample.New = append(sample.New, messageOf(x.Request))
	}
	c.Samples = append(c.Samples, sample)
}

func messageOf(q harness.Request) Message {
	m := Message{Method: q.Method, Target: q.Target}
	if v, ok := decodeJSON(q.Body.Bytes); ok {
		m.Body = encodeJSON(v)
	}
	return m
}

// Holds says that everything maps by itself, and keeps the new contract.
func (r *Report) Holds() bool { return r.Totals.Decide+r.Totals.None+r.Totals.Breaks == 0 }

// Finish sorts what is said of each operation.
func (r *Report) Finish() {
	for _, c := range r.Operations {
		slices.SortStableFunc(c.Fields, func(a, b *Fated) int {
			return cmp.Or(cmp.Compare(b.Fate.weight(), a.Fate.weight()), cmp.Compare(partOrder(a.Part), partOrder(b.Part)))
		})
		slices.SortStableFunc(c.Findings, func(a, b *Broken) int {
			return cmp.Or(cmp.Compare(b.Severity.Weight(), a.Severity.Weight()), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
		})
	}
}
