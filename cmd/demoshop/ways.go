package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// A way is what an order is sold by.
type way string

const (
	// byEpayment sells on the web with ePayment, inStore at the till.
	byEpayment way = "epayment"
	inStore    way = "pos"
	byEcom     way = "ecom"
	// byExpress is eCom's, too.
	byExpress way = "express"
	// byCheckout is for who opens a checkout, whatever else the shop sells by.
	byCheckout way = "checkout"
)

// takeOrder reads an order: an amount in øre, and what it is sold by, which is
// ePayment on the web where nobody says.
func (s *shop) takeOrder(w http.ResponseWriter, r *http.Request) {
	asked := struct {
		Amount int64
		By     way
	}{By: byEpayment}
	if json.NewDecoder(r.Body).Decode(&asked) != nil || !slices.Contains([]way{byEpayment, inStore, byEcom, byExpress}, asked.By) {
		http.Error(w, "want an amount, and by: epayment, pos, ecom or express", http.StatusBadRequest)
		return
	}
	o, err := s.sell(r.Context(), asked.By, asked.Amount)
	s.show(w, http.StatusCreated, o, err)
}

// sell takes an order for an amount in øre: it starts a payment, and learns the
// page to send the customer to, or the QR code to show.
func (s *shop) sell(ctx context.Context, by way, amount int64) (*order, error) {
	o := &order{
		Reference: s.reference(), Status: "waiting", Amount: amount, done: map[string]int{}, opened: time.Now(),
		by: by, token: rand.Text(), address: rand.Text(),
	}
	if by == byExpress {
		o.by, o.express = byEcom, true
	}
	start := map[way]func(context.Context, *order) error{byEcom: s.startEcom, byCheckout: s.startCheckout}[o.by]
	if start == nil {
		start = s.start
	}
	s.add(o)
	if err := start(ctx, o); err != nil {
		s.remove(o)
		return nil, err
	}
	if s.captureAtOnce {
		_ = s.ship(ctx, o, 0)
	}
	return o, nil
}

// patience is how long the shop asks for an order before it gives up on it: a
// payment waits for ten minutes, a session of Checkout for an hour before it.
func (w way) patience() time.Duration {
	if w == byCheckout {
		return 80 * time.Minute
	}
	return 20 * time.Minute
}

// handleWays adds what eCom and Checkout call, and where a checkout is opened.
func (s *shop) handleWays(m *http.ServeMux) {
	m.HandleFunc("POST /orders", s.takeOrder)
	m.HandleFunc("POST /checkouts", func(w http.ResponseWriter, r *http.Request) {
		o, err := s.sell(r.Context(), byCheckout, amountOf(r))
		s.show(w, http.StatusCreated, o, err)
	})
	m.HandleFunc("POST /checkouts/{order}/address", s.withOrder(s.changeAddress))
	m.HandleFunc("POST /hooks/ecom/v2/payments/{order}", s.ecomCalls)
	m.HandleFunc("POST /hooks/ecom/v2/payments/{order}/shippingDetails", s.expressShipping)
	m.HandleFunc("DELETE /hooks/ecom/v2/consents/{user}", s.consentGone)
	m.HandleFunc("POST /hooks/checkout", s.checkoutCalls)
	m.HandleFunc("POST /hooks/shipping/{order}/{token}", s.shipping)
}
