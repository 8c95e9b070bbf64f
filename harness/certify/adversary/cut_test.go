package adversary_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify/adversary"
)

// A Go client repeats a call itself where a kept connection breaks; this one
// keeps none.
func post(t *testing.T, url, key, body string) (string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Idempotency-Key", key)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

func TestAConnectionBreaksOnce(t *testing.T) {
	t.Parallel()
	for moment, done := range map[adversary.Moment]int64{adversary.BeforeSent: 0, adversary.AfterSent: 0, adversary.AfterDone: 1, adversary.WithinAnswer: 1} {
		t.Run(string(moment), func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int64
			var a adversary.Adversary
			server := httptest.NewServer(a.Before(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				assert.NoError(t, err)
				assert.Equal(t, "body", string(body))
				calls.Add(1)
				w.WriteHeader(http.StatusCreated)
				_, _ = io.WriteString(w, "the answer")
			})))
			t.Cleanup(server.Close)
			at := server.URL + "/payments/a/capture"
			c := a.Break("/payments/a/capture", moment)
			text, err := post(t, server.URL+"/payments/b/capture", "1", "body")
			require.NoError(t, err, "another path")
			assert.Equal(t, "the answer", text)
			assert.False(t, c.Happened())
			require.Error(t, c.Repeated())
			assert.False(t, c.Again())

			text, err = post(t, at, "1", "body")
			require.Error(t, err)
			assert.True(t, c.Happened())
			assert.Equal(t, 1+done, calls.Load(), "what the API has done")
			if moment == adversary.WithinAnswer {
				assert.Equal(t, "the a", text)
			} else {
				assert.Empty(t, text)
			}

			assert.False(t, c.Again())

			text, err = post(t, at, "1", "body")
			require.NoError(t, err)
			assert.Equal(t, "the answer", text)
			assert.True(t, c.Again())
			require.NoError(t, c.Repeated())
			_, err = post(t, at, "2", "body")
			require.NoError(t, err)
			require.ErrorContains(t, c.Repeated(), "another idempotency key")
		})
	}
}

func TestWhatComesAgainIsTheSame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name       string
		moment     adversary.Moment
		key, again string
		wrong      string
	}{
		{"the same", adversary.AfterSent, "1", `{"reference":"a"}`, ""},
		{"another key", adversary.AfterSent, "2", `{"reference":"a"}`, "another idempotency key"},
		{"another body", adversary.AfterSent, "1", `{"reference":"b"}`, "another body"},
		{"another call", adversary.AfterSent, "2", `{"reference":"b"}`, ""},
		{"another key before anybody has the body", adversary.BeforeSent, "2", `{"amount":1}`, "another idempotency key"},
		{"another payment before anybody has the body", adversary.BeforeSent, "2", `{"reference":"b"}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var a adversary.Adversary
			server := httptest.NewServer(a.Before(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
			t.Cleanup(server.Close)
			c := a.Break("/payments", tt.moment)
			_, err := post(t, server.URL+"/payments", "1", `{"reference":"a"}`)
			require.Error(t, err)
			_, err = post(t, server.URL+"/payments", tt.key, tt.again)
			require.NoError(t, err)
			if tt.wrong == "" {
				assert.NoError(t, c.Repeated())
			} else {
				assert.ErrorContains(t, c.Repeated(), tt.wrong)
			}
		})
	}
}

// eCom has another name for the key, and cancels with PUT.
func TestConnectionsToECom(t *testing.T) {
	t.Parallel()
	var a adversary.Adversary
	server := httptest.NewServer(a.Before(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
	t.Cleanup(server.Close)
	c := a.Break("/order/cancel", adversary.AfterSent)
	put := func(method, key string) error {
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+"/order/cancel", strings.NewReader("{}"))
		require.NoError(t, err)
		r.Header.Set("X-Request-Id", key)
		answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
		if err == nil {
			err = answer.Body.Close()
		}
		return err
	}
	require.NoError(t, put(http.MethodGet, "1"), "who asks is answered")
	require.Error(t, put(http.MethodPut, "1"))
	require.NoError(t, put(http.MethodPut, "1"))
	require.NoError(t, c.Repeated())
	require.NoError(t, put(http.MethodPut, "2"))
	require.ErrorContains(t, c.Repeated(), "another idempotency key")
}

func TestNothingBreaksAnyMore(t *testing.T) {
	t.Parallel()
	var a adversary.Adversary
	server := httptest.NewServer(a.Before(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
	t.Cleanup(server.Close)
	a.Break("/payments", adversary.AfterDone)
	a.Mend()
	_, err := post(t, server.URL+"/payments", "1", "{}")
	require.NoError(t, err)
}

func TestWhatTheAPIHasMadeIsCounted(t *testing.T) {
	t.Parallel()
	made := 0
	var a adversary.Adversary
	server := httptest.NewServer(a.Before(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Idempotency-Key") == "refused" {
			w.WriteHeader(http.StatusConflict)
			return
		}
		if r.Header.Get("Idempotency-Key") != "1" || made == 0 {
			made++
		}
		_, _ = fmt.Fprintf(w, `{"made":%d}`, made)
	})))
	t.Cleanup(server.Close)
	c := a.Break("/agreements", adversary.AfterDone)
	assert.Zero(t, c.Effects())
	_, err := post(t, server.URL+"/agreements", "1", "{}")
	require.Error(t, err)
	assert.Equal(t, 1, c.Effects(), "though nobody heard of it")
	for key, want := range map[string]string{"refused": "", "1": `{"made":1}`} {
		text, err := post(t, server.URL+"/agreements", key, "{}")
		require.NoError(t, err)
		assert.Equal(t, want, text)
	}
	assert.Equal(t, 1, c.Effects(), "what is told again, or refused, is nothing new")
	_, err = post(t, server.URL+"/agreements/", "2", "{}")
	require.NoError(t, err)
	assert.Equal(t, 2, c.Effects())
}

func TestAConnectionBreaksForOneMethod(t *testing.T) {
	t.Parallel()
	var a adversary.Adversary
	server := httptest.NewServer(a.Before(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })))
	t.Cleanup(server.Close)
	c := a.BreakCall(http.MethodDelete, "/charges/1", adversary.WithinAnswer)
	_, err := post(t, server.URL+"/charges/1", "1", "{}")
	require.NoError(t, err)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for broken := range 2 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, server.URL+"/charges/1", nil)
		require.NoError(t, err)
		r.Header.Set("X-Request-Id", strconv.Itoa(broken))
		answer, err := client.Do(r)
		if broken == 0 {
			require.Error(t, err, "an answer without a body breaks off before it")
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, http.StatusNoContent, answer.StatusCode)
		require.NoError(t, answer.Body.Close())
	}
	assert.ErrorContains(t, c.Repeated(), "DELETE /charges/1 was sent again with another idempotency key")
}
