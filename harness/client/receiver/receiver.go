// Package receiver plays the merchant's side of callbacks: one HTTP handler
// with a box of its own for every scenario, told apart by a segment of the
// path, that answers as the scenario wants and records what it got.
//
// It judges nothing: what it records goes to the judge like any exchange.
package receiver

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"kontrakt/harness"
)

// Options say what callback URLs look like and where recorded callbacks go.
type Options struct {
	// Sink gets every callback once it is answered; nil drops them.
	Sink func(*harness.Exchange)
	// IDs numbers the exchanges, from the same row as the proxy's.
	IDs func() string
	Now func() time.Time
	// Origin is what merchants register: scheme and host, and a path if the way
	// to here has one. Empty means https://shop.example.
	Origin string
	// MaxBody bounds what is read of a callback, in bytes; 0 is 1 MiB.
	MaxBody int64
}

// A Receiver is the HTTP handler of all boxes. It is safe for concurrent use.
type Receiver struct {
	o                  Options
	scheme, host, path string
	mu                 sync.Mutex
	boxes              map[string]*Box
}

// New makes a receiver without boxes, which answers every call with 404.
func New(o Options) *Receiver {
	if o.Origin == "" {
		o.Origin = "https://shop.example"
	}
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	o.Origin = strings.TrimSuffix(o.Origin, "/")
	r := &Receiver{o: o, boxes: map[string]*Box{}}
	rest := ""
	r.scheme, rest, _ = strings.Cut(o.Origin, "://")
	r.host, r.path, _ = strings.Cut(rest, "/")
	return r
}

// Origin is what callback URLs begin with.
func (r *Receiver) Origin() string { return r.o.Origin }

// Open makes the box of a scenario; segment is unique in the run and becomes
// part of its URLs.
func (r *Receiver) Open(segment, scenario string) *Box {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := &Box{
		url: r.Origin() + "/" + segment, scenario: scenario,
		changed: make(chan struct{}), closed: make(chan struct{}), idle: make(chan struct{}),
	}
	close(b.idle)
	r.boxes[segment] = b
	return b
}

// ServeHTTP implements http.Handler.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	b, rest := r.find(q.URL.EscapedPath())
	if b == nil {
		http.Error(w, "no scenario waits here", http.StatusNotFound)
		return
	}
	b.enter()
	defer b.leave()
	r.serve(w, q, b, rest)
}

// find gives the box of a path, and what follows the box's own part.
func (r *Receiver) find(path string) (*Box, string) {
	path = strings.TrimPrefix(strings.TrimPrefix(path, "/"), r.path)
	segment, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.boxes[segment], "/" + rest
}
