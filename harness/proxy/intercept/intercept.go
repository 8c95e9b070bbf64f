package intercept

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options say what is intercepted and where it goes.
type Options struct {
	// Authorities are those of the intercepted hosts.
	Authorities []*Authority
	// Next answers what is no matter of a forward proxy's.
	Next http.Handler
	// Only refuses tunnels to hosts that are not intercepted; by default they are
	// tunnelled untouched, for callers on this machine.
	Only bool
	// Via gives the forward proxy that leads to other hosts, nil where none does:
	// http.ProxyFromEnvironment. Nil dials them directly.
	Via func(*http.Request) (*url.URL, error)
	// Distrusted is told, once for each host, that a client does not take our
	// certificate. Nil tells nobody.
	Distrusted func(host string, err error)
}

// An Interceptor is an [http.Handler] that is a forward proxy for intercepted
// hosts. What reaches those comes out of its [Interceptor.Listener].
type Interceptor struct {
	options     Options
	authorities map[string]*Authority
	first       string
	accepted    *handover
	life        context.Context
	end         context.CancelFunc
	busy        sync.WaitGroup

	mu         sync.Mutex
	tunnelled  map[string]int
	distrusted map[string]bool
}

// New makes an interceptor; the caller closes it.
func New(o Options) (*Interceptor, error) {
	if len(o.Authorities) == 0 {
		return nil, errors.New("intercept: no host")
	}
	i := &Interceptor{
		options: o, authorities: map[string]*Authority{}, first: o.Authorities[0].Host,
		accepted: newHandover(), tunnelled: map[string]int{}, distrusted: map[string]bool{},
	}
	i.life, i.end = context.WithCancel(context.Background())
	for _, a := range o.Authorities {
		i.authorities[a.Host] = a
	}
	return i, nil
}

// Listener accepts the connections of callers that speak to an intercepted
// host; each is a *tls.Conn whose handshake is over.
func (i *Interceptor) Listener() net.Listener { return i.accepted }

// Serve takes TLS connections from a listener, where a resolver leads the
// intercepted hosts to, until that is closed.
func (i *Interceptor) Serve(l net.Listener) error {
	for {
		c, err := l.Accept()
		if err != nil {
			return err
		}
		i.busy.Go(func() { i.greet(c, i.first) })
	}
}

// Close ends every tunnel and waits until that is done.
func (i *Interceptor) Close() {
	i.end()
	_ = i.accepted.Close()
	i.busy.Wait()
}

// ServeHTTP tunnels, or hands on.
func (i *Interceptor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodConnect:
		i.connect(w, r)
	case r.URL.Host != "" && !i.intercepts(r.URL.Hostname()) && !strings.HasPrefix(r.RequestURI, "/"):
		// Sent on, it would reach the target, for which it is not meant.
		refuse(w, http.StatusForbidden, fmt.Sprintf("%q is not intercepted, and plain HTTP is not passed on", r.URL.Host))
	default:
		i.options.Next.ServeHTTP(w, r)
	}
}

func (i *Interceptor) intercepts(host string) bool {
	return i.authorities[strings.TrimSuffix(strings.ToLower(host), ".")] != nil
}

// Tunnelled names the hosts, sorted, that were reached through a tunnel that
// nobody looked into.
func (i *Interceptor) Tunnelled() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Sorted(maps.Keys(i.tunnelled))
}

// handshake limits how long a caller may take to agree on TLS.
const handshake = 10 * time.Second

// greet agrees on TLS with a caller as the host that it asks for, or as the
// one that it is known to want, and hands the connection over.
func (i *Interceptor) greet(c net.Conn, wanted string) {
	host, shown := wanted, false
	secured := tls.Server(c, &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if hello.ServerName != "" {
				host = strings.ToLower(hello.ServerName)
			}
			a := i.authorities[host]
			if a == nil {
				return nil, fmt.Errorf("%q is not intercepted", host)
			}
			shown = true
			return a.issue()
		},
	})
	ctx, cancel := context.WithTimeout(i.life, handshake)
	defer cancel()
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = c.Close()
		if shown {
			i.distrust(host, err)
		}
		return
	}
	i.accepted.give(secured)
}

// distrust tells of a caller that has refused the certificate: it says so in an
// alert. OpenSSL sends that before it has the keys of the handshake, so that it
// cannot be read. Who merely hangs up may have other reasons.
func (i *Interceptor) distrust(host string, err error) {
	var alert *net.OpError
	if i.options.Distrusted == nil || !errors.As(err, &alert) {
		return
	}
	switch reason := alert.Err.Error(); {
	case alert.Op == "remote error":
		err = alert.Err
	case alert.Op == "local error" && strings.HasSuffix(reason, "bad record MAC"):
		err = errors.New("it broke off when it saw it")
	default:
		return
	}
	i.mu.Lock()
	known := i.distrusted[host]
	i.distrusted[host] = true
	i.mu.Unlock()
	if !known {
		i.options.Distrusted(host, err)
	}
}

// refuse answers in the proxy's own name.
func refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Connection", "close")
	w.WriteHeader(status)
	_, _ = w.Write([]byte("kontrakt: " + why + "\n"))
}
