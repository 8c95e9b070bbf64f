package intercept_test

import (
	"bytes"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/proxy/intercept"
)

// led makes the environment of a command whose own one has these variables.
func (g *gate) led(t *testing.T, own map[string]string) map[string]string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a folder with blanks")
	require.NoError(t, os.Mkdir(dir, 0o700))
	all, err := intercept.Setting{
		Authorities: []*intercept.Authority{g.authority}, Proxy: g.proxy.Host, TLS: g.tls, Dir: dir,
		Lookup:   func(name string) (string, bool) { v, ok := own[name]; return v, ok },
		ReadFile: os.ReadFile,
	}.Environment()
	require.NoError(t, err)
	variables := map[string]string{}
	for _, v := range all {
		name, value, _ := strings.Cut(v, "=")
		assert.NotContains(t, variables, name, "twice")
		variables[name] = value
	}
	return variables
}

// command runs a program in such an environment.
func (g *gate) command(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("no " + name + " here")
	}
	c := exec.CommandContext(t.Context(), path, args...)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	for name, value := range g.led(t, nil) {
		c.Env = append(c.Env, name+"="+value)
	}
	said, err := c.CombinedOutput()
	require.NoError(t, err, "%s", said)
	return string(said)
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	g := open(t, intercept.Options{})
	other := authority(t, intercept.Store{Dir: filepath.Join(t.TempDir(), "ca")}, "bank.example.com")
	own := filepath.Join(t.TempDir(), "own.pem")
	require.NoError(t, os.WriteFile(own, append([]byte("a remark\n"), other.PEM()...), 0o600))
	v := g.led(t, map[string]string{
		"NO_PROXY": "intern.example, .vipps.no,127.0.0.1,*,apitest.vipps.no:443", "NODE_OPTIONS": "--enable-source-maps", "JAVA_TOOL_OPTIONS": "-Xmx64m",
		"REQUESTS_CA_BUNDLE": own, "NODE_EXTRA_CA_CERTS": own, "SSL_CERT_FILE": "/nothing/here",
	})
	assert.Equal(t, g.proxy.String(), v["HTTPS_PROXY"])
	assert.Equal(t, v["HTTPS_PROXY"], v["https_proxy"])
	assert.Equal(t, "localhost,127.0.0.1,::1,intern.example", v["NO_PROXY"], "nothing leads around the proxy to the host")
	assert.Equal(t, v["NO_PROXY"], v["no_proxy"])
	assert.True(t, strings.HasPrefix(v["NODE_OPTIONS"], `--enable-source-maps --require "/`), v["NODE_OPTIONS"])
	assert.True(t, strings.HasPrefix(v["JAVA_TOOL_OPTIONS"], "-Xmx64m -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort="+g.proxy.Port()+` "-Djavax.net.ssl.trustStore=/`), v["JAVA_TOOL_OPTIONS"])
	assert.NotContains(t, v, "HTTP_PROXY", "plain HTTP is none of our business")

	for _, name := range []string{"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "DENO_CERT"} {
		data, err := os.ReadFile(v[name])
		require.NoError(t, err, name)
		assert.Equal(t, 1, bytes.Count(data, g.authority.PEM()), name)
		assert.Equal(t, 1, bytes.Count(data, other.PEM()), "%s: what was trusted is trusted", name)
		assert.NotContains(t, string(data), "PRIVATE")
	}
	extra, err := os.ReadFile(v["NODE_EXTRA_CA_CERTS"])
	require.NoError(t, err)
	assert.Equal(t, 2, bytes.Count(extra, []byte("BEGIN CERTIFICATE")), "Node has roots of its own")
	if system, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt"); err == nil {
		all, err := os.ReadFile(v["SSL_CERT_FILE"])
		require.NoError(t, err)
		block, _ := pem.Decode(system)
		assert.Contains(t, string(all), string(pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes})))
	}
}

func TestEnvironmentWithNothingAround(t *testing.T) {
	t.Parallel()
	g := open(t, intercept.Options{})
	none := func(string) ([]byte, error) { return nil, errors.New("no file") }
	lookup := func(string) (string, bool) { return "", false }
	s := intercept.Setting{Authorities: []*intercept.Authority{g.authority}, Proxy: g.proxy.Host, TLS: g.tls, Dir: t.TempDir(), Lookup: lookup, ReadFile: none}
	_, err := s.Environment()
	require.NoError(t, err)
	roots, err := os.ReadFile(filepath.Join(s.Dir, "roots.pem"))
	require.NoError(t, err)
	assert.Equal(t, g.authority.PEM(), roots)
	s.Dir = filepath.Join(s.Dir, "not", "there")
	_, err = s.Environment()
	assert.ErrorContains(t, err, "prepare the command's environment")
	s.Dir, s.TLS = t.TempDir(), "nowhere"
	_, err = s.Environment()
	assert.Error(t, err)
}

// Programs of other people are led here by the environment alone.
func TestProgramsAreLedHere(t *testing.T) {
	t.Parallel()
	const url, body = "https://" + host + "/a", `{"amount": 9007199254740993}`
	t.Run("curl", func(t *testing.T) {
		t.Parallel()
		g := open(t, intercept.Options{})
		assert.Equal(t, body, g.command(t, "curl", "--silent", "--show-error", "--data", body, url))
		assert.Equal(t, []string{"POST https://apitest.vipps.no/a HTTP/1.1"}, g.said())
	})
	t.Run("Python", func(t *testing.T) {
		t.Parallel()
		g := open(t, intercept.Options{})
		assert.Equal(t, body+"\n", g.command(t, "python3", "-c",
			"import urllib.request\nprint(urllib.request.urlopen('"+url+"', data=b'"+body+"').read().decode())"))
	})
	t.Run("OpenSSL", func(t *testing.T) {
		t.Parallel()
		g := open(t, intercept.Options{})
		said := g.command(t, "openssl", "s_client", "-proxy", g.proxy.Host, "-connect", host+":443", "-servername", host, "-verify_hostname", host, "-verify_return_error", "-brief")
		assert.Contains(t, said, "Verification: OK")
	})
	t.Run("Java's keytool", func(t *testing.T) {
		t.Parallel()
		g := open(t, intercept.Options{})
		said := g.command(t, "sh", "-c", `command -v keytool >/dev/null || exit 0; unset JAVA_TOOL_OPTIONS; exec keytool -list -keystore "$(dirname "$SSL_CERT_FILE")/roots.jks" -storepass changeit`)
		if said == "" {
			t.Skip("no keytool here")
		}
		assert.Contains(t, said, "trustedCertEntry")
		assert.Contains(t, said, "kontrakt-0")
	})
}

// Node is led here whichever way it calls, and nowhere else.
func TestNodeIsLedHere(t *testing.T) {
	t.Parallel()
	g := open(t, intercept.Options{})
	other := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "the other") }))
	t.Cleanup(other.Close)
	script := filepath.Join(t.TempDir(), "call.mjs")
	require.NoError(t, os.WriteFile(script, []byte(`
import https from "node:https";
import tls, { connect } from "node:tls";
const host = "apitest.vipps.no";
console.log("fetch", await (await fetch("https://" + host + "/fetch", { method: "POST", body: "honey" })).text());
await new Promise((done, broken) => {
  const q = https.request("https://APITEST.vipps.no/https", { method: "POST", agent: new https.Agent({ keepAlive: false }) }, (a) => { a.resume(); a.on("end", done); });
  q.on("error", broken);
  q.end("honey");
});
const raw = (make) => new Promise((done, broken) => {
  const c = make(() => c.write("GET /tls HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"));
  c.on("error", broken); c.on("end", done); c.resume();
});
await raw((cb) => connect(443, host, cb));
await raw((cb) => tls.connect(443, host, { servername: host }, cb));
await raw((cb) => tls.connect({ host, port: 443, servername: host }, cb));
https.get("`+other.URL+`", { rejectUnauthorized: false }, (a) => { a.on("data", (text) => console.log(String(text))); });
`), 0o600))
	said := g.command(t, "node", script)
	assert.Contains(t, said, "fetch honey")
	assert.Contains(t, said, "the other")
	assert.Equal(t, []string{
		"POST https://apitest.vipps.no/fetch HTTP/1.1", "POST https://apitest.vipps.no/https HTTP/1.1",
		"GET https://apitest.vipps.no/tls HTTP/1.1", "GET https://apitest.vipps.no/tls HTTP/1.1", "GET https://apitest.vipps.no/tls HTTP/1.1",
	}, g.said())
	assert.Empty(t, g.Tunnelled(), "what is sent elsewhere goes there directly")
}
