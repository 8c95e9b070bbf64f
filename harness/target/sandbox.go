package target

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/config"
	"kontrakt/harness/sandbox"
)

// Embedded says how the embedded sandbox is served.
type Embedded struct {
	// Listen is its address; "" is any free port of the loopback interface.
	Listen string
	// Options make it. Its Now may be left out for the wall clock.
	Options sandbox.Options
}

// embed serves the sandbox on a listener of its own, so that what passes
// between it and the proxy is real HTTP.
func embed(s Spec) (*Target, error) {
	if s.Sandbox.Listen == "" {
		s.Sandbox.Listen = "127.0.0.1:0"
	}
	if s.Sandbox.Options.Now == nil {
		s.Sandbox.Options.Now = time.Now
	}
	box, err := sandbox.New(s.Sandbox.Options)
	if err != nil {
		return nil, fmt.Errorf("start the sandbox: %w", err)
	}
	listener, err := Listen(s.Sandbox.Listen)
	if err != nil {
		return nil, errors.Join(CannotListen(s.Sandbox.Listen, err), box.Close())
	}
	server := &http.Server{Handler: box, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	go func() { _ = server.Serve(listener) }()
	base := &url.URL{Scheme: "http", Host: listener.Addr().String()}
	t := &Target{
		Target: harness.Target{Kind: "sandbox", URL: base.String()},
		Base:   base, Control: base.String(), Environment: "sandbox", Credentials: s.Credentials,
	}
	t.close = func() {
		// Longer than any answer takes; Shutdown would wait seconds for
		// connections that a browser opened and never used.
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			_ = server.Close()
		}
		_ = box.Close()
	}
	if !t.Credentials.Complete() {
		t.Credentials = defaultTenant()
	}
	return t, nil
}

// CannotListen words why an address cannot be listened on.
func CannotListen(address string, err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		err = op.Err
	}
	return &harness.Stop{
		Err:   fmt.Errorf("cannot listen on %s: %w", address, err),
		Hint:  "choose another address with --listen; port 0 takes any free one",
		Usage: true,
	}
}

// defaultTenant are the public credentials of every sandbox's first merchant.
func defaultTenant() config.Credentials {
	shop := sandbox.Default()
	return config.Credentials{
		ClientID:        config.NewSecret(shop.ClientID),
		ClientSecret:    config.NewSecret(shop.ClientSecret),
		SubscriptionKey: config.NewSecret(shop.SubscriptionKey),
		MSN:             shop.MSN,
	}
}

// Listen listens where an address says: 0.0.0.0 is every IPv4 address, and none of
// IPv6.
func Listen(address string) (net.Listener, error) {
	network := "tcp"
	if host, _, err := net.SplitHostPort(address); err == nil && net.ParseIP(host).To4() != nil {
		network = "tcp4"
	}
	return net.Listen(network, address)
}
