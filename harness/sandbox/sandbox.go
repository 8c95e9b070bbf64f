package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options make a sandbox.
type Options struct {
	Services []Service
	// Now is real time; nil is time.Now. Virtual time is real time and what a
	// tenant's clock was set forward.
	Now func() time.Time
	// Seed decides every identifier and credential that the sandbox makes.
	Seed int64
	// Transport dials merchants; nil is one that verifies TLS and uses no proxy.
	Transport http.RoundTripper
	// Routes lead an https origin to where it really stands, for every tenant:
	// https://shop.example to http://127.0.0.1:3000.
	Routes map[string]string
	// BaseURL is the sandbox's public address, for the links that people open;
	// empty is what each request names as its Host.
	BaseURL string
	// Version is told to whoever asks what this is.
	Version string
	// Abilities are those of the default tenant; their reading of the time
	// limits is every tenant's that names none.
	Abilities Abilities
	// Faults are the seeded defects that are on for every tenant from the start,
	// by name; a control call may switch a tenant's otherwise.
	Faults []string
	// Log gets a line per call and delivery, without bodies and credentials;
	// nil is none.
	Log *slog.Logger
}

// A Sandbox is all tenants behind one [http.Handler].
type Sandbox struct {
	options   Options
	routes    map[string]string
	transport http.RoundTripper
	log       *slog.Logger
	faults    []fault
	apis      tree[*endpoint]
	controls  tree[*control]

	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	// mu guards what finds a box; it is taken while a box is locked, never the
	// other way round.
	mu      sync.RWMutex
	order   []*Box
	counted int
	boxes   map[string]*Box // by MSN
	keys    map[string]*Box // by subscription key
	tokens  map[string]*Box
	links   map[string]*Box
}

// An endpoint is a route with the service it is of.
type endpoint struct {
	service *Service
	route   *Route
}

// New makes a sandbox with the default tenant. Close ends it.
func New(o Options) (*Sandbox, error) {
	s := &Sandbox{
		options: o, transport: o.Transport, log: o.Log, faults: knownFaults(o.Services),
		boxes: map[string]*Box{}, keys: map[string]*Box{}, tokens: map[string]*Box{}, links: map[string]*Box{},
	}
	if s.options.Now == nil {
		s.options.Now = time.Now
	}
	if s.transport == nil {
		s.transport = &http.Transport{MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true}
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	var err error
	if s.routes, err = parseRoutes(o.Routes); err != nil {
		return nil, fmt.Errorf("set up the sandbox: %w", err)
	}
	if err := s.mount(); err != nil {
		return nil, fmt.Errorf("set up the sandbox: %w", err)
	}
	if name, ok := s.knows(o.Faults); !ok {
		s.cancel()
		return nil, fmt.Errorf("set up the sandbox: there is no seeded defect %q; known are %s", name, strings.Join(s.faultNames(), ", "))
	}
	t := Default()
	t.Abilities = o.Abilities
	if _, err := s.Add(t); err != nil {
		return nil, fmt.Errorf("set up the sandbox: %w", err)
	}
	return s, nil
}

// mount puts every service's routes and the control calls into their trees.
func (s *Sandbox) mount() error {
	for i := range s.options.Services {
		service := &s.options.Services[i]
		for j := range service.Routes {
			route := &service.Routes[j]
			if at := s.apis.find(route.Method, route.Path); at.found && at.value.route.Path == route.Path {
				return fmt.Errorf("%s and %s both serve %s %s", at.value.service.ID, service.ID, route.Method, route.Path)
			}
			if route.Handle == nil {
				return errors.New(service.ID + ": nothing handles " + route.Method + " " + route.Path)
			}
			s.apis.add(route.Method, route.Path, &endpoint{service, route})
		}
	}
	for _, c := range s.controlCalls() {
		s.controls.add(c.method, c.path, c)
	}
	return nil
}

// Close stops every clock and breaks off the deliveries on their way.
func (s *Sandbox) Close() error {
	s.cancel()
	for _, b := range s.all() {
		b.close()
	}
	s.work.Wait()
	if t, ok := s.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
	return nil
}

func (b *Box) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clock.closed, b.post.closed = true, true
	if b.clock.timer != nil {
		b.clock.timer.Stop()
	}
}

// all lists the boxes in the order in which they were made.
func (s *Sandbox) all() []*Box {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return append([]*Box(nil), s.order...)
}

// first is the default tenant's box.
func (s *Sandbox) first() *Box {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.order[0]
}

func (s *Sandbox) find(index map[string]*Box, key string) *Box {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return index[key]
}

func (s *Sandbox) own(index map[string]*Box, key string, b *Box) {
	s.mu.Lock()
	defer s.mu.Unlock()
	index[key] = b
}

func (s *Sandbox) disown(index map[string]*Box, key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(index, key)
}
