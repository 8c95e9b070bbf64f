package ecom

import (
	"context"
	"fmt"
	"net/http"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// Capture takes money: a part, or all that is left when c.Amount is nil.
func (d *Driver) Capture(ctx context.Context, c api.Change) (api.Outcome, error) {
	return d.change(ctx, api.Capture, "Captured", d.changeRequest(http.MethodPost, "capture", c))
}

// Refund gives money back: a part, or all that was captured.
func (d *Driver) Refund(ctx context.Context, c api.Change) (api.Outcome, error) {
	return d.change(ctx, api.Refund, "Refund", d.changeRequest(http.MethodPost, "refund", c))
}

// Cancel gives up what is not captured. eCom knows no idempotency key here.
func (d *Driver) Cancel(ctx context.Context, c api.Change) (api.Outcome, error) {
	r := d.changeRequest(http.MethodPut, "cancel", c)
	r.idempotent = false
	if c.Release {
		r.body["shouldReleaseRemainingFunds"] = true
	}
	return d.change(ctx, api.Cancel, "Cancelled", r)
}

// CaptureWith captures with this JSON as the amount, such as 0 or null.
func (d *Driver) CaptureWith(ctx context.Context, c api.Change, amount string) (api.Outcome, error) {
	r := d.changeRequest(http.MethodPost, "capture", c)
	if err := (Edit{Pointer: "/transaction/amount", Value: amount}).Apply(r.body); err != nil {
		return api.Outcome{}, err
	}
	return d.change(ctx, api.Capture, "Captured", r)
}

// CancelMisplaced cancels with the flag that releases the rest where eCom does
// not look for it: inside the transaction.
func (d *Driver) CancelMisplaced(ctx context.Context, c api.Change) (api.Outcome, error) {
	r := d.changeRequest(http.MethodPut, "cancel", c)
	r.idempotent = false
	if err := (Edit{Pointer: "/transaction/shouldReleaseRemainingFunds", Value: "true"}).Apply(r.body); err != nil {
		return api.Outcome{}, err
	}
	return d.change(ctx, api.Cancel, "Cancelled", r)
}

type changeRequest struct {
	method, target, reference, key string

	body       object
	idempotent bool
}

func (d *Driver) changeRequest(method, act string, c api.Change) changeRequest {
	t := object{"transactionText": c.Text}
	if c.Amount != nil {
		t["amount"] = c.Amount.Minor
	}
	key := c.Key
	if key == "" {
		key = d.c.NewID()
	}
	return changeRequest{
		method: method, target: target(c.Reference, act), reference: c.Reference, key: key, idempotent: true,
		body: object{"merchantInfo": object{"merchantSerialNumber": d.c.MSN()}, "transaction": t},
	}
}

func (d *Driver) change(ctx context.Context, doing, status string, r changeRequest) (api.Outcome, error) {
	body, err := api.Encode(r.body)
	if err != nil {
		return api.Outcome{}, fmt.Errorf("write the request to %s: %w", doing, err)
	}
	q := client.Request{Method: r.method, Target: r.target, Body: body}
	if r.idempotent {
		q.Header = http.Header{"X-Request-Id": {r.key}}
	}
	var answer changed
	if err := d.call(ctx, doing, q, &answer); err != nil {
		return api.Outcome{}, err
	}
	if answer.OrderID != r.reference {
		return api.Outcome{}, fmt.Errorf("%s: want orderId %q, got %q", doing, r.reference, answer.OrderID)
	}
	return answer.outcome(doing, status)
}

// changed is the answer to capture, cancel and refund; a refund calls its
// transaction otherwise.
type changed struct {
	OrderID                      string `json:"orderId"`
	TransactionInfo, Transaction *moved
	TransactionSummary           *summary
}

type moved struct {
	Amount        int64
	Status        string
	TimeStamp     string
	TransactionID string `json:"transactionId"`
}

func (a changed) outcome(doing, status string) (api.Outcome, error) {
	m := a.TransactionInfo
	if doing == api.Refund {
		m = a.Transaction
	}
	if m == nil || a.TransactionSummary == nil {
		return api.Outcome{}, fmt.Errorf("read the answer to %s: the transaction or its summary is missing", doing)
	}
	if m.Status != status {
		return api.Outcome{}, fmt.Errorf("%s: want status %q, got %q", doing, status, m.Status)
	}
	at, err := parseTime(m.TimeStamp)
	if err != nil {
		return api.Outcome{}, fmt.Errorf("read the answer to %s: %w", doing, err)
	}
	return api.Outcome{Amount: nok(m.Amount), ID: m.TransactionID, At: at, Totals: a.TransactionSummary.totals()}, nil
}
