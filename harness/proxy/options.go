package proxy

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"kontrakt/harness"
)

// Options say what a [Proxy] stands in front of and who listens.
type Options struct {
	// Target is what requests are forwarded to: scheme, host and an optional
	// base path that goes before every request-target.
	Target *url.URL
	// Public is how callers name the proxy where that is not what arrives in
	// their requests, as behind a tunnel that ends TLS: its scheme and host go
	// into the exchange. The default is http and the Host header.
	Public *url.URL
	// Flow is what the traffic is; the default is harness.FlowAPI.
	Flow harness.Flow
	// Sink receives each exchange exactly once, when the caller has all of its
	// answer. While it blocks, that connection's next request waits.
	Sink func(*harness.Exchange)
	// Began, where there is one, is told of each exchange when its head has
	// arrived, before anything is forwarded: who sent it, and when.
	Began func(*harness.Exchange)
	// Guard, where there is one, judges each request before it is forwarded; at
	// an error finding the proxy answers 422 and the target is not called.
	Guard func(*harness.Exchange) []harness.Finding
	// MaxBody is how many bytes of a body are captured, 10 MiB by default. A
	// longer one is relayed all the same, except under Guard, where it is
	// answered with 413.
	MaxBody int64
	// IDs names exchanges in order of arrival; the default is a [Counter].
	IDs func() string
	// Now is the clock for Started, Duration and Waited.
	Now func() time.Time
	// RootCAs verifies an https target; nil means the system's.
	RootCAs *x509.CertPool
	// Certificates are shown to an https target that asks for one.
	Certificates []tls.Certificate
	// DialTimeout limits connecting and the TLS handshake, 10 s by default.
	DialTimeout time.Duration
	// AnswerTimeout limits how long the target may stay silent, before its
	// answer or within it, 60 s by default.
	AnswerTimeout time.Duration
}

const (
	defaultMaxBody       = 10 << 20
	defaultDialTimeout   = 10 * time.Second
	defaultAnswerTimeout = 60 * time.Second
)

// New makes a proxy. The error says everything that is wrong with the options.
func New(o Options) (*Proxy, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.complete()
	return &Proxy{
		options:   o,
		base:      strings.TrimSuffix(o.Target.EscapedPath(), "/"),
		transport: newTransport(o),
		trunk:     newTrunk(o),
		underway:  newUnderway(),
	}, nil
}

func (o Options) check() error {
	var errs []error
	if o.Sink == nil {
		errs = append(errs, errors.New("proxy: no sink for exchanges"))
	}
	if o.Target == nil {
		return errors.Join(append(errs, errors.New("proxy: no target"))...)
	}
	if o.Target.Scheme != "http" && o.Target.Scheme != "https" {
		errs = append(errs, fmt.Errorf("proxy: target: want an http or https URL, got scheme %q", o.Target.Scheme))
	}
	if o.Target.Host == "" {
		errs = append(errs, errors.New("proxy: target: no host"))
	}
	if o.Target.User != nil || o.Target.RawQuery != "" || o.Target.Fragment != "" || o.Target.Opaque != "" {
		errs = append(errs, errors.New("proxy: target: want scheme, host and path only"))
	}
	return errors.Join(errs...)
}

func (o *Options) complete() {
	if o.Flow == "" {
		o.Flow = harness.FlowAPI
	}
	if o.MaxBody <= 0 {
		o.MaxBody = defaultMaxBody
	}
	if o.IDs == nil {
		o.IDs = Counter()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.DialTimeout <= 0 {
		o.DialTimeout = defaultDialTimeout
	}
	if o.AnswerTimeout <= 0 {
		o.AnswerTimeout = defaultAnswerTimeout
	}
}
