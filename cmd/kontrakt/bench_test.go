package main

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
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
	"kontrakt/harness/rules/sequence"
	"kontrakt/reports"
)

// BenchmarkProxy measures the proxy, every exchange judged and none dropped,
// against a direct connection, reverse proxies of the standard library and Prism,
// in turns within one run, and prints the ratios and what they are to be.
func BenchmarkProxy(b *testing.B) {
	tuneMemory(os.LookupEnv)
	loaded, err := catalog.Load(false)
	require.NoError(b, err)
	measured := loaded.Contracts.Contracts()
	court, err := judge.New(judge.Options{Contracts: loaded.Contracts, Checks: loaded.Checks(), Facts: loaded.Facts(), Stories: sequence.All(), Measured: measured, Key: []byte(rand.Text()), Dir: b.TempDir()})
	require.NoError(b, err)
	defer func() { closed(b, court) }()
	through := func(sink func(*harness.Exchange)) func(*url.URL) http.Handler {
		return func(target *url.URL) http.Handler {
			p, err := proxy.New(proxy.Options{Target: target, Sink: sink})
			require.NoError(b, err)
			return p
		}
	}
	server := func(h http.Handler) *http.Server { return proxy.NewServer(h, proxy.Limits{}) }
	front := func(h http.Handler, l net.Listener) net.Listener { return h.(*proxy.Proxy).Front(l, proxy.Limits{}) }
	bare := proxybench.Variant{Name: "bare", Handler: proxybench.Bare}
	pooled := proxybench.Variant{Name: "pooled", Handler: proxybench.Pooled}
	judged := proxybench.Variant{Name: "judged", Handler: through(court.Submit), Server: server, Front: front}
	valid := slices.Concat(proxybench.ECom(), proxybench.EPayment(), proxybench.Checkout())
	rows := measure(b, slices.Concat(valid, proxybench.Violating()), []proxybench.Variant{bare, pooled, judged}, 8, 64)
	added := measure(b, proxybench.ECom(), []proxybench.Variant{{Name: "direct"}, judged, {Name: "unjudged", Handler: through(func(*harness.Exchange) {}), Server: server, Front: front}}, 1)
	var beside []proxybench.Row
	program, err := prism()
	if err == nil {
		beside = measure(b, valid, []proxybench.Variant{judged, prismVariant(b, program)}, 8)
	} else {
		fmt.Printf("Prism is left out: %v\n", err)
	}
	goals(rows, added, beside)

	var run harness.Run
	court.Fill(&run)
	require.Zero(b, run.Dropped)
	require.NotZero(b, run.Recorded)
	complete(b, run.Findings)
	held(goal{"exchanges dropped", "0", fmt.Sprintf("%d of %d", run.Dropped, run.Recorded), run.Dropped == 0})
}

// closed closes the judge. Each case is about one order, a hundred thousand times
// over: no shop's traffic is, and the judge says that it did not hold all of that
// against each other.
func closed(b *testing.B, court *judge.Judge) {
	b.Helper()
	if err := court.Close(); err != nil {
		require.ErrorIs(b, err, judge.ErrNoRoom)
		fmt.Printf("as is to be expected of so many exchanges about one order: %v\n", err)
	}
}

func measure(b *testing.B, cases []proxybench.Case, variants []proxybench.Variant, connections ...int) []proxybench.Row {
	b.Helper()
	rows, err := proxybench.Measure(cases, variants, connections, benchFor())
	require.NoError(b, err)
	require.NoError(b, proxybench.Print(os.Stdout, rows))
	return rows
}

// goals holds the figures against what they are to be: each row, and the worst.
func goals(rows, added, beside []proxybench.Row) {
	least := map[string]proxybench.Row{}
	pooled := map[string]float64{}
	for _, r := range rows {
		key := fmt.Sprint(r.Case, r.Connections)
		kind := strings.Fields(r.Case)[0]
		switch r.Variant {
		case "pooled":
			pooled[key] = r.PerSecond
		case "judged":
			if worst, seen := least[kind]; !seen || r.ToFirst < worst.ToFirst {
				least[kind] = r
			}
			beyond := r
			beyond.ToFirst = r.ToSecond
			if worst, seen := least[kind+" pooled"]; !seen || beyond.ToFirst < worst.ToFirst {
				least[kind+" pooled"] = beyond
			}
		}
	}
	for _, g := range []struct {
		kind, what string
		want       float64
	}{
		{"eCom", "valid eCom, of a bare reverse proxy", 1.2}, {"eCom pooled", "valid eCom, of one with a buffer pool", 1},
		{"ePayment", "valid ePayment, of a bare reverse proxy", 1.2}, {"ePayment pooled", "valid ePayment, of one with a buffer pool", 1},
		{"Checkout", "Checkout sessions, of a bare reverse proxy", 1.1}, {"violating", "every request violating, of a bare reverse proxy", 0.65},
		{"differing", "every request violating, no two alike, of a bare one", 0.65},
	} {
		r := least[g.kind]
		held(goal{g.what, fmt.Sprintf("≥ %.2f", g.want), fmt.Sprintf("%.2f (%s, %d connections)", r.ToFirst, r.Case, r.Connections), r.ToFirst >= g.want})
	}
	var direct time.Duration
	for _, r := range added {
		switch r.Variant {
		case "direct":
			direct = r.Median
		case "judged":
			more := r.Median - direct
			held(goal{"added p50 on one connection, " + r.Case, "≤ 35 µs", fmt.Sprintf("%d µs", more.Microseconds()), more <= 35*time.Microsecond})
		}
	}
	for _, r := range beside {
		if r.Variant == "Prism" {
			held(goal{"of Prism, " + r.Case, "≥ 9.00", fmt.Sprintf("%.1f", 1/r.ToFirst), 1/r.ToFirst >= 9})
		}
	}
}

// complete says that valid traffic brought no error, and what violates the
// contract every finding.
func complete(b *testing.B, found []harness.Finding) {
	b.Helper()
	var errors []string
	for _, f := range found {
		if f.Severity == harness.Error {
			errors = append(errors, f.Rule+" "+f.Pointer)
		}
	}
	slices.Sort(errors)
	require.Equal(b, []string{
		"schema.enum /amount/currency", "schema.enum /paymentMethod/type", "schema.maxLength /paymentDescription",
		"schema.minLength /reference", "schema.pattern /reference", "schema.type /amount/value",
	}, errors)
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
				"Vipps-System-Name": {"bench"}, "Vipps-System-Version": {"1.0"}, "Vipps-System-Plugin-Name": {"bench-shop"}, "Vipps-System-Plugin-Version": {"2.0"}, "X-Request-Id": {rand.Text()}, "Content-Type": {"application/json"},
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

// benchFor is how long each case takes; KONTRAKT_BENCH shortens or lengthens it.
func benchFor() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("KONTRAKT_BENCH")); err == nil {
		return d
	}
	return 3 * time.Second
}
