package proxybench_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/proxy/proxybench"
)

func TestMeasureGivesARowPerCaseConnectionsAndVariant(t *testing.T) {
	t.Parallel()
	rows, err := proxybench.Measure(proxybench.ECom(), []proxybench.Variant{{Name: "direct"}, {Name: "bare", Handler: proxybench.Bare}}, []int{1, 2}, 60*time.Millisecond)
	require.NoError(t, err)
	var got []string
	for _, r := range rows {
		got = append(got, strings.Join([]string{r.Case, r.Variant}, " "))
		assert.Positive(t, r.PerSecond)
		assert.Positive(t, r.Median)
		assert.Positive(t, r.ToSecond)
		if r.Variant == "direct" {
			assert.InDelta(t, 1, r.ToFirst, 0)
		}
	}
	assert.Equal(t, []string{
		"eCom initiate direct", "eCom initiate bare", "eCom initiate direct", "eCom initiate bare",
		"eCom details direct", "eCom details bare", "eCom details direct", "eCom details bare",
	}, got)
	var table strings.Builder
	require.NoError(t, proxybench.Print(&table, rows))
	assert.Contains(t, table.String(), "of direct  of bare")
	assert.Equal(t, 9, strings.Count(table.String(), "\n"))
}

func TestNumberedRequestsAreAllDifferent(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	bodies, keys, requests := map[string]bool{}, map[string]bool{}, 0
	listening := proxybench.Variant{Name: "listening", Handler: func(*url.URL) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			assert.NoError(t, err)
			mu.Lock()
			defer mu.Unlock()
			bodies[string(body)], keys[r.Header.Get("Idempotency-Key")], requests = true, true, requests+1
		})
	}}
	c := proxybench.Violating()[1]
	c.Answer = []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	_, err := proxybench.Measure([]proxybench.Case{c}, []proxybench.Variant{listening}, []int{2}, 60*time.Millisecond)
	require.NoError(t, err)
	mu.Lock()
	defer mu.Unlock()
	assert.Len(t, bodies, requests)
	assert.Len(t, keys, requests)
	for body := range bodies {
		require.NotContains(t, body, c.Number)
		require.True(t, json.Valid([]byte(body)))
	}
}

func TestMeasureFailsWhereAProxyDoes(t *testing.T) {
	t.Parallel()
	broken := proxybench.Variant{Name: "broken", Handler: func(*url.URL) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	}}
	_, err := proxybench.Measure(proxybench.ECom()[:1], []proxybench.Variant{{Name: "direct"}, broken}, []int{1}, 60*time.Millisecond)
	require.EqualError(t, err, `measure eCom initiate on 1 connections: broken: want a status of success, got "HTTP/1.1 502 Bad Gateway\r\n"`)
}

func TestCasesHaveTheSizesTheyClaim(t *testing.T) {
	t.Parallel()
	cases := proxybench.ECom()
	_, body, _ := strings.Cut(string(cases[0].Request), "\r\n\r\n")
	assert.InDelta(t, 600, len(body), 100)
	_, body, _ = strings.Cut(string(cases[1].Answer), "\r\n\r\n")
	assert.InDelta(t, 1500, len(body), 150)
}

func TestCasesAreWholeMessages(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(proxybench.ECom(), proxybench.EPayment(), proxybench.Checkout(), proxybench.Violating()) {
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(c.Request)))
		require.NoError(t, err, c.Name)
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err, c.Name)
		assert.Equal(t, r.Method == "POST", json.Valid(body), c.Name)
		answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(c.Answer)), r)
		require.NoError(t, err, c.Name)
		body, err = io.ReadAll(answer.Body)
		require.NoError(t, err, c.Name)
		assert.True(t, json.Valid(body), c.Name)
		assert.NotEmpty(t, c.Contract, c.Name)
	}
}
