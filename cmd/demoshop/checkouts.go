package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"time"
)

// checkoutToken is what the API repeats in its callback, so that nobody else can
// call.
const checkoutToken = "acme-checkout-token-9f2c7d1e"

// checkout opens a Checkout session for an order.
func (s *shop) checkout(ctx context.Context, amount int64) (*order, error) {
	o := &order{Reference: s.reference(), Status: "waiting", Amount: amount, done: map[string]int{}, checkout: true, opened: time.Now()}
	tax := amount / 5
	session := map[string]any{
		"type": "PAYMENT", "reference": o.Reference,
		"merchantInfo": map[string]any{
			"callbackUrl": s.public + "/hooks/checkout", "returnUrl": s.returnTo(s.public + "/thanks?order=" + o.Reference),
			"callbackAuthorizationToken": checkoutToken,
		},
		"transaction": map[string]any{
			"amount": s.nok(amount), "paymentDescription": s.description,
			"orderSummary": map[string]any{
				"orderLines": []any{map[string]any{
					"id": "honey", "name": "Honey", "totalAmount": amount, "totalAmountExcludingTax": amount - tax, "totalTaxAmount": tax, "taxRate": 2500,
				}},
				"orderBottomLine": map[string]any{"currency": "NOK"},
			},
		},
		"logistics": map[string]any{"fixedOptions": s.ways(), "dynamicOptionsCallback": s.public + "/hooks/shipping"},
	}
	s.add(o)
	var made struct{ CheckoutFrontendURL string }
	if err := s.api.withKeys().call(ctx, http.MethodPost, "/checkout/v3/session", s.key(o, "session"), session, &made); err != nil {
		s.remove(o)
		return nil, err
	}
	o.URL = made.CheckoutFrontendURL
	return o, nil
}

// withKeys is the API where the keys go with every call, as Checkout has it.
func (a *api) withKeys() *api {
	b := &api{keys: a.keys, habits: a.habits, client: http.Client{Timeout: a.client.Timeout}}
	b.keysToo, b.noToken = true, true
	return b
}

// ways are the ways to ship: prices in øre.
func (s *shop) ways() []any {
	return []any{
		map[string]any{"brand": "POSTEN", "type": "MAILBOX", "id": "post", "priority": 1, "isDefault": true, "amount": s.nok(4900), "title": "To the mailbox"},
		map[string]any{"brand": "OTHER", "id": "shop", "priority": 2, "isDefault": false, "amount": s.nok(0), "title": "At the shop"},
	}
}

// shipping answers the question for ways to ship to an address.
func (s *shop) shipping(w http.ResponseWriter, r *http.Request) {
	if s.shippingDelay > 0 {
		_ = pause(r.Context(), s.shippingDelay)
	}
	var ways any = s.ways()
	if s.wrapsShipping {
		ways = map[string]any{"options": ways}
	}
	answer(w, http.StatusOK, ways)
}

// checkoutHook takes in the end of a session: it checks the token, and asks.
func (s *shop) checkoutHook(w http.ResponseWriter, r *http.Request) {
	var session struct{ Reference, SessionState string }
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&session); err != nil {
		http.Error(w, "no session", http.StatusBadRequest)
		return
	}
	if s.hookStatus != 0 {
		w.WriteHeader(s.hookStatus)
		return
	}
	token := r.Header.Get("Authorization")
	if !s.trustsAnyone && subtle.ConstantTimeCompare([]byte(token), []byte(checkoutToken)) != 1 {
		http.Error(w, "not the token of this shop", http.StatusUnauthorized)
		return
	}
	if o := s.order(session.Reference); o != nil {
		_ = s.refreshCheckout(context.WithoutCancel(r.Context()), o)
	}
	w.WriteHeader(http.StatusOK)
}

// refreshCheckout asks how a session stands; once the payment is made, it is
// ePayment that knows.
func (s *shop) refreshCheckout(ctx context.Context, o *order) error {
	var session struct{ SessionState string }
	if err := s.api.withKeys().call(ctx, http.MethodGet, "/checkout/v3/session/"+o.Reference, "", nil, &session); err != nil {
		return err
	}
	o.mu.Lock()
	o.asked = time.Now()
	o.mu.Unlock()
	switch session.SessionState {
	case "PaymentSuccessful":
		return s.refresh(ctx, o)
	case "PaymentTerminated", "SessionExpired":
		o.mu.Lock()
		defer o.mu.Unlock()
		o.Status = "failed"
	}
	return nil
}
