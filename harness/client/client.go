package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
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
	// Transport is a transport of the client's own when nil. Give one where many
	// clients call one target, so that they share its connections.
	Transport http.RoundTripper
	// MaxBody bounds the answer, in bytes; 0 is 10 MiB.
	MaxBody int64
	// Timeout bounds one call; 0 is 30 s.
	Timeout time.Duration
	// Now is the clock of the target, on which tokens expire; time.Now when nil.
	Now func() time.Time
	// Around stand around every sending, the first outermost. What they wait does
	// not count towards Timeout.
	Around []Around
}

// System names the software that calls, for the four Vipps-System-* headers.
type System struct{ Name, Version, Plugin, PluginVersion string }

// ownVersion is that of the calls that this program makes: what it sends hangs on no
// build.
const ownVersion = "1"

// Own names this program, and the part of it that calls.
func Own(part string) System {
	return System{Name: "kontrakt", Version: ownVersion, Plugin: "kontrakt-" + part, PluginVersion: ownVersion}
}

// A Request is what a driver wants sent.
type Request struct {
	Method string
	// Target is path and query, percent-encoded, sent as it is.
	Target string
	// Header is added to the headers that the client sends by itself and wins
	// over them; a key without values removes the header.
	Header http.Header
	// Body is nil for none; the client then sends no Content-Type either.
	Body []byte
	// Anonymous leaves the token out.
	Anonymous bool
	// Keys sends client id and secret themselves in place of a token, as Checkout
	// wants it.
	Keys bool
	// Token sends the token beside the keys.
	Token bool
}

// An Answer is what came back, with its whole body.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// A Client calls one target as one merchant. It is safe for concurrent use.
type Client struct {
	o    Options
	http *http.Client
}

// New makes a client; it sends nothing yet.
func New(o Options) *Client {
	if o.Tokens == nil {
		o.Tokens = NewTokens()
	}
	if o.MaxBody == 0 {
		o.MaxBody = 10 << 20
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = Transport(nil)
	}
	return &Client{o: o, http: &http.Client{
		Transport:     o.Transport,
		Timeout:       o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Transport gives a transport for clients of one target: it shows bodies as
// they were sent, keeps many connections, and asks no proxy of the environment.
// secure is how an https target is called; nil is as the system says.
func Transport(secure *tls.Config) *http.Transport {
	return &http.Transport{TLSClientConfig: secure, DisableCompression: true, MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute}
}

// MSN is the merchant serial number that the client calls as.
func (c *Client) MSN() string { return c.o.Credentials.MSN }

// NewID gives a fresh idempotency key.
func (c *Client) NewID() string { return c.o.IDs() }

// Do sends the request with token and standard headers. A 401 drops the token,
// and the request is sent once more with a fresh one; where there is none, it is
// the answer. The error is a *Broken
// when no answer came that could be judged.
func (c *Client) Do(ctx context.Context, r Request) (Answer, error) {
	answer, err := c.Once(ctx, r)
	if err != nil || answer.Status != http.StatusUnauthorized || r.Anonymous || r.Keys && !r.Token {
		return answer, err
	}
	c.o.Tokens.Forget()
	return c.Once(ctx, r)
}

// Once is Do without the second try.
func (c *Client) Once(ctx context.Context, r Request) (Answer, error) {
	r, err := c.Complete(ctx, r)
	if err != nil {
		return Answer{}, err
	}
	return c.Raw(ctx, r)
}

// Complete adds what Once would add before it sends.
func (c *Client) Complete(ctx context.Context, r Request) (Request, error) {
	h := c.standard(r.Body != nil)
	if r.Keys {
		h.Set("Client_id", c.o.Credentials.ClientID.Reveal())
		h.Set("Client_secret", c.o.Credentials.ClientSecret.Reveal())
	}
	if r.Token || !r.Keys && !r.Anonymous {
		token, err := c.token(ctx)
		if err != nil {
			return Request{}, err
		}
		h.Set("Authorization", "Bearer "+token.Reveal())
	}
	for name, values := range r.Header {
		h[http.CanonicalHeaderKey(name)] = values
	}
	r.Header = h
	return r, nil
}

// Raw sends the request as it stands: no header is added but the mark of the
// scenario and what HTTP itself needs. The error is as Do's.
func (c *Client) Raw(ctx context.Context, r Request) (Answer, error) {
	return through(c.o.Around, c.send)(ctx, r)
}

func (c *Client) send(ctx context.Context, r Request) (Answer, error) {
	q, err := c.request(ctx, r)
	if err != nil {
		return Answer{}, fmt.Errorf("make the request %s %s: %w", r.Method, r.Target, err)
	}
	resp, err := c.http.Do(q)
	if err != nil {
		return Answer{}, broken(r, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.o.MaxBody+1))
	if err != nil {
		return Answer{}, broken(r, err)
	}
	if int64(len(body)) > c.o.MaxBody {
		return Answer{}, &Broken{Doing: r.Method + " " + r.Target, Cause: fmt.Errorf("the answer is longer than %d bytes", c.o.MaxBody)}
	}
	return Answer{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

func (c *Client) request(ctx context.Context, r Request) (*http.Request, error) {
	u, err := url.Parse(c.o.URL + r.Target)
	if err != nil {
		return nil, err
	}
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	q, err := http.NewRequestWithContext(ctx, r.Method, u.String(), body)
	if err != nil {
		return nil, err
	}
	q.URL = u
	for name, values := range r.Header {
		q.Header[name] = values
	}
	if q.Header.Get("User-Agent") == "" {
		q.Header.Set("User-Agent", "kontrakt")
	}
	c.mark(q.Header)
	return q, nil
}
