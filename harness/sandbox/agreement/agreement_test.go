package agreement_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
	"kontrakt/harness/sandbox/profile"
)

const (
	hold = agreement.ReserveCapture
	take = agreement.DirectCapture
)

// how an agreement comes to stand as it does
var ways = map[agreement.Status]func(*bench, *agreement.Agreement) error{
	agreement.Pending: func(*bench, *agreement.Agreement) error { return nil },
	agreement.Active:  func(_ *bench, a *agreement.Agreement) error { return a.Approve(agreement.Approval{}) },
	agreement.Ended: func(_ *bench, a *agreement.Agreement) error {
		if err := a.Approve(agreement.Approval{}); err != nil {
			return err
		}
		return a.EndBy(agreement.ByMerchant, "")
	},
	agreement.Lapsed: func(_ *bench, a *agreement.Agreement) error { return a.Expire() },
}

func text(s string) *string { return &s }
func number(n int64) *int64 { return &n }

func TestStatesOfAgreements(t *testing.T) {
	t.Parallel()
	approve := func(a *agreement.Agreement) error { return a.Approve(agreement.Approval{}) }
	accept := func(a *agreement.Agreement) error { return a.Accept("4791234567") }
	reject := func(a *agreement.Agreement) error { return a.Reject() }
	rename := func(a *agreement.Agreement) error {
		return a.Update(agreement.Update{ProductName: text("News")}, "k")
	}
	stop := func(a *agreement.Agreement) error { return a.Update(agreement.Update{Stop: true}, "k") }
	payerStops := func(a *agreement.Agreement) error { return a.EndBy(agreement.ByPayer, "") }
	charge := func(a *agreement.Agreement) error { _, err := a.CreateCharge(order(), "k"); return err }
	tests := []struct {
		name string
		from agreement.Status
		do   func(*agreement.Agreement) error
		want agreement.Reason
		to   agreement.Status
		told string
	}{
		{"the payer approves", agreement.Pending, approve, "", agreement.Active, "agreement activated"},
		{"the test environment accepts", agreement.Pending, accept, "", agreement.Active, "agreement activated"},
		{"the payer rejects", agreement.Pending, reject, "", agreement.Ended, "agreement rejected"},
		{"what is pending is not changed", agreement.Pending, rename, agreement.NotActive, agreement.Pending, ""},
		{"what is pending is not stopped", agreement.Pending, stop, agreement.NotActive, agreement.Pending, ""},
		{"what is pending is not charged", agreement.Pending, charge, agreement.NotActive, agreement.Pending, ""},
		{"nobody stops in the app what is pending", agreement.Pending, payerStops, agreement.NotActive, agreement.Pending, ""},
		{"what is active is changed", agreement.Active, rename, "", agreement.Active, ""},
		{"what is active is stopped", agreement.Active, stop, "", agreement.Ended, "agreement stopped"},
		{"the payer stops", agreement.Active, payerStops, "", agreement.Ended, "agreement stopped"},
		{"what is active is charged", agreement.Active, charge, "", agreement.Active, ""},
		{"nobody approves twice", agreement.Active, approve, agreement.NotPending, agreement.Active, ""},
		{"nobody accepts twice", agreement.Active, accept, agreement.NotPending, agreement.Active, ""},
		{"what is active is not rejected", agreement.Active, reject, agreement.NotPending, agreement.Active, ""},
		{"what is stopped is not changed", agreement.Ended, rename, agreement.NotActive, agreement.Ended, ""},
		{"what is stopped is not stopped again", agreement.Ended, stop, agreement.NotActive, agreement.Ended, ""},
		{"what is stopped is not charged", agreement.Ended, charge, agreement.NotActive, agreement.Ended, ""},
		{"what is stopped is not approved", agreement.Ended, approve, agreement.NotPending, agreement.Ended, ""},
		{"what has expired is not changed", agreement.Lapsed, rename, agreement.NotActive, agreement.Lapsed, ""},
		{"what has expired is not stopped", agreement.Lapsed, stop, agreement.NotActive, agreement.Lapsed, ""},
		{"what has expired is not charged", agreement.Lapsed, charge, agreement.NotActive, agreement.Lapsed, ""},
		{"what has expired is not approved", agreement.Lapsed, approve, agreement.NotPending, agreement.Lapsed, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			a, err := b.draft()
			require.NoError(t, err)
			b.in(func(*agreement.Book) { require.NoError(t, ways[tt.from](b, a)) })
			b.told = nil
			b.in(func(*agreement.Book) { err = tt.do(a) })
			assert.Equal(t, string(tt.want), because(err))
			if r, ok := agreement.Because(err); ok {
				assert.Equal(t, string(tt.from), r.Status, "it says how the agreement stands")
			}
			assert.Equal(t, tt.to, a.Status)
			assert.Equal(t, tt.told, b.events())
		})
	}
}

func TestADraft(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	a, err := b.draft(initial(5000, hold))
	require.NoError(t, err)
	assert.Regexp(t, `^agr_[0-9A-Za-z]{7}$`, a.ID)
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, a.UUID)
	assert.Equal(t, agreement.Pending, a.Status)
	assert.Equal(t, start, a.Created)
	assert.Equal(t, start.Add(10*time.Minute), a.Deadline)
	assert.True(t, a.Start.IsZero() && a.Stop.IsZero())
	assert.Equal(t, "first-0001", a.Initial.ID)
	assert.Equal(t, "PENDING 0 0 0", b.standing(a.Initial))
	b.in(func(book *agreement.Book) {
		found, ok := book.ByToken(a.Token)
		assert.True(t, ok)
		assert.Same(t, a, found)
		found, err := book.Agreement(a.ID)
		assert.NoError(t, err)
		assert.Same(t, a, found)
		_, err = book.Agreement("agr_0000000")
		assert.ErrorIs(t, err, agreement.UnknownAgreement)
		assert.Equal(t, []*agreement.Agreement{a}, book.Agreements())
	})
}

func TestWhatADraftMayBe(t *testing.T) {
	t.Parallel()
	price := func(n int64) func(*agreement.Terms) {
		return func(t *agreement.Terms) { t.Pricing.Amount = n }
	}
	free := func(t *agreement.Terms) { t.MayBeFree = true }
	christmas := start.AddDate(0, 9, 24)
	c := func(kind agreement.CampaignType, change ...func(*agreement.Campaign)) func(*agreement.Terms) {
		made := agreement.Campaign{Type: kind, Price: 100}
		for _, f := range change {
			f(&made)
		}
		return campaign(made)
	}
	ends := func(c *agreement.Campaign) { c.End = christmas }
	weeks := func(c *agreement.Campaign) { c.Period = &agreement.Period{Unit: agreement.Week, Count: 10} }
	event := func(c *agreement.Campaign) { c.EventDate, c.EventText = christmas, "until Christmas" }
	tests := []struct {
		name  string
		terms []func(*agreement.Terms)
		want  agreement.Reason
		field string
	}{
		{"a price", nil, "", ""},
		{"no type of pricing is a price", []func(*agreement.Terms){func(t *agreement.Terms) { t.Pricing.Type = "" }}, "", ""},
		{"an unknown type of pricing", []func(*agreement.Terms){func(t *agreement.Terms) { t.Pricing.Type = "FREE" }}, agreement.Invalid, "pricing.type"},
		{"the least price", []func(*agreement.Terms){price(100)}, "", ""},
		{"one less than the least", []func(*agreement.Terms){price(99)}, agreement.AmountTooLow, "pricing.amount"},
		{"no price", []func(*agreement.Terms){price(0)}, agreement.AmountTooLow, "pricing.amount"},
		{"no price where that is allowed", []func(*agreement.Terms){price(0), free}, "", ""},
		{"less than nothing", []func(*agreement.Terms){price(-1), free}, agreement.AmountTooLow, "pricing.amount"},
		{"another currency", []func(*agreement.Terms){func(t *agreement.Terms) { t.Pricing.Currency = "EUR" }}, agreement.OtherCurrency, "pricing.currency"},
		{"the highest suggestion", []func(*agreement.Terms){variable(2000000)}, "", ""},
		{"one more than the highest", []func(*agreement.Terms){variable(2000001)}, agreement.SuggestedMaxTooHigh, "pricing.suggestedMaxAmount"},
		{"a suggestion under the least", []func(*agreement.Terms){variable(99)}, agreement.AmountTooLow, "pricing.suggestedMaxAmount"},
		{"flexible", []func(*agreement.Terms){flexible}, "", ""},
		{"an interval of nothing", []func(*agreement.Terms){func(t *agreement.Terms) { t.Interval = &agreement.Period{Unit: agreement.Day} }}, agreement.Invalid, "interval"},
		{"an interval of 31 days", []func(*agreement.Terms){func(t *agreement.Terms) { t.Interval = &agreement.Period{Unit: agreement.Day, Count: 31} }}, "", ""},
		{"a price campaign", []func(*agreement.Terms){c(agreement.PriceCampaign, ends)}, "", ""},
		{"a price campaign without an end", []func(*agreement.Terms){c(agreement.PriceCampaign, weeks)}, agreement.Missing, "campaign.end"},
		{"a price campaign that is over", []func(*agreement.Terms){c(agreement.PriceCampaign, func(c *agreement.Campaign) { c.End = start })}, agreement.Past, "campaign.end"},
		{"a period campaign", []func(*agreement.Terms){c(agreement.PeriodCampaign, weeks)}, "", ""},
		{"a period campaign without a period", []func(*agreement.Terms){c(agreement.PeriodCampaign, ends)}, agreement.Missing, "campaign.period"},
		{"an event campaign", []func(*agreement.Terms){c(agreement.EventCampaign, event)}, "", ""},
		{"an event campaign without a text", []func(*agreement.Terms){c(agreement.EventCampaign, func(c *agreement.Campaign) { c.EventDate = christmas })}, agreement.Missing, "campaign.eventText"},
		{"an event campaign with an end instead", []func(*agreement.Terms){c(agreement.EventCampaign, ends)}, agreement.Missing, "campaign.eventDate"},
		{"a full flex campaign", []func(*agreement.Terms){c(agreement.FullFlexCampaign, ends, func(c *agreement.Campaign) { c.Interval = &agreement.Period{Unit: agreement.Month, Count: 1} })}, "", ""},
		{"a full flex campaign without an interval", []func(*agreement.Terms){c(agreement.FullFlexCampaign, ends)}, agreement.Missing, "campaign.interval"},
		{"a full flex campaign with an interval of nothing", []func(*agreement.Terms){c(agreement.FullFlexCampaign, ends, func(c *agreement.Campaign) { c.Interval = &agreement.Period{} })}, agreement.Invalid, "campaign.interval"},
		{"a campaign of version 2", []func(*agreement.Terms){c(agreement.LegacyCampaign, ends)}, "", ""},
		{"an unknown campaign", []func(*agreement.Terms){c("NAME_YOUR_PRICE")}, agreement.Invalid, "campaign.type"},
		{"a campaign below nothing", []func(*agreement.Terms){c(agreement.PriceCampaign, ends, func(c *agreement.Campaign) { c.Price = -1 })}, agreement.Negative, "campaign.price"},
		{"a campaign with a maximum", []func(*agreement.Terms){variable(10000), c(agreement.PriceCampaign, ends)}, agreement.OtherPricing, "campaign"},
		{"a campaign with any amount", []func(*agreement.Terms){flexible, c(agreement.PriceCampaign, ends)}, agreement.OtherPricing, "campaign"},
		{"an initial charge of the same amount", []func(*agreement.Terms){c(agreement.PriceCampaign, ends), initial(100, take)}, "", ""},
		{"an initial charge above five times the price", []func(*agreement.Terms){initial(5000000, take)}, "", ""},
		{"an initial charge of nothing", []func(*agreement.Terms){initial(0, take)}, agreement.AmountTooLow, "initialCharge.amount"},
		{"an initial charge that nobody can collect", []func(*agreement.Terms){initial(100, "")}, agreement.Missing, "initialCharge.transactionType"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			_, err := b.draft(tt.terms...)
			assert.Equal(t, string(tt.want), because(err))
			if r, ok := agreement.Because(err); ok {
				assert.Equal(t, tt.field, r.Field)
			}
			b.in(func(book *agreement.Book) {
				assert.Len(t, book.Agreements(), map[bool]int{true: 1, false: 0}[err == nil])
			})
		})
	}
}

func TestWhatASalesUnitMay(t *testing.T) {
	t.Parallel()
	_, err := open(t, sandbox.Abilities{LoginOnly: true}).draft()
	require.ErrorIs(t, err, agreement.UnitNotAllowed)
	push := func(t *agreement.Terms) { t.SkipLandingPage = true }
	_, err = open(t, sandbox.Abilities{}).draft(push)
	require.ErrorIs(t, err, agreement.PushNotAllowed)
	_, err = open(t, able).draft(push)
	require.NoError(t, err)
	for market, currency := range map[string]string{"": "NOK", "NO": "NOK", "DK": "DKK", "FI": "EUR"} {
		b := open(t, sandbox.Abilities{Market: market})
		_, err := b.draft(func(t *agreement.Terms) { t.Pricing.Currency, t.Pricing.Amount = currency, 100 })
		require.NoError(t, err, market)
		b.in(func(book *agreement.Book) { assert.Equal(t, currency, book.Currency()) })
	}
	_, err = open(t, sandbox.Abilities{}).charge(open(t, sandbox.Abilities{}).active(), func(o *agreement.Order) { o.Kind = agreement.Unscheduled })
	require.ErrorIs(t, err, agreement.UnscheduledNotAllowed)
}

func TestAnAgreementExpiresAfterTenMinutes(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	a, err := b.draft(initial(5000, take))
	require.NoError(t, err)
	b.until(start.Add(10*time.Minute - time.Second))
	assert.Equal(t, agreement.Pending, a.Status)
	b.until(start.Add(10 * time.Minute))
	assert.Equal(t, agreement.Lapsed, a.Status)
	assert.Equal(t, "CANCELLED 0 5000 0", b.standing(a.Initial))
	assert.Equal(t, "agreement expired", b.events())
	assert.Equal(t, start.Add(10*time.Minute), b.told[0].At)
}

func TestInitialCharges(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		amount int64
		how    agreement.Transaction
		force  bool
		status agreement.Status
		charge string
		told   string
	}{
		{"taken at once", 5000, take, false, agreement.Active, "CHARGED 5000 0 0", "charge captured 5000, agreement activated"},
		{"reserved", 5000, hold, false, agreement.Active, "RESERVED 0 0 0", "charge reserved 5000, agreement activated"},
		{"not there", 151, take, false, agreement.Lapsed, "FAILED 0 0 0", "charge failed 151, agreement expired"},
		{"not to be reserved", 183, hold, false, agreement.Lapsed, "FAILED 0 0 0", "charge failed 183, agreement expired"},
		{"accepted without the payer", 151, take, true, agreement.Active, "CHARGED 151 0 0", "charge captured 151, agreement activated"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			a, err := b.draft(initial(tt.amount, tt.how))
			require.NoError(t, err)
			b.in(func(*agreement.Book) {
				if tt.force {
					require.NoError(t, a.Accept("4791234567"))
					return
				}
				require.NoError(t, a.Approve(agreement.Approval{}))
			})
			assert.Equal(t, tt.status, a.Status)
			assert.Equal(t, tt.charge, b.standing(a.Initial))
			assert.Equal(t, tt.told, b.events())
			assert.Equal(t, agreement.Initial, a.Initial.Kind)
			assert.Equal(t, []*agreement.Charge{a.Initial}, a.Charges())
		})
	}
}

func TestAnAgreementStartsWithoutACancelledInitialCharge(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	a, err := b.draft(initial(5000, take))
	require.NoError(t, err)
	b.in(func(*agreement.Book) {
		require.NoError(t, a.Initial.Cancel("k"))
		require.NoError(t, a.Approve(agreement.Approval{}))
	})
	assert.Equal(t, agreement.Active, a.Status)
	assert.Equal(t, "CANCELLED 0 5000 0", b.standing(a.Initial))
}

func TestWhoApproves(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	young, err := b.draft(func(t *agreement.Terms) { t.Phone = "4740009017" })
	require.NoError(t, err)
	asked := func(t *agreement.Terms) { t.Scope = "name email" }
	shy, err := b.draft(asked)
	require.NoError(t, err)
	open, err := b.draft(asked, func(t *agreement.Terms) { t.Phone = "4740000001" })
	require.NoError(t, err)
	silent, err := b.draft()
	require.NoError(t, err)
	b.in(func(*agreement.Book) {
		require.NoError(t, young.Approve(agreement.Approval{}))
		require.NoError(t, shy.Approve(agreement.Approval{NoConsent: true}))
		require.NoError(t, open.Approve(agreement.Approval{}))
		require.NoError(t, silent.Approve(agreement.Approval{NoConsent: true}))
	})
	assert.Equal(t, agreement.Lapsed, young.Status, "a minor")
	assert.Equal(t, agreement.Ended, shy.Status, "all or nothing")
	assert.Empty(t, shy.Sub)
	assert.Equal(t, agreement.Active, open.Status)
	assert.Equal(t, agreement.Active, silent.Status, "nothing was asked for")
	assert.Empty(t, silent.Sub)
	b.inBox(func(box *sandbox.Box) {
		consent, ok := profile.Shared(box, open.Sub)
		assert.True(t, ok)
		assert.Equal(t, []string{"name", "email"}, consent.Scope)
		assert.Equal(t, "4740000001", consent.Person.Phone)
	})
}

func TestForWhomTheTestEnvironmentAccepts(t *testing.T) {
	t.Parallel()
	for phone, want := range map[string]string{
		"4791234567": "", "4740009000": string(agreement.UnknownPayer), "4700001234": string(agreement.UnknownPayer),
		"4740009017": string(agreement.UnknownPayer), "": string(agreement.UnknownPayer),
	} {
		b := open(t, able)
		a, err := b.draft()
		require.NoError(t, err)
		b.in(func(*agreement.Book) { err = a.Accept(phone) })
		assert.Equal(t, want, because(err), phone)
		assert.Equal(t, want == "", a.Status == agreement.Active, phone)
	}
}

func TestCampaignsEnd(t *testing.T) {
	t.Parallel()
	christmas := time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name     string
		campaign agreement.Campaign
		draft    time.Time
		active   time.Time
	}{
		{"1 NOK until Christmas", agreement.Campaign{Type: agreement.EventCampaign, Price: 100, EventDate: christmas, EventText: "until Christmas"}, christmas, christmas},
		{"a price until a day", agreement.Campaign{Type: agreement.PriceCampaign, Price: 100, End: christmas}, christmas, christmas},
		{"10 weeks for 10 NOK", agreement.Campaign{Type: agreement.PeriodCampaign, Price: 1000, Period: &agreement.Period{Unit: agreement.Week, Count: 10}},
			start.AddDate(0, 0, 70), start.AddDate(0, 0, 70).Add(5 * time.Minute)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			a, err := b.draft(campaign(tt.campaign))
			require.NoError(t, err)
			end, ok := a.CampaignEnd()
			assert.True(t, ok)
			assert.Equal(t, tt.draft, end)
			b.until(start.Add(5 * time.Minute))
			b.in(func(*agreement.Book) { require.NoError(t, a.Approve(agreement.Approval{})) })
			end, _ = a.CampaignEnd()
			assert.Equal(t, tt.active, end)
			assert.Equal(t, int64(10000), a.Terms.Pricing.Amount, "the ordinary price stays")
		})
	}
	_, ok := open(t, able).active().CampaignEnd()
	assert.False(t, ok, "there is none")
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	date := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 8, 30, 0, 0, time.UTC) }
	tests := []struct {
		unit  agreement.Unit
		count int
		from  time.Time
		want  time.Time
	}{
		{agreement.Day, 31, date(2026, 1, 31), date(2026, 3, 3)},
		{agreement.Week, 2, date(2026, 12, 25), date(2027, 1, 8)},
		{agreement.Month, 1, date(2026, 1, 31), date(2026, 2, 28)},
		{agreement.Month, 1, date(2028, 1, 31), date(2028, 2, 29)},
		{agreement.Month, 13, date(2026, 1, 31), date(2027, 2, 28)},
		{agreement.Month, 3, date(2026, 1, 15), date(2026, 4, 15)},
		{agreement.Year, 1, date(2028, 2, 29), date(2029, 2, 28)},
		{agreement.Year, 1, date(2026, 3, 1), date(2027, 3, 1)},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, agreement.Period{Unit: tt.unit, Count: tt.count}.After(tt.from), "%d %s after %s", tt.count, tt.unit, tt.from)
	}
}

func TestUpdates(t *testing.T) {
	t.Parallel()
	quarter := &agreement.Period{Unit: agreement.Month, Count: 3}
	summer := &agreement.Campaign{Type: agreement.LegacyCampaign, Price: 500, End: start.AddDate(0, 3, 0)}
	tests := []struct {
		name   string
		terms  []func(*agreement.Terms)
		update agreement.Update
		want   agreement.Reason
		field  string
	}{
		{"texts and price together", nil, agreement.Update{ProductName: text("News"), ProductDescription: text("Daily"), ExternalID: text("x"), AgreementURL: text("https://shop.example/7"), Amount: number(20000)}, "", ""},
		{"nothing", nil, agreement.Update{}, "", ""},
		{"the least price", nil, agreement.Update{Amount: number(100)}, "", ""},
		{"less than that", nil, agreement.Update{Amount: number(99)}, agreement.AmountTooLow, "pricing.amount"},
		{"no price where that is allowed", []func(*agreement.Terms){func(t *agreement.Terms) { t.MayBeFree = true }}, agreement.Update{Amount: number(0), MayBeFree: true}, "", ""},
		{"no price where only the draft allowed that", []func(*agreement.Terms){func(t *agreement.Terms) { t.MayBeFree = true }}, agreement.Update{Amount: number(0)}, agreement.AmountTooLow, "pricing.amount"},
		{"stop, in version 2", nil, agreement.Update{Stop: true, MayBeFree: true}, "", ""},
		{"a maximum of a price", nil, agreement.Update{SuggestedMax: number(20000)}, agreement.OtherPricing, "pricing.suggestedMaxAmount"},
		{"a price of a maximum", []func(*agreement.Terms){variable(10000)}, agreement.Update{Amount: number(20000)}, agreement.OtherPricing, "pricing.amount"},
		{"a price of any amount", []func(*agreement.Terms){flexible}, agreement.Update{Amount: number(20000)}, agreement.OtherPricing, "pricing.amount"},
		{"a maximum", []func(*agreement.Terms){variable(10000)}, agreement.Update{SuggestedMax: number(2000000)}, "", ""},
		{"too high a maximum", []func(*agreement.Terms){variable(10000)}, agreement.Update{SuggestedMax: number(2000001)}, agreement.SuggestedMaxTooHigh, "pricing.suggestedMaxAmount"},
		{"too low a maximum", []func(*agreement.Terms){variable(10000)}, agreement.Update{SuggestedMax: number(99)}, agreement.AmountTooLow, "pricing.suggestedMaxAmount"},
		{"an interval", nil, agreement.Update{Interval: quarter}, "", ""},
		{"no interval", nil, agreement.Update{FlexibleInterval: true}, "", ""},
		{"an interval of nothing", nil, agreement.Update{Interval: &agreement.Period{Unit: agreement.Month}}, agreement.Invalid, "interval.period"},
		{"an interval and none", nil, agreement.Update{Interval: quarter, FlexibleInterval: true}, agreement.Invalid, "interval.period"},
		{"a campaign, in version 2", nil, agreement.Update{Campaign: summer}, "", ""},
		{"a campaign of a maximum", []func(*agreement.Terms){variable(10000)}, agreement.Update{Campaign: summer}, agreement.OtherPricing, "campaign"},
		{"stop", nil, agreement.Update{Stop: true}, "", ""},
		{"stop and more", nil, agreement.Update{Stop: true, ProductName: text("News")}, agreement.NotAlone, "status"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			a := b.active(tt.terms...)
			before := a.Terms
			var err error
			b.in(func(*agreement.Book) { err = a.Update(tt.update, "k") })
			assert.Equal(t, string(tt.want), because(err))
			if r, ok := agreement.Because(err); ok {
				assert.Equal(t, tt.field, r.Field)
				assert.Equal(t, before, a.Terms, "all or nothing")
				assert.Equal(t, agreement.Active, a.Status)
				return
			}
			assert.Equal(t, changed(before, tt.update), a.Terms)
			assert.Equal(t, tt.update.Stop, a.Status == agreement.Ended)
		})
	}
}

// changed is what terms are after an update.
func changed(t agreement.Terms, u agreement.Update) agreement.Terms {
	if u.ProductName != nil {
		t.ProductName, t.ProductDescription, t.ExternalID, t.AgreementURL = *u.ProductName, *u.ProductDescription, *u.ExternalID, *u.AgreementURL
	}
	if u.Amount != nil {
		t.Pricing.Amount = *u.Amount
	}
	if u.SuggestedMax != nil {
		t.Pricing.SuggestedMax = *u.SuggestedMax
	}
	if u.Campaign != nil {
		t.Campaign = u.Campaign
	}
	if u.Interval != nil || u.FlexibleInterval {
		t.Interval = u.Interval
	}
	return t
}

func TestThePayersMaximum(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	a, err := b.draft(variable(10000))
	require.NoError(t, err)
	assert.Zero(t, a.PayerMax)
	b.in(func(*agreement.Book) {
		require.ErrorIs(t, a.Raise(5000), agreement.NotActive)
		require.NoError(t, a.Approve(agreement.Approval{Max: 3000}))
	})
	assert.Equal(t, int64(3000), a.PayerMax)
	b.in(func(*agreement.Book) {
		require.NoError(t, a.Update(agreement.Update{SuggestedMax: number(20000)}, "k"))
		assert.Equal(t, int64(3000), a.PayerMax, "a suggestion is no more than that")
		require.NoError(t, a.Raise(5000))
		assert.Equal(t, int64(5000), a.PayerMax)
		require.ErrorIs(t, a.Raise(0), agreement.Invalid)
	})
	assert.Equal(t, int64(10000), b.active(variable(10000)).PayerMax, "the suggestion is chosen beforehand")
	priced := b.active()
	b.in(func(*agreement.Book) { require.ErrorIs(t, priced.Raise(5000), agreement.OtherPricing) })
	assert.Zero(t, priced.PayerMax)
}

func TestWhoStops(t *testing.T) {
	t.Parallel()
	for who, want := range map[agreement.Actor][4]string{
		agreement.ByMerchant: {"CANCELLED 0 10000 0", "CANCELLED 0 10000 0", "CHARGED 4000 6000 0", "CHARGED 10000 0 0"},
		agreement.ByPayer:    {"CANCELLED 0 10000 0", "RESERVED 0 0 0", "PARTIALLY_CAPTURED 4000 0 0", "CHARGED 10000 0 0"},
		agreement.ByAdmin:    {"CANCELLED 0 10000 0", "RESERVED 0 0 0", "PARTIALLY_CAPTURED 4000 0 0", "CHARGED 10000 0 0"},
	} {
		t.Run(string(who), func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			a := b.active()
			var c [4]*agreement.Charge
			for i, change := range [][]func(*agreement.Order){{dueIn(60)}, {reserve}, {reserve}, nil} {
				var err error
				c[i], err = b.charge(a, change...)
				require.NoError(t, err)
			}
			b.in(func(*agreement.Book) {
				for _, waits := range c[1:] {
					require.NoError(t, waits.Settle())
				}
				require.NoError(t, c[2].Capture(4000, "k"))
				b.told = nil
				require.NoError(t, a.EndBy(who, "stop-key"))
			})
			assert.Equal(t, want, [4]string{b.standing(c[0]), b.standing(c[1]), b.standing(c[2]), b.standing(c[3])})
			last := b.told[len(b.told)-1]
			assert.Equal(t, agreement.Stopped, last.Kind)
			assert.Equal(t, who, last.Actor)
			assert.Equal(t, start, a.Stop)
			b.in(func(*agreement.Book) { require.NoError(t, c[3].Refund(10000, "k", "sorry")) })
			assert.Equal(t, "REFUNDED 10000 0 10000", b.standing(c[3]))
		})
	}
}
