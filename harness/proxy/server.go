package proxy

import (
	"net/http"
	"time"
)

// Limits are what a listener lets a caller have. The zero value of each means
// its default.
type Limits struct {
	// HeaderBytes is the largest request head, 64 KiB by default; a larger one
	// is answered with 431.
	HeaderBytes int
	// Header is the time for a request head to arrive, 10 s by default.
	Header time.Duration
	// Request is the time for a whole request to arrive, 5 min by default.
	Request time.Duration
	// Idle is how long a connection may wait for its next request, 2 min by
	// default.
	Idle time.Duration
}

// NewServer makes the HTTP/1.1 server for a [Proxy], or for a handler that
// leads to one.
func NewServer(h http.Handler, l Limits) *http.Server { return &http.Server{Handler: h} }
