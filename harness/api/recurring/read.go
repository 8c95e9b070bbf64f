package recurring

import (
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
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
	return &periodJSON{string(p.Unit), number(p.Count)}
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
