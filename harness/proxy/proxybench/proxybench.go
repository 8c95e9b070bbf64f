// Package proxybench measures what a proxy costs: the same requests straight
// to a target, through a bare reverse proxy, and through ours, in turns within
// one run, so that what else the machine does hits all alike. It knows no
// proxy of ours: whoever measures brings the handlers.
package proxybench

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"time"
)

// A Case is one kind of request with its answer, as bytes on the wire.
type Case struct {
	Name string
	// Contract is the ID of the contract that the request is of.
	Contract string
	// Request is the whole request; Answer is the whole answer, with a
	// Content-Length.
	Request, Answer []byte
	// Number is a text of the request in whose place, wherever it stands, each request
	// has a number of its own, with as many digits; empty where all are the same.
	Number string
}

// A Variant is one way to the target. Its Handler makes the handler to measure
// in front of the target; nil is the direct way.
type Variant struct {
	Name    string
	Handler func(target *url.URL) http.Handler
	// Server makes the server for the handler; nil is a plain one.
	Server func(http.Handler) *http.Server
	// Front is what stands on the listener before the server; nil is nothing.
	Front func(http.Handler, net.Listener) net.Listener
	// Start, instead of a Handler, starts something else that listens in front of
	// the target, for a case.
	Start func(c Case, target *url.URL) (address string, stop func(), err error)
}

// A Row is what one variant did in one case.
type Row struct {
	Case, Variant string
	Connections   int
	// PerSecond is the median over the turns of what was exchanged in a second.
	PerSecond float64
	// ToFirst and ToSecond are the medians of the ratios of PerSecond, turn by
	// turn, to the first and the second variant.
	ToFirst, ToSecond float64
	// Median is the median time of an exchange over all turns.
	Median time.Duration
	// Processor is the median over the turns of the processor time of an exchange,
	// client and target included, and CPUToFirst and CPUToSecond the ratios of the
	// first and the second variant's to it: what ToFirst and ToSecond are where the
	// processors are all that limits, and still so while others use them, too. It
	// counts this process alone.
	Processor               time.Duration
	CPUToFirst, CPUToSecond float64
}

// turns is how often each variant is measured; the order changes every time.
const turns = 15

// Pooled is a reverse proxy of the standard library, as fast as it can be set up.
func Pooled(target *url.URL) http.Handler {
	p := Bare(target).(*httputil.ReverseProxy)
	p.BufferPool = &buffers{}
	return p
}

// Bare is a reverse proxy of the standard library with a tuned transport.
func Bare(target *url.URL) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
		Transport: &http.Transport{
			DisableCompression: true, MaxIdleConnsPerHost: 1024, IdleConnTimeout: 50 * time.Second,
		},
	}
}

type buffers struct{ pool sync.Pool }

func (b *buffers) Get() []byte {
	if p, ok := b.pool.Get().(*[32 << 10]byte); ok {
		return p[:]
	}
	return make([]byte, 32<<10)
}

func (b *buffers) Put(p []byte) { b.pool.Put((*[32 << 10]byte)(p)) }

// Measure gives a row per case, number of connections and variant, in that
// order. Each row takes about the duration given.
func Measure(cases []Case, variants []Variant, connections []int, duration time.Duration) ([]Row, error) {
	var rows []Row
	for _, c := range cases {
		for _, n := range connections {
			more, err := measure(c, variants, n, duration/turns)
			if err != nil {
				return nil, fmt.Errorf("measure %s on %d connections: %w", c.Name, n, err)
			}
			rows = append(rows, more...)
		}
	}
	return rows, nil
}

func measure(c Case, variants []Variant, connections int, slice time.Duration) ([]Row, error) {
	target, stop, err := serve(answering(c.Answer), nil, nil)
	if err != nil {
		return nil, err
	}
	defer stop()
	clients := make([]*client, len(variants))
	for i, v := range variants {
		address, stopProxy, err := v.start(c, target)
		if err != nil {
			return nil, err
		}
		defer stopProxy()
		clients[i], err = dial(address, connections, c)
		if err != nil {
			return nil, err
		}
		defer clients[i].close()
		if _, err := clients[i].run(slice / 4); err != nil {
			return nil, fmt.Errorf("%s: %w", v.Name, err)
		}
	}
	m := newMeasured(len(variants))
	for turn := range turns {
		for i := range variants {
			i = (i + turn) % len(variants)
			began, before := time.Now(), ProcessorTime()
			took, err := clients[i].run(slice)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", variants[i].Name, err)
			}
			exchanges := float64(len(took))
			m.rates[i] = append(m.rates[i], exchanges/time.Since(began).Seconds())
			m.costs[i] = append(m.costs[i], float64(ProcessorTime()-before)/exchanges)
			m.times[i] = append(m.times[i], took...)
		}
	}
	return m.tabulate(c, variants, connections), nil
}

// start starts what a variant puts in front of the target.
func (v Variant) start(c Case, target string) (address string, stop func(), err error) {
	to := &url.URL{Scheme: "http", Host: target}
	switch {
	case v.Start != nil:
		return v.Start(c, to)
	case v.Handler != nil:
		return serve(v.Handler(to), v.Server, v.Front)
	}
	return target, func() {}, nil
}

// measured holds what was measured: by variant, and then turn by turn; times are
// those of every exchange.
type measured struct {
	rates, costs [][]float64
	times        [][]time.Duration
}

func newMeasured(variants int) *measured {
	return &measured{make([][]float64, variants), make([][]float64, variants), make([][]time.Duration, variants)}
}

func (m *measured) tabulate(c Case, variants []Variant, connections int) []Row {
	rows := make([]Row, len(variants))
	for i, v := range variants {
		rows[i] = Row{
			Case: c.Name, Variant: v.Name, Connections: connections, PerSecond: median(m.rates[i]),
			ToFirst: median(ratios(m.rates[i], m.rates[0])), Median: median(m.times[i]),
			Processor: time.Duration(median(m.costs[i])), CPUToFirst: median(ratios(m.costs[0], m.costs[i])),
		}
		if len(variants) > 1 {
			rows[i].ToSecond = median(ratios(m.rates[i], m.rates[1]))
			rows[i].CPUToSecond = median(ratios(m.costs[1], m.costs[i]))
		}
	}
	return rows
}

func ratios(a, b []float64) []float64 {
	r := make([]float64, len(a))
	for i := range a {
		r[i] = a[i] / b[i]
	}
	return r
}

func median[T float64 | time.Duration](values []T) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// serve starts a server on a port of its own.
func serve(h http.Handler, server func(http.Handler) *http.Server, front func(http.Handler, net.Listener) net.Listener) (address string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	s := &http.Server{Handler: h}
	if server != nil {
		s = server(h)
	}
	address = l.Addr().String()
	if front != nil {
		l = front(h, l)
	}
	go s.Serve(l)
	return address, func() { s.Close() }, nil
}
