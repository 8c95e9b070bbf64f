package epayment

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// A Payment is a payment with what only ePayment tells.
type Payment struct {
	api.Payment
	// Word is the API's own word for the state, such as AUTHORIZED.
	Word string
	// ID is the payment's pspReference.
	ID string
	// TakenBack is what the aggregate calls cancelled; unlike Cancelled it counts
	// what nobody had authorized.
	TakenBack api.Money
	Sub       string
	Metadata  map[string]string
	// User and Shipping are the fields that came, by their names; nil where the
	// payment has none.
	User, Shipping map[string]any
}

// Payment reads how the payment stands, with its event log.
func (d *Driver) Payment(ctx context.Context, reference string) (api.Payment, error) {
	p, err := d.Read(ctx, reference)
	if err != nil {
		return api.Payment{}, err
	}
	p.Entries, err = d.Events(ctx, reference)
	return p.Payment, err
}

// Read reads how the payment stands, without its event log.
func (d *Driver) Read(ctx context.Context, reference string) (Payment, error) {
	var answer struct {
		Aggregate    aggregateJSON
		Amount       amountJSON
		State        string
		Profile      struct{ Sub string }
		PspReference string
		Reference    string
		Metadata     map[string]string

		UserDetails, ShippingDetails map[string]any
	}
	r := client.Request{Method: http.MethodGet, Target: target(reference, "")}
	if err := d.call(ctx, api.Read, r, &answer); err != nil {
		return Payment{}, err
	}
	if answer.Reference != reference {
		return Payment{}, fmt.Errorf("payment: want reference %q, got %q", reference, answer.Reference)
	}
	a := answer.Aggregate
	p := Payment{
		Word: answer.State, ID: answer.PspReference, TakenBack: a.Cancelled.money(), Sub: answer.Profile.Sub,
		Metadata: answer.Metadata, User: answer.UserDetails, Shipping: answer.ShippingDetails,
	}
	p.Payment = api.Payment{
		Reference: answer.Reference, Ordered: answer.Amount.money(), Authorized: a.Authorized.money(),
		Captured: a.Captured.money(), Refunded: a.Refunded.money(), Cancelled: a.given(),
	}
	var err error
	p.State, err = stateOf(answer.State, a)
	return p, err
}

// stateOf gives the state in words that mean the same for every API. A
// reservation that was given up stays AUTHORIZED here, so the money tells.
func stateOf(word string, a aggregateJSON) (api.State, error) {
	switch {
	case word == "CREATED":
		return api.Pending, nil
	case word == "AUTHORIZED" && a.Cancelled.Value == 0:
		return api.Reserved, nil
	case word == "AUTHORIZED", word == "ABORTED", word == "TERMINATED":
		return api.Cancelled, nil
	case word == "EXPIRED":
		return api.Expired, nil
	}
	return "", fmt.Errorf("payment: want a state, got %q", word)
}

// Events reads the event log, oldest first.
func (d *Driver) Events(ctx context.Context, reference string) ([]api.Entry, error) {
	var answer []event
	r := client.Request{Method: http.MethodGet, Target: target(reference, "/events")}
	if err := d.call(ctx, api.Read, r, &answer); err != nil {
		return nil, err
	}
	if len(answer) == 0 {
		return nil, errors.New("read the events: there are none")
	}
	list := make([]api.Entry, len(answer))
	for i, e := range answer {
		if e.Reference != reference {
			return nil, fmt.Errorf("events: want reference %q, got %q", reference, e.Reference)
		}
		at, err := parseTime(e.Timestamp)
		if err != nil {
			return nil, fmt.Errorf("read the events: %w", err)
		}
		list[i] = api.Entry{Operation: e.Name, Amount: e.Amount.money(), Key: e.Key, ID: e.PspReference, At: at, OK: e.Success}
	}
	return list, nil
}
