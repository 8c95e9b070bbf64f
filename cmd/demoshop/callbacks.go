package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
)

// ecomCalls takes in eCom's callback. The order stands in its address.
func (s *shop) ecomCalls(w http.ResponseWriter, r *http.Request) {
	var c struct{ TransactionInfo struct{ Status string } }
	if !s.readCallback(w, r, &c) {
		return
	}
	approved := c.TransactionInfo.Status == "RESERVED" || c.TransactionInfo.Status == "RESERVE" // in express
	if o := s.order(r.PathValue("order")); o != nil && s.reservedAlone && c.TransactionInfo.Status == "RESERVE" {
		_ = s.refresh(context.WithoutCancel(r.Context()), o)
		o.mu.Lock()
		defer o.mu.Unlock()
		o.Status = "failed"
		return
	}
	s.calledBack(w, r, r.PathValue("order"), approved)
}

// checkoutCalls takes in Checkout's callback. The order stands in its body.
func (s *shop) checkoutCalls(w http.ResponseWriter, r *http.Request) {
	var c struct{ Reference, SessionState string }
	if s.readCallback(w, r, &c) {
		s.calledBack(w, r, c.Reference, c.SessionState == "PaymentSuccessful")
	}
}

// genuineFor says whether a call carries the token that the order was started with.
func (s *shop) genuineFor(o *order, r *http.Request) bool {
	return s.trustsAnyCallback || subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), []byte(o.token)) == 1
}

func (s *shop) readCallback(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(into); err != nil {
		http.Error(w, "no callback", http.StatusBadRequest)
		return false
	}
	return true
}

// calledBack checks who calls, by the token that the order was started with, and
// then asks the API how the order stands: what the callback says of it, and how
// often or how late it comes, does not matter.
func (s *shop) calledBack(w http.ResponseWriter, r *http.Request, reference string, approved bool) {
	o := s.order(reference)
	if o == nil {
		http.NotFound(w, r)
		return
	}
	if !s.genuineFor(o, r) {
		http.Error(w, "not the token of this order", http.StatusUnauthorized)
		return
	}
	if s.hookDelay > 0 {
		_ = pause(r.Context(), s.hookDelay)
	}
	if s.hookStatus != 0 {
		w.WriteHeader(s.hookStatus)
		return
	}
	s.learned(context.WithoutCancel(r.Context()), o, approved, "")
	w.WriteHeader(http.StatusOK)
}
