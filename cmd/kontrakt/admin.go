package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/proxy/live"
	"kontrakt/reports"
)

// startAdmin serves the live page and the report as it stands, on a listener of
// its own, so that no path of the API is taken.
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
	options := live.Options{Source: s.judge, Run: s.run, Style: reports.Style(), Now: time.Now}
	mux, so := http.NewServeMux(), s.run
	for _, r := range reports.Renderers() {
		if r.File == "" {
			continue // it is for the terminal
		}
		mux.HandleFunc("GET /"+r.File, s.soFar(r, so))
		switch r.Name {
		case "html", "json", "har":
			options.Downloads = append(options.Downloads, live.Download{Name: r.File, File: r.File})
		}
	}
	page, err := live.New(options)
	if err != nil {
		return err
	}
	mux.Handle("/", page)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	if s.pprof {
		profile(mux)
	}
	address, err := s.serve(net.JoinHostPort(host, port), live.Guard(mux, strings.ToLower(host)))
	if err != nil {
		return elsewhere("admin", err)
	}
	s.say("live page listening on %s", address)
	return nil
}

// profile adds what go tool pprof asks for, but for the command line, which is
// nobody's business.
func profile(mux *http.ServeMux) {
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
}

// soFar renders the run as it stands now. It works on a copy of the run as it
// began: the command goes on with its own.
func (s *session) soFar(r reports.Renderer, run harness.Run) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		now := run
		s.judge.Fill(&now)
		now.Finished = time.Now().UTC()
		s.accepted.Settle(&now, now.Finished)
		now.Settle(s.least(), s.blamed()...)
		if r.Name == "html" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		_ = r.Render(w, reports.Scrubbed(&now, s.judge.Scrub))
	}
}
