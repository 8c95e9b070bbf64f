package config_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/config"
)

func block(t *testing.T, kind string, der []byte, err error) string {
	t.Helper()
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func TestATargetIsShownACertificateWithItsKey(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(nil)
	t.Cleanup(server.Close)
	cert := block(t, "CERTIFICATE", server.Certificate().Raw, nil)
	der, err := x509.MarshalPKCS8PrivateKey(server.TLS.Certificates[0].PrivateKey)
	key := block(t, "PRIVATE KEY", der, err)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err = x509.MarshalECPrivateKey(other)
	another := block(t, "EC PRIVATE KEY", der, err)
	locked := strings.NewReplacer("PRIVATE KEY-----\n", "RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n").Replace(key)

	after, before := server.Certificate().NotAfter.Add(time.Second), server.Certificate().NotBefore.Add(-time.Second)
	tests := []struct {
		name, cert, key string
		now             time.Time
		want            string
	}{
		{name: "both, in two files", cert: cert, key: key},
		{name: "both, in one file", cert: key + cert, key: key + cert},
		{name: "no certificate", cert: key, key: key, want: "c.pem holds no certificate in PEM"},
		{name: "an empty file", key: key, want: "c.pem holds no certificate in PEM"},
		{name: "a certificate that is none", cert: block(t, "CERTIFICATE", []byte("x"), nil), key: key, want: "the certificate in c.pem cannot be read"},
		{name: "no key", cert: cert, key: cert, want: "k.pem holds no private key in PEM"},
		{name: "a key that is none", cert: cert, key: block(t, "PRIVATE KEY", []byte("x"), nil), want: "the private key in k.pem cannot be read, or is not that of the certificate in c.pem"},
		{name: "another's key", cert: cert, key: another, want: "the private key in k.pem cannot be read, or is not that of the certificate in c.pem"},
		{name: "a key with a passphrase", cert: cert, key: block(t, "ENCRYPTED PRIVATE KEY", []byte("x"), nil), want: "the private key in k.pem is encrypted, and nobody is asked for a passphrase"},
		{name: "a key with a passphrase, of old", cert: cert, key: locked, want: "the private key in k.pem is encrypted, and nobody is asked for a passphrase"},
		{name: "one that has expired", cert: cert, key: key, now: after, want: "the certificate in c.pem has expired (" + server.Certificate().NotAfter.Format(time.RFC3339) + ")"},
		{name: "one that is for later", cert: cert, key: key, now: before, want: "the certificate in c.pem holds from " + server.Certificate().NotBefore.Format(time.RFC3339) + " on"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := tt.now
			if now.IsZero() {
				now = server.Certificate().NotBefore.Add(time.Hour)
			}
			got, err := config.Identity(config.PEM{Name: "c.pem", Text: []byte(tt.cert)}, config.PEM{Name: "k.pem", Text: []byte(tt.key)}, now)
			if tt.want != "" {
				require.EqualError(t, err, tt.want)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, server.Certificate().Raw, got.Leaf.Raw)
		})
	}
}

func TestAuthoritiesOfAFileAreBelieved(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(nil)
	t.Cleanup(server.Close)
	at := x509.VerifyOptions{CurrentTime: server.Certificate().NotBefore}
	pool, err := config.Authorities(config.PEM{Name: "ca.pem", Text: []byte(block(t, "CERTIFICATE", server.Certificate().Raw, nil))})
	require.NoError(t, err)
	_, err = server.Certificate().Verify(at)
	require.Error(t, err, "the system's alone do not know it")
	at.Roots = pool
	_, err = server.Certificate().Verify(at)
	require.NoError(t, err)
	_, err = config.Authorities(config.PEM{Name: "ca.pem", Text: []byte(block(t, "PRIVATE KEY", []byte("x"), nil))})
	require.EqualError(t, err, "ca.pem holds no certificate in PEM")
}

func TestAPEMIsAFileOrItsText(t *testing.T) {
	t.Parallel()
	read := func(name string) ([]byte, error) {
		if name == "key.pem" {
			return []byte("it"), nil
		}
		return nil, errors.New("open " + name + ": no such file or directory")
	}
	file, err := config.ReadPEM("client-key", "key.pem", read)
	require.NoError(t, err)
	assert.Equal(t, config.PEM{Name: "key.pem", Text: []byte("it")}, file)

	text := "\n-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n"
	file, err = config.ReadPEM("client-key", text, read)
	require.NoError(t, err)
	assert.Equal(t, text, string(file.Text))
	assert.Equal(t, "the text of client-key", file.Name, "messages must not hold it")

	_, err = config.ReadPEM("client-key", "nowhere.pem", read)
	require.EqualError(t, err, "client-key: open nowhere.pem: no such file or directory")
}
