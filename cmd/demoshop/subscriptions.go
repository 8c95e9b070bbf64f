package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A subscription is an agreement for honey every month.
type subscription struct {
	ID     string `json:"subscription"`
	URL    string `json:"url,omitempty"`
	Status string `json:"status"`
	Charge string `json:"charge,omitempty"`

	mu     sync.Mutex
	number string
	opened time.Time
	asked  time.Time
	done   map[string]int
}

func (s *shop) subscription(id string) *subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.subscriptions[id]
}

func (s *shop) unanswered() []*subscription {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*subscription
	for _, a := range s.subscriptions {
		a.mu.Lock()
		if a.Status == "waiting" && time.Since(a.opened) > s.pollAfter && time.Since(a.asked) >= s.pollEvery {
			all = append(all, a)
		}
		a.mu.Unlock()
	}
	return all
}

const agreements = "/recurring/v3/agreements"

// subscribe drafts an agreement at a monthly price in øre.
func (s *shop) subscribe(ctx context.Context, amount int64) (*subscription, error) {
	a := &subscription{Status: "waiting", number: number(), opened: time.Now(), done: map[string]int{}}
	draft := map[string]any{
		"productName": "Honey", "productDescription": "A pot of honey every month",
		"pricing":             map[string]any{"type": "LEGACY", "amount": amount, "currency": "NOK"},
		"interval":            map[string]any{"unit": "MONTH", "count": 1},
		"merchantRedirectUrl": s.public + "/thanks", "merchantAgreementUrl": s.public + s.managedAt,
		"externalId": a.number,
	}
	var made struct{ AgreementID, VippsConfirmationURL string }
	if err := s.api.call(ctx, http.MethodPost, agreements, a.key("draft"), draft, &made); err != nil {
		return nil, err
	}
	a.ID, a.URL = made.AgreementID, made.VippsConfirmationURL
	s.mu.Lock()
	s.subscriptions[a.ID] = a
	s.mu.Unlock()
	return a, nil
}

func (a *subscription) key(deed string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.done[deed]++
	return fmt.Sprintf("%s-%s-%d", a.number, deed, a.done[deed])
}

// refreshSubscription asks how an agreement stands.
func (s *shop) refreshSubscription(ctx context.Context, a *subscription) error {
	var found struct{ Status string }
	if err := s.api.call(ctx, http.MethodGet, agreements+"/"+a.ID, "", nil, &found); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked = time.Now()
	switch found.Status {
	case "ACTIVE":
		a.Status = "active"
	case "STOPPED":
		a.Status = "stopped"
	case "EXPIRED":
		a.Status = "failed"
	}
	return nil
}

// charge asks for the month's money, due in some days, and lists what was asked
// for so far. Transaction says whether it is captured when it is due, or reserved.
func (s *shop) charge(ctx context.Context, a *subscription, amount int64, transaction string) error {
	var made struct{ ChargeID string }
	ask := func(days int) error {
		return s.api.call(ctx, http.MethodPost, agreements+"/"+a.ID+"/charges", a.key("charge"), map[string]any{
			"amount": amount, "description": "Honey", "type": "RECURRING", "transactionType": transaction,
			"due": time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly), "retryDays": s.retryDays, "orderId": number(),
		}, &made)
	}
	days := s.dueIn
	if s.dueAtOnce {
		days = 0
	}
	err := ask(days)
	if r := new(refusal); errors.As(err, &r) && s.dueAtOnce || err != nil && s.chargesAnew {
		err = ask(s.dueIn)
	}
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.Charge = made.ChargeID
	a.mu.Unlock()
	if s.neverLists {
		return nil
	}
	return s.api.call(ctx, http.MethodGet, agreements+"/"+a.ID+"/charges", "", nil, nil)
}

// ofCharge does something to the last charge, and reads it afterwards.
func (s *shop) ofCharge(ctx context.Context, a *subscription, method, path string, body any) error {
	a.mu.Lock()
	id := a.Charge
	a.mu.Unlock()
	if id == "" {
		return errNotNow
	}
	at := agreements + "/" + a.ID + "/charges/" + id
	if method != "" {
		if err := s.api.call(ctx, method, at+path, a.key(method+strings.ReplaceAll(path, "/", "-")), body, nil); err != nil {
			return err
		}
	}
	return s.api.call(ctx, http.MethodGet, at, "", nil, nil)
}

// change changes an agreement, and reads it afterwards.
func (s *shop) change(ctx context.Context, a *subscription, to map[string]any) error {
	if err := s.api.call(ctx, http.MethodPatch, agreements+"/"+a.ID, a.key("change"), to, nil); err != nil {
		return err
	}
	return s.refreshSubscription(ctx, a)
}

func (s *shop) handleSubscriptions(m *http.ServeMux) {
	show := func(w http.ResponseWriter, status int, a *subscription, err error) {
		if err != nil {
			refuse(w, err)
			return
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		answer(w, status, a)
	}
	m.HandleFunc("POST /subscriptions", func(w http.ResponseWriter, r *http.Request) {
		a, err := s.subscribe(r.Context(), amountOf(r))
		show(w, http.StatusCreated, a, err)
	})
	with := func(do func(*http.Request, *subscription) error) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			a := s.subscription(r.PathValue("id"))
			if a == nil {
				http.NotFound(w, r)
				return
			}
			show(w, http.StatusOK, a, do(r, a))
		}
	}
	m.HandleFunc("GET /subscriptions/{id}", with(func(*http.Request, *subscription) error { return nil }))
	m.HandleFunc("POST /subscriptions/{id}/charge", with(func(r *http.Request, a *subscription) error {
		return s.charge(r.Context(), a, amountOf(r), "DIRECT_CAPTURE")
	}))
	m.HandleFunc("POST /subscriptions/{id}/reserve", with(func(r *http.Request, a *subscription) error {
		return s.charge(r.Context(), a, amountOf(r), "RESERVE_CAPTURE")
	}))
	m.HandleFunc("POST /subscriptions/{id}/change", with(func(r *http.Request, a *subscription) error {
		amount := amountOf(r)
		if amount <= 0 {
			return errors.Join(errNotNow, errors.New("no price"))
		}
		return s.change(r.Context(), a, map[string]any{"pricing": map[string]any{"amount": amount}})
	}))
	m.HandleFunc("POST /subscriptions/{id}/cancel", with(func(r *http.Request, a *subscription) error {
		return s.change(r.Context(), a, map[string]any{"status": "STOPPED"})
	}))
	m.HandleFunc("GET /subscriptions/{id}/charge", with(func(r *http.Request, a *subscription) error { return s.ofCharge(r.Context(), a, "", "", nil) }))
	m.HandleFunc("POST /subscriptions/{id}/charge/cancel", with(func(r *http.Request, a *subscription) error {
		return s.ofCharge(r.Context(), a, http.MethodDelete, "", nil)
	}))
	m.HandleFunc("POST /subscriptions/{id}/charge/capture", with(func(r *http.Request, a *subscription) error {
		return s.ofCharge(r.Context(), a, http.MethodPost, "/capture", map[string]any{"amount": amountOf(r), "description": "Sent"})
	}))
	m.HandleFunc("POST /subscriptions/{id}/charge/refund", with(func(r *http.Request, a *subscription) error {
		return s.ofCharge(r.Context(), a, http.MethodPost, "/refund", map[string]any{"amount": amountOf(r), "description": "Returned"})
	}))
}
