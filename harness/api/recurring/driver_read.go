package recurring

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

type periodRead struct {
	Unit  string
	Count int
}

type agreementRead struct {
	ID, UUID, Status                string
	ProductName, ProductDescription string
	Pricing                         struct {
		Type, Currency             string
		Amount, SuggestedMaxAmount int64
		MaxAmount                  *int64
	}
	Interval                                  periodRead
	Campaign                                  *campaignRead
	Created                                   string
	Start, Stop                               *string
	MerchantRedirectURL, MerchantAgreementURL string
	VippsConfirmationURL                      string
	Sub, UserinfoURL                          *string
	ExternalID, CountryCode                   string
}

type campaignRead struct {
	Type                   string
	Price                  int64
	End, EventDate         string
	Period, Interval       periodRead
	EventText, Explanation string
}

// Agreement reads an agreement.
func (d *Driver) Agreement(ctx context.Context, agreement string) (api.Agreement, error) {
	var answer agreementRead
	r := client.Request{Method: http.MethodGet, Target: inAgreement(agreement, "")}
	if err := d.call(ctx, api.Read, r, &answer); err != nil {
		return api.Agreement{}, err
	}
	if answer.ID != agreement {
		return api.Agreement{}, fmt.Errorf("agreement: want %q, got %q", agreement, answer.ID)
	}
	return answer.agreement()
}

// Agreements lists all in a state, page after page.
func (d *Driver) Agreements(ctx context.Context, in api.AgreementState) ([]api.Agreement, error) {
	var all []api.Agreement
	for page := 1; ; page++ {
		list, err := d.AgreementPage(ctx, AgreementQuery{In: in, Page: page, Size: pageSize})
		if err != nil {
			return nil, err
		}
		if all = append(all, list...); len(list) < pageSize {
			return all, nil
		}
	}
}

// pageSize is how many agreements a page has that nobody asked to be shorter.
const pageSize = 500

// An AgreementQuery asks for a page of agreements; what is zero is not said.
type AgreementQuery struct {
	In           api.AgreementState
	CreatedAfter time.Time
	Page, Size   int
}

// AgreementPage lists one page of agreements.
func (d *Driver) AgreementPage(ctx context.Context, q AgreementQuery) ([]api.Agreement, error) {
	ask := url.Values{}
	if q.In != "" {
		ask.Set("status", q.In.Word())
	}
	if !q.CreatedAfter.IsZero() {
		ask.Set("createdAfter", strconv.FormatInt(q.CreatedAfter.UnixMilli(), 10))
	}
	if q.Page > 0 {
		ask.Set("pageNumber", strconv.Itoa(q.Page))
	}
	if q.Size > 0 {
		ask.Set("pageSize", strconv.Itoa(q.Size))
	}
	r := client.Request{Method: http.MethodGet, Target: driven}
	if len(ask) > 0 {
		r.Target += "?" + ask.Encode()
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
	a := api.Agreement{
		ID: j.ID, UUID: j.UUID, Product: j.ProductName, Description: j.ProductDescription,
		Interval:    api.Interval{Unit: j.Interval.Unit, Count: j.Interval.Count},
		RedirectURL: j.MerchantRedirectURL, AgreementURL: j.MerchantAgreementURL, URL: j.VippsConfirmationURL,
		Sub: textIn(j.Sub), UserinfoURL: textIn(j.UserinfoURL), ExternalID: j.ExternalID, Country: j.CountryCode,
	}
	var err error
	if a.State, err = api.AgreementStateOf(j.Status); err != nil {
		return api.Agreement{}, err
	}
	if a.Pricing, err = j.pricing(); err != nil {
		return api.Agreement{}, err
	}
	if j.Campaign != nil {
		if a.Campaign, err = j.Campaign.campaign(j.Pricing.Currency); err != nil {
			return api.Agreement{}, err
		}
	}
	for _, of := range []struct {
		into *time.Time
		text string
	}{{&a.Created, j.Created}, {&a.Start, textIn(j.Start)}, {&a.Stop, textIn(j.Stop)}} {
		if *of.into, err = momentIn(of.text); err != nil {
			return api.Agreement{}, fmt.Errorf("agreement: %w", err)
		}
	}
	return a, nil
}

func (j agreementRead) pricing() (api.Pricing, error) {
	in := func(minor int64) api.Money { return api.Money{Minor: minor, Currency: j.Pricing.Currency} }
	var p api.Pricing
	switch j.Pricing.Type {
	case "LEGACY":
		p = api.Pricing{Kind: api.Fixed, Amount: in(j.Pricing.Amount)}
	case "VARIABLE":
		p = api.Pricing{Kind: api.Variable, Amount: in(j.Pricing.SuggestedMaxAmount)}
	case "FLEXIBLE":
		p = api.Pricing{Kind: api.Flexible, Amount: in(0)}
	default:
		return p, fmt.Errorf("agreement: want a pricing type, got %q", j.Pricing.Type)
	}
	if j.Pricing.MaxAmount != nil {
		p.Max = in(*j.Pricing.MaxAmount)
	}
	return p, nil
}

func (j campaignRead) campaign(currency string) (*api.Campaign, error) {
	kinds := map[string]api.CampaignKind{
		"PRICE_CAMPAIGN": api.PriceCampaign, "PERIOD_CAMPAIGN": api.PeriodCampaign,
		"EVENT_CAMPAIGN": api.EventCampaign, "LEGACY_CAMPAIGN": api.LegacyCampaign, "FULL_FLEX_CAMPAIGN": api.IntervalCampaign,
	}
	c := &api.Campaign{
		Kind: kinds[j.Type], Price: api.Money{Minor: j.Price, Currency: currency}, Text: j.EventText, Explanation: j.Explanation,
		Period: api.Interval{Unit: j.Period.Unit, Count: j.Period.Count},
	}
	if c.Kind == "" {
		return nil, fmt.Errorf("campaign: want a type, got %q", j.Type)
	}
	end := j.End
	switch c.Kind {
	case api.EventCampaign:
		end = j.EventDate
	case api.IntervalCampaign:
		c.Period = api.Interval{Unit: j.Interval.Unit, Count: j.Interval.Count}
	}
	var err error
	c.End, err = momentIn(end)
	if err == nil && c.End.IsZero() {
		err = fmt.Errorf("want its end, got nothing")
	}
	if err != nil {
		return nil, fmt.Errorf("campaign: %w", err)
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
