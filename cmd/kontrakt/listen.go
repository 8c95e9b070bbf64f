package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"kontrakt/harness/proxy"
	"kontrakt/harness/target"
)

// startProxy puts the proxy before the target and gives its URL.
func (s *session) startProxy() (string, error) {
	o := proxy.Options{Target: s.target.Base, Began: s.acted.began, Sink: s.record, IDs: s.ids, Now: time.Now}
	if secure := s.target.TLS; secure != nil {
		o.RootCAs, o.Certificates = secure.RootCAs, secure.Certificates
	}
	if s.mode == "enforce" {
		o.Guard = s.guard
	}
	var err error
	if s.proxy, err = proxy.New(o); err != nil {
		return "", fmt.Errorf("start the proxy: %w", err)
	}
	var before http.Handler = s.proxy
	if s.adversary != nil {
		before = s.adversary.Before(s.proxy)
	}
	h, err := s.intercepting(before)
	if err != nil {
		return "", err
	}
	return s.serve(s.listen, h)
}

// serve starts a listener and gives its URL; it is closed with the session.
func (s *session) serve(address string, h http.Handler) (string, error) {
	listener, err := target.Listen(address)
	if err != nil {
		return "", target.CannotListen(address, err)
	}
	address = listener.Addr().String()
	if p, ok := h.(*proxy.Proxy); ok {
		listener = p.Front(listener, proxy.Limits{})
	}
	server := proxy.NewServer(h, proxy.Limits{})
	go func() { _ = server.Serve(listener) }()
	// What is under way has ended by then, or never will; a graceful end would
	// wait seconds for connections that a client opened and never used.
	s.closers = append(s.closers, func() { _ = server.Close() })
	return "http://" + address, nil
}

// drain waits until the exchanges that are under way have ended.
func (s *session) drain() {
	if s.proxy == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_ = s.proxy.Shutdown(ctx)
}

// drainCallbacks waits until the callbacks that the embedded sandbox has under
// way for the default merchant have ended. Ten seconds is the longest that a
// merchant is given for an answer.
func (s *session) drainCallbacks() {
	if s.options.target != "sandbox" {
		return
	}
	client := http.Client{Timeout: 11 * time.Second}
	if answer, err := client.Get(s.target.Control + controlPath + "/deliveries?wait=PT10S"); err == nil {
		_ = answer.Body.Close()
	}
}
