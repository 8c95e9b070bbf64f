package recurring

import (
	"fmt"
	"time"

	"kontrakt/harness/agreement"
	"kontrakt/harness/sandbox"
)

// agreementJSON is an agreement as it stands. What it has not is null where the
// document says so, and left out elsewhere.
type agreementJSON struct {
	ID              string         `json:"id"`
	UUID            string         `json:"uuid"`
	Status          string         `json:"status"`
	Created         string         `json:"created"`
	Start           *string        `json:"start"`
	Stop            *string        `json:"stop"`
	Pricing         pricingJSON    `json:"pricing"`
	Interval        *intervalJSON  `json:"interval,omitempty"`
	Campaign        *campaignJSON  `json:"campaign"`
	Name            string         `json:"productName"`
	Description     string         `json:"productDescription,omitempty"`
	AgreementURL    string         `json:"merchantAgreementUrl,omitempty"`
	RedirectURL     string         `json:"merchantRedirectUrl"`
	ConfirmationURL string         `json:"vippsConfirmationUrl,omitempty"`
	ExternalID      *string        `json:"externalId"`
	CountryCode     string         `json:"countryCode"`
	Sub             *string        `json:"sub"`
	UserinfoURL     *string        `json:"userinfoUrl"`
	PaymentMethod   *paymentMethod `json:"paymentMethod,omitempty"`
}

// paymentMethod names sources that the payer may not use.
type paymentMethod struct {
	Blocked []string `json:"blockedSources"`
}

type pricingJSON struct {
	Type         string `json:"type"`
	Currency     string `json:"currency"`
	Amount       *int64 `json:"amount,omitempty"`
	SuggestedMax *int64 `json:"suggestedMaxAmount,omitempty"`
	Max          *int64 `json:"maxAmount,omitempty"`
}

type intervalJSON struct {
	Unit  string `json:"unit,omitempty"`
	Count int    `json:"count,omitempty"`
	Text  string `json:"text"`
}

type campaignJSON struct {
	Type        string      `json:"type"`
	Price       int64       `json:"price"`
	End         string      `json:"end,omitempty"`
	Period      *periodJSON `json:"period,omitempty"`
	Interval    *periodJSON `json:"interval,omitempty"`
	EventDate   string      `json:"eventDate,omitempty"`
	EventText   string      `json:"eventText,omitempty"`
	Explanation string      `json:"explanation"`
}

func asAgreement(b *sandbox.Box, a *agreement.Agreement) agreementJSON {
	t := a.Terms
	body := agreementJSON{
		ID: a.ID, UUID: a.UUID, Status: string(a.Status),
		Created: stamp(a.Created), Start: orNull(a.Start), Stop: orNull(a.Stop),
		Pricing: asPricing(a), Interval: asInterval(t.Interval), Campaign: asCampaign(a),
		Name: t.ProductName, Description: t.ProductDescription, AgreementURL: t.AgreementURL, RedirectURL: t.RedirectURL,
		ConfirmationURL: confirmation(b, a), ExternalID: textOrNull(t.ExternalID), CountryCode: bookOf(b).Country(),
	}
	if a.Sub != "" {
		body.share(b, a.Sub)
	} else if t.Scope != "" && b.Fault(faultSharedEarly) {
		body.share(b, b.UUID())
	}
	if len(t.Blocked) > 0 {
		body.PaymentMethod = &paymentMethod{t.Blocked}
	}
	return body
}

// share leads to what the payer lets the merchant know.
func (a *agreementJSON) share(b *sandbox.Box, sub string) {
	address := b.Base() + "/vipps-userinfo-api/userinfo/" + sub
	a.Sub, a.UserinfoURL = &sub, &address
}

func asPricing(a *agreement.Agreement) pricingJSON {
	p := a.Terms.Pricing
	body := pricingJSON{Type: string(p.Type), Currency: p.Currency}
	switch p.Type {
	case agreement.Legacy:
		body.Amount = &p.Amount
	case agreement.Variable:
		body.SuggestedMax = &p.SuggestedMax
		if most := a.PayerMax; most > 0 {
			body.Max = &most
		}
	}
	return body
}

// asInterval is an interval with its words.
//
// Choice: the document asks for an interval and for nothing in it; a flexible one
// has words only.
func asInterval(p *agreement.Period) *intervalJSON {
	if p == nil {
		return &intervalJSON{Text: "flexible"}
	}
	return &intervalJSON{string(p.Unit), p.Count, every(*p)}
}

func asPeriod(p *agreement.Period) *periodJSON {
	if p == nil {
		return nil
	}
	return &periodJSON{string(p.Unit), p.Count}
}

// asCampaign is the campaign, which stays when it is over.
//
// Choice: nobody says what becomes of it then.
func asCampaign(a *agreement.Agreement) *campaignJSON {
	c := a.Terms.Campaign
	if c == nil {
		return nil
	}
	end, _ := a.CampaignEnd()
	body := campaignJSON{Type: string(c.Type), Price: c.Price, End: stamp(end), Explanation: ordinarily(a)}
	switch c.Type {
	case agreement.PeriodCampaign:
		body.Period = asPeriod(c.Period)
	case agreement.FullFlexCampaign:
		body.Interval = asPeriod(c.Interval)
	case agreement.EventCampaign:
		body.End, body.EventDate, body.EventText = "", stamp(end), c.EventText
	}
	return &body
}

func orNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := stamp(t)
	return &text
}

func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// chargeJSON is a charge as it stands.
type chargeJSON struct {
	ID                string        `json:"id"`
	AgreementID       string        `json:"agreementId"`
	ExternalAgreement *string       `json:"externalAgreementId"`
	ExternalID        *string       `json:"externalId"`
	Status            string        `json:"status"`
	Type              string        `json:"type"`
	TransactionType   string        `json:"transactionType"`
	Amount            int64         `json:"amount"`
	Currency          string        `json:"currency"`
	Description       string        `json:"description"`
	Due               string        `json:"due"`
	RetryDays         int           `json:"retryDays"`
	Mode              string        `json:"processingMode,omitempty"`
	TransactionID     *string       `json:"transactionId"`
	FailureReason     *string       `json:"failureReason"`
	FailureText       *string       `json:"failureDescription"`
	Summary           summaryJSON   `json:"summary"`
	History           []historyJSON `json:"history"`
}

type summaryJSON struct {
	Captured  int64 `json:"captured"`
	Refunded  int64 `json:"refunded"`
	Cancelled int64 `json:"cancelled"`
}

type historyJSON struct {
	Occurred      string `json:"occurred"`
	Event         string `json:"event"`
	Amount        int64  `json:"amount"`
	Key           string `json:"idempotencyKey"`
	Success       bool   `json:"success"`
	TransactionID string `json:"transactionId,omitempty"`
	ExternalID    string `json:"externalId,omitempty"`
}

func asCharge(c *agreement.Charge) chargeJSON {
	sums, failure := c.Summary(), c.Failure()
	body := chargeJSON{
		ID: c.ID, AgreementID: c.Agreement.ID, ExternalAgreement: textOrNull(c.Agreement.Terms.ExternalID),
		ExternalID: textOrNull(c.ExternalID), Status: string(c.Status()), Type: string(c.Kind), TransactionType: string(c.Transaction),
		Amount: c.Amount, Currency: c.Agreement.Terms.Pricing.Currency, Description: c.Description,
		Due: stamp(c.Due), RetryDays: c.RetryDays, TransactionID: textOrNull(c.TransactionID()),
		FailureReason: textOrNull(string(failure.Reason)), FailureText: textOrNull(failure.Description),
		Summary: summaryJSON{sums.Captured, sums.Refunded, sums.Cancelled},
	}
	if c.Kind == agreement.Recurring {
		body.Mode = string(c.Mode)
	}
	for i, e := range c.History() {
		body.History = append(body.History, asHistory(c, i, e))
	}
	return body
}

// asHistory is a line of the history. What time or the payer did has a key of the
// platform's own, in the form that was seen in August 2026.
func asHistory(c *agreement.Charge, i int, e agreement.HistoryEvent) historyJSON {
	line := historyJSON{
		Occurred: stamp(e.At), Event: string(e.Kind), Amount: e.Amount, Key: e.Key, Success: e.Success, TransactionID: e.TransactionID,
	}
	if line.Key == "" {
		line.Key = fmt.Sprintf("%s-%s-%s-%d", c.ID, c.Agreement.ID, "ProcessPayment", i)
	}
	return line
}
