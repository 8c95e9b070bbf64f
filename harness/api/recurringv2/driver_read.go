package recurringv2

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

type agreementRead struct {
	ID, Status                      string
	ProductName, ProductDescription string
	Price                           int64
	Currency, Interval              string
	IntervalCount                   int
	Campaign                        *struct {
		CampaignPrice int64
		End           string
	}
	VariableAmount *struct {
		SuggestedMaxAmount int64
		MaxAmount          *int64
	}
	Start, Stop, Sub, UserinfoURL *string
	MerchantAgreementURL          string
}

type chargeRead struct {
	ID, Status, Type       string
	Amount, AmountRefunded int64
	Description, Due       string
	TransactionID          *string
	FailureReason          *string
}

// currency is the only one that v2 ever had; charges do not say it.
const currency = "NOK"

// Agreement reads an agreement.
func (d *Driver) Agreement(ctx context.Context, agreement string) (api.Agreement, error) {
	var answer agreementRead
	if err := d.call(ctx, api.Read, client.Request{Method: http.MethodGet, Target: inAgreement(agreement, "")}, &answer); err != nil {
		return api.Agreement{}, err
	}
	if answer.ID != agreement {
		return api.Agreement{}, fmt.Errorf("agreement: want %q, got %q", agreement, answer.ID)
	}
	return answer.agreement()
}

// Agreements lists all in a state; v2 has no pages.
func (d *Driver) Agreements(ctx context.Context, in api.AgreementState) ([]api.Agreement, error) {
	r := client.Request{Method: http.MethodGet, Target: driven}
	if in != "" {
		r.Target += "?" + url.Values{"status": {in.Word()}}.Encode()
	}
	var answer []agreementRead
	if err := d.call(ctx, api.Read, r, &answer); err != nil {
		return nil, err
	}
	list := make([]api.Agreement, len(answer))
	for i, a := range answer {
		var err error
		if list[i], err = a.agreement(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (j agreementRead) agreement() (api.Agreement, error) {
	in := func(minor int64) api.Money { return api.Money{Minor: minor, Currency: currency} }
	a := api.Agreement{
		ID: j.ID, Product: j.ProductName, Description: j.ProductDescription,
		Pricing: api.Pricing{Kind: api.Fixed, Amount: in(j.Price)}, Interval: api.Interval{Unit: j.Interval, Count: j.IntervalCount},
		AgreementURL: j.MerchantAgreementURL, Sub: textIn(j.Sub), UserinfoURL: textIn(j.UserinfoURL),
	}
	if v := j.VariableAmount; v != nil {
		a.Pricing = api.Pricing{Kind: api.Variable, Amount: in(v.SuggestedMaxAmount)}
		if v.MaxAmount != nil {
			a.Pricing.Max = in(*v.MaxAmount)
		}
	}
	if j.Currency != "" && j.Currency != currency {
		return api.Agreement{}, fmt.Errorf("agreement: want its amounts in %s, got %q", currency, j.Currency)
	}
	var err error
	if a.State, err = api.AgreementStateOf(j.Status); err != nil {
		return api.Agreement{}, err
	}
	if a.Start, err = momentIn(textIn(j.Start)); err != nil {
		return api.Agreement{}, fmt.Errorf("agreement: start: %w", err)
	}
	if a.Stop, err = momentIn(textIn(j.Stop)); err != nil {
		return api.Agreement{}, fmt.Errorf("agreement: stop: %w", err)
	}
	if c := j.Campaign; c != nil {
		a.Campaign = &api.Campaign{Kind: api.LegacyCampaign, Price: in(c.CampaignPrice)}
		if a.Campaign.End, err = momentIn(c.End); err != nil {
			return api.Agreement{}, fmt.Errorf("campaign: %w", err)
		}
	}
	return a, nil
}

// Charge reads a charge of an agreement.
func (d *Driver) Charge(ctx context.Context, agreement, charge string) (api.Charge, error) {
	var answer chargeRead
	r := client.Request{Method: http.MethodGet, Target: inCharge(agreement, charge, "")}
	if err := d.call(ctx, api.Read, r, &answer); err != nil {
		return api.Charge{}, err
	}
	if answer.ID != charge {
		return api.Charge{}, fmt.Errorf("charge: want %q, got %q", charge, answer.ID)
	}
	return answer.charge(agreement)
}

// Charges lists the charges of an agreement.
func (d *Driver) Charges(ctx context.Context, agreement string, in api.ChargeState) ([]api.Charge, error) {
	r := client.Request{Method: http.MethodGet, Target: inAgreement(agreement, "/charges")}
	if in != "" {
		r.Target += "?" + url.Values{"chargeStatus": {in.Word()}}.Encode()
	}
	var answer []chargeRead
	if err := d.call(ctx, api.Read, r, &answer); err != nil {
		return nil, err
	}
	list := make([]api.Charge, len(answer))
	for i, c := range answer {
		var err error
		if list[i], err = c.charge(agreement); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// charge derives from the state what v2 does not say of the money.
func (j chargeRead) charge(agreement string) (api.Charge, error) {
	in := func(minor int64) api.Money { return api.Money{Minor: minor, Currency: currency} }
	c := api.Charge{
		ID: j.ID, Agreement: agreement, Kind: j.Type, Amount: in(j.Amount), Refunded: in(j.AmountRefunded),
		Captured: in(0), Cancelled: in(0), Description: j.Description, Transaction: textIn(j.TransactionID), Failure: textIn(j.FailureReason),
	}
	var err error
	if c.State, err = api.ChargeStateOf(j.Status); err != nil {
		return api.Charge{}, err
	}
	if c.Due, err = momentIn(j.Due); err != nil {
		return api.Charge{}, fmt.Errorf("charge: due: %w", err)
	}
	switch c.State {
	case api.ChargeCharged, api.ChargePartiallyRefunded, api.ChargeRefunded:
		c.Captured = c.Amount
	case api.ChargeCancelled:
		c.Cancelled = c.Amount
	case api.ChargePartiallyCaptured:
		return api.Charge{}, errors.New("charge: v2 does not say how much of it is captured")
	}
	return c, nil
}

func textIn(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// momentIn reads RFC 3339; nothing is the zero time.
func momentIn(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("want a time such as 2026-01-31T12:00:00Z, got %q", text)
	}
	return at.UTC(), nil
}
