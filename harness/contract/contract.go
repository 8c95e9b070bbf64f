package contract

import (
	"cmp"
	"net/http"
	"slices"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"kontrakt/harness"
)

// A Document is one published OpenAPI document with its overlay, as bytes.
type Document struct {
	// ID names the contract, such as ecom.v2.
	ID, Title string
	// State is in-force, deprecated or retired; empty counts as in-force.
	State string
	// SpecFile and OverlayFile name the files in findings and errors.
	SpecFile, OverlayFile string
	// Overlay may be empty.
	Spec, Overlay []byte
	// Files are the other files that $refs may name, by base name.
	Files map[string][]byte
}

// Options say how a document is loaded.
type Options struct {
	// AsPublished leaves the corrections of the overlay out: what stays of it
	// are operation ids and the x-kontrakt- marks, which change no judgement
	// beyond naming, routing, severity and redaction.
	AsPublished bool
	// Sound says that the document is known to be an OpenAPI document, and need not
	// be looked through once more, which takes a tenth of reading it.
	Sound bool
}

// A Contract is one corrected document, compiled. It is safe for concurrent
// use and never changes.
type Contract struct {
	document Document
	title    string
	version  string
	actions  []Action
	touched  []touch
	shapes   map[*openapi3.Schema]*shape
	places   map[string]*shape
	ops      []*operation
	byID     map[string]*operation
	// alone is a router over this contract alone, made on first use.
	alone   func() *Set
	grounds func() []Grounds
	lines   func() map[string]harness.SpecRef
	// published is the document without its overlay, loaded when the first
	// erratum is probed.
	published func() *Contract
	// bodies are those that the slow path has judged lately.
	bodies memo
}

// ID is the contract's name, such as ecom.v2.
func (c *Contract) ID() string { return c.document.ID }

// Title is the name for people: the document's own where Document has none.
func (c *Contract) Title() string { return c.title }

// Version is the document's own info.version.
func (c *Contract) Version() string { return c.version }

// State is in-force, deprecated or retired.
func (c *Contract) State() string { return cmp.Or(c.document.State, "in-force") }

// Operations lists the API and callback operations, sorted by path, method and
// ID. Callback paths begin with the expression's name: {callbackPrefix}/v2/….
func (c *Contract) Operations() []harness.Operation {
	out := make([]harness.Operation, len(c.ops))
	for i, op := range c.ops {
		out[i] = op.Operation
	}
	return out
}

// Operation finds an operation by its ID.
func (c *Contract) Operation(id string) (harness.Operation, bool) {
	op := c.byID[id]
	if op == nil {
		return harness.Operation{}, false
	}
	return op.Operation, true
}

// Statuses lists the documented statuses of an operation, sorted: 200, 4XX,
// default. It is nil for an operation that the contract does not have.
func (c *Contract) Statuses(operationID string) []string {
	op := c.byID[operationID]
	if op == nil {
		return nil
	}
	return slices.Clone(op.statuses)
}

// Actions lists what the overlay does, in its order; empty when the document
// was loaded as published.
func (c *Contract) Actions() []Action { return slices.Clone(c.actions) }

// Request judges a request by itself, without an exchange around it: target is
// path and query as sent. An operation of another contract, or one that the
// target does not fit, gives route.unknown.
func (c *Contract) Request(op harness.Operation, target string, h http.Header, body []byte) []harness.Finding {
	x := &harness.Exchange{Flow: op.Flow, Request: harness.Request{
		Method: op.Method, Target: target, Header: h,
		Body: harness.Body{Bytes: body, Size: int64(len(body))},
	}}
	return c.judgeRequest(op, x)
}

// An Action is one action of the overlay.
type Action struct {
	// Kind is erratum or update.
	Kind, Target, Reason, Source, File string
	Line                               int
}

// loadPublished gives a function that loads the document as published once.
func loadPublished(d Document) func() *Contract {
	return sync.OnceValue(func() *Contract {
		c, err := Load(d, Options{AsPublished: true})
		if err != nil {
			return nil // the corrected document loads; the published one is beyond probing
		}
		return c
	})
}
