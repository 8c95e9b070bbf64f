package recurringv2

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// What the driver calls.
const (
	driven    = "/recurring/v2/agreements"
	keyHeader = "Idempotency-Key"
)

// A Driver drives Recurring v2 as a merchant did. It sends idempotency keys
// where v2 has them: with new charges, captures and refunds.
type Driver struct{ c *client.Client }

// NewDriver makes a driver that calls through c.
func NewDriver(c *client.Client) *Driver { return &Driver{c: c} }

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
		AgreementID, AgreementResource, VippsConfirmationURL string
		ChargeID                                             *string
	}
	r := client.Request{Method: http.MethodPost, Target: driven, Body: body}
	if err := d.call(ctx, api.DraftIt, r, &answer); err != nil {
		return api.Drafted{}, err
	}
	if answer.AgreementID == "" || answer.AgreementResource == "" || answer.VippsConfirmationURL == "" {
		return api.Drafted{}, errors.New("draft: the answer lacks agreementId, agreementResource or vippsConfirmationUrl")
	}
	return api.Drafted{Agreement: answer.AgreementID, URL: answer.VippsConfirmationURL, Charge: textIn(answer.ChargeID)}, nil
}

// Accept accepts by the call of the test environment, for the payer with this
// number.
func (d *Driver) Accept(ctx context.Context, agreement, phone string) error {
	if len(phone) == 8 {
		phone = "47" + phone
	}
	return d.send(ctx, api.Approve, client.Request{Method: http.MethodPatch, Target: inAgreement(agreement, "/accept")},
		fields{"customerPhoneNumber": phone}, nil)
}

// Update changes an agreement.
func (d *Driver) Update(ctx context.Context, agreement string, u api.AgreementUpdate) error {
	if u.ExternalID != "" || u.Interval != nil {
		return lacks("a change of interval or external number")
	}
	o := fields{}
	addText(o, "productName", u.Product)
	addText(o, "productDescription", u.Description)
	addText(o, "merchantAgreementUrl", u.AgreementURL)
	if u.Price != nil {
		o["price"] = u.Price.Minor
	}
	if u.SuggestedMax != nil {
		o["suggestedMaxAmount"] = u.SuggestedMax.Minor
	}
	if u.Stop {
		o["status"] = api.AgreementStopped.Word()
	}
	for _, e := range u.Edits {
		if err := e.Apply(o); err != nil {
			return fmt.Errorf("write the update: %w", err)
		}
	}
	var answer struct{ AgreementID string }
	err := d.send(ctx, api.UpdateIt, client.Request{Method: http.MethodPatch, Target: inAgreement(agreement, "")}, o, &answer)
	if err == nil && answer.AgreementID != agreement {
		return fmt.Errorf("update: want agreement %q, got %q", agreement, answer.AgreementID)
	}
	return err
}

// CreateCharge asks for a charge, which v2 takes at once when it is due.
func (d *Driver) CreateCharge(ctx context.Context, agreement string, o api.ChargeOrder) (string, error) {
	if o.Reserve || o.ExternalID != "" || o.Unscheduled || o.SingleAttempt {
		return "", lacks("charges that are reserved, have an external number, are unscheduled or tried once")
	}
	body := fields{"amount": o.Amount.Minor, "currency": o.Amount.Currency, "description": o.Description}
	addText(body, "due", o.Due)
	addText(body, "orderId", o.OrderID)
	if o.RetryDays != nil {
		body["retryDays"] = *o.RetryDays
	}
	for _, e := range o.Edits {
		if err := e.Apply(body); err != nil {
			return "", fmt.Errorf("write the charge: %w", err)
		}
	}
	var answer struct{ ChargeID string }
	r := client.Request{Method: http.MethodPost, Target: inAgreement(agreement, "/charges"), Header: d.keyed(o.Key)}
	if err := d.send(ctx, api.ChargeIt, r, body, &answer); err != nil {
		return "", err
	}
	if answer.ChargeID == "" {
		return "", errors.New("charge: the answer lacks chargeId")
	}
	return answer.ChargeID, nil
}

// CaptureCharge takes all of a reserved charge: v2 has no parts.
func (d *Driver) CaptureCharge(ctx context.Context, c api.ChargeChange) error {
	if c.Amount != nil {
		return lacks("captures of a part")
	}
	r := client.Request{Method: http.MethodPost, Target: inCharge(c.Agreement, c.Charge, "/capture"), Header: d.keyed(c.Key)}
	return d.send(ctx, api.Capture, r, nil, nil)
}

// RefundCharge gives money back; all that is left is asked for first.
func (d *Driver) RefundCharge(ctx context.Context, c api.ChargeChange) error {
	if c.Amount == nil {
		now, err := d.Charge(ctx, c.Agreement, c.Charge)
		if err != nil {
			return fmt.Errorf("ask what is left: %w", err)
		}
		c.Amount = &api.Money{Minor: now.Captured.Minor - now.Refunded.Minor, Currency: now.Amount.Currency}
	}
	r := client.Request{Method: http.MethodPost, Target: inCharge(c.Agreement, c.Charge, "/refund"), Header: d.keyed(c.Key)}
	return d.send(ctx, api.Refund, r, fields{"amount": c.Amount.Minor, "description": c.Text}, nil)
}

// CancelCharge gives a charge up; the answer is the charge.
func (d *Driver) CancelCharge(ctx context.Context, c api.ChargeChange) error {
	var answer chargeRead
	r := client.Request{Method: http.MethodDelete, Target: inCharge(c.Agreement, c.Charge, "")}
	if err := d.send(ctx, api.Cancel, r, nil, &answer); err != nil {
		return err
	}
	after, err := answer.charge("")
	if err == nil && (after.ID != c.Charge || after.State != api.ChargeCancelled) {
		return fmt.Errorf("cancel: want charge %q cancelled, got %q %s", c.Charge, after.ID, cmp.Or(after.State, "without a state"))
	}
	return err
}

func (d *Driver) send(ctx context.Context, doing string, r client.Request, o fields, v any) error {
	if o != nil {
		var err error
		if r.Body, err = api.Encode(o); err != nil {
			return fmt.Errorf("write the request to %s: %w", doing, err)
		}
	}
	return d.call(ctx, doing, r, v)
}

func (d *Driver) call(ctx context.Context, doing string, r client.Request, v any) error {
	return api.Call(ctx, d.c, r, v, func(a client.Answer) error { return refusalOf(doing, a) })
}

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

// lacks is what a feature gets that asks v2 for what only v3 has.
func lacks(what string) error { return fmt.Errorf("recurring.v2 has no %s", what) }
