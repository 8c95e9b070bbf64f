package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
)

const ecomPayments = "/ecomm/v2/payments"

// startEcom initiates a payment. The call has no idempotency key: where no answer
// comes, the order is given up under its number and tried under another.
func (s *shop) startEcom(ctx context.Context, o *order) error {
	var lost error
	for range attempts {
		var made struct{ URL string }
		err := s.api.try(ctx, http.MethodPost, ecomPayments, "", s.ecomPayment(o), &made)
		if r := new(refusal); err == nil || errors.As(err, &r) && r.status < 500 {
			o.URL = made.URL
			return err
		}
		lost = err
		if s.sameNumberAgain {
			continue
		}
		s.giveUpEcom(ctx, o.Reference)
		s.rename(o, s.reference())
	}
	return lost
}

// giveUpEcom cancels what may have been started all the same: nobody has its link.
func (s *shop) giveUpEcom(ctx context.Context, reference string) {
	if s.api.call(ctx, http.MethodGet, ecomPayments+"/"+reference+"/details", "", nil, nil) == nil {
		_ = s.api.call(ctx, http.MethodPut, ecomPayments+"/"+reference+"/cancel", "", s.ecomChange("Given up", 0), nil)
	}
}

type object = map[string]any

func (s *shop) ecomPayment(o *order) object {
	initiate := object{
		"customerInfo": object{},
		"merchantInfo": object{
			"merchantSerialNumber": s.api.msn, "authToken": o.token,
			"callbackPrefix": s.public + "/hooks/ecom", "fallBack": s.public + "/thanks?order=" + o.Reference,
		},
		"transaction": object{"orderId": o.Reference, "amount": o.Amount, "transactionText": s.description},
	}
	if o.express {
		s.inExpress(initiate)
	}
	return initiate
}

// ecomChange is the body of a capture, a refund or a cancellation; 0 is all that
// is left.
func (s *shop) ecomChange(text string, amount any) object {
	transaction := object{"transactionText": text}
	if amount != 0 {
		transaction["amount"] = amount
	}
	return object{"merchantInfo": object{"merchantSerialNumber": s.api.msn}, "transaction": transaction}
}

// changeEcom captures, refunds or cancels. A cancellation knows no idempotency:
// what became of it the details say.
func (s *shop) changeEcom(ctx context.Context, o *order, deed string, amount any) error {
	at := ecomPayments + "/" + o.Reference + "/" + deed
	if deed != "cancel" {
		if err := s.api.call(ctx, http.MethodPost, at, s.key(o, deed), s.ecomChange(s.description, amount), nil); err != nil {
			return err
		}
		return s.refreshEcom(ctx, o)
	}
	body := s.ecomChange("Not delivered", 0)
	o.mu.Lock()
	body["shouldReleaseRemainingFunds"] = o.Captured > 0 && !s.keepsRest
	before := o.Cancelled
	o.gaveUp = o.Status == "waiting"
	o.mu.Unlock()
	refused := s.api.call(ctx, http.MethodPut, at, s.key(o, deed), body, nil)
	if err := s.refreshEcom(ctx, o); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.Cancelled > before || o.Status == "cancelled" {
		return nil
	}
	return refused
}

// ecomDetails is what eCom says of a payment, newest first, in øre.
type ecomDetails struct {
	TransactionLogHistory []struct {
		Operation        string
		OperationSuccess bool
		Amount           int64
	}
	UserDetails        struct{ UserID, FirstName, LastName string }
	TransactionSummary struct{ CapturedAmount, RefundedAmount, RemainingAmountToCapture int64 }
}

// refreshEcom asks how an order stands.
func (s *shop) refreshEcom(ctx context.Context, o *order) error {
	var d ecomDetails
	if err := s.api.call(ctx, http.MethodGet, ecomPayments+"/"+o.Reference+"/details", "", nil, &d); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.meet(d.UserDetails.UserID, d.UserDetails.FirstName, d.UserDetails.LastName)
	state, a := d.stand(o.gaveUp)
	s.take(o, state, a)
	return nil
}

// stand says in ePayment's words how a payment stands. That a payment ended
// before money was reserved reads the same whoever ended it.
func (d ecomDetails) stand(gaveUp bool) (state string, a aggregate) {
	state = "CREATED"
	void := false
	for _, e := range d.TransactionLogHistory {
		switch {
		case e.Operation == "RESERVE" && e.OperationSuccess:
			state, a.AuthorizedAmount.Value = "AUTHORIZED", e.Amount
		case e.Operation == "CANCEL" && e.OperationSuccess && gaveUp:
			state = "TERMINATED"
		case e.Operation == "CANCEL" && e.OperationSuccess, e.Operation == "RESERVE":
			state = "ABORTED"
		case e.Operation == "VOID" && e.OperationSuccess:
			void = true
		}
	}
	sum := d.TransactionSummary
	a.CapturedAmount.Value, a.RefundedAmount.Value = sum.CapturedAmount, sum.RefundedAmount
	if void {
		a.CancelledAmount.Value = a.AuthorizedAmount.Value - sum.CapturedAmount
	}
	return state, a
}

// rename gives an order another number, before anybody knows the first.
func (s *shop) rename(o *order, reference string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.orders, o.Reference)
	o.Reference = reference
	s.orders[reference] = o
}

// try makes a call once.
func (a *api) try(ctx context.Context, method, path, key string, body, answer any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	status, text, _, err := a.once(ctx, method, path, key, sent)
	switch {
	case err != nil:
		return err
	case status > 299:
		return &refusal{status, string(text)}
	}
	return json.Unmarshal(text, answer)
}
