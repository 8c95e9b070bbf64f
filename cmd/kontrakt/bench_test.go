package main

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/judge"
	"kontrakt/harness/proxy"
	"kontrakt/harness/proxy/proxybench"
	"kontrakt/harness/sequence"
	"kontrakt/reports"
)

// BenchmarkProxy measures the proxy, every exchange judged and none dropped,
// against a direct connection and a bare reverse proxy, in turns within one
// run, and prints the ratios.
func BenchmarkProxy(b *testing.B) {
	tuneMemory(os.LookupEnv)
	loaded, err := catalog.Load(false)
	require.NoError(b, err)
	court, err := judge.New(judge.Options{Contracts: loaded.Contracts, Checks: loaded.Checks(), Facts: loaded.Facts(), Stories: sequence.All(), Key: []byte(rand.Text()), Dir: b.TempDir()})
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

// BenchmarkRecording measures the memory of a long recording, no two exchanges
// alike, and of its reports. By itself, in a process of its own: the figures
// are the process's highest so far.
func BenchmarkRecording(b *testing.B) {
	tuneMemory(os.LookupEnv)
	const exchanges = 100_000
	loaded, err := catalog.Load(false)
	require.NoError(b, err)
	court, err := judge.New(judge.Options{Contracts: loaded.Contracts, Checks: loaded.Checks(), Facts: loaded.Facts(), Stories: sequence.All(), Key: []byte(rand.Text()), Dir: b.TempDir()})
	require.NoError(b, err)
	bearer := "Bearer " + longText(400)
	began := time.Now()
	for n := range exchanges {
		court.Submit(initiated(n, bearer))
	}
	run := harness.Run{Tool: harness.Tool{Name: toolName}, Command: "proxy", Started: began.UTC()}
	court.Fill(&run)
	require.Equal(b, exchanges, run.Recorded)
	require.Empty(b, run.Findings)
	fmt.Printf("%d exchanges judged in %s, resident at most %s\n", exchanges, time.Since(began).Round(time.Millisecond), resident(b))
	began = time.Now()
	_, err = reports.Write(b.TempDir(), []string{"json", "html", "junit", "har"}, &run, reports.Options{Scrub: court.Scrub})
	require.NoError(b, err)
	fmt.Printf("reports written in %s, resident at most %s\n", time.Since(began).Round(time.Millisecond), resident(b))
	require.NoError(b, court.Close())
}

// initiated is a payment with an order, a token and an address of its own.
func initiated(n int, bearer string) *harness.Exchange {
	body := func(format string, a ...any) harness.Body {
		text := fmt.Appendf(nil, format, a...)
		return harness.Body{Bytes: text, Size: int64(len(text))}
	}
	return &harness.Exchange{
		ID: fmt.Sprintf("x%04d", n+1), Flow: harness.FlowAPI, Started: time.Unix(1767322800, int64(n)).UTC(), Duration: time.Millisecond, Waited: time.Millisecond,
		Request: harness.Request{
			Method: "POST", Scheme: "http", Host: "127.0.0.1:8080", Target: "/ecomm/v2/payments", Proto: "HTTP/1.1",
			Header: http.Header{
				"Authorization": {bearer}, "Ocp-Apim-Subscription-Key": {"0f9e8d7c6b5a49382716f5e4d3c2b1a0"}, "Merchant-Serial-Number": {"123456"},
				"Vipps-System-Name": {"bench"}, "Vipps-System-Version": {"1.0"}, "X-Request-Id": {rand.Text()}, "Content-Type": {"application/json"},
			},
			Body: body(`{"merchantInfo":{"merchantSerialNumber":"123456","callbackPrefix":"https://shop.example/callbacks","fallBack":"https://shop.example/thanks?order=bench-%[1]d","authToken":"%[2]s"},`+
				`"customerInfo":{"mobileNumber":"4%07[1]d"},"transaction":{"orderId":"bench-%08[1]d","amount":49900,"transactionText":"One pair of socks"}}`, n, longText(100)),
		},
		Response: harness.Response{
			Status: 200, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {"application/json"}, "X-Correlation-Id": {rand.Text()}},
			Body: body(`{"orderId":"bench-%08d","url":"https://pay.example/dwo-api-application/v1/deeplink/vippsgateway?v=2&token=%s"}`, n, longText(300)),
		},
	}
}

// longText is at least as long as asked for, and like no other.
func longText(length int) string {
	var text strings.Builder
	for text.Len() < length {
		text.WriteString(rand.Text())
	}
	return text.String()
}

// resident is the highest that the process's memory was.
func resident(b *testing.B) string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Log(err)
		return "(unknown)"
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	value, _, _ := strings.Cut(after, "\n")
	kib, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(value, "kB")))
	require.NoError(b, err)
	return fmt.Sprintf("%d MiB", kib>>10)
}

// BenchmarkStart measures the time to the first judged answer: contracts read,
// corrected and compiled, one exchange judged.
func BenchmarkStart(b *testing.B) {
	for range b.N {
		loaded, err := catalog.Load(false)
		require.NoError(b, err)
		court, err := judge.New(judge.Options{Contracts: loaded.Contracts, Checks: loaded.Checks(), Facts: loaded.Facts(), Stories: sequence.All()})
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
