package main

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
	"kontrakt/harness/target"
)

// callbackOrigin is the https origin that leads to our own listener where the
// target is the embedded sandbox and no --route names the merchant's.
const callbackOrigin = "https://callbacks.kontrakt.example"

// A merchant is the other end of callbacks.
type merchant struct {
	// address is where callbacks go: the merchant's own server (the first
	// --route), else one of ours that says 200 to everything.
	address string
	// public is the URL that the merchant registers with the API.
	public string
	// ours says that the merchant is our own: nobody named another.
	ours     bool
	embedded target.Embedded
}

func (s *session) merchant() (merchant, error) {
	routes, err := s.routeTable()
	if err != nil {
		return merchant{}, err
	}
	var m merchant
	switch {
	case len(routes) > 0:
		m.public = slices.Min(slices.Collect(maps.Keys(routes)))
		m.address = routes[m.public]
	case s.options.target == "sandbox" || s.callbackURL != "":
		if m.address, err = s.serve("127.0.0.1:0", http.HandlerFunc(accept)); err != nil {
			return m, err
		}
		m.public, m.ours = callbackOrigin, true
		routes[callbackOrigin] = m.address
	}
	if s.callbackURL != "" {
		m.public = s.callbackURL
	} else if s.options.target != "sandbox" {
		m.public = ""
	}
	m.embedded.Options.Routes = routes
	return m, nil
}

// accept is the merchant that has no server: it says 200 to every callback.
func accept(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, 1<<20))
	w.WriteHeader(http.StatusOK)
}

// startCallbacks listens for the callbacks of a target that is not the
// embedded sandbox, records them and hands them on to the merchant. What the
// embedded sandbox sends is recorded where it leaves.
func (s *session) startCallbacks(m merchant) error {
	if s.callbackURL == "" {
		return nil
	}
	base, err := url.Parse(m.address)
	if err != nil {
		return err
	}
	public, err := url.Parse(s.callbackURL)
	if err != nil {
		return &harness.Stop{Err: err, Hint: "--callback-url wants a public https URL", Usage: true}
	}
	relay, err := proxy.New(proxy.Options{
		Target: base, Flow: harness.FlowCallback, Public: public, Sink: s.submit, IDs: s.ids, Now: time.Now,
	})
	if err != nil {
		return err
	}
	listens, err := s.serve(s.callbackListen, relay)
	if err != nil {
		return elsewhere("callback-listen", err)
	}
	s.say("callbacks listening on %s", listens)
	return nil
}
