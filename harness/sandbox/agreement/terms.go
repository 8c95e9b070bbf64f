package agreement

import (
	"slices"
	"time"
)

// PricingType says what the amounts of an agreement mean.
type PricingType string

const (
	// Legacy: a price per interval; a charge is at most five times that.
	Legacy PricingType = "LEGACY"
	// Variable: the payer chooses the most that a charge may be.
	Variable PricingType = "VARIABLE"
	// Flexible: any amount.
	Flexible PricingType = "FLEXIBLE"
)

// Pricing is what an agreement costs. Amounts are minor units.
type Pricing struct {
	Type     PricingType
	Currency string
	// Amount is the price per interval (Legacy).
	Amount int64
	// SuggestedMax is what the merchant suggests as the payer's maximum
	// (Variable).
	SuggestedMax int64
}

// Unit is a unit of the calendar.
type Unit string

// The units that a period is counted in.
const (
	Year  Unit = "YEAR"
	Month Unit = "MONTH"
	Week  Unit = "WEEK"
	Day   Unit = "DAY"
)

// A Period is a number of units.
type Period struct {
	Unit  Unit
	Count int
}

// valid says whether a period can be counted. How many units there may be at most
// stands in the documents.
func (p Period) valid() bool {
	return slices.Contains([]Unit{Year, Month, Week, Day}, p.Unit) && p.Count >= 1
}

// After is the end of a period that begins at t.
//
// Choice: a month that begins on a day which its last month has not ends on that
// month's last day.
func (p Period) After(t time.Time) time.Time {
	switch p.Unit {
	case Year:
		return addMonths(t, 12*p.Count)
	case Month:
		return addMonths(t, p.Count)
	case Week:
		return t.AddDate(0, 0, 7*p.Count)
	}
	return t.AddDate(0, 0, p.Count)
}

func addMonths(t time.Time, months int) time.Time {
	first := time.Date(t.Year(), t.Month(), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location()).AddDate(0, months, 0)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// CampaignType says how the reduced price at the start of an agreement ends.
type CampaignType string

const (
	// PriceCampaign: a lower price per interval until End.
	PriceCampaign CampaignType = "PRICE_CAMPAIGN"
	// PeriodCampaign: one price for all of Period, from the approval on.
	PeriodCampaign CampaignType = "PERIOD_CAMPAIGN"
	// EventCampaign: one price until EventDate.
	EventCampaign CampaignType = "EVENT_CAMPAIGN"
	// FullFlexCampaign: a price per Interval until End; history.
	FullFlexCampaign CampaignType = "FULL_FLEX_CAMPAIGN"
	// LegacyCampaign: made with version 2.
	LegacyCampaign CampaignType = "LEGACY_CAMPAIGN"
)

// A Campaign is a reduced price at the start of an agreement. Charges are what
// the merchant makes them: nothing here moves a price.
type Campaign struct {
	Type  CampaignType
	Price int64
	End   time.Time
	// Period is that of a PeriodCampaign.
	Period *Period
	// Interval is that of a FullFlexCampaign.
	Interval *Period
	// EventDate and EventText are those of an EventCampaign.
	EventDate time.Time
	EventText string
}

// ends is when the campaign is over for an agreement that begins at start.
func (c *Campaign) ends(start time.Time) time.Time {
	switch {
	case c.Type == PeriodCampaign && c.Period != nil:
		return c.Period.After(start)
	case c.Type == EventCampaign:
		return c.EventDate
	}
	return c.End
}

// Transaction says what happens to the money of a charge when it is collected.
type Transaction string

const (
	// DirectCapture: it is taken.
	DirectCapture Transaction = "DIRECT_CAPTURE"
	// ReserveCapture: it is reserved; the merchant takes it.
	ReserveCapture Transaction = "RESERVE_CAPTURE"
)

// Kind is what kind of charge it is.
type Kind string

const (
	// Initial: paid with the approval.
	Initial Kind = "INITIAL"
	// Recurring: collected on its due date.
	Recurring Kind = "RECURRING"
	// Unscheduled: collected at once.
	Unscheduled Kind = "UNSCHEDULED"
)

// Mode says how often a charge is tried.
type Mode string

const (
	// MultipleAttempts: at every time of day at which charges are processed, for
	// the retry days too.
	MultipleAttempts Mode = "MULTIPLE_ATTEMPTS"
	// SingleAttempt: once.
	SingleAttempt Mode = "SINGLE_ATTEMPT"
)

// An Order is what a merchant asks for with a charge.
type Order struct {
	// Kind is Recurring where empty. Of an initial charge it is not looked at.
	Kind        Kind
	Amount      int64
	Description string
	Transaction Transaction
	// OrderID becomes the charge's ID; where empty one is made.
	OrderID, ExternalID string
	// Due is a day: any time of it, in UTC. Of initial and unscheduled charges it
	// is not looked at.
	Due       time.Time
	RetryDays int
	// Mode is MultipleAttempts where empty.
	Mode Mode
}

// Terms are what a merchant drafts.
type Terms struct {
	// Origin is the ID of the API that it is drafted with: recurring.v3.
	Origin  string
	Pricing Pricing
	// MayBeFree lets the price be 0 (version 2).
	MayBeFree bool
	// Interval is nil where it is flexible.
	Interval *Period
	Campaign *Campaign
	// Initial is the charge that is paid with the approval, if any.
	Initial *Order

	ProductName, ProductDescription string
	AgreementURL, RedirectURL       string
	ExternalID, Scope               string
	// Phone is the payer's, if the merchant knows it.
	Phone string
	// Blocked are sources of payment that the payer may not use.
	Blocked                []string
	IsApp, SkipLandingPage bool
}

// An Update changes what is not nil.
type Update struct {
	ProductName, ProductDescription *string
	AgreementURL, ExternalID        *string
	Amount, SuggestedMax            *int64
	// Interval is that from now on; FlexibleInterval takes it away.
	Interval         *Period
	FlexibleInterval bool
	// Campaign is for version 2, in which it could be changed.
	Campaign *Campaign
	// MayBeFree lets the price of terms that may be free be 0 (version 2).
	MayBeFree bool
	// Stop ends the agreement; nothing else may stand beside it.
	Stop bool
}

// alone says whether the update changes nothing beside stopping.
func (u Update) alone() bool {
	u.Stop, u.MayBeFree = false, false
	return u == Update{}
}
