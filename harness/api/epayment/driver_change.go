package epayment

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// Capture takes money. ePayment wants an amount, so all that is left is asked
// for first.
func (d *Driver) Capture(ctx context.Context, c api.Change) (api.Outcome, error) {
	return d.move(ctx, api.Capture, c, func(p Payment) int64 {
		return p.Authorized.Minor - p.Captured.Minor - p.Cancelled.Minor
	})
}

// Refund gives money back; all that is left is asked for first.
func (d *Driver) Refund(ctx context.Context, c api.Change) (api.Outcome, error) {
	return d.move(ctx, api.Refund, c, func(p Payment) int64 { return p.Captured.Minor - p.Refunded.Minor })
}

// Cancel gives up all that is not captured; no flag is needed for that.
func (d *Driver) Cancel(ctx context.Context, c api.Change) (api.Outcome, error) {
	return d.change(ctx, api.Cancel, c, nil)
}

// CancelWaiting cancels only a payment that nobody has approved yet.
func (d *Driver) CancelWaiting(ctx context.Context, c api.Change) (api.Outcome, error) {
	return d.change(ctx, api.Cancel, c, object{"cancelTransactionOnly": true})
}

func (d *Driver) move(ctx context.Context, doing string, c api.Change, left func(Payment) int64) (api.Outcome, error) {
	if c.Amount == nil {
		p, err := d.Read(ctx, c.Reference)
		if err != nil {
			return api.Outcome{}, fmt.Errorf("ask what is left: %w", err)
		}
		c.Amount = &api.Money{Minor: left(p), Currency: p.Ordered.Currency}
	}
	return d.change(ctx, doing, c, object{"modificationAmount": wire(*c.Amount)})
}

func (d *Driver) change(ctx context.Context, doing string, c api.Change, o object) (api.Outcome, error) {
	r := client.Request{Method: http.MethodPost, Target: target(c.Reference, "/"+doing), Header: d.keyed(c.Key)}
	if o != nil {
		var err error
		if r.Body, err = api.Encode(o); err != nil {
			return api.Outcome{}, fmt.Errorf("write the request to %s: %w", doing, err)
		}
	}
	var answer modifiedJSON
	if err := d.call(ctx, doing, r, &answer); err != nil {
		return api.Outcome{}, err
	}
	if answer.Reference != c.Reference {
		return api.Outcome{}, fmt.Errorf("%s: want reference %q, got %q", doing, c.Reference, answer.Reference)
	}
	return answer.outcome(doing)
}

// outcome reads the answer to a change. It names the payment's number and
// amount, and none of the change's own. Whatever becomes of the money, what was
// authorized stays AUTHORIZED.
func (a modifiedJSON) outcome(doing string) (api.Outcome, error) {
	if want := a.Aggregate.state(); a.State != want {
		return api.Outcome{}, fmt.Errorf("%s: want state %q, got %q", doing, want, a.State)
	}
	return api.Outcome{Payment: a.PspReference, Totals: a.Aggregate.totals()}, nil
}

// state is what a payment that a change succeeded on must be in.
func (a aggregateJSON) state() string {
	if a.Authorized.Value == 0 {
		return "TERMINATED"
	}
	return "AUTHORIZED"
}

// given is what was authorized and given up: before the customer has approved
// the aggregate counts the whole amount as cancelled, of which nothing was
// authorized.
func (a aggregateJSON) given() api.Money {
	m := a.Cancelled.money()
	if a.Authorized.Value == 0 {
		m.Minor = 0
	}
	return m
}

func (a aggregateJSON) totals() api.Totals {
	in := func(minor int64) api.Money { return api.Money{Minor: minor, Currency: a.Captured.Currency} }
	return api.Totals{
		Captured: a.Captured.money(), Refunded: a.Refunded.money(),
		LeftToCapture: in(a.Authorized.Value - a.Captured.Value - a.given().Minor),
		LeftToRefund:  in(a.Captured.Value - a.Refunded.Value),
	}
}

func minor(n int64) string { return strconv.FormatInt(n, 10) }
