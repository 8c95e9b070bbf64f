package client

import (
	"context"
	"net/http"
	"time"

	"kontrakt/harness/config"
)

// Options say whom a client calls, and as whom.
type Options struct {
	// URL is where requests go, with scheme and host: our proxy.
	URL         string
	Credentials config.Credentials
	// Scenario is put into harness.MarkHeader; empty for none.
	Scenario string
	// System names the caller in the Vipps-System-* headers.
	System System
	// Tokens is the cache of access tokens; clients with the same credentials
	// share one. nil gives the client a cache of its own.
	Tokens *Tokens
	// IDs makes idempotency keys and must never repeat itself on one target.
	IDs func() string
	// Transport is http.DefaultTransport's clone when nil.
	Transport http.RoundTripper
	// MaxBody bounds the answer, in bytes; 0 is 10 MiB.
	MaxBody int64
	// Timeout bounds one call; 0 is 30 s.
	Timeout time.Duration
}

// System names the software that calls, for the four Vipps-System-* headers.
type System struct{ Name, Version, Plugin, PluginVersion string }

// A Request is what a driver wants sent.
type Request struct {
	Method string
	// Target is path and query, percent-encoded, sent as it is.
	Target string
	// Header is added to the headers that the client sends by itself and wins
	// over them; a key with no values removes the header.
	Header http.Header
	// Body is nil for none; the client then sends no Content-Type either.
	Body []byte
	// Anonymous leaves the token out.
	Anonymous bool
}

// An Answer is what came back, with its whole body.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// A Client calls one target as one merchant. It is safe for concurrent use.
type Client struct{ o Options }

// New makes a client; it sends nothing yet.
func New(o Options) *Client { return &Client{o: o} }

// MSN is the merchant serial number that the client calls as.
func (c *Client) MSN() string { return c.o.Credentials.MSN }

// NewID gives a fresh idempotency key, at most 40 characters.
func (c *Client) NewID() string { return c.o.IDs() }

// Do sends the request with token and standard headers. The error is a
// *Broken when no answer came that could be judged.
func (c *Client) Do(ctx context.Context, r Request) (Answer, error) { panic("skeleton") }

// Raw sends the request as it stands: no header but the mark of the scenario is
// added.
func (c *Client) Raw(ctx context.Context, r Request) (Answer, error) { panic("skeleton") }

// Tokens keeps access tokens for as long as they live.
type Tokens struct{}

// NewTokens makes an empty cache.
func NewTokens() *Tokens { return &Tokens{} }

// Broken says that there is nothing to judge: no connection, no answer, the
// credentials refused.
type Broken struct {
	Doing string
	Cause error
}

func (b *Broken) Error() string { return b.Doing + ": " + b.Cause.Error() }
func (b *Broken) Unwrap() error { return b.Cause }
