package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// defaultCredentials are those that every sandbox's first merchant has.
func defaultCredentials() settings {
	return settings{
		"KONTRAKT_CLIENT_ID": "11111111-2222-4333-8444-555555555555", "KONTRAKT_CLIENT_SECRET": "c2FuZGJveC1zZWNyZXQtMDE=",
		"KONTRAKT_SUBSCRIPTION_KEY": "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d", "KONTRAKT_MSN": "123456",
	}
}

// stranger is a target that does not say it is a sandbox, and gives nothing up while
// it is stubborn.
func stranger(t *testing.T) (address string, stubborn *atomic.Bool) {
	t.Helper()
	box, err := url.Parse(separately(t))
	require.NoError(t, err)
	stubborn = new(atomic.Bool)
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(box) }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/__sandbox"):
			http.NotFound(w, r)
		case stubborn.Load() && r.Method == http.MethodPut:
			w.WriteHeader(http.StatusBadGateway)
		default:
			forward.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, stubborn
}

func TestCleanupGivesUpWhatARunHasLeft(t *testing.T) {
	t.Parallel()
	address, stubborn := stranger(t)
	stubborn.Store(true)
	o := kontrakt(t, defaultCredentials(), "run", "--target", address, "--api", "ecom.v2", "--tags", "@rule:payment-starts-pending", "--quiet")
	assert.Contains(t, o.Stderr, "left on the target; the last: ")
	assert.Contains(t, o.Stderr, "kontrakt: hint: kontrakt cleanup --target "+address+" gives up what it can, later")
	names := journalsIn(o.Out)
	require.Len(t, names, 1)
	info, err := os.Stat(names[0])
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	clean := func(s settings, args ...string) transcript {
		return kontrakt(t, s, append([]string{"cleanup"}, args...)...)
	}
	t.Run("a sandbox of ours did not make it", func(t *testing.T) {
		got := clean(nil, "--out", o.Out).held(t, misused)
		assert.Contains(t, got.Stderr, "kontrakt: hint: kontrakt cleanup --target "+address)
	})
	t.Run("without credentials nothing is sent", func(t *testing.T) {
		clean(nil, "--target", address, "--out", o.Out).held(t, misused)
	})
	t.Run("another target is not given what is not its own", func(t *testing.T) {
		other, _ := stranger(t)
		got := clean(defaultCredentials(), "--target", other, "--out", o.Out).held(t, unjudged)
		assert.Contains(t, got.Stdout, "made at "+address)
	})
	t.Run("what the target does not give up stays in the journal", func(t *testing.T) {
		got := clean(defaultCredentials(), "--target", address, "--out", o.Out).held(t, unjudged)
		assert.Regexp(t, `(?m)^kept +ecom\.v2 payment kontrakt-\S+: cancel: refused with status 502`, got.Stdout)
		assert.FileExists(t, names[0])
	})
	stubborn.Store(false)
	t.Run("a later run says that there is something", func(t *testing.T) {
		again := kontrakt(t, defaultCredentials(), "run", "--target", address, "--api", "ecom.v2", "--tags", "@rule:payment-starts-pending", "--out", o.Out)
		assert.Contains(t, again.Stderr, "an earlier run left something on its target: kontrakt cleanup gives it up ("+names[0]+")")
		assert.Equal(t, names, journalsIn(o.Out), "its own journal is gone")
	})
	t.Run("then it is given up, and there is nothing left", func(t *testing.T) {
		got := clean(defaultCredentials(), "--target", address, names[0]).held(t, conforms)
		assert.Regexp(t, `(?m)^cancelled +ecom\.v2 payment kontrakt-`, got.Stdout)
		assert.NoFileExists(t, names[0])
		assert.Equal(t, "nothing is left to give up\n", clean(defaultCredentials(), "--target", address, "--out", o.Out).held(t, conforms).Stdout)
	})
	t.Run("a file that is no journal is left as it is", func(t *testing.T) {
		name := filepath.Join(o.Out, "report.json")
		before, err := os.ReadFile(name)
		require.NoError(t, err)
		got := clean(defaultCredentials(), "--target", address, name).held(t, misused)
		assert.Contains(t, got.Stderr, "report.json:2: not a line of a journal")
		after, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.Equal(t, before, after)
		clean(nil, filepath.Join(o.Out, "nobody.jsonl")).held(t, misused)
	})
}
