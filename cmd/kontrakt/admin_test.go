package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports"
)

// The live report shows what has passed so far, on the loopback interface where
// no host is named, and no more of it than the files do.
func TestLiveReport(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	var stdout, stderr output
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, outside(nil, &stdout, &stderr), []string{"proxy", "--admin", ":0", "--out", filepath.Join(t.TempDir(), "out")})
	}()
	live := regexp.MustCompile(`live page listening on (http://127\.0\.0\.1:\d+)`)
	require.Eventually(t, func() bool { return live.MatchString(stdout.String()) }, 20*time.Second, 5*time.Millisecond)
	address, admin := awaitAddress(t.Fatalf, stdout.String), live.FindStringSubmatch(stdout.String())[1]

	const planted = "kari.nordmann@shop.example"
	answer, err := http.Post(address+"/ecomm/v2/payments", "application/json", strings.NewReader(`{"customerInfo":{"mobileNumber":"+4798765432"},"note":"`+planted+`"}`))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Eventually(t, func() bool { return strings.Contains(fetched(t, admin+"/metrics"), "\nkontrakt_exchanges_total 1\n") },
		20*time.Second, 5*time.Millisecond, "the call is judged when it has been answered")
	for path, want := range map[string]string{"/report.json": `"rule": "guide.mobile-number"`, "/report.html": "guide.mobile-number", "/exchanges.har": "/ecomm/v2/payments",
		"/live/exchanges/x0001": "guide.mobile-number", "/metrics": `rule="guide.mobile-number"`} {
		text := fetched(t, admin+path)
		assert.Contains(t, text, want, path)
		assert.NotContains(t, text, planted, path)
		assert.NotContains(t, text, "98765432", path)
	}
	var report reports.Report
	require.NoError(t, json.Unmarshal([]byte(fetched(t, admin+"/report.json")), &report))
	for _, f := range report.Findings {
		assert.True(t, slices.ContainsFunc(report.Rules, func(r reports.Rule) bool { return r.ID == f.Rule && r.Says != "" }), "nobody says what %s asks for", f.Rule)
	}
	assert.Contains(t, fetched(t, admin+"/debug/pprof/"), "404", "profiles are for who asks for them")
	stop()
	assert.Equal(t, violates, <-ended, stderr.String())
}

func fetched(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(text)
}
