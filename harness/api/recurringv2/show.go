package recurringv2

import (
	"slices"
	"strconv"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// agreementJSON is an agreement as it stands.
type agreementJSON struct {
	ID            string        `json:"id"`
	Status        string        `json:"status"`
	Start         *string       `json:"start"`
	Stop          *string       `json:"stop"`
	Currency      string        `json:"currency"`
	Price         int64         `json:"price"`
	Variable      *variableJSON `json:"variableAmount,omitempty"`
	Interval      string        `json:"interval"`
	IntervalCount int           `json:"intervalCount"`
	Campaign      *campaignJSON `json:"campaign"`
	Name          string        `json:"productName"`
	Description   string        `json:"productDescription"`
	AgreementURL  string        `json:"merchantAgreementUrl,omitempty"`
	Sub           *string       `json:"sub"`
	UserinfoURL   *string       `json:"userinfoUrl"`
}

type variableJSON struct {
	SuggestedMax int64 `json:"suggestedMaxAmount"`
	Max          int64 `json:"maxAmount,omitempty"`
}

type campaignJSON struct {
	Price int64  `json:"campaignPrice"`
	End   string `json:"end"`
}

// asAgreement shows an agreement, whichever version it was drafted with.
//
// Choice: nobody says how version 2 shows what only version 3 has. A flexible
// interval is the document's default, a month; any campaign is a price until a
// date; what has no price costs 0. The currency is left out where it is none that
// version 2 has.
func asAgreement(b *sandbox.Box, a *agreement.Agreement) agreementJSON {
	t := a.Terms
	body := agreementJSON{
		ID: a.ID, Status: string(a.Status), Start: orNull(a.Start), Stop: orNull(a.Stop), Currency: t.Pricing.Currency, Price: t.Pricing.Amount,
		Interval: string(agreement.Month), IntervalCount: 1, Name: t.ProductName, Description: t.ProductDescription, AgreementURL: t.AgreementURL,
	}
	if t.Interval != nil {
		body.Interval, body.IntervalCount = string(t.Interval.Unit), t.Interval.Count
	}
	if t.Pricing.Type == agreement.Variable {
		body.Variable = &variableJSON{t.Pricing.SuggestedMax, a.PayerMax}
	}
	if end, ok := a.CampaignEnd(); ok {
		body.Campaign = &campaignJSON{t.Campaign.Price, stamp(end)}
	}
	if sub := a.Sub; sub != "" {
		address := b.Base() + "/vipps-userinfo-api/userinfo/" + sub
		body.Sub, body.UserinfoURL = &sub, &address
	}
	return body
}

// fetch answers how an agreement stands.
func fetch(c *sandbox.Call) (any, error) {
	a, err := named(c)
	if err != nil {
		return nil, err
	}
	return asAgreement(c.Box, a), nil
}

// list answers the agreements in a state, the active ones unless the merchant
// says otherwise, oldest first. There are no pages.
func list(c *sandbox.Call) (any, error) {
	query := c.Request.URL.Query()
	status := agreement.Active
	if query.Has("status") {
		status = agreement.Status(query.Get("status"))
	}
	after, _ := strconv.ParseInt(query.Get("createdAfter"), 10, 64) // the contract has seen to it
	all := []agreementJSON{}
	for _, a := range bookOf(c.Box).Agreements() {
		if (a.Status == status || c.Box.Fault(faultStatusIgnored)) && (!query.Has("createdAfter") || a.Created.UnixMilli() > after) {
			all = append(all, asAgreement(c.Box, a))
		}
	}
	return all, nil
}

// chargeJSON is a charge as it stands.
type chargeJSON struct {
	ID             string  `json:"id"`
	Status         string  `json:"status"`
	Type           string  `json:"type"`
	Amount         int64   `json:"amount"`
	AmountRefunded int64   `json:"amountRefunded"`
	Description    string  `json:"description"`
	Due            string  `json:"due"`
	TransactionID  *string `json:"transactionId"`
	FailureReason  string  `json:"failureReason,omitempty"`
	Failure        string  `json:"failureDescription,omitempty"`
}

// asCharge shows a charge, whichever version it was made with.
//
// Choice: an unscheduled charge, which only version 3 has, is shown as a recurring
// one. The number of the payment is there once money is taken, as the document
// says; version 3 shows it earlier.
func asCharge(c *agreement.Charge) chargeJSON {
	failure, sums := c.Failure(), c.Summary()
	body := chargeJSON{
		ID: c.ID, Status: string(c.Status()), Type: string(c.Kind), Amount: c.Amount, AmountRefunded: sums.Refunded,
		Description: c.Description, Due: stamp(c.Due), FailureReason: string(failure.Reason), Failure: failure.Description,
	}
	if c.Kind == agreement.Unscheduled {
		body.Type = string(agreement.Recurring)
	}
	if number := c.TransactionID(); sums.Captured > 0 {
		body.TransactionID = &number
	}
	return body
}

// fetchCharge answers how a charge stands.
func fetchCharge(c *sandbox.Call) (any, error) {
	charge, err := chargeIn(c)
	if err != nil {
		return nil, err
	}
	return asCharge(charge), nil
}

// listCharges answers the charges of an agreement, in a state if the merchant
// says so, oldest first.
func listCharges(c *sandbox.Call) (any, error) {
	a, err := named(c)
	if err != nil {
		return nil, err
	}
	status := agreement.ChargeStatus(c.Request.URL.Query().Get("chargeStatus"))
	charges := slices.DeleteFunc(a.Charges(), func(charge *agreement.Charge) bool {
		return status != "" && charge.Status() != status && !c.Box.Fault(faultChargeStatusIgnored)
	})
	all := []chargeJSON{}
	for _, charge := range charges {
		all = append(all, asCharge(charge))
	}
	return all, nil
}

func orNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := stamp(t)
	return &text
}

// stamp writes a time as Recurring does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
