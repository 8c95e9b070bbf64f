package main

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"kontrakt/harness"
	"kontrakt/reports"
)

// startAdmin serves the report as it stands, on a listener of its own, so that
// no path of the API is taken.
func (s *session) startAdmin() error {
	if s.admin == "" {
		return nil
	}
	host, port, err := net.SplitHostPort(s.admin)
	if err != nil {
		return &harness.Stop{Err: fmt.Errorf("--admin: %w", err), Usage: true}
	}
	if host == "" {
		host = "127.0.0.1"
	}
	mux, so := http.NewServeMux(), s.run
	for _, r := range reports.Renderers() {
		mux.HandleFunc("GET /"+r.File, s.live(r, so))
		if r.Name == "html" {
			mux.HandleFunc("GET /{$}", s.live(r, so))
		}
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	address, err := s.serve(net.JoinHostPort(host, port), mux)
	if err != nil {
		return err
	}
	s.say("live report listening on %s", address)
	return nil
}

// live renders the run as it stands now. It works on a copy of the run as it
// began: the command goes on with its own.
func (s *session) live(r reports.Renderer, run harness.Run) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		now := run
		s.judge.Fill(&now)
		now.Finished = time.Now().UTC()
		now.Settle(s.least())
		w.Header().Set("Cache-Control", "no-store")
		if r.Name == "html" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		_ = r.Render(w, reports.Scrubbed(&now, s.judge.Scrub))
	}
}
