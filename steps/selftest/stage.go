package selftest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

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

// A stage is a sandbox, the proxy before it and the judge, on loopback, for one
// trial.
type stage struct {
	catalog *catalog.Catalog
	judge   *judge.Judge
	proxy   *proxy.Proxy
	ids     func() string
	now     func() time.Time
	// around may stand between the proxy and the sandbox; nil is nothing.
	around func(http.Handler) http.Handler
	// front is the proxy's URL, back the sandbox's.
	front, back string
	closers     []func() error
}

// newStage starts the judge. The caller closes the stage, whether or not it
// could be opened.
func newStage(c *catalog.Catalog, now func() time.Time) (*stage, error) {
	s := &stage{catalog: c, ids: proxy.Counter(), now: now}
	var err error
	s.judge, err = judge.New(judge.Options{
		Contracts: c.Contracts, Checks: c.Checks(), Facts: c.Facts(), Stories: sequence.All(),
		Unexercisable: c.Unexercisable(), Workers: 2, Key: []byte(rand.Text()),
	})
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, s.judge.Close)
	return s, nil
}

// open starts the sandbox, and the proxy before it.
func (s *stage) open(o sandbox.Options) error {
	o.Services, o.Now = s.catalog.Services(), s.now
	box, err := sandbox.New(o)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, box.Close)
	handler := http.Handler(box)
	if s.around != nil {
		handler = s.around(handler)
	}
	if s.back, err = s.serve(&http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}); err != nil {
		return err
	}
	base, err := url.Parse(s.back)
	if err != nil {
		return err
	}
	if s.proxy, err = proxy.New(proxy.Options{Target: base, Sink: s.judge.Submit, IDs: s.ids, Now: s.now}); err != nil {
		return err
	}
	s.front, err = s.serve(proxy.NewServer(s.proxy, proxy.Limits{}))
	return err
}

func (s *stage) serve(server *http.Server) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listen on loopback: %w", err)
	}
	go func() { _ = server.Serve(listener) }()
	s.closers = append(s.closers, server.Close)
	return "http://" + listener.Addr().String(), nil
}

// close ends what was started, the last first.
func (s *stage) close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	s.closers = nil
	return errors.Join(errs...)
}

// suite opens the stage for the scenarios, with seeded defects that are on for
// every merchant, and gives what steps.Run needs.
func (s *stage) suite(defects ...string) (steps.Options, error) {
	r := receiver.New(receiver.Options{Sink: s.judge.Submit, IDs: s.ids, Now: s.now})
	callbacks, err := s.serve(&http.Server{Handler: r, ReadHeaderTimeout: time.Minute})
	if err != nil {
		return steps.Options{}, err
	}
	err = s.open(sandbox.Options{Seed: 1, Faults: defects, Routes: map[string]string{r.Origin(): callbacks}})
	return steps.Options{
		Features: features.FS, Definitions: catalog.All(), Contract: s.catalog.Contract, URL: s.front, Target: s.back, Control: s.back,
		Receiver: r, ReceiverURL: callbacks, Now: s.now,
		Settle: s.settle, Excuse: s.judge.Excuse,
	}, err
}

// settle waits until all that a scenario has sent is judged.
func (s *stage) settle(scenario string) steps.Settled {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := s.proxy.Await(ctx, scenario); err != nil {
		return steps.Settled{Broken: "an exchange was still under way after a minute"}
	}
	return steps.Settled(s.judge.Settle(scenario))
}

// ended waits until all calls that nobody waits for are under way no more.
func (s *stage) ended() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return s.proxy.Shutdown(ctx)
}

// findings are what the judge has found so far, notes aside: those are no
// fault.
func (s *stage) findings() []harness.Finding {
	return slices.DeleteFunc(s.noticed(), func(f harness.Finding) bool { return f.Severity == harness.Note })
}

// noticed are the findings with the notes on what merchants do; what is noted of a
// document is no merchant's doing.
func (s *stage) noticed() []harness.Finding {
	var run harness.Run
	s.judge.Fill(&run)
	return slices.DeleteFunc(slices.Clone(run.Findings), func(f harness.Finding) bool {
		return f.Severity == harness.Off || f.Blame == harness.Specification
	})
}
