package proxy_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
)

// A wire message is an HTTP message as it stands on the wire, read without
// net/http, which would hide what a proxy changes.
type wireMessage struct {
	Line    string
	Fields  [][2]string
	Body    string
	Chunked bool
	Trailer [][2]string
}

// values gives a field's values in order; names compare without case.
func (m wireMessage) values(name string) []string {
	var all []string
	for _, f := range m.Fields {
		if strings.EqualFold(f[0], name) {
			all = append(all, f[1])
		}
	}
	return all
}

// byName is the fields as a proxy must keep them: by name, values in order.
func byName(fields [][2]string, without ...string) map[string][]string {
	all := map[string][]string{}
	for _, f := range fields {
		name := strings.ToLower(f[0])
		if !slices.Contains(without, name) {
			all[name] = append(all[name], f[1])
		}
	}
	return all
}

// headerByName is a recorded header in the same form.
func headerByName(h http.Header, without ...string) map[string][]string {
	all := map[string][]string{}
	for name, values := range h {
		if name = strings.ToLower(name); !slices.Contains(without, name) {
			all[name] = values
		}
	}
	return all
}

// String is the message in its bytes.
func (m wireMessage) String() string {
	var b strings.Builder
	b.WriteString(m.Line + "\r\n")
	for _, f := range m.Fields {
		b.WriteString(f[0] + ": " + f[1] + "\r\n")
	}
	b.WriteString("\r\n")
	if !m.Chunked {
		return b.String() + m.Body
	}
	for rest := m.Body; rest != ""; {
		n := min(len(rest), 1000)
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, rest[:n])
		rest = rest[n:]
	}
	b.WriteString("0\r\n")
	for _, f := range m.Trailer {
		b.WriteString(f[0] + ": " + f[1] + "\r\n")
	}
	return b.String() + "\r\n"
}

func readFields(r *bufio.Reader) (fields [][2]string, err error) {
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return fields, err
		}
		line = strings.TrimSuffix(line, "\r\n")
		if line == "" {
			return fields, nil
		}
		name, value, _ := strings.Cut(line, ":")
		fields = append(fields, [2]string{name, strings.TrimPrefix(value, " ")})
	}
}

// readMessage reads one message; bodiless says that none follows the head
// whatever the head says.
func readMessage(r *bufio.Reader, bodiless func(line string) bool) (m wireMessage, err error) {
	if m.Line, err = r.ReadString('\n'); err != nil {
		return m, err
	}
	m.Line = strings.TrimSuffix(m.Line, "\r\n")
	if m.Fields, err = readFields(r); err != nil {
		return m, err
	}
	m.Chunked = slices.Equal(m.values("Transfer-Encoding"), []string{"chunked"})
	switch lengths := m.values("Content-Length"); {
	case bodiless(m.Line):
		m.Chunked = false
	case m.Chunked:
		return m, readChunks(r, &m)
	case len(lengths) > 0:
		n, err := strconv.Atoi(lengths[0])
		if err != nil {
			return m, err
		}
		body := make([]byte, n)
		n, err = io.ReadFull(r, body)
		m.Body = string(body[:n])
		return m, err
	}
	return m, nil
}

func readChunks(r *bufio.Reader, m *wireMessage) error {
	for {
		line, err := r.ReadString('\n')
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(strings.TrimSuffix(line, "\r\n"), 16, 64)
		if err != nil {
			return err
		}
		if n == 0 {
			if m.Trailer, err = readFields(r); err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		chunk := make([]byte, n+2)
		got, err := io.ReadFull(r, chunk)
		m.Body += string(chunk[:min(got, int(n))])
		if err != nil {
			return err
		}
	}
}

func withBody(string) bool { return false }

// readAnswer reads the next answer to a request of the method.
func readAnswer(r *bufio.Reader, method string) (wireMessage, error) {
	return readMessage(r, func(line string) bool {
		return method == http.MethodHead || len(line) > 12 && (line[9] == '1' || line[9:12] == "204" || line[9:12] == "304")
	})
}

// serveRaw answers each connection with f, on a port of its own.
func serveRaw(t testing.TB, f func(net.Conn, *bufio.Reader)) *url.URL {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var open sync.WaitGroup
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer c.Close()
				f(c, bufio.NewReader(c))
			})
		}
	})
	t.Cleanup(func() { l.Close(); open.Wait() })
	return &url.URL{Scheme: "http", Host: l.Addr().String()}
}

// A rig is a proxy on a port of its own, with what it recorded.
type rig struct {
	proxy    *proxy.Proxy
	server   *http.Server
	address  string
	recorded chan *harness.Exchange
}

func start(t testing.TB, o proxy.Options) *rig { return startWith(t, o, proxy.Limits{}) }

func startWith(t testing.TB, o proxy.Options, l proxy.Limits) *rig {
	t.Helper()
	r := &rig{recorded: make(chan *harness.Exchange, 1000)}
	if o.Sink == nil {
		o.Sink = func(x *harness.Exchange) { r.recorded <- x }
	}
	p, err := proxy.New(o)
	require.NoError(t, err)
	r.proxy = p
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r.server, r.address = proxy.NewServer(p, l), listener.Addr().String()
	go r.server.Serve(p.Front(listener, l))
	t.Cleanup(func() {
		r.server.Close()
		require.NoError(t, p.Shutdown(context.Background()))
	})
	return r
}

// A caller is one connection to the proxy.
type caller struct {
	net.Conn
	*bufio.Reader
}

func (r *rig) dial(t testing.TB) *caller {
	t.Helper()
	c, err := net.Dial("tcp", r.address)
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	return &caller{c, bufio.NewReader(c)}
}

// say sends text as it is.
func (c *caller) say(t testing.TB, text string) {
	t.Helper()
	_, err := io.WriteString(c.Conn, text)
	require.NoError(t, err)
}

// hear reads the answer to a request of the method.
func (c *caller) hear(t testing.TB, method string) wireMessage {
	t.Helper()
	m, err := readAnswer(c.Reader, method)
	require.NoError(t, err)
	return m
}

// next is the next exchange that the proxy handed over.
func (r *rig) next(t testing.TB) *harness.Exchange {
	t.Helper()
	select {
	case x := <-r.recorded:
		return x
	case <-time.After(10 * time.Second):
		t.Fatal("no exchange was recorded")
		return nil
	}
}

func mustParse(text string) *url.URL {
	u, err := url.Parse(text)
	if err != nil {
		panic(err)
	}
	return u
}
