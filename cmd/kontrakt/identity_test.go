package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// guarded stands before a target and talks TLS with those who show the one certificate
// that it knows: its own, for which the files are given.
func guarded(t *testing.T, before string) (address, cert, key string) {
	t.Helper()
	base, err := url.Parse(before)
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(base) }})
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12, VerifyConnection: func(c tls.ConnectionState) error {
		if !c.PeerCertificates[0].Equal(server.Certificate()) {
			return x509.UnknownAuthorityError{Cert: c.PeerCertificates[0]}
		}
		return nil
	}}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	der, err := x509.MarshalPKCS8PrivateKey(server.TLS.Certificates[0].PrivateKey)
	require.NoError(t, err)
	return server.URL,
		string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func TestATargetThatWantsACertificate(t *testing.T) {
	t.Parallel()
	plain, stubborn := stranger(t)
	foreign, cert, key := guarded(t, plain)
	keyFile := filepath.Join(t.TempDir(), "key.pem")
	require.NoError(t, os.WriteFile(keyFile, []byte(key), 0o600))
	s := defaultCredentials()
	s["cert.pem"], s["kontrakt.yaml"] = cert, "client-cert: cert.pem\nclient-key: "+keyFile+"\ntarget-ca: cert.pem\n"
	quiet := func(o transcript) transcript {
		t.Helper()
		for _, line := range strings.Split(strings.TrimSpace(key), "\n")[1:] {
			assert.NotContains(t, o.Stdout+o.Stderr, line, "the key is in no output")
		}
		return o
	}

	t.Run("doctor, run and cleanup show it", func(t *testing.T) {
		stubborn.Store(true)
		o := quiet(kontrakt(t, s, "doctor", "--target", foreign, "--offline", "--out", t.TempDir()).held(t, conforms))
		assert.Contains(t, o.Stdout, "ok    target         "+foreign+" answers (other)\n")
		o = quiet(kontrakt(t, s, "run", "--target", foreign, "--api", "ecom.v2", "--tags", "@rule:payment-starts-pending", "--quiet"))
		require.Len(t, journalsIn(o.Out), 1)
		stubborn.Store(false)
		o = quiet(kontrakt(t, s, "cleanup", "--target", foreign, "--out", o.Out).held(t, conforms))
		assert.Contains(t, o.Stdout, "cancelled")
	})
	t.Run("a sandbox behind it is one, and what was recorded there is replayed there", func(t *testing.T) {
		box, cert, key := guarded(t, separately(t))
		own := settings{"KONTRAKT_TARGET": box, "KONTRAKT_CLIENT_CERT": cert + key, "KONTRAKT_TARGET_CA": cert}
		o := kontrakt(t, own, "run", "--api", "ecom.v2", "--tags", "@rule:payment-starts-pending", "--format", "har,json", "--quiet").held(t, conforms)
		assert.Equal(t, "sandbox", o.report(t).Run.Environment)
		kontrakt(t, own, "replay", filepath.Join(o.Out, "exchanges.har"), "--out", t.TempDir(), "--quiet").held(t, conforms)
	})
	t.Run("what is wrong is told in one line", func(t *testing.T) {
		for _, tt := range []struct {
			name   string
			args   []string
			status int
			says   string
		}{
			{"none is shown", []string{"--client-cert", "", "--client-key", ""}, unjudged, "hint: does it speak TLS, and does it want a certificate of ours: --client-cert and --client-key?"},
			{"its authority is not known", []string{"--target-ca", ""}, unjudged, "hint: its certificate must verify: --target-ca names the file of the authority's"},
			{"a key without a certificate", []string{"--client-cert", ""}, misused, "client-key: there is no certificate to it, name it with --client-cert"},
			{"a file that is not there", []string{"--client-key", "nowhere.pem"}, misused, "client-key: open nowhere.pem: file does not exist"},
			{"a file that holds something else", []string{"--client-key", "cert.pem"}, misused, "cert.pem holds no private key in PEM"},
			{"a target without TLS", []string{"--target", plain, "--client-cert", "cert.pem"}, misused, "--client-cert: the target is not called over TLS"},
		} {
			t.Run(tt.name, func(t *testing.T) {
				o := quiet(kontrakt(t, s, append([]string{"run", "--target", foreign, "--quiet"}, tt.args...)...).held(t, tt.status))
				assert.Contains(t, o.Stderr, tt.says)
				assert.Equal(t, 2, strings.Count(o.Stderr, "\n"), o.Stderr)
			})
		}
	})
}
