package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/judge"
	"kontrakt/harness/proxy"
	"kontrakt/harness/proxy/proxybench"
)

// BenchmarkProxy measures the proxy, every exchange judged and none dropped,
// against a direct connection and a bare reverse proxy, in turns within one
// run, and prints the ratios.
func BenchmarkProxy(b *testing.B) {
	tuneMemory(os.LookupEnv)
	loaded, err := catalog.Load(false)
	require.NoError(b, err)
	court, err := judge.New(judge.Options{Contracts: loaded.Contracts, Checks: loaded.Checks(), Key: []byte(rand.Text()), Dir: b.TempDir()})
	require.NoError(b, err)
	defer func() { require.NoError(b, court.Close()) }()
	through := func(sink func(*harness.Exchange)) func(*url.URL) http.Handler {
		return func(target *url.URL) http.Handler {
			p, err := proxy.New(proxy.Options{Target: target, Sink: sink})
			require.NoError(b, err)
			return p
		}
	}
	server := func(h http.Handler) *http.Server { return proxy.NewServer(h, proxy.Limits{}) }
	variants := []proxybench.Variant{
		{Name: "direct"},
		{Name: "bare", Handler: proxybench.Bare},
		{Name: "unjudged", Handler: through(func(*harness.Exchange) {}), Server: server},
		{Name: "judged", Handler: through(court.Submit), Server: server},
	}
	rows, err := proxybench.Measure(proxybench.ECom(), variants, []int{1, 8, 64}, benchFor())
	require.NoError(b, err)
	require.NoError(b, proxybench.Print(os.Stdout, rows))

	var run harness.Run
	court.Fill(&run)
	require.Zero(b, run.Dropped)
	require.NotZero(b, run.Recorded)
	for _, f := range run.Findings {
		require.NotEqual(b, harness.Error, f.Severity, "%s", f.Message())
	}
	for _, row := range rows {
		if row.Variant == "judged" {
			b.ReportMetric(row.ToSecond, fmt.Sprintf("of-bare/%s-%d", strings.Fields(row.Case)[0], row.Connections))
		}
	}
	b.Logf("%d exchanges judged, %d dropped", run.Recorded, run.Dropped)
}

// BenchmarkStart measures the time to the first judged answer: contracts read,
// corrected and compiled, one exchange judged.
func BenchmarkStart(b *testing.B) {
	for range b.N {
		loaded, err := catalog.Load(false)
		require.NoError(b, err)
		court, err := judge.New(judge.Options{Contracts: loaded.Contracts, Checks: loaded.Checks()})
		require.NoError(b, err)
		x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI, Request: harness.Request{
			Method: "POST", Target: "/ecomm/v2/payments", Header: http.Header{"Content-Type": {"application/json"}},
			Body: harness.Body{Bytes: []byte(`{}`), Size: 2},
		}, Response: harness.Response{Status: 200, Header: http.Header{}}}
		require.NotEmpty(b, court.One(x).Findings)
		require.NoError(b, court.Close())
	}
}

// benchFor is how long each case takes; KONTRAKT_BENCH shortens or lengthens it.
func benchFor() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("KONTRAKT_BENCH")); err == nil {
		return d
	}
	return 4 * time.Second
}
