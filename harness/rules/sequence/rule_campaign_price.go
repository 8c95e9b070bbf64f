package sequence

import (
	"fmt"

	"kontrakt/harness"
)

// The customer was promised a price. Nobody but the merchant looks after it.
var campaignPrice = Check{
	Rule: harness.Rule{
		ID:       "guide.campaign-price",
		Severity: harness.Warning,
		Says:     "While a campaign runs, charges take its price, and afterwards the usual one.",
		Source:   "Recurring API guide of 2023, campaigns; common mistakes",
		Help:     "choose the amount by the day on which the charge is due: the API takes either",
	},
	Scope:  OfMerchant,
	Caller: true,
	Judge: func(story Story) []Sighting {
		drafts := map[string]*Fact{}
		var found []Sighting
		for _, f := range story {
			switch {
			case f.Terms == nil || f.Kind != "agreement" || !f.OK():
			case f.Deed == Start && !f.Terms.Until.IsZero():
				drafts[f.Subject] = f
			case drafts[f.Subject] != nil && !f.Terms.Due.IsZero():
				found = append(found, otherPrice(drafts[f.Subject], f)...)
			}
		}
		return found
	},
}

// otherPrice says whether a charge takes the price of another time. What is due on
// the campaign's last day may take either.
func otherPrice(draft, charge *Fact) []Sighting {
	offer, due := draft.Terms, charge.Terms.Due
	want := offer.Usual
	switch {
	case offer.Usual == offer.Campaign, due.Format("2006-01-02") == offer.Until.Format("2006-01-02"):
		return nil
	case due.Before(offer.Until) && charge.Terms.Price == offer.Usual:
		want = offer.Campaign
	case due.After(offer.Until) && charge.Terms.Price == offer.Campaign:
	default:
		return nil
	}
	return []Sighting{{
		At: charge, Because: []*Fact{draft}, In: harness.PartBody, Pointer: "/amount",
		Want: fmt.Sprintf("%d on %s, with the campaign until %s", want, due.Format("2006-01-02"), offer.Until.Format("2006-01-02")),
		Got:  fmt.Sprint(charge.Terms.Price),
	}}
}
