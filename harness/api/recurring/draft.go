package recurring

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// draftedJSON is the answer to a draft. The charge is the initial one, null where
// there is none.
type draftedJSON struct {
	AgreementID     string  `json:"agreementId"`
	UUID            string  `json:"uuid"`
	ConfirmationURL string  `json:"vippsConfirmationUrl,omitempty"`
	ChargeID        *string `json:"chargeId"`
}

// draft offers an agreement to a payer.
func draft(c *sandbox.Call) sandbox.Reply {
	var f draftForm
	if err := read(c.Body, &f); err != nil {
		return answer(c, 0, nil, err)
	}
	terms, err := f.terms(c.Box)
	if err != nil {
		return answer(c, 0, nil, err)
	}
	a, err := bookOf(c.Box).Draft(terms, c.Request.Header.Get(headerKey))
	if err != nil {
		return answer(c, 0, nil, worded(draftID, err))
	}
	reply := draftedJSON{AgreementID: a.ID, UUID: a.UUID, ConfirmationURL: confirmation(c.Box, a)}
	if a.Initial != nil {
		reply.ChargeID = &a.Initial.ID
	}
	return answer(c, http.StatusCreated, reply, nil)
}

// confirmation is where the payer is sent: the landing page, or the app. A
// message that goes to the payer by itself needs none.
func confirmation(b *sandbox.Box, a *agreement.Agreement) string {
	switch {
	case a.Terms.SkipLandingPage:
		return ""
	case a.Terms.IsApp && !b.Fault(faultAppPage):
		return "vippsMT://?token=" + url.QueryEscape(a.Token)
	}
	return landing(b, a.Token)
}

// terms are what is drafted, once the addresses, the number and the campaign
// hold.
func (f draftForm) terms(b *sandbox.Box) (agreement.Terms, error) {
	t := agreement.Terms{
		Origin: ID, ProductName: f.Name, ProductDescription: f.Description, AgreementURL: f.AgreementURL, RedirectURL: f.RedirectURL,
		ExternalID: or(f.ExternalID), Phone: or(f.Phone), IsApp: f.App, SkipLandingPage: f.SkipLanding, Scope: scope(b, f.Scope),
		Interval: f.Interval.period(), Initial: f.Initial.order(),
	}
	if f.PaymentMethod != nil {
		t.Blocked = f.PaymentMethod.Blocked
	}
	var err error
	if t.Pricing, err = f.Pricing.pricing(); err == nil {
		t.Campaign, err = f.Campaign.campaign(b)
	}
	if err == nil {
		err = f.checkAddresses(b)
	}
	if err == nil {
		err = f.checkPhone(b)
	}
	return t, err
}

// pricing is the price. What it needs by its type is the agreement's to say; that
// it is there at all stands in the document.
func (f *pricingForm) pricing() (agreement.Pricing, error) {
	if f == nil {
		return agreement.Pricing{}, invalid("pricing", "It is missing.")
	}
	p := agreement.Pricing{Type: agreement.PricingType(f.Type), Currency: f.Currency}
	switch {
	case f.Amount == nil && (f.Type == "" || p.Type == agreement.Legacy):
		return p, invalid("pricing.amount", "It is missing.")
	case f.SuggestedMax == nil && p.Type == agreement.Variable:
		return p, invalid("pricing.suggestedMaxAmount", "It is missing.")
	}
	if f.Amount != nil {
		p.Amount = *f.Amount
	}
	if f.SuggestedMax != nil {
		p.SuggestedMax = *f.SuggestedMax
	}
	return p, nil
}

func (p *periodJSON) period() *agreement.Period {
	if p == nil {
		return nil
	}
	return &agreement.Period{Unit: agreement.Unit(p.Unit), Count: int(p.Count)}
}

func (f *initialForm) order() *agreement.Order {
	if f == nil {
		return nil
	}
	return &agreement.Order{
		Amount: f.Amount, Description: f.Description, Transaction: agreement.Transaction(f.TransactionType),
		OrderID: or(f.OrderID), ExternalID: or(f.ExternalID),
	}
}

// campaign is the campaign, whose members depend on its type. Those of another
// type do not count. Campaigns with an interval of their own are history, which
// some units may still make.
func (f *campaignForm) campaign(b *sandbox.Box) (*agreement.Campaign, error) {
	if f == nil {
		return nil, nil
	}
	c := &agreement.Campaign{Type: agreement.CampaignType(f.Type), EventText: or(f.EventText)}
	if f.Price == nil {
		return nil, invalid("campaign.price", "It is missing.")
	}
	c.Price = *f.Price
	var err error
	switch c.Type {
	case agreement.PriceCampaign:
		c.End, err = endOf("campaign.end", f.End)
	case agreement.PeriodCampaign:
		c.Period = f.Period.period()
	case agreement.EventCampaign:
		c.EventDate, err = endOf("campaign.eventDate", f.EventDate)
	case agreement.FullFlexCampaign:
		if !b.Abilities().FullFlex {
			return nil, invalid("campaign.type", "There is no campaign of this type.")
		}
		c.Interval = f.Interval.period()
		c.End, err = endOf("campaign.end", f.End)
	default: // what version 2 made, and what was taken away in 2024, can be read only
		return nil, invalid("campaign.type", "There is no campaign of this type.")
	}
	return c, err
}

// endOf reads when a campaign ends, in UTC.
//
// Choice: the document's own examples have slashes in the day, which RFC 3339 has
// not; they are read as if they had hyphens.
func endOf(field string, text *string) (time.Time, error) {
	if text == nil {
		return time.Time{}, invalid(field, "It is missing.")
	}
	at, err := time.Parse(time.RFC3339, strings.ReplaceAll(*text, "/", "-"))
	if err != nil {
		return time.Time{}, invalid(field, "It is not a time of RFC 3339.")
	}
	if _, offset := at.Zone(); offset != 0 {
		return time.Time{}, invalid(field, "It is not in UTC.")
	}
	return at.UTC(), nil
}
