package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// An order is one purchase. What the money does is the API's to say: the shop
// repeats it, and decides nothing by what it remembers.
type order struct {
	// Amount and the sums are in øre.
	Reference string `json:"order"`
	URL       string `json:"url,omitempty"`
	Status    string `json:"status"`
	Amount    int64  `json:"amount"`
	Reserved  int64  `json:"reserved"`
	Captured  int64  `json:"captured"`
	Refunded  int64  `json:"refunded"`
	Cancelled int64  `json:"cancelled"`
	// Customer is who buys, where the API says it.
	Customer string `json:"customer"`

	by way
	// express is eCom's; user is what it calls the customer.
	express, forgotten bool
	user               string
	// token tells callbacks from forged ones; address is known to who may ask for
	// ways to ship.
	token, address string
	// gaveUp says that the shop ended it before anybody paid.
	gaveUp bool

	mu sync.Mutex
	// done counts the operations of each kind: each has a key of its own.
	done   map[string]int
	opened time.Time
	asked  time.Time
	// signature is that of the last approval that was told.
	signature string
}

// ended says that nothing more is to be waited for.
func (o *order) ended() bool { return o.Status != "waiting" }

type money struct {
	Currency string `json:"currency"`
	Value    any    `json:"value"`
}

func nok(minor int64) money { return money{"NOK", minor} }

// aggregate is what the API says of the money, in øre.
type aggregate struct {
	AuthorizedAmount, CapturedAmount, RefundedAmount, CancelledAmount struct{ Value int64 }
}

// start starts a payment with ePayment.
func (s *shop) start(ctx context.Context, o *order) error {
	var made struct{ RedirectURL string }
	err := s.api.call(ctx, http.MethodPost, "/epayment/v1/payments", s.key(o, "create"), s.payment(o, s.tries), &made)
	if r := new(refusal); s.tries != nil && errors.As(err, &r) {
		err = s.api.call(ctx, http.MethodPost, "/epayment/v1/payments", s.key(o, "create"), s.payment(o, nil), &made)
	}
	if err != nil {
		return err
	}
	o.URL = made.RedirectURL
	return nil
}

// payment is what the API is told of an order.
func (s *shop) payment(o *order, spoil func(map[string]any)) map[string]any {
	create := map[string]any{
		"amount": nok(o.Amount), "paymentMethod": map[string]any{"type": "WALLET"},
		"reference": o.Reference, "paymentDescription": s.description, "userFlow": "WEB_REDIRECT",
		"returnUrl": s.public + "/thanks?order=" + o.Reference, "receipt": receipt(o.Amount),
	}
	if o.by == inStore {
		s.atTheTill(create)
	}
	if spoil != nil {
		spoil(create)
	}
	return create
}

// receipt says what was bought; its sum is the payment's.
func receipt(amount int64) map[string]any {
	tax := amount / 5
	return map[string]any{
		"orderLines": []any{map[string]any{
			"id": "honey", "name": "Honey", "totalAmount": amount, "totalAmountExcludingTax": amount - tax, "totalTaxAmount": tax, "taxRate": 2500,
			"unitInfo": map[string]any{"unitPrice": amount, "quantity": "1", "quantityUnit": "PCS"},
		}},
		"bottomLine": map[string]any{"currency": "NOK"},
	}
}

// refresh asks the API how an order stands.
func (s *shop) refresh(ctx context.Context, o *order) error {
	o.mu.Lock()
	by := o.by
	o.mu.Unlock()
	switch by {
	case byEcom:
		return s.refreshEcom(ctx, o)
	case byCheckout:
		return s.refreshCheckout(ctx, o)
	}
	var p struct {
		State     string
		Aggregate aggregate
	}
	if err := s.api.call(ctx, http.MethodGet, "/epayment/v1/payments/"+o.Reference, "", nil, &p); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	s.take(o, p.State, p.Aggregate)
	return nil
}

// take takes over what the API says. The order is locked.
func (s *shop) take(o *order, state string, a aggregate) {
	o.asked = time.Now()
	if failed := state == "ABORTED" || state == "EXPIRED"; failed && s.deafToFailure {
		return
	}
	o.stand(state, a)
}

// stand says what that means for the order. The lock is held.
func (o *order) stand(state string, a aggregate) {
	o.Reserved, o.Captured = a.AuthorizedAmount.Value, a.CapturedAmount.Value
	o.Refunded, o.Cancelled = a.RefundedAmount.Value, a.CancelledAmount.Value
	switch {
	case state == "CREATED":
	case state == "ABORTED", state == "EXPIRED":
		o.Status = "failed"
	case state == "TERMINATED", o.Captured == 0 && o.Cancelled > 0:
		o.Status = "cancelled"
	case o.Captured == 0:
		o.Status = "paid"
	case o.Refunded == o.Captured:
		o.Status = "returned"
	default:
		o.Status = "shipped"
	}
}

// errNotNow says that an order is not where it could be done.
var errNotNow = errors.New("the order does not stand so that this could be done")

// ship captures what is sent: an amount in øre, or all that is left.
func (s *shop) ship(ctx context.Context, o *order, amount int64) error {
	o.mu.Lock()
	left := o.Reserved - o.Captured - o.Cancelled
	ready := o.Status == "paid" || o.Status == "shipped"
	o.mu.Unlock()
	if amount == 0 || s.capturesWhole {
		amount = left
	}
	if s.captureAtOnce && left == 0 {
		amount, ready = o.Amount, true
	}
	if s.capturesCart {
		amount = min(amount, o.Amount)
	}
	if !ready || amount <= 0 {
		return errNotNow
	}
	return s.modify(ctx, o, "capture", amount)
}

// cancel gives up what is not captured.
func (s *shop) cancel(ctx context.Context, o *order) error {
	if s.neverCancels {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.Status = "cancelled"
		return nil
	}
	return s.modify(ctx, o, "cancel", nil)
}

// giveBack refunds an amount in øre, or all that was captured.
func (s *shop) giveBack(ctx context.Context, o *order, amount int64) error {
	o.mu.Lock()
	left := o.Captured - o.Refunded
	o.mu.Unlock()
	if amount == 0 || s.refundsWhole {
		amount = left
	}
	if amount <= 0 || amount > left {
		return errNotNow
	}
	return s.modify(ctx, o, "refund", s.refunded(amount))
}

// modify changes a payment by an amount, nil for all of it, and then asks how it
// stands.
func (s *shop) modify(ctx context.Context, o *order, deed string, amount any) error {
	o.mu.Lock()
	by := o.by
	o.mu.Unlock()
	switch {
	case by == byEcom:
		return s.changeEcom(ctx, o, deed, amount)
	case by == byCheckout && deed == "cancel":
		return s.cancelCheckout(ctx, o) // nobody has paid
	}
	var body any
	if amount != nil {
		body = object{"modificationAmount": money{"NOK", amount}}
	}
	if err := s.api.call(ctx, http.MethodPost, "/epayment/v1/payments/"+o.Reference+"/"+deed, s.key(o, deed), body, nil); err != nil {
		return err
	}
	if !s.noLog {
		if err := s.api.call(ctx, http.MethodGet, "/epayment/v1/payments/"+o.Reference+"/events", "", nil, nil); err != nil {
			return err
		}
	}
	return s.refresh(ctx, o)
}

// key is the operation's own: the same when it is made again, another for the
// next one.
func (s *shop) key(o *order, deed string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.done[deed]++
	if s.oneKey {
		return o.Reference
	}
	return fmt.Sprintf("%s-%s-%d", o.Reference, deed, o.done[deed])
}

// number is an order number that is not used again.
func number() string { return "acme-" + time.Now().UTC().Format("20060102") + "-" + rand.Text()[:8] }
