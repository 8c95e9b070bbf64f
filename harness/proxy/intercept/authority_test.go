package intercept_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io/fs"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/proxy/intercept"
)

const host = "apitest.vipps.no"

func authority(t *testing.T, s intercept.Store, host string) *intercept.Authority {
	t.Helper()
	a, _, err := s.Authority(host)
	require.NoError(t, err)
	return a
}

// keyOf reads the authority's key as a thief would.
func keyOf(t *testing.T, s intercept.Store, host string) crypto.Signer {
	t.Helper()
	data, err := os.ReadFile(s.KeyFile(host))
	require.NoError(t, err)
	block, _ := pem.Decode(data)
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	require.NoError(t, err)
	return key.(crypto.Signer)
}

// What an authority signs is good for its host and for nothing else, whoever
// has its key.
func TestAuthorityIsGoodForItsHostAlone(t *testing.T) {
	t.Parallel()
	store := intercept.Store{Dir: filepath.Join(t.TempDir(), "ca")}
	a, key := authority(t, store, host), keyOf(t, store, host)
	roots := x509.NewCertPool()
	roots.AddCert(a.Certificate)
	for _, tt := range []struct {
		name string
		leaf x509.Certificate
		asks string
		want string
	}{
		{"the host", x509.Certificate{DNSNames: []string{host}}, host, ""},
		{"another host", x509.Certificate{DNSNames: []string{"bank.example"}}, "bank.example", "not permitted by any constraint"},
		{"another host beside it", x509.Certificate{DNSNames: []string{host, "bank.example"}}, host, "not permitted by any constraint"},
		{"one that ends alike", x509.Certificate{DNSNames: []string{"not" + host}}, "not" + host, "not permitted by any constraint"},
		{"the domain above", x509.Certificate{DNSNames: []string{"vipps.no"}}, "vipps.no", "not permitted by any constraint"},
		{"all of the domain above", x509.Certificate{DNSNames: []string{"*.vipps.no"}}, "api.vipps.no", "not permitted by any constraint"},
		{"an address", x509.Certificate{IPAddresses: []net.IP{net.IPv4(192, 0, 2, 1)}}, "192.0.2.1", "excluded by constraint"},
		{"an address of version 6", x509.Certificate{IPAddresses: []net.IP{net.ParseIP("2001:db8::1")}}, "2001:db8::1", "excluded by constraint"},
		{"somebody's mail", x509.Certificate{DNSNames: []string{host}, EmailAddresses: []string{"kari@shop.example"}}, host, "not permitted by any constraint"},
		{"a resource elsewhere", x509.Certificate{DNSNames: []string{host}, URIs: []*url.URL{{Scheme: "https", Host: "bank.example"}}}, host, "not permitted by any constraint"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := signed(t, tt.leaf, a.Certificate, key).Verify(x509.VerifyOptions{Roots: roots, DNSName: tt.asks})
			if tt.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, tt.want)
		})
	}
	t.Run("another purpose", func(t *testing.T) {
		t.Parallel()
		_, err := signed(t, x509.Certificate{DNSNames: []string{host}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}, a.Certificate, key).
			Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
		assert.ErrorContains(t, err, "incompatible key usage")
	})
	t.Run("an authority below it", func(t *testing.T) {
		t.Parallel()
		own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(t, err)
		below := signedFor(t, x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, own, a.Certificate, key)
		between := x509.NewCertPool()
		between.AddCert(below)
		_, err = signed(t, x509.Certificate{DNSNames: []string{host}}, below, own).Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: host})
		assert.ErrorContains(t, err, "too many intermediates")
	})
}

func signed(t *testing.T, leaf x509.Certificate, parent *x509.Certificate, key crypto.Signer) *x509.Certificate {
	t.Helper()
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	return signedFor(t, leaf, own, parent, key)
}

func signedFor(t *testing.T, leaf x509.Certificate, own crypto.Signer, parent *x509.Certificate, key crypto.Signer) *x509.Certificate {
	t.Helper()
	leaf.SerialNumber, leaf.Subject = big.NewInt(7), pkix.Name{CommonName: "a thief's"}
	leaf.NotBefore, leaf.NotAfter = time.Now().Add(-time.Minute), time.Now().Add(time.Hour)
	if leaf.ExtKeyUsage == nil {
		leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	}
	der, err := x509.CreateCertificate(rand.Reader, &leaf, parent, own.Public(), key)
	require.NoError(t, err)
	made, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return made
}

func TestStoreKeepsAnAuthority(t *testing.T) {
	t.Parallel()
	store := intercept.Store{Dir: filepath.Join(t.TempDir(), "settings", "ca")}
	first, fresh, err := store.Authority(host)
	require.NoError(t, err)
	assert.True(t, fresh)
	again, fresh, err := store.Authority(host)
	require.NoError(t, err)
	assert.False(t, fresh)
	assert.Equal(t, first.PEM(), again.PEM())

	if runtime.GOOS != "windows" {
		for name, mode := range map[string]fs.FileMode{store.KeyFile(host): 0o600, store.CertificateFile(host): 0o644, store.Dir: 0o700} {
			info, err := os.Stat(name)
			require.NoError(t, err)
			assert.Equal(t, mode, info.Mode().Perm(), name)
		}
	}
	certificate, err := os.ReadFile(store.CertificateFile(host))
	require.NoError(t, err)
	assert.Equal(t, first.PEM(), certificate)
	assert.NotContains(t, string(certificate), "PRIVATE")

	other := authority(t, store, "api.vipps.no")
	assert.NotEqual(t, first.Certificate.PublicKey, other.Certificate.PublicKey, "each host has an authority of its own")
	entries, err := os.ReadDir(store.Dir)
	require.NoError(t, err)
	assert.Len(t, entries, 4, "nothing half-written is left")
}

// Whoever starts at the same time gets the same authority.
func TestStoreMakesOneAuthority(t *testing.T) {
	t.Parallel()
	store := intercept.Store{Dir: filepath.Join(t.TempDir(), "ca")}
	const many = 16
	var all sync.WaitGroup
	made, made1 := make([]string, many), make([]bool, many)
	for i := range many {
		all.Go(func() {
			a, fresh, err := store.Authority(host)
			if assert.NoError(t, err) {
				made[i], made1[i] = string(a.PEM()), fresh
			}
		})
	}
	all.Wait()
	count := 0
	for i := range many {
		assert.Equal(t, made[0], made[i])
		if made1[i] {
			count++
		}
	}
	assert.Equal(t, 1, count, "one of them made it")
}

func TestStoreRefusesWhatItCannotTrust(t *testing.T) {
	t.Parallel()
	open := func(t *testing.T) (intercept.Store, []byte) {
		store := intercept.Store{Dir: filepath.Join(t.TempDir(), "ca")}
		authority(t, store, host)
		data, err := os.ReadFile(store.KeyFile(host))
		require.NoError(t, err)
		return store, data
	}
	t.Run("a key that others can read", func(t *testing.T) {
		t.Parallel()
		if runtime.GOOS == "windows" {
			t.Skip("no such modes here")
		}
		store, _ := open(t)
		require.NoError(t, os.Chmod(store.KeyFile(host), 0o640))
		_, _, err := store.Authority(host)
		assert.ErrorContains(t, err, "others may read the key in "+store.KeyFile(host))
	})
	for name, spoil := range map[string]func([]byte) []byte{
		"half a file":    func(data []byte) []byte { return data[:len(data)/3] },
		"no certificate": func(data []byte) []byte { return data[:strings.Index(string(data), "-----BEGIN CERT")] },
		"something else": func([]byte) []byte { return []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n") },
		"nothing":        func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, data := open(t)
			require.NoError(t, os.WriteFile(store.KeyFile(host), spoil(data), 0o600))
			_, _, err := store.Authority(host)
			require.ErrorContains(t, err, store.KeyFile(host))
			assert.NotContains(t, err.Error(), "PRIVATE")
		})
	}
	t.Run("the authority of another host", func(t *testing.T) {
		t.Parallel()
		store, data := open(t)
		require.NoError(t, os.WriteFile(store.KeyFile("bank.example.com"), data, 0o600))
		_, _, err := store.Authority("bank.example.com")
		assert.ErrorContains(t, err, "is not constrained to bank.example.com")
	})
	t.Run("names that are no host's", func(t *testing.T) {
		t.Parallel()
		for _, name := range []string{"", "vipps", "127.0.0.1", "::1", "../key", "a..b", "Apitest.vipps.no", "*.vipps.no", "api.vipps.no:443", "-a.no", "a/b.no", strings.Repeat("a.", 127) + "no"} {
			_, _, err := intercept.Store{Dir: t.TempDir()}.Authority(name)
			assert.Error(t, err, name)
		}
	})
	t.Run("a folder that cannot be", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(file, nil, 0o600))
		_, _, err := intercept.Store{Dir: filepath.Join(file, "ca")}.Authority(host)
		assert.ErrorContains(t, err, "the authority for "+host)
	})
}

// An authority ends after a year; there is a new one before that.
func TestStoreReplacesAnAuthorityThatEnds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	store := intercept.Store{Dir: filepath.Join(t.TempDir(), "ca"), Now: func() time.Time { return now }}
	first := authority(t, store, host)
	now = now.AddDate(0, 11, 0)
	same, fresh, err := store.Authority(host)
	require.NoError(t, err)
	assert.False(t, fresh)
	assert.Equal(t, first.PEM(), same.PEM())
	now = first.Certificate.NotAfter.Add(-time.Hour)
	next, fresh, err := store.Authority(host)
	require.NoError(t, err)
	assert.True(t, fresh)
	assert.True(t, next.Certificate.NotAfter.After(now.AddDate(0, 11, 0)))
	again, fresh, err := store.Authority(host)
	require.NoError(t, err)
	assert.False(t, fresh)
	assert.Equal(t, next.PEM(), again.PEM())
}
