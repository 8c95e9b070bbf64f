package recurringv2

import (
	"net/url"
	"slices"
	"strings"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
	"kontrakt/harness/sandbox/profile"
)

// draftedJSON is the answer to a draft. The charge is the initial one, null where
// there is none.
type draftedJSON struct {
	AgreementResource string  `json:"agreementResource"`
	AgreementID       string  `json:"agreementId"`
	ConfirmationURL   string  `json:"vippsConfirmationUrl"`
	ChargeID          *string `json:"chargeId"`
}

// draft offers an agreement to a payer. Version 2 had no keys for that: what is
// sent twice is drafted twice.
func draft(c *sandbox.Call) (any, error) {
	var f draftForm
	if err := read(c.Body, &f); err != nil {
		return nil, err
	}
	if err := f.check(c.Box); err != nil {
		return nil, err
	}
	a, err := bookOf(c.Box).Draft(f.terms(c.Box), "")
	if err != nil {
		return nil, err
	}
	body := draftedJSON{
		AgreementResource: c.Box.Base() + agreements + "/" + a.ID, AgreementID: a.ID, ConfirmationURL: c.Box.Link(a.Token),
	}
	if f.App {
		body.ConfirmationURL = "vippsMT://?token=" + url.QueryEscape(a.Token)
	}
	if a.Initial != nil {
		body.ChargeID = &a.Initial.ID
	}
	return body, nil
}

// terms are what is drafted. A campaign is a lower price until a date, which
// version 3 calls a legacy one.
//
// Choice: an agreement of variable amount may name a price as well, which the
// document asks for and its own example leaves out. It is shown and counts for
// nothing.
func (f draftForm) terms(b *sandbox.Box) agreement.Terms {
	t := agreement.Terms{
		Origin: ID, MayBeFree: true, ProductName: f.Name, ProductDescription: f.Description,
		AgreementURL: f.AgreementURL, RedirectURL: f.RedirectURL, Phone: f.Phone, IsApp: f.App, SkipLandingPage: f.SkipLanding,
		Scope: scope(b, f.Scope), Campaign: f.Campaign.campaign(),
		Pricing:  agreement.Pricing{Type: agreement.Legacy, Currency: f.Currency},
		Interval: &agreement.Period{Unit: agreement.Unit(f.Interval), Count: f.IntervalCount},
	}
	if f.Price != nil {
		t.Pricing.Amount = *f.Price
	}
	if v := f.Variable; v != nil {
		t.Pricing.Type, t.Pricing.SuggestedMax = agreement.Variable, v.SuggestedMax
	}
	if i := f.Initial; i != nil {
		t.Initial = &agreement.Order{
			Amount: i.Amount, Description: i.Description, Transaction: agreement.Transaction(i.TransactionType), OrderID: i.OrderID,
		}
	}
	return t
}

func (f *campaignForm) campaign() *agreement.Campaign {
	if f == nil {
		return nil
	}
	return &agreement.Campaign{Type: agreement.LegacyCampaign, Price: f.Price, End: f.End.UTC()}
}

// check holds what stands in no schema.
func (f draftForm) check(b *sandbox.Box) error {
	switch {
	case f.Price != nil && *f.Price < 0:
		return invalid("price", "It is less than nothing.")
	case f.Initial != nil && f.Initial.Currency != f.Currency:
		return invalid("initialCharge.currency", "It is not the agreement's.")
	case f.SkipLanding && f.Phone == "" && !b.Fault(faultPushToNobody):
		return invalid("customerPhoneNumber", "It is missing.")
	case f.App:
		return nil
	case !web(f.AgreementURL):
		return badAddress()
	case !web(f.RedirectURL) && !ownScheme(f.RedirectURL):
		return invalid("merchantRedirectUrl", "It is neither an address of the web nor one of an app.")
	}
	return nil
}

// web says whether an address is one of the web; version 2 asks for no TLS.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Hostname() != "" && (u.Scheme == "https" || u.Scheme == "http") && !strings.ContainsAny(address, " \t\r\n")
}

// ownScheme says whether an address is an app's own: merchantapp://done.
func ownScheme(address string) bool {
	scheme, _, found := strings.Cut(address, "://")
	u, err := url.Parse(scheme + ":")
	return found && err == nil && u.Scheme != "" && !strings.HasPrefix(u.Scheme, "http")
}

// scope is what the payer is asked to share.
//
// Choice: as in version 3, words that nobody knows, and the national identity
// number for who may not ask for it, are left out in silence.
func scope(b *sandbox.Box, asked string) string {
	words := slices.DeleteFunc(profile.Words(asked), func(word string) bool {
		return !profile.Word(word) || word == "nin" && !b.Abilities().NationalIdentityNumber
	})
	return strings.Join(words, " ")
}
