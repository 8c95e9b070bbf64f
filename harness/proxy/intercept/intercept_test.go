package intercept_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/proxy/intercept"
)

// A gate is an interceptor with its servers.
type gate struct {
	*intercept.Interceptor
	authority *intercept.Authority
	// proxy is the forward proxy's URL, tls the TLS listener's address.
	proxy *url.URL
	tls   string

	mu    sync.Mutex
	heard []string
	conns atomic.Int32
}

// open serves an interceptor whose handler gives back what it was sent.
func open(t *testing.T, o intercept.Options) *gate {
	t.Helper()
	g := &gate{authority: authority(t, intercept.Store{Dir: filepath.Join(t.TempDir(), "ca")}, host)}
	o.Authorities = []*intercept.Authority{g.authority}
	o.Next = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		scheme := "http"
		if r.TLS != nil {
			scheme = "https"
		}
		g.heard = append(g.heard, r.Method+" "+scheme+"://"+r.Host+r.URL.Path+" "+r.Proto)
		g.mu.Unlock()
		sent, _ := io.ReadAll(r.Body)
		_, _ = w.Write(sent)
	})
	var err error
	g.Interceptor, err = intercept.New(o)
	require.NoError(t, err)
	inner := &http.Server{Handler: o.Next, ReadHeaderTimeout: time.Minute, ConnState: func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			g.conns.Add(1)
		}
	}}
	go func() { _ = inner.Serve(g.Listener()) }()
	outer := httptest.NewServer(g)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = g.Serve(listener) }()
	t.Cleanup(func() {
		_ = listener.Close()
		outer.Close()
		_ = inner.Close()
		g.Close()
	})
	g.proxy, err = url.Parse(outer.URL)
	require.NoError(t, err)
	g.tls = listener.Addr().String()
	return g
}

func (g *gate) roots() *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AddCert(g.authority.Certificate)
	return roots
}

// client goes through the forward proxy.
func (g *gate) client() *http.Client {
	return &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{Proxy: http.ProxyURL(g.proxy), TLSClientConfig: &tls.Config{RootCAs: g.roots()}}}
}

func (g *gate) said() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.heard...)
}

func posted(t *testing.T, c *http.Client, to string, body []byte) (int, []byte) {
	t.Helper()
	answer, err := c.Post(to, "application/octet-stream", bytes.NewReader(body))
	require.NoError(t, err)
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, got
}

// Either way, what is sent to the host comes to the handler as it is, on
// connections that are kept.
func TestInterceptedHostComesToTheHandler(t *testing.T) {
	t.Parallel()
	g := open(t, intercept.Options{})
	overridden := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: g.roots()},
		ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) { // as /etc/hosts does
			return new(net.Dialer).DialContext(ctx, network, g.tls)
		},
	}}
	body := make([]byte, 1<<20)
	rand.Read(body)
	for name, c := range map[string]*http.Client{"through CONNECT": g.client(), "through the TLS listener": overridden} {
		t.Run(name, func(t *testing.T) {
			before := g.conns.Load()
			for range 3 {
				status, got := posted(t, c, "https://"+host+"/epayment/v1/payments", body)
				assert.Equal(t, http.StatusOK, status)
				assert.True(t, bytes.Equal(body, got), "the same bytes")
			}
			assert.Equal(t, before+1, g.conns.Load(), "one connection for all")
		})
	}
	for _, line := range g.said() {
		assert.Equal(t, "POST https://apitest.vipps.no/epayment/v1/payments HTTP/1.1", line)
	}
	assert.Len(t, g.said(), 6)
	assert.Empty(t, g.Tunnelled())
}

func TestHostIsTheSameHoweverItIsSpelt(t *testing.T) {
	t.Parallel()
	g := open(t, intercept.Options{})
	status, _ := posted(t, g.client(), "https://APITEST.vipps.no/", nil)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, []string{"POST https://APITEST.vipps.no/ HTTP/1.1"}, g.said())
}

// Other hosts are reached as if there were no proxy: with their own
// certificates, and whatever they speak.
func TestOtherHostsAreTunnelled(t *testing.T) {
	t.Parallel()
	other := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "the other") }))
	t.Cleanup(other.Close)
	transport := other.Client().Transport.(*http.Transport).Clone()
	g := open(t, intercept.Options{})
	behind := open(t, intercept.Options{Via: http.ProxyURL(&url.URL{Scheme: "http", User: url.UserPassword("kari", "secret"), Host: g.proxy.Host})})
	strange := open(t, intercept.Options{Via: http.ProxyURL(&url.URL{Scheme: "socks5", Host: "127.0.0.1:1"})})
	for name, by := range map[string]*gate{"directly": g, "through the proxy that the machine has": behind} {
		through := transport.Clone()
		through.Proxy = http.ProxyURL(by.proxy)
		answer, err := (&http.Client{Transport: through}).Get(other.URL)
		require.NoError(t, err, name)
		got, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		assert.Equal(t, "the other", string(got), name)
		assert.Equal(t, []string{other.Listener.Addr().String()}, by.Tunnelled())
		assert.Empty(t, by.said())
		through.CloseIdleConnections()
	}
	transport.Proxy = http.ProxyURL(strange.proxy)
	_, err := (&http.Client{Transport: transport}).Get(other.URL)
	assert.ErrorContains(t, err, "Bad Gateway")
}

// One that ends its side still hears the rest.
func TestTunnelEndsEachWayByItself(t *testing.T) {
	t.Parallel()
	far, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = far.Close() })
	go func() {
		c, err := far.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		all, _ := io.ReadAll(c) // until the caller is done
		_, _ = c.Write(append([]byte("heard "), all...))
	}()
	c, r := connected(t, open(t, intercept.Options{}), far.Addr().String(), "early ")
	_, err = io.WriteString(c, "and late")
	require.NoError(t, err)
	require.NoError(t, c.(*net.TCPConn).CloseWrite())
	got, err := io.ReadAll(r)
	require.NoError(t, err)
	assert.Equal(t, "heard early and late", string(got))
}

// connected opens a tunnel by hand, with bytes that do not wait for the answer.
func connected(t *testing.T, g *gate, to, early string) (net.Conn, *bufio.Reader) {
	t.Helper()
	c, err := net.Dial("tcp", g.proxy.Host)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.SetDeadline(time.Now().Add(20*time.Second)))
	_, err = io.WriteString(c, "CONNECT "+to+" HTTP/1.1\r\nHost: "+to+"\r\n\r\n"+early)
	require.NoError(t, err)
	r := bufio.NewReader(c)
	answer, err := http.ReadResponse(r, &http.Request{Method: http.MethodConnect})
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, answer.StatusCode)
	return c, r
}

func TestCloseEndsTunnels(t *testing.T) {
	t.Parallel()
	far, err := net.Listen("tcp", "127.0.0.1:0") // it accepts and says nothing
	require.NoError(t, err)
	t.Cleanup(func() { _ = far.Close() })
	g := open(t, intercept.Options{})
	_, r := connected(t, g, far.Addr().String(), "")
	g.Close()
	_, err = r.ReadByte()
	assert.True(t, errors.Is(err, io.EOF) || strings.Contains(err.Error(), "reset"), "%v", err)
}

func TestWhatIsNotIntercepted(t *testing.T) {
	t.Parallel()
	shut, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, shut.Close())
	for _, tt := range []struct {
		name         string
		only         bool
		method, to   string
		from         string
		status       int
		says, passed string
	}{
		{name: "all else is refused where that is asked for", only: true, method: "CONNECT", to: "shop.example:443", from: "127.0.0.1:1000", status: 403, says: "--intercept-only refuses all else"},
		{name: "nobody from elsewhere gets through", method: "CONNECT", to: "shop.example:443", from: "192.0.2.1:1000", status: 403, says: "for callers on this machine"},
		{name: "another port is another server", only: true, method: "CONNECT", to: host + ":8443", from: "127.0.0.1:1000", status: 403, says: "is not intercepted"},
		{name: "nobody is there", method: "CONNECT", to: shut.Addr().String(), from: "127.0.0.1:1000", status: 502, says: "no way to"},
		{name: "no port", method: "CONNECT", to: "shop.example", from: "127.0.0.1:1000", status: 400, says: "host:port"},
		{name: "plain HTTP for another host never reaches the target", method: "GET", to: "http://shop.example/secret", from: "127.0.0.1:1000", status: 403, says: "plain HTTP is not passed on"},
		{name: "plain HTTP for the host does", method: "GET", to: "http://" + host + "/a", from: "127.0.0.1:1000", status: 200, passed: "GET http://apitest.vipps.no/a HTTP/1.1"},
		{name: "what is sent to the proxy itself does too", method: "GET", to: "/a", from: "127.0.0.1:1000", status: 200, passed: "GET http://example.com/a HTTP/1.1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := open(t, intercept.Options{Only: tt.only})
			q := httptest.NewRequest(tt.method, tt.to, nil)
			q.RemoteAddr = tt.from
			w := httptest.NewRecorder()
			g.ServeHTTP(w, q)
			assert.Equal(t, tt.status, w.Code)
			assert.Contains(t, w.Body.String(), tt.says)
			if tt.passed == "" {
				assert.Empty(t, g.said())
			} else {
				assert.Equal(t, []string{tt.passed}, g.said())
			}
		})
	}
}

// A client that does not know the authority is told of, once; one that asks for
// another host gets nothing.
func TestHandshakesThatFail(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var told []string
	g := open(t, intercept.Options{Distrusted: func(host string, err error) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, host+": "+err.Error())
	}})
	for range 3 {
		_, err := tls.Dial("tcp", g.tls, &tls.Config{ServerName: host, RootCAs: x509.NewCertPool()})
		assert.ErrorContains(t, err, "certificate")
	}
	_, err := tls.Dial("tcp", g.tls, &tls.Config{ServerName: "bank.example", RootCAs: g.roots()})
	assert.ErrorContains(t, err, "remote error")
	assert.Eventually(t, func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(told) == 1 && strings.HasPrefix(told[0], host+": tls: ")
	}, 10*time.Second, 5*time.Millisecond, "%v", told)
	status, _ := posted(t, g.client(), "https://"+host+"/", nil)
	assert.Equal(t, http.StatusOK, status, "others are still served")
	mu.Lock()
	defer mu.Unlock()
	assert.Len(t, told, 1)
}

// Not every alert can be read.
func TestCurlThatDoesNotTrustIsToldOf(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("no curl here")
	}
	told := make(chan string, 1)
	g := open(t, intercept.Options{Distrusted: func(host string, _ error) { told <- host }})
	roots := filepath.Join(t.TempDir(), "other.pem")
	require.NoError(t, os.WriteFile(roots, authority(t, intercept.Store{Dir: t.TempDir()}, host).PEM(), 0o600))
	assert.Error(t, exec.CommandContext(t.Context(), path, "--silent", "--noproxy", "", "--proxy", g.proxy.String(), "--cacert", roots, "https://"+host+"/").Run())
	select {
	case said := <-told:
		assert.Equal(t, host, said)
	case <-time.After(10 * time.Second):
		t.Fatal("nobody is told")
	}
}

// What is shown is good for a day, and for the host.
func TestCertificateIsShortLived(t *testing.T) {
	t.Parallel()
	g := open(t, intercept.Options{})
	c, err := tls.Dial("tcp", g.tls, &tls.Config{ServerName: host, RootCAs: g.roots()})
	require.NoError(t, err)
	defer c.Close()
	state := c.ConnectionState()
	leaf := state.PeerCertificates[0]
	assert.Len(t, state.PeerCertificates, 1, "the authority is not sent: who does not have it has no use for it")
	assert.Equal(t, []string{host}, leaf.DNSNames)
	assert.False(t, leaf.IsCA)
	assert.LessOrEqual(t, leaf.NotAfter.Sub(leaf.NotBefore), 25*time.Hour)
	assert.GreaterOrEqual(t, state.Version, uint16(tls.VersionTLS12))
}

func TestNewWantsAHost(t *testing.T) {
	t.Parallel()
	_, err := intercept.New(intercept.Options{})
	assert.ErrorContains(t, err, "no host")
}
