package contract

import (
	"net/http"

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
	// AsPublished leaves the corrections of the overlay out.
	AsPublished bool
}

// A Contract is one corrected document, compiled. It is safe for concurrent
// use and never changes.
type Contract struct{}

// Load corrects a document by its overlay and compiles it.
func Load(d Document, o Options) (*Contract, error) { return &Contract{}, nil }

// ID is the contract's name, such as ecom.v2.
func (c *Contract) ID() string { return "" }

// Title is the name for people.
func (c *Contract) Title() string { return "" }

// Version is the document's own info.version.
func (c *Contract) Version() string { return "" }

// Operations lists the API and callback operations, sorted by path, method and
// ID.
func (c *Contract) Operations() []harness.Operation { return nil }

// Statuses lists the documented statuses of an operation, sorted: 200, 4XX,
// default.
func (c *Contract) Statuses(operationID string) []string { return nil }

// Actions lists what the overlay does, in its order.
func (c *Contract) Actions() []Action { return nil }

// An Action is one action of the overlay.
type Action struct {
	// Kind is erratum or update.
	Kind, Target, Reason, Source, File string
	Line                               int
}

// Request judges a request by itself: target is path and query as sent.
func (c *Contract) Request(op harness.Operation, target string, h http.Header, body []byte) []harness.Finding {
	return nil
}

// Retired is a path prefix of an API that is gone.
type Retired struct {
	// Prefix matches whole segments: /ecomm/v1.
	Prefix, API string
	// Since is the date, Says what to do instead.
	Since, Says string
}

// A Set is one router over several contracts. It is safe for concurrent use.
type Set struct{}

// NewSet builds the router.
func NewSet(contracts []*Contract, retired []Retired) (*Set, error) { return &Set{}, nil }

// A Match is the operation that an exchange belongs to.
type Match struct {
	// Operation is nil where no contract knows the exchange.
	Operation *harness.Operation
	// Params are the path parameters, percent-decoded.
	Params map[string]string
}

// Match finds the operation of an exchange.
func (s *Set) Match(x *harness.Exchange) Match { return Match{} }

// Judge finds the operation and everything that its contract says is wrong.
func (s *Set) Judge(x *harness.Exchange) (Match, []harness.Finding) { return Match{}, nil }

// Class says how much a value must be protected.
type Class int

const (
	Public Class = iota
	Personal
	Secret
)

// A Mask says what in a JSON body is personal or secret.
type Mask struct {
	Class Class
	// Properties and Items go down; nil where nothing is declared.
	Properties map[string]*Mask
	Items      *Mask
	// Declared says that the contract knows this place.
	Declared bool
}

// Mask gives the mask of a body; nil where the contract declares none.
func (s *Set) Mask(op harness.Operation, d harness.Direction, status int) *Mask { return nil }
