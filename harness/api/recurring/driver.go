package recurring

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// What the driver calls.
const (
	driven     = "/recurring/v3/agreements"
	drivenByID = "/recurring/v3/charges"
	keyHeader  = "Idempotency-Key"
	nextHeader = "Continuation-Token"
)

// A Driver drives Recurring v3 as a merchant: what api.Agreements asks, and what
// only v3 has.
type Driver struct{ c *client.Client }

// NewDriver makes a driver that calls through c.
func NewDriver(c *client.Client) *Driver { return &Driver{c: c} }

// newAgreements makes the driver of shared sentences about agreements.
func newAgreements(c *client.Client) api.Agreements { return NewDriver(c) }

var _ api.Agreements = (*Driver)(nil)

// fields are the body of a request before it is written.
type fields = map[string]any

// Draft offers an agreement.
func (d *Driver) Draft(ctx context.Context, a api.AgreementDraft) (api.Drafted, error) {
	body, err := draftBody(a)
	if err != nil {
		return api.Drafted{}, fmt.Errorf("write the draft: %w", err)
	}
	var answer struct {
		AgreementID          string
		UUID                 string
		VippsConfirmationURL string
		ChargeID             *string
	}
	r := client.Request{Method: http.MethodPost, Target: driven, Header: d.keyed(a.Key), Body: body}
	if err := d.call(ctx, api.DraftIt, r, &answer); err != nil {
		return api.Drafted{}, err
	}
	if answer.AgreementID == "" || answer.UUID == "" {
		return api.Drafted{}, errors.New("draft: the answer lacks agreementId or uuid")
	}
	made := api.Drafted{Agreement: answer.AgreementID, UUID: answer.UUID, URL: answer.VippsConfirmationURL}
	if answer.ChargeID != nil {
		made.Charge = *answer.ChargeID
	}
	return made, nil
}

// Accept accepts by the call of the test environment, for the payer with this
// number.
func (d *Driver) Accept(ctx context.Context, agreement, phone string) error {
	return d.send(ctx, api.Approve, http.MethodPatch, inAgreement(agreement, "/accept"), "", fields{"phoneNumber": dialled(phone)})
}

// Update changes an agreement.
func (d *Driver) Update(ctx context.Context, agreement string, u api.AgreementUpdate) error {
	body, err := updateBody(u)
	if err != nil {
		return fmt.Errorf("write the update: %w", err)
	}
	r := client.Request{Method: http.MethodPatch, Target: inAgreement(agreement, ""), Header: d.keyed(u.Key), Body: body}
	return d.call(ctx, api.UpdateIt, r, nil)
}

// CreateCharge asks for a charge.
func (d *Driver) CreateCharge(ctx context.Context, agreement string, o api.ChargeOrder) (string, error) {
	body, err := chargeBody(o)
	if err != nil {
		return "", fmt.Errorf("write the charge: %w", err)
	}
	var answer struct{ ChargeID string }
	r := client.Request{Method: http.MethodPost, Target: inAgreement(agreement, "/charges"), Header: d.keyed(o.Key), Body: body}
	if err := d.call(ctx, api.ChargeIt, r, &answer); err != nil {
		return "", err
	}
	switch {
	case answer.ChargeID == "":
		return "", errors.New("charge: the answer lacks chargeId")
	case o.OrderID != "" && answer.ChargeID != o.OrderID:
		return "", fmt.Errorf("charge: want the merchant's own number %q, got %q", o.OrderID, answer.ChargeID)
	}
	return answer.ChargeID, nil
}

// CaptureCharge takes money of a reserved charge. v3 wants an amount, so all
// that is left is asked for first.
func (d *Driver) CaptureCharge(ctx context.Context, c api.ChargeChange) error {
	return d.move(ctx, api.Capture, c, fields{}, func(now api.Charge) int64 {
		return now.Amount.Minor - now.Captured.Minor - now.Cancelled.Minor
	})
}

// RefundCharge gives money back; all that is left is asked for first.
func (d *Driver) RefundCharge(ctx context.Context, c api.ChargeChange) error {
	return d.move(ctx, api.Refund, c, fields{"description": c.Text}, func(now api.Charge) int64 {
		return now.Captured.Minor - now.Refunded.Minor
	})
}

// CancelCharge gives up what is not captured.
func (d *Driver) CancelCharge(ctx context.Context, c api.ChargeChange) error {
	return d.send(ctx, api.Cancel, http.MethodDelete, inCharge(c.Agreement, c.Charge, ""), c.Key, nil)
}

func (d *Driver) move(ctx context.Context, doing string, c api.ChargeChange, o fields, left func(api.Charge) int64) error {
	if c.Amount == nil {
		now, err := d.Charge(ctx, c.Agreement, c.Charge)
		if err != nil {
			return fmt.Errorf("ask what is left: %w", err)
		}
		c.Amount = &api.Money{Minor: left(now), Currency: now.Amount.Currency}
	}
	o["amount"] = c.Amount.Minor
	return d.send(ctx, doing, http.MethodPost, inCharge(c.Agreement, c.Charge, "/"+doing), c.Key, o)
}

// send makes a change whose answer holds nothing.
func (d *Driver) send(ctx context.Context, doing, method, target, key string, o fields) error {
	r := client.Request{Method: method, Target: target, Header: d.keyed(key)}
	if o != nil {
		var err error
		if r.Body, err = api.Encode(o); err != nil {
			return fmt.Errorf("write the request to %s: %w", doing, err)
		}
	}
	return d.call(ctx, doing, r, nil)
}

func (d *Driver) call(ctx context.Context, doing string, r client.Request, v any) error {
	return api.Call(ctx, d.c, r, v, func(a client.Answer) error { return refusalOf(doing, a) })
}

// keyed is the header with an idempotency key, which every change has.
func (d *Driver) keyed(key string) http.Header {
	if key == "" {
		key = d.c.NewID()
	}
	return http.Header{keyHeader: {key}}
}

func inAgreement(id, rest string) string { return driven + "/" + url.PathEscape(id) + rest }

func inCharge(agreement, id, rest string) string {
	return inAgreement(agreement, "/charges/"+url.PathEscape(id)+rest)
}

// dialled puts the country code before a Norwegian number that lacks it.
func dialled(phone string) string {
	if len(phone) == 8 {
		return "47" + phone
	}
	return phone
}

// writtenTime is a time in a request: UTC, to the second.
func writtenTime(at time.Time) string { return at.UTC().Format(time.RFC3339) }
