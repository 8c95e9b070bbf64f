package proxy_test

import (
	"net"
	"net/http"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
	"kontrakt/harness/proxy/proxybench"
)

// BenchmarkProxy prints what the proxy costs beside a direct connection and a
// bare reverse proxy. Run it with -benchtime 1x: it takes its own time.
func BenchmarkProxy(b *testing.B) {
	slice, err := time.ParseDuration(os.Getenv("KONTRAKT_BENCH"))
	if err != nil {
		slice = time.Second
	}
	var counted atomic.Int64
	ours := proxybench.Variant{
		Name: "ours",
		Handler: func(target *url.URL) http.Handler {
			p, err := proxy.New(proxy.Options{Target: target, Sink: func(*harness.Exchange) { counted.Add(1) }})
			require.NoError(b, err)
			return p
		},
		Server: func(h http.Handler) *http.Server { return proxy.NewServer(h, proxy.Limits{}) },
		Front:  func(h http.Handler, l net.Listener) net.Listener { return h.(*proxy.Proxy).Front(l, proxy.Limits{}) },
	}
	variants := []proxybench.Variant{{Name: "direct"}, {Name: "bare", Handler: proxybench.Bare}, ours}
	for b.Loop() {
		rows, err := proxybench.Measure(proxybench.ECom(), variants, []int{1, 8, 64}, slice)
		require.NoError(b, err)
		require.NoError(b, proxybench.Print(os.Stdout, rows))
	}
	require.Positive(b, counted.Load())
}
