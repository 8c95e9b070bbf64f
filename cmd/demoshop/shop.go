package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"
)

// A shop sells.
type shop struct {
	habits
	api *api
	// public is the origin at which the API and customers reach the shop.
	public string

	mu            sync.Mutex
	orders        map[string]*order
	subscriptions map[string]*subscription
	// secrets are those of webhooks, told once when they are registered.
	secrets []string
}

func newShop(k keys, h habits, public string) *shop {
	return &shop{
		habits: h, public: public, api: &api{keys: k, habits: h, client: http.Client{Timeout: 15 * time.Second}},
		orders: map[string]*order{}, subscriptions: map[string]*subscription{},
	}
}

// open registers the webhook, once for all orders. Without one the shop still
// asks for what waits.
func (s *shop) open(ctx context.Context) error {
	if s.noWebhook {
		return nil
	}
	err := s.register(ctx, s.events)
	if err == nil && s.registersTwice {
		err = s.register(ctx, s.events[len(s.events)-1:])
	}
	return err
}

func (s *shop) register(ctx context.Context, events []string) error {
	var made struct{ Secret string }
	err := s.api.call(ctx, http.MethodPost, "/webhooks/v1/webhooks", "", map[string]any{"url": s.public + "/hooks/vipps", "events": events}, &made)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.secrets = append(s.secrets, made.Secret)
	}
	return err
}

// watch asks for everything that waits, until the context ends: webhooks may be
// late, or never come.
func (s *shop) watch(ctx context.Context) {
	for pause(ctx, min(s.pollEvery, atTheCounter)) == nil {
		if s.neverPolls {
			continue
		}
		for _, o := range s.waiting() {
			_ = s.refresh(ctx, o)
		}
		for _, a := range s.unanswered() {
			_ = s.refreshSubscription(ctx, a)
		}
	}
}

func (s *shop) waiting() []*order {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*order
	for _, o := range s.orders {
		o.mu.Lock()
		after, every := s.pollAfter, s.pollEvery
		if o.by == inStore {
			after, every = min(after, atTheCounter), min(every, atTheCounter)
		}
		due := time.Since(o.opened) > after && time.Since(o.asked) >= every
		if !o.ended() && due && time.Since(o.opened) < o.by.patience() {
			all = append(all, o)
		}
		o.mu.Unlock()
	}
	return all
}

func (s *shop) add(o *order) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orders[o.Reference] = o
}

func (s *shop) remove(o *order) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.orders, o.Reference)
}

func (s *shop) order(reference string) *order {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.orders[reference]
}

// handler is the shop as its customers, its staff and the API see it.
func (s *shop) handler() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /orders/{order}", s.withOrder(func(*http.Request, *order) error { return nil }))
	m.HandleFunc("POST /orders/{order}/ship", s.withOrder(func(r *http.Request, o *order) error { return s.ship(r.Context(), o, amountOf(r)) }))
	m.HandleFunc("POST /orders/{order}/cancel", s.withOrder(func(r *http.Request, o *order) error { return s.cancel(r.Context(), o) }))
	m.HandleFunc("POST /orders/{order}/return", s.withOrder(func(r *http.Request, o *order) error { return s.giveBack(r.Context(), o, amountOf(r)) }))
	m.HandleFunc("GET /thanks", s.thanks)
	m.HandleFunc("POST /hooks/vipps", s.hook)
	m.HandleFunc("POST /webhooks/check", s.checkWebhooks)
	s.handleSubscriptions(m)
	s.handleWays(m)
	return m
}

func (s *shop) withOrder(do func(*http.Request, *order) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		o := s.order(r.PathValue("order"))
		if o == nil {
			http.NotFound(w, r)
			return
		}
		s.show(w, http.StatusOK, o, do(r, o))
	}
}

// show answers with an order, or says why not.
func (s *shop) show(w http.ResponseWriter, status int, o *order, err error) {
	if err != nil {
		refuse(w, err)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	answer(w, status, o)
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, err error) {
	status := http.StatusBadGateway
	if r := new(refusal); errors.Is(err, errNotNow) || errors.As(err, &r) && r.status < 500 {
		status = http.StatusConflict
	}
	answer(w, status, map[string]string{"error": err.Error()})
}

// amountOf reads the amount of a request to the shop, in øre; 0 where it names
// none.
func amountOf(r *http.Request) int64 {
	var asked struct{ Amount int64 }
	_ = json.NewDecoder(r.Body).Decode(&asked)
	return asked.Amount
}

// thanks is where the customer comes back to, in whatever browser: the shop asks
// how the payment stands, and believes nothing of the visit itself.
func (s *shop) thanks(w http.ResponseWriter, r *http.Request) {
	o := s.order(r.URL.Query().Get("order"))
	if o == nil {
		http.NotFound(w, r)
		return
	}
	err := s.refresh(r.Context(), o)
	if s.believesReturn {
		o.mu.Lock()
		o.Status, o.Reserved = "paid", o.Amount
		o.mu.Unlock()
	}
	s.show(w, http.StatusOK, o, err)
}
