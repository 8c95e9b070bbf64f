package recurringv2

import (
	"time"

	"kontrakt/harness/api"
)

// draftBody writes the request to draft.
func draftBody(a api.AgreementDraft) ([]byte, error) {
	if a.Pricing.Kind == api.Flexible || a.Interval == (api.Interval{}) || a.ExternalID != "" {
		return nil, lacks("agreements with flexible prices or intervals, or external numbers")
	}
	body := fields{
		"price": a.Pricing.Amount.Minor, "currency": a.Pricing.Amount.Currency, "productName": a.Product,
		"interval": a.Interval.Unit, "intervalCount": a.Interval.Count,
		"merchantRedirectUrl": a.RedirectURL, "merchantAgreementUrl": a.AgreementURL,
	}
	if a.Pricing.Kind == api.Variable {
		body["variableAmount"] = fields{"suggestedMaxAmount": a.Pricing.Amount.Minor}
	}
	if c := a.Campaign; c != nil {
		if c.Kind != api.PriceCampaign {
			return nil, lacks("campaigns but those of a lower price until a date")
		}
		body["campaign"] = fields{"campaignPrice": c.Price.Minor, "end": c.End.UTC().Format(time.RFC3339)}
	}
	if i := a.Initial; i != nil {
		initial := fields{"amount": i.Amount.Minor, "currency": i.Amount.Currency, "description": i.Description, "transactionType": "DIRECT_CAPTURE"}
		if i.Reserve {
			initial["transactionType"] = "RESERVE_CAPTURE"
		}
		addText(initial, "orderId", i.OrderID)
		body["initialCharge"] = initial
	}
	addText(body, "productDescription", a.Description)
	addText(body, "customerPhoneNumber", a.Phone)
	addText(body, "scope", a.Scope)
	if a.App {
		body["isApp"] = true
	}
	if a.SkipLandingPage {
		body["skipLandingPage"] = true
	}
	for _, e := range a.Edits {
		if err := e.Apply(body); err != nil {
			return nil, err
		}
	}
	return api.Encode(body)
}

func addText(o fields, name, value string) {
	if value != "" {
		o[name] = value
	}
}
