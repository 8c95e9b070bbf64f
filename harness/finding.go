package harness

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Severity says how much a finding weighs.
type Severity string

const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
	// Off is a severity of the configuration only: the rule is silent.
	Off Severity = "off"
)

// Weight orders severities: 3 error, 2 warning, 1 note, 0 off.
func (s Severity) Weight() int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Note:
		return 1
	}
	return 0
}

// Direction says which message of an exchange a finding is about.
type Direction string

const (
	InRequest          Direction = "request"
	InResponse         Direction = "response"
	InCallbackRequest  Direction = "callback-request"
	InCallbackResponse Direction = "callback-response"
	InSequence         Direction = "sequence"
)

// RequestOf and ResponseOf give the direction of a message by its flow.
func RequestOf(f Flow) Direction {
	if f == FlowCallback {
		return InCallbackRequest
	}
	return InRequest
}

func ResponseOf(f Flow) Direction {
	if f == FlowCallback {
		return InCallbackResponse
	}
	return InResponse
}

// Part is the part of a message that a finding points into.
type Part string

const (
	PartBody     Part = "body"
	PartHeader   Part = "header"
	PartQuery    Part = "query"
	PartPath     Part = "path"
	PartStatus   Part = "status"
	PartRoute    Part = "route"
	PartBodyType Part = "body-type"
	PartNone     Part = "none"
)

// UnreadBody is the rule of a body that could not be judged; what was not judged
// has not passed.
const UnreadBody = "body.unread"

// UnjudgedRoute is the rule of a call to an API that there is no contract of: no
// mistake, but a note that nobody has judged it.
const UnjudgedRoute = "route.unjudged"

// A Rule is a requirement in our own words.
type Rule struct {
	// ID is family.name in kebab case; it is never renamed or reused.
	ID       string
	Severity Severity
	// Says is the requirement, one sentence.
	Says string
	// Source is where the requirement stands.
	Source string
	// Help tells the reader of a finding what to do; lower case, no period.
	Help string
}

// A SpecRef is a place in a contract's files.
type SpecRef struct {
	File string
	Line int
	// Pointer is an RFC 6901 JSON Pointer, as a fragment: #/components/….
	Pointer string
}

// A Finding is one thing wrong with an exchange, or with a sequence of them.
// It stores facts; renderers make prose. Nothing in it is a secret or a
// personal datum in clear.
type Finding struct {
	Rule      string
	Severity  Severity
	Direction Direction
	Contract  string
	Operation string
	Method    string
	// Path is the documented template, or the path as sent where no template
	// matches.
	Path   string
	Status int
	In     Part
	// Pointer is an RFC 6901 JSON Pointer into the body ("" is the whole
	// body), or the name of the header or parameter.
	Pointer string
	// Want is a noun phrase, Got the literal as sent ("nothing" when absent).
	Want, Got string
	Spec      SpecRef
	Help      string
	// Blame is whose fault it is, Because the reasoning that decided.
	Blame   Blame
	Because string
	// Count is how often it was seen; Exchanges and Scenarios say where, the
	// first ones only where there are many.
	Count     int
	Exchanges []string
	Scenarios []string
	// Accepted says who has agreed to live with it, until when and why; empty
	// where nobody has.
	Accepted string
	// Expected says that a scenario meant to cause it: it counts for nothing.
	Expected bool
}

// Where names the place, in the words of the terminal: request body
// /amount/currency.
func (f Finding) Where() string {
	side := strings.ReplaceAll(string(f.Direction), "-", " ")
	switch f.In {
	case PartBody:
		if f.Pointer == "" {
			return side + " body"
		}
		return side + " body " + f.Pointer
	case PartHeader:
		return side + " header " + f.Pointer
	case PartQuery, PartPath:
		return side + " " + string(f.In) + " " + f.Pointer
	case PartStatus:
		return side + " status"
	case PartBodyType:
		return side + " media type"
	case PartRoute:
		return "method and path"
	}
	return side
}

// Message is the finding in one line without its place's operation:
// request body /amount/currency: want one of "NOK", "DKK", got "SEK".
func (f Finding) Message() string {
	m := f.Where()
	switch {
	case f.Want != "" && f.Got != "":
		m += fmt.Sprintf(": want %s, got %s", f.Want, f.Got)
	case f.Want != "":
		m += ": want " + f.Want
	case f.Got != "":
		m += ": got " + f.Got
	}
	return m
}

// Fingerprint identifies a finding across runs: the same mistake at the same
// place has the same fingerprint, whatever the ids, times and order.
func (f Finding) Fingerprint() string {
	return strings.Join([]string{
		f.Rule, f.Contract, f.Operation, string(f.Direction), string(f.In), withoutIndices(f.Pointer),
		strconv.Itoa(f.Status),
	}, "|")
}

// Compare orders findings for every output: the heaviest first, then by rule
// and place.
func (f Finding) Compare(g Finding) int {
	return cmp.Or(
		cmp.Compare(g.Severity.Weight(), f.Severity.Weight()),
		cmp.Compare(f.Rule, g.Rule),
		cmp.Compare(f.Contract, g.Contract),
		cmp.Compare(f.Operation, g.Operation),
		cmp.Compare(f.Path, g.Path),
		cmp.Compare(f.Direction, g.Direction),
		cmp.Compare(f.In, g.In),
		cmp.Compare(f.Pointer, g.Pointer),
		cmp.Compare(f.Status, g.Status),
		cmp.Compare(f.Want, g.Want),
		cmp.Compare(f.Got, g.Got),
	)
}

func withoutIndices(pointer string) string {
	if !strings.ContainsAny(pointer, "0123456789") {
		return pointer
	}
	tokens := strings.Split(pointer, "/")
	for i, t := range tokens {
		if _, err := strconv.Atoi(t); err == nil {
			tokens[i] = "*"
		}
	}
	return strings.Join(tokens, "/")
}
