package recurring

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

type chargeRead struct {
	ID, AgreementID, Status, Type, TransactionType string
	Amount                                         int64
	Currency, Description, Due                     string
	RetryDays                                      int
	TransactionID, ExternalID, ExternalAgreementID *string
	FailureReason                                  *string
	Summary                                        struct{ Captured, Refunded, Cancelled int64 }
	History                                        []eventRead
}

type eventRead struct {
	Occurred, Event, IdempotencyKey string
	Amount                          int64
	Success                         bool
	TransactionID                   string
}

// Charge reads a charge of an agreement.
func (d *Driver) Charge(ctx context.Context, agreement, charge string) (api.Charge, error) {
	return d.charge(ctx, inCharge(agreement, charge, ""), charge)
}

// ChargeByID reads a charge whose agreement is not known.
func (d *Driver) ChargeByID(ctx context.Context, charge string) (api.Charge, error) {
	return d.charge(ctx, drivenByID+"/"+url.PathEscape(charge), charge)
}

func (d *Driver) charge(ctx context.Context, target, charge string) (api.Charge, error) {
	var answer chargeRead
	if err := d.call(ctx, api.Read, client.Request{Method: http.MethodGet, Target: target}, &answer); err != nil {
		return api.Charge{}, err
	}
	if answer.ID != charge {
		return api.Charge{}, fmt.Errorf("charge: want %q, got %q", charge, answer.ID)
	}
	return answer.charge()
}

// Charges lists the charges of an agreement, page after page.
func (d *Driver) Charges(ctx context.Context, agreement string, in api.ChargeState) ([]api.Charge, error) {
	var all []api.Charge
	for next := ""; ; {
		page, after, err := d.ChargePage(ctx, agreement, in, next)
		if err != nil {
			return nil, err
		}
		if all = append(all, page...); after == "" {
			return all, nil
		}
		next = after
	}
}

// ChargePage lists one page of the charges of an agreement: the first for an
// empty token, and the one that token leads to otherwise. It gives the token of
// the page after it, empty at the end.
func (d *Driver) ChargePage(ctx context.Context, agreement string, in api.ChargeState, token string) ([]api.Charge, string, error) {
	r := client.Request{Method: http.MethodGet, Target: inAgreement(agreement, "/charges"), Header: http.Header{}}
	if in != "" {
		r.Target += "?" + url.Values{"status": {in.Word()}}.Encode()
	}
	if token != "" {
		r.Header.Set(nextHeader, token)
	}
	answer, err := d.c.Do(ctx, r)
	if err != nil {
		return nil, "", err
	}
	if answer.Status != http.StatusOK {
		return nil, "", refusalOf(api.Read, answer)
	}
	var page []chargeRead
	if err := readAnswer(answer, &page); err != nil {
		return nil, "", fmt.Errorf("read the list of charges: %w", err)
	}
	list := make([]api.Charge, len(page))
	for i, c := range page {
		if list[i], err = c.charge(); err != nil {
			return nil, "", err
		}
	}
	return list, answer.Header.Get(nextHeader), nil
}

func (j chargeRead) charge() (api.Charge, error) {
	in := func(minor int64) api.Money { return api.Money{Minor: minor, Currency: j.Currency} }
	c := api.Charge{
		ID: j.ID, Agreement: j.AgreementID, Kind: j.Type, Amount: in(j.Amount),
		Captured: in(j.Summary.Captured), Refunded: in(j.Summary.Refunded), Cancelled: in(j.Summary.Cancelled),
		Description: j.Description, Transaction: textIn(j.TransactionID), Failure: textIn(j.FailureReason),
		RetryDays: j.RetryDays, ExternalID: textIn(j.ExternalID), ExternalAgreement: textIn(j.ExternalAgreementID),
		Reserve: j.TransactionType == "RESERVE_CAPTURE",
	}
	var err error
	if c.State, err = api.ChargeStateOf(j.Status); err != nil {
		return api.Charge{}, err
	}
	if c.Due, err = momentIn(j.Due); err != nil {
		return api.Charge{}, fmt.Errorf("charge: due: %w", err)
	}
	for _, e := range j.History {
		at, err := momentIn(e.Occurred)
		if err != nil {
			return api.Charge{}, fmt.Errorf("history of the charge: %w", err)
		}
		c.History = append(c.History, api.Entry{
			Operation: e.Event, Amount: in(e.Amount), Key: e.IdempotencyKey, ID: e.TransactionID, At: at, OK: e.Success,
		})
	}
	return c, nil
}
