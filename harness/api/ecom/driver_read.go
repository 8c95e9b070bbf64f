package ecom

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// Details is what only eCom's details tell, beside the payment itself.
type Details struct {
	api.Payment
	// Summarised says that there is a summary at all: there is none before the
	// customer has reacted.
	Summarised bool
	Totals     api.Totals
	Sub        string
	// User and Shipping are the fields that came, by their names; nil where the
	// payment has none.
	User, Shipping map[string]any
}

// Payment reads the details.
func (d *Driver) Payment(ctx context.Context, reference string) (api.Payment, error) {
	details, err := d.Details(ctx, reference)
	return details.Payment, err
}

// Details reads the details with all that eCom adds.
func (d *Driver) Details(ctx context.Context, reference string) (Details, error) {
	var answer details
	r := client.Request{Method: http.MethodGet, Target: target(reference, "details")}
	if err := d.call(ctx, api.Read, r, &answer); err != nil {
		return Details{}, err
	}
	if answer.OrderID != reference {
		return Details{}, fmt.Errorf("details: want orderId %q, got %q", reference, answer.OrderID)
	}
	return answer.read()
}

// Status reads the last status by the operation that is deprecated since
// before 2021: the API's own word, such as RESERVE.
func (d *Driver) Status(ctx context.Context, reference string) (string, api.Money, error) {
	var answer struct {
		OrderID         string `json:"orderId"`
		TransactionInfo moved
	}
	r := client.Request{Method: http.MethodGet, Target: target(reference, "status")}
	if err := d.call(ctx, api.Read, r, &answer); err != nil {
		return "", api.Money{}, err
	}
	if answer.OrderID != reference {
		return "", api.Money{}, fmt.Errorf("status: want orderId %q, got %q", reference, answer.OrderID)
	}
	return answer.TransactionInfo.Status, nok(answer.TransactionInfo.Amount), nil
}

type details struct {
	OrderID               string `json:"orderId"`
	TransactionSummary    *summary
	TransactionLogHistory []logged
	Sub                   string
	UserDetails           map[string]any
	ShippingDetails       map[string]any
}

type logged struct {
	Amount           int64
	Operation        string
	OperationSuccess bool
	TimeStamp        string
	TransactionText  string
	RequestID        string `json:"requestId"`
	TransactionID    string `json:"transactionId"`
}

type summary struct {
	CapturedAmount, RemainingAmountToCapture, RefundedAmount, RemainingAmountToRefund int64
}

func (s summary) totals() api.Totals {
	return api.Totals{
		Captured: nok(s.CapturedAmount), Refunded: nok(s.RefundedAmount),
		LeftToCapture: nok(s.RemainingAmountToCapture), LeftToRefund: nok(s.RemainingAmountToRefund),
	}
}

func (a details) read() (Details, error) {
	d := Details{User: a.UserDetails, Shipping: a.ShippingDetails, Sub: a.Sub, Summarised: a.TransactionSummary != nil}
	d.Totals = api.Totals{Captured: nok(0), Refunded: nok(0), LeftToCapture: nok(0), LeftToRefund: nok(0)}
	if d.Summarised {
		d.Totals = a.TransactionSummary.totals()
	}
	p := &d.Payment
	p.Reference, p.Authorized, p.Ordered = a.OrderID, nok(0), nok(0)
	for _, l := range slices.Backward(a.TransactionLogHistory) {
		at, err := parseTime(l.TimeStamp)
		if err != nil {
			return d, fmt.Errorf("read the details: %w", err)
		}
		p.Entries = append(p.Entries, api.Entry{
			Operation: l.Operation, Amount: nok(l.Amount), Key: l.RequestID, ID: l.TransactionID, Text: l.TransactionText, At: at, OK: l.OperationSuccess,
		})
	}
	if len(p.Entries) == 0 {
		return d, errors.New("read the details: the history is empty")
	}
	p.State = follow(p)
	p.Captured, p.Refunded = d.Totals.Captured, d.Totals.Refunded
	p.Cancelled = nok(p.Authorized.Minor - p.Captured.Minor - d.Totals.LeftToCapture.Minor)
	return d, nil
}

// follow goes through the history and gives the state it ends in; what was
// ordered and authorized it writes down on the way.
func follow(p *api.Payment) api.State {
	state := api.Pending
	for _, e := range p.Entries {
		switch {
		case e.Operation == "INITIATE":
			p.Ordered = e.Amount
		case (e.Operation == "RESERVE" || e.Operation == "SALE") && !e.OK:
			state = api.Failed
		case e.Operation == "RESERVE":
			state, p.Authorized = api.Reserved, e.Amount
		case e.Operation == "SALE":
			state, p.Authorized = api.Sold, e.Amount
		case (e.Operation == "CANCEL" || e.Operation == "VOID") && e.OK:
			state = api.Cancelled
		}
	}
	return state
}

// parseTime reads ISO 8601 as eCom writes it: with a zone, or without one, which
// then is UTC. Both stand in the API guide.
func parseTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("timeStamp: want a time such as 2026-01-31T12:00:00.000Z, got %q", text)
}

func nok(minor int64) api.Money { return api.Money{Minor: minor, Currency: "NOK"} }
