package intercept

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// dialling limits how long it may take to reach the far end of a tunnel.
const dialling = 10 * time.Second

// connect opens the tunnel that a CONNECT asks for: to ourselves for an
// intercepted host, else to where it says.
func (i *Interceptor) connect(w http.ResponseWriter, r *http.Request) {
	host, port, err := net.SplitHostPort(r.URL.Host)
	if err != nil || host == "" || port == "" {
		refuse(w, http.StatusBadRequest, "want CONNECT host:port")
		return
	}
	if port == "443" && i.intercepts(host) {
		if c := established(w); c != nil {
			i.busy.Go(func() { i.greet(c, host) })
		}
		return
	}
	switch {
	case i.options.Only:
		refuse(w, http.StatusForbidden, fmt.Sprintf("%q is not intercepted, and --intercept-only refuses all else", r.URL.Host))
		return
	case !nearby(r.RemoteAddr):
		refuse(w, http.StatusForbidden, fmt.Sprintf("%q is not intercepted, and tunnels are for callers on this machine", r.URL.Host))
		return
	}
	far, err := i.dial(r.Context(), r.URL.Host)
	if err != nil {
		refuse(w, http.StatusBadGateway, fmt.Sprintf("no way to %q: %v", r.URL.Host, err))
		return
	}
	near := established(w)
	if near == nil {
		_ = far.Close()
		return
	}
	i.mu.Lock()
	i.tunnelled[r.URL.Host]++
	i.mu.Unlock()
	i.busy.Go(func() { i.splice(near, far) })
}

// nearby says whether a caller is on this machine. Whoever else can reach the
// listener must not get anywhere through it.
func nearby(remote string) bool {
	host, _, err := net.SplitHostPort(remote)
	return err == nil && net.ParseIP(host).IsLoopback()
}

// established takes the connection from the server and tells the caller that
// the tunnel stands; nil where the caller has gone.
func established(w http.ResponseWriter) net.Conn {
	c, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil
	}
	if _, err := io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = c.Close()
		return nil
	}
	return ahead(c, buffered.Reader)
}

// ahead is a connection of which something was read already.
func ahead(c net.Conn, r *bufio.Reader) net.Conn {
	n := r.Buffered()
	if n == 0 {
		return c
	}
	read, _ := r.Peek(n) // it is there
	return &begun{Conn: c, read: append([]byte(nil), read...)}
}

type begun struct {
	net.Conn
	read []byte
}

func (b *begun) Read(p []byte) (int, error) {
	if len(b.read) > 0 {
		n := copy(p, b.read)
		b.read = b.read[n:]
		return n, nil
	}
	return b.Conn.Read(p)
}

// CloseWrite ends one direction, where the connection can.
func (b *begun) CloseWrite() error { return closeWrite(b.Conn) }

func closeWrite(c net.Conn) error {
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return c.Close()
}

// splice passes bytes both ways until both ends are done, or we are.
func (i *Interceptor) splice(near, far net.Conn) {
	defer near.Close()
	defer far.Close()
	defer context.AfterFunc(i.life, func() {
		_ = near.Close()
		_ = far.Close()
	})()
	done := make(chan struct{})
	go func() {
		defer close(done)
		pass(far, near)
	}()
	pass(near, far)
	<-done
}

// pass copies until one end ends. A broken end breaks the other.
func pass(to, from net.Conn) {
	if _, err := io.Copy(to, from); err != nil {
		_ = to.Close()
		_ = from.Close()
		return
	}
	_ = closeWrite(to)
}

// dial reaches a host directly, or through the forward proxy of this machine.
func (i *Interceptor) dial(ctx context.Context, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialling)
	defer cancel()
	var via *url.URL
	if i.options.Via != nil {
		var err error
		if via, err = i.options.Via(&http.Request{URL: &url.URL{Scheme: "https", Host: address}}); err != nil {
			return nil, errors.New("the proxy that the environment names has no address")
		}
	}
	var dialer net.Dialer
	if via == nil {
		return dialer.DialContext(ctx, "tcp", address)
	}
	if via.Scheme != "http" {
		return nil, fmt.Errorf("the proxy that the environment names speaks %s, and no plain HTTP", via.Scheme)
	}
	at := via.Host
	if via.Port() == "" {
		at = net.JoinHostPort(via.Hostname(), "80")
	}
	c, err := dialer.DialContext(ctx, "tcp", at)
	if err != nil {
		return nil, err
	}
	through, err := tunnel(ctx, c, address, via.User)
	if err != nil {
		_ = c.Close()
	}
	return through, err
}

// tunnel asks a proxy at the other end to lead to an address.
func tunnel(ctx context.Context, c net.Conn, address string, user *url.Userinfo) (net.Conn, error) {
	deadline, _ := ctx.Deadline()
	_ = c.SetDeadline(deadline)
	q := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	if user != nil {
		password, _ := user.Password()
		q.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	if err := q.Write(c); err != nil {
		return nil, err
	}
	r := bufio.NewReader(c)
	answer, err := http.ReadResponse(r, q)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the proxy of this machine answers %d", answer.StatusCode)
	}
	_ = c.SetDeadline(time.Time{})
	return ahead(c, r), nil
}
