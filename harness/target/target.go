// Package target finds what answers as the API: the embedded sandbox, the test
// environment, any URL, or a container. It starts what is ours to start, makes sure that
// somebody is there and takes the credentials, and says so in one line where
// not. It judges nothing.
package target

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/config"
)

// TestEnvironment is the API's own test environment (source: the guides' list
// of servers).
const TestEnvironment = "https://apitest.vipps.no"

// A Spec says which target, and how to reach merchants from it where it is the
// embedded sandbox.
type Spec struct {
	// Name is sandbox, test, a URL, docker:IMAGE, or docker for the container that is
	// configured.
	Name string
	// Credentials are the user's own, possibly none.
	Credentials config.Credentials
	// Production allows for the production environment.
	Production bool
	// Sandbox configures the embedded one.
	Sandbox Embedded
	// Container says how a container is started; nil says nothing beyond the name of
	// the image.
	Container *config.Container
	// Lifetime is how long a container lives at most where the configuration does
	// not say, 0 an hour: then the engine removes it, should we be gone.
	Lifetime time.Duration
	// TLS is how an https target is called: the certificate that we show, and whose
	// certificates are believed; nil is none, and the system's authorities.
	TLS *tls.Config
	// Engine is the address of the Docker engine; "" is the machine's own.
	Engine string
}

// A Target is what answers as the API.
type Target struct {
	harness.Target
	// Base is where requests go.
	Base *url.URL
	// Control is the base URL of a sandbox's control calls, "" where the target
	// is none.
	Control string
	// Environment is sandbox, test, production or other.
	Environment string
	Credentials config.Credentials
	// TLS is the Spec's.
	TLS *tls.Config
	// CallbackHost is the address of ours that the target can reach; "" is that of
	// the loopback interface.
	CallbackHost string

	// hostName is what the target calls our machine; "" is its address.
	hostName string
	close    func()
	lost     func() error
}

// Lost says why the target that we started has ended meanwhile; nil where it has
// not.
func (t *Target) Lost() error {
	if t.lost == nil {
		return nil
	}
	return t.lost()
}

// Close stops what Open started.
func (t *Target) Close() {
	if t.close != nil {
		t.close()
	}
}

// Open resolves the target and starts it where it is ours to start. The caller
// closes it.
func Open(ctx context.Context, s Spec) (*Target, error) {
	switch {
	case s.Name == "sandbox":
		return embed(s)
	case s.Name == "test":
		return remote(ctx, s, "test", TestEnvironment)
	case s.Name == "docker" || strings.HasPrefix(s.Name, ContainerScheme):
		return contain(ctx, s)
	}
	return remote(ctx, s, "url", s.Name)
}

func remote(ctx context.Context, s Spec, kind, address string) (*Target, error) {
	base, err := parse(address)
	if err != nil {
		return nil, err
	}
	t := &Target{
		Target: harness.Target{Kind: kind, URL: base.String()},
		Base:   base, Environment: "other", Credentials: s.Credentials, TLS: s.TLS,
	}
	switch {
	case t.Production() && !s.Production:
		return nil, production(base)
	case t.Production():
		t.Environment = "production"
		if base.Scheme != "https" {
			return nil, &harness.Stop{Err: fmt.Errorf("target %s would be sent credentials in clear", t.URL), Hint: "write https", Usage: true}
		}
		return t, nil // nobody asks there for what is not documented
	case t.URL == TestEnvironment:
		t.Environment = "test"
	}
	if err := t.probe(ctx); err != nil {
		return nil, err
	}
	return t, nil
}

func production(base *url.URL) error {
	return &harness.Stop{
		Err:   fmt.Errorf("target %s is the production environment, where real money moves", base.Host),
		Hint:  "use --target test; kontrakt run --allow-production runs there what only reads",
		Usage: true,
	}
}

// CheckAddress says what is wrong with an address that is to be the target of whoever
// says no more than that; a *harness.Stop.
func CheckAddress(address string) error {
	base, err := parse(address)
	if err == nil && (harness.Target{URL: base.String()}).Production() {
		err = production(base)
	}
	return err
}

// parse takes what the user named as a target.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	usable := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		u.RawQuery == "" && u.Fragment == ""
	if err == nil && u.User != nil {
		return nil, &harness.Stop{
			Err:   fmt.Errorf("target %q has a user name in it", WithoutSecrets(address)),
			Hint:  "credentials come from the environment: KONTRAKT_CLIENT_ID, KONTRAKT_CLIENT_SECRET, KONTRAKT_SUBSCRIPTION_KEY",
			Usage: true,
		}
	}
	if !usable {
		return nil, &harness.Stop{
			Err:   fmt.Errorf("target %q is no address", WithoutSecrets(address)),
			Hint:  "sandbox, test, a URL such as https://api.example.com, or docker:IMAGE",
			Usage: true,
		}
	}
	if strings.ContainsFunc(u.Hostname(), func(r rune) bool { return r > '~' }) {
		return nil, &harness.Stop{
			Err:   fmt.Errorf("target %q: a host of such letters is looked up as another", address),
			Hint:  "write it as the network knows it, xn--…",
			Usage: true,
		}
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	return u, nil
}

// WithoutSecrets is a typed address as messages may repeat it: without a password, and
// without a query, which may hold a key.
func WithoutSecrets(address string) string {
	if at := strings.LastIndex(address, "@"); at >= 0 {
		address = "…" + address[at:]
	}
	if plain, _, has := strings.Cut(address, "?"); has {
		address = plain + "?…"
	}
	return address
}

// unreachable words why nobody answers, without the noise of the net package; patience
// is how long was waited at most.
func (t *Target) unreachable(ctx context.Context, patience time.Duration, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return &harness.Stop{Err: errors.New("interrupted before anything ran"), Hint: "there is nothing to report"}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &harness.Stop{
			Err:  fmt.Errorf("target %s has not answered within %s", t.URL, patience),
			Hint: "is it this that listens there, is it busy, or does something on the way hold calls back?",
		}
	}
	var op *net.OpError
	spoken := t.Base.Scheme == "https" // somebody was there, and then no more
	if errors.As(err, &op) && op.Err != nil {
		err, spoken = op.Err, spoken && op.Op != "dial"
	}
	hint := "is it running, and is the address right?"
	switch {
	case strings.Contains(err.Error(), "x509"):
		hint = "its certificate must verify: --target-ca names the file of the authority's, there is no switch to skip this"
	case spoken && t.shows():
		hint = "does it take the certificate of --client-cert? which authority does it want it from, and are those in between in the file?"
	case spoken: // a target that wants a certificate may hang up before its alert is read
		hint = "does it speak TLS, and does it want a certificate of ours: --client-cert and --client-key?"
	}
	return &harness.Stop{Err: fmt.Errorf("target %s cannot be reached: %w", t.URL, err), Hint: hint}
}

// shows says whether the target is shown a certificate of ours.
func (t *Target) shows() bool { return t.TLS != nil && len(t.TLS.Certificates) > 0 }
