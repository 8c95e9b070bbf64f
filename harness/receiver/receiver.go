// Package receiver plays the merchant's side of callbacks: one HTTP handler
// with a box of its own for every scenario, told apart by the first segment of
// the path, that answers as the scenario wants and records what it got.
//
// It judges nothing: what it records goes to the judge like any exchange.
package receiver

import (
	"net/http"
	"time"

	"kontrakt/harness"
)

// Options say where the recorded callbacks go.
type Options struct {
	// Sink gets every callback once it is answered.
	Sink func(*harness.Exchange)
	// IDs numbers the exchanges, from the same row as the proxy's.
	IDs func() string
	Now func() time.Time
	// Origin is the scheme and host that merchants register: what recorded
	// exchanges carry. Empty means https://shop.example.
	Origin string
	// MaxBody bounds what is read of a callback, in bytes; 0 is 1 MiB.
	MaxBody int64
}

// A Receiver is the HTTP handler of all boxes.
type Receiver struct{ o Options }

// New makes a receiver without boxes: every call is answered with 404.
func New(o Options) *Receiver { return &Receiver{o: o} }

// Origin is what callback URLs begin with.
func (r *Receiver) Origin() string { return r.o.Origin }

// ServeHTTP implements http.Handler.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) { panic("skeleton") }
