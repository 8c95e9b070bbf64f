package steps_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/client/receiver"
	"kontrakt/harness/judge"
	"kontrakt/harness/proxy"
	"kontrakt/harness/rules/sequence"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

var loaded = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(false) })

// theatre is everything that a run needs, on loopback.
type theatre struct {
	options steps.Options
	judge   *judge.Judge
}

// open starts a sandbox, the proxy before it, the judge and the receiver.
// around may stand between the proxy and the sandbox.
func open(t testing.TB, around func(http.Handler) http.Handler) theatre {
	t.Helper()
	return openAt(t, around, time.Now)
}

// openAt is open by another clock.
func openAt(t testing.TB, around func(http.Handler) http.Handler, now func() time.Time) theatre {
	t.Helper()
	return openBy(t, around, now, now)
}

// openBy is open with a sandbox that goes by another clock than the rest.
func openBy(t testing.TB, around func(http.Handler) http.Handler, now, sandboxNow func() time.Time) theatre {
	t.Helper()
	c, err := loaded()
	require.NoError(t, err)
	j, err := judge.New(judge.Options{Contracts: c.Contracts, Checks: c.Checks(), Facts: c.Facts(), Stories: sequence.All(), Key: []byte("key")})
	require.NoError(t, err)
	t.Cleanup(func() { _ = j.Close() })
	var n atomic.Int64
	ids := func() string { return fmt.Sprintf("x%04d", n.Add(1)) }
	r := receiver.New(receiver.Options{Sink: j.Submit, IDs: ids, Now: now})
	callbacks := httptest.NewServer(r)
	t.Cleanup(callbacks.Close)

	box, err := sandbox.New(sandbox.Options{Services: c.Services(), Now: sandboxNow, Seed: 1,
		Routes: map[string]string{r.Origin(): callbacks.URL}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = box.Close() })
	handler := http.Handler(box)
	if around != nil {
		handler = around(handler)
	}
	target := httptest.NewServer(handler)
	t.Cleanup(target.Close)
	base, err := url.Parse(target.URL)
	require.NoError(t, err)
	p, err := proxy.New(proxy.Options{Target: base, Sink: j.Submit, IDs: ids, Now: now})
	require.NoError(t, err)
	front := httptest.NewUnstartedServer(nil)
	front.Config = proxy.NewServer(p, proxy.Limits{})
	front.Start()
	t.Cleanup(front.Close)
	return theatre{judge: j, options: steps.Options{
		Features: features.FS, Definitions: catalog.All(), Contract: c.Contract, URL: front.URL, Target: target.URL, Control: target.URL,
		Receiver: r, ReceiverURL: callbacks.URL, Now: now, Concurrency: 16,
		Settle: func(id string) steps.Settled {
			_ = p.Await(context.Background(), id)
			return steps.Settled(j.Settle(id))
		},
		Excuse: j.Excuse,
	}}
}

func told(s harness.Scenario) string {
	var b strings.Builder
	for _, step := range s.Steps {
		fmt.Fprintf(&b, "  %-12s %s %s %s\n", step.Status, step.Keyword, step.Text, step.Error)
	}
	return b.String()
}
