package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A letter is a delivery with everything settled that takes the box to settle,
// so that it can be carried while the box is free.
type letter struct {
	Delivery
	routes    map[string]string
	transport http.RoundTripper
	follow    bool
}

// answerLimit is how much of a merchant's answer is read.
const answerLimit = 1 << 20

func (b *Box) letter(d Delivery) letter {
	routes := maps.Clone(b.sandbox.routes)
	maps.Copy(routes, b.tenant.Routes)
	return letter{d, routes, b.sandbox.transport, b.Fault(faultCallbackRedirected)}
}

// carry dials the merchant. Redirects are not followed.
func (l letter) carry(ctx context.Context) Answer {
	ctx, cancel := context.WithTimeout(ctx, l.Timeout)
	defer cancel()
	start := time.Now()
	answer, err := l.dial(ctx)
	answer.Took = time.Since(start)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("no answer within %s", l.Timeout)
	}
	if err != nil {
		return Answer{Took: answer.Took, Err: err}
	}
	return answer
}

func (l letter) dial(ctx context.Context) (Answer, error) {
	r, err := l.request(ctx)
	if err != nil {
		return Answer{}, err
	}
	response, err := l.send(r)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, answerLimit))
	if err != nil {
		return Answer{}, fmt.Errorf("read the answer: %w", err)
	}
	return Answer{Status: response.StatusCode, Body: body}, nil
}

func (l letter) send(r *http.Request) (*http.Response, error) {
	if !l.follow {
		return l.transport.RoundTrip(r)
	}
	return (&http.Client{Transport: onward(l)}).Do(r)
}

// onward leads redirects where routes say, too.
type onward letter

func (o onward) RoundTrip(r *http.Request) (*http.Response, error) {
	if to, routed := reroute(r.URL, o.routes); routed {
		r = r.Clone(r.Context())
		r.Host, r.URL = r.URL.Host, to
	}
	return o.transport.RoundTrip(r)
}

// request addresses the letter: the URL's origin is led elsewhere where a route
// says so, and the Host stays what the merchant registered.
func (l letter) request(ctx context.Context) (*http.Request, error) {
	registered, err := url.Parse(l.URL)
	if err != nil || registered.Host == "" {
		return nil, errors.New("the address is not an absolute URL")
	}
	to, routed := reroute(registered, l.routes)
	if !routed && registered.Scheme != "https" {
		return nil, fmt.Errorf("the address begins with %s:, only https: is called", registered.Scheme)
	}
	r, err := http.NewRequestWithContext(ctx, l.Method, to.String(), bytes.NewReader(l.Body))
	if err != nil {
		return nil, fmt.Errorf("address the request: %w", err)
	}
	r.Host = registered.Host
	r.Header.Set("User-Agent", Name)
	for name, value := range l.Header {
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	return r, nil
}

// Routed says whether a route leads the URL elsewhere, so that it need not be one
// that the internet can reach.
func (b *Box) Routed(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	_, tenants := b.tenant.Routes[originOf(u)]
	_, everyones := b.sandbox.routes[originOf(u)]
	return tenants || everyones
}

// reroute leads a URL to where routes say its origin stands.
func reroute(u *url.URL, routes map[string]string) (*url.URL, bool) {
	to, ok := routes[originOf(u)]
	if !ok {
		return u, false
	}
	base, err := url.Parse(to)
	if err != nil {
		return u, false
	}
	led := *u
	led.Scheme, led.Host = base.Scheme, base.Host
	return &led, true
}

// originOf writes a URL's origin as routes name it: lower case, without the
// scheme's own port.
func originOf(u *url.URL) string {
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch scheme {
	case "https":
		host = strings.TrimSuffix(host, ":443")
	case "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return scheme + "://" + host
}

// parseRoutes checks routes and writes their origins the way they are looked up.
func parseRoutes(routes map[string]string) (map[string]string, error) {
	parsed := map[string]string{}
	for _, from := range slices.Sorted(maps.Keys(routes)) {
		to := routes[from]
		registered, err := parseOrigin(from)
		if err != nil {
			return nil, fmt.Errorf("route from %q: %w", from, err)
		}
		if registered.Scheme != "https" {
			return nil, fmt.Errorf("route from %q: want https, as merchants register", from)
		}
		real, err := parseOrigin(to)
		if err != nil {
			return nil, fmt.Errorf("route to %q: %w", to, err)
		}
		if !thisMachine(real.Hostname()) {
			return nil, fmt.Errorf("route to %q: it leads out of this machine; want a loopback address", to)
		}
		parsed[originOf(registered)] = originOf(real)
	}
	return parsed, nil
}

// thisMachine says whether a host is the machine that we run on: by loopback, or by
// the name that containers have for the machine that runs them.
func thisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || host == "host.docker.internal" || ip != nil && ip.IsLoopback()
}

func parseOrigin(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("want an origin such as https://shop.example")
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, errors.New("want an origin without a path, such as https://shop.example")
	}
	return u, nil
}
