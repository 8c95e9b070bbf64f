package recurring

import (
	"fmt"

	"kontrakt/harness/api"
)

// draftBody writes the request to draft.
func draftBody(a api.AgreementDraft) ([]byte, error) {
	pricing, err := pricingBody(a.Pricing)
	if err != nil {
		return nil, err
	}
	body := fields{"pricing": pricing, "productName": a.Product, "merchantRedirectUrl": a.RedirectURL}
	if a.Interval != (api.Interval{}) {
		body["interval"] = periodBody(a.Interval)
	}
	if a.Campaign != nil {
		if body["campaign"], err = campaignBody(*a.Campaign); err != nil {
			return nil, err
		}
	}
	if i := a.Initial; i != nil {
		initial := fields{"amount": i.Amount.Minor, "description": i.Description, "transactionType": transactionWord(i.Reserve)}
		addText(initial, "orderId", i.OrderID)
		addText(initial, "externalId", i.ExternalID)
		body["initialCharge"] = initial
	}
	addText(body, "productDescription", a.Description)
	addText(body, "merchantAgreementUrl", a.AgreementURL)
	addText(body, "phoneNumber", a.Phone)
	addText(body, "scope", a.Scope)
	addText(body, "externalId", a.ExternalID)
	if a.App {
		body["isApp"] = true
	}
	if a.SkipLandingPage {
		body["skipLandingPage"] = true
	}
	return edited(body, a.Edits)
}

func pricingBody(p api.Pricing) (fields, error) {
	o := fields{"currency": p.Amount.Currency}
	switch p.Kind {
	case api.Fixed:
		o["type"], o["amount"] = "LEGACY", p.Amount.Minor
	case api.Variable:
		o["type"], o["suggestedMaxAmount"] = "VARIABLE", p.Amount.Minor
	case api.Flexible:
		o["type"] = "FLEXIBLE"
	default:
		return nil, fmt.Errorf("there is no pricing %q", p.Kind)
	}
	return o, nil
}

func campaignBody(c api.Campaign) (fields, error) {
	o := fields{"price": c.Price.Minor}
	switch c.Kind {
	case api.PriceCampaign:
		o["type"], o["end"] = "PRICE_CAMPAIGN", writtenTime(c.End)
	case api.PeriodCampaign:
		o["type"], o["period"] = "PERIOD_CAMPAIGN", periodBody(c.Period)
	case api.EventCampaign:
		o["type"], o["eventDate"], o["eventText"] = "EVENT_CAMPAIGN", writtenTime(c.End), c.Text
	case api.IntervalCampaign:
		o["type"], o["end"], o["interval"] = "FULL_FLEX_CAMPAIGN", writtenTime(c.End), periodBody(c.Period)
	default:
		return nil, fmt.Errorf("nobody can offer a %s campaign", c.Kind)
	}
	return o, nil
}

func updateBody(u api.AgreementUpdate) ([]byte, error) {
	body := fields{}
	addText(body, "productName", u.Product)
	addText(body, "productDescription", u.Description)
	addText(body, "merchantAgreementUrl", u.AgreementURL)
	addText(body, "externalId", u.ExternalID)
	pricing := fields{}
	if u.Price != nil {
		pricing["amount"] = u.Price.Minor
	}
	if u.SuggestedMax != nil {
		pricing["suggestedMaxAmount"] = u.SuggestedMax.Minor
	}
	if len(pricing) > 0 {
		body["pricing"] = pricing
	}
	switch {
	case u.Interval == nil:
	case *u.Interval == api.Interval{}:
		body["interval"] = fields{"type": "FLEXIBLE"}
	default:
		body["interval"] = fields{"type": "RECURRING", "period": periodBody(*u.Interval)}
	}
	if u.Stop {
		body["status"] = "STOPPED"
	}
	return edited(body, u.Edits)
}

func chargeBody(o api.ChargeOrder) ([]byte, error) {
	body := orderBody(o)
	if o.Unscheduled {
		body["type"] = "UNSCHEDULED"
	}
	return edited(body, o.Edits)
}

// orderBody is what a charge has alone and among many.
func orderBody(o api.ChargeOrder) fields {
	body := fields{"amount": o.Amount.Minor, "description": o.Description, "transactionType": transactionWord(o.Reserve)}
	addText(body, "due", o.Due)
	if o.RetryDays != nil {
		body["retryDays"] = *o.RetryDays
	}
	if o.SingleAttempt {
		body["processingMode"] = "SINGLE_ATTEMPT"
	}
	addText(body, "orderId", o.OrderID)
	addText(body, "externalId", o.ExternalID)
	return body
}

func edited(body fields, edits []api.Edit) ([]byte, error) {
	for _, e := range edits {
		if err := e.Apply(body); err != nil {
			return nil, err
		}
	}
	return api.Encode(body)
}

func periodBody(i api.Interval) fields { return fields{"unit": i.Unit, "count": i.Count} }

func transactionWord(reserve bool) string {
	if reserve {
		return "RESERVE_CAPTURE"
	}
	return "DIRECT_CAPTURE"
}

func addText(o fields, name, value string) {
	if value != "" {
		o[name] = value
	}
}
