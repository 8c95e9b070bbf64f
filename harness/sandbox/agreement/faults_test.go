package agreement_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// A probe is what can be seen of a seeded defect, without it and with it.
type probe struct {
	look          func(*bench) any
	sound, broken any
	abilities     *sandbox.Abilities
}

// refused is why a draft is refused.
func refused(change ...func(*agreement.Terms)) func(*bench) any {
	return func(b *bench) any { _, err := b.draft(change...); return because(err) }
}

// charged is why a charge of an active agreement is refused.
func charged(change []func(*agreement.Terms), order ...func(*agreement.Order)) func(*bench) any {
	return func(b *bench) any { _, err := b.charge(b.active(change...), order...); return because(err) }
}

// stands is how a charge stands after some acts.
func stands(order func(*agreement.Order), acts ...act) func(*bench) any {
	return func(b *bench) any {
		c := b.made(order)
		b.in(func(*agreement.Book) {
			for _, do := range acts {
				_ = do(c) // what is refused, and what it leaves, is the point
			}
		})
		return b.standing(c)
	}
}

// answers is why the last act on a charge is refused.
func answers(order func(*agreement.Order), acts ...act) func(*bench) any {
	return func(b *bench) any {
		c := b.made(order)
		var err error
		b.in(func(*agreement.Book) {
			for _, do := range acts {
				err = do(c)
			}
		})
		return because(err)
	}
}

// after is how a charge stands when time has passed.
func after(d time.Duration, order ...func(*agreement.Order)) func(*bench) any {
	return func(b *bench) any {
		c := b.made(order...)
		b.until(start.Add(d))
		return b.standing(c)
	}
}

// stopped is how a charge stands whose agreement is stopped.
func stopped(who agreement.Actor, order func(*agreement.Order), acts ...act) func(*bench) any {
	return func(b *bench) any {
		c := b.made(order)
		b.in(func(*agreement.Book) {
			for _, do := range acts {
				require.NoError(b, do(c))
			}
			require.NoError(b, c.Agreement.EndBy(who, "k"))
		})
		return b.standing(c)
	}
}

// updated is why an agreement in a state is not changed.
func updated(from agreement.Status, u agreement.Update, change ...func(*agreement.Terms)) func(*bench) any {
	return func(b *bench) any {
		a, err := b.draft(change...)
		require.NoError(b, err)
		b.in(func(*agreement.Book) {
			require.NoError(b, ways[from](b, a))
			err = a.Update(u, "k")
		})
		return because(err)
	}
}

// approved is the agreement after the payer has approved.
func approved(b *bench, with agreement.Approval, change ...func(*agreement.Terms)) *agreement.Agreement {
	a, err := b.draft(change...)
	require.NoError(b, err)
	b.in(func(*agreement.Book) { require.NoError(b, a.Approve(with)) })
	return a
}

const days = 24 * time.Hour

func plain(*agreement.Order)                                    {}
func unscheduled(o *agreement.Order)                            { o.Kind = agreement.Unscheduled }
func named(o *agreement.Order)                                  { o.OrderID = "order-0001" }
func asking(t *agreement.Terms)                                 { t.Scope = "name" }
func with(t ...func(*agreement.Terms)) []func(*agreement.Terms) { return t }

var ten = agreement.Campaign{Type: agreement.PeriodCampaign, Price: 1000, Period: &agreement.Period{Unit: agreement.Week, Count: 10}}

// campaignEnd is how long a campaign lasts after an approval five minutes after
// the draft.
func campaignEnd(b *bench) any {
	a, err := b.draft(campaign(ten))
	require.NoError(b, err)
	b.until(start.Add(5 * time.Minute))
	b.in(func(*agreement.Book) { require.NoError(b, a.Approve(agreement.Approval{})) })
	end, _ := a.CampaignEnd()
	return end.Sub(start)
}

func agreementProbes() map[string]probe {
	over := campaign(agreement.Campaign{Type: agreement.PriceCampaign, Price: 100, End: start})
	return map[string]probe{
		"recurring-initial-charge-hidden": {look: func(b *bench) any { return len(b.active(initial(100, take)).Charges()) }, sound: 1, broken: 0},
		"recurring-charge-under-any-agreement": {look: func(b *bench) any {
			c, other := b.made(), b.active()
			_, err := other.Charge(c.ID)
			return because(err)
		}, sound: string(agreement.UnknownCharge), broken: ""},
		"recurring-campaign-period-from-draft": {look: campaignEnd, sound: 70*days + 5*time.Minute, broken: 70 * days},
		"recurring-campaign-ends-a-day-early":  {look: campaignEnd, sound: 70*days + 5*time.Minute, broken: 69*days + 5*time.Minute},
		"recurring-campaign-lost-at-approval":  {look: func(b *bench) any { return b.active(campaign(ten)).Terms.Campaign != nil }, sound: true, broken: false},
		"recurring-campaign-with-any-pricing":  {look: refused(variable(8000), campaign(ten)), sound: string(agreement.OtherPricing), broken: ""},
		"recurring-past-campaign-accepted":     {look: refused(over), sound: string(agreement.Past), broken: ""},
		"recurring-agreements-never-expire": {look: func(b *bench) any {
			a, err := b.draft()
			require.NoError(b, err)
			b.until(start.Add(time.Hour))
			return a.Status
		}, sound: agreement.Lapsed, broken: agreement.Pending},
		"recurring-expired-agreement-approved": {look: func(b *bench) any {
			a, err := b.draft()
			require.NoError(b, err)
			b.in(func(*agreement.Book) { require.NoError(b, a.Expire()); err = a.Approve(agreement.Approval{}) })
			return because(err)
		}, sound: string(agreement.NotPending), broken: ""},
		"recurring-rejection-ends-as-expired": {look: func(b *bench) any {
			a, err := b.draft()
			require.NoError(b, err)
			b.in(func(*agreement.Book) { require.NoError(b, a.Reject()) })
			return a.Status
		}, sound: agreement.Ended, broken: agreement.Lapsed},
		"recurring-agreements-for-everybody":          {abilities: &sandbox.Abilities{LoginOnly: true}, look: refused(), sound: string(agreement.UnitNotAllowed), broken: ""},
		"recurring-landing-page-skipped-by-everybody": {abilities: &sandbox.Abilities{}, look: refused(func(t *agreement.Terms) { t.SkipLandingPage = true }), sound: string(agreement.PushNotAllowed), broken: ""},
		"recurring-any-currency-accepted":             {look: refused(func(t *agreement.Terms) { t.Pricing.Currency = "EUR" }), sound: string(agreement.OtherCurrency), broken: ""},
		"recurring-minimum-amount-ignored":            {look: refused(func(t *agreement.Terms) { t.Pricing.Amount = 99 }), sound: string(agreement.AmountTooLow), broken: ""},
		"recurring-suggested-maximum-unbounded":       {look: refused(variable(2000001)), sound: string(agreement.SuggestedMaxTooHigh), broken: ""},
		"recurring-consent-not-needed":                {look: func(b *bench) any { return approved(b, agreement.Approval{NoConsent: true}, asking).Status }, sound: agreement.Ended, broken: agreement.Active},
		"recurring-minors-approve":                    {look: func(b *bench) any { return b.active(func(t *agreement.Terms) { t.Phone = "4740009017" }).Status }, sound: agreement.Lapsed, broken: agreement.Active},
		"recurring-initial-charge-not-collected":      {look: func(b *bench) any { return b.standing(b.active(initial(100, take)).Initial) }, sound: "CHARGED 100 0 0", broken: "PENDING 0 0 0"},
		"recurring-initial-failure-ignored":           {look: func(b *bench) any { return b.active(initial(151, take)).Status }, sound: agreement.Lapsed, broken: agreement.Active},
		"recurring-accepted-for-anybody":              {look: acceptedFor("4740009000"), sound: string(agreement.UnknownPayer), broken: ""},
		"recurring-payers-maximum-not-kept":           {look: func(b *bench) any { return approved(b, agreement.Approval{Max: 5000}, variable(8000)).PayerMax }, sound: int64(5000), broken: int64(8000)},
		"recurring-suggestion-moves-payers-maximum":   {look: movedMaximum, sound: int64(8000), broken: int64(9000)},
		"recurring-stop-beside-changes":               {look: updated(agreement.Active, agreement.Update{Stop: true, ProductName: text("x")}), sound: string(agreement.NotAlone), broken: ""},
		"recurring-pending-agreement-updated":         {look: updated(agreement.Pending, agreement.Update{ProductName: text("x")}), sound: string(agreement.NotActive), broken: ""},
		"recurring-stopped-agreement-updated":         {look: updated(agreement.Ended, agreement.Update{ProductName: text("x")}), sound: string(agreement.NotActive), broken: ""},
		"recurring-update-of-any-pricing":             {look: updated(agreement.Active, agreement.Update{Amount: number(500)}, variable(8000)), sound: string(agreement.OtherPricing), broken: ""},
		"recurring-update-loses-price":                {look: keptPrice, sound: int64(500), broken: int64(10000)},
		"recurring-update-loses-interval":             {look: keptInterval, sound: true, broken: false},
		"recurring-stop-keeps-pending-charges":        {look: stopped(agreement.ByMerchant, plain), sound: "CANCELLED 0 10000 0", broken: "DUE 0 0 0"},
		"recurring-stop-keeps-reservations":           {look: stopped(agreement.ByMerchant, reserve, settle), sound: "CANCELLED 0 10000 0", broken: "RESERVED 0 0 0"},
		"recurring-payers-stop-cancels-reservations":  {look: stopped(agreement.ByPayer, reserve, settle), sound: "RESERVED 0 0 0", broken: "CANCELLED 0 10000 0"},
		"recurring-order-id-accepted-twice":           {look: func(b *bench) any { b.made(named); _, err := b.charge(b.active(), named); return because(err) }, sound: string(agreement.OrderTaken), broken: ""},
		"recurring-order-id-ignored":                  {look: func(b *bench) any { return b.made(named).ID == "order-0001" }, sound: true, broken: false},
	}
}

func acceptedFor(phone string) func(*bench) any {
	return func(b *bench) any {
		a, err := b.draft()
		require.NoError(b, err)
		b.in(func(*agreement.Book) { err = a.Accept(phone) })
		return because(err)
	}
}

func movedMaximum(b *bench) any {
	a := b.active(variable(8000))
	b.in(func(*agreement.Book) { require.NoError(b, a.Update(agreement.Update{SuggestedMax: number(9000)}, "k")) })
	return a.PayerMax
}

func keptPrice(b *bench) any {
	a := b.active()
	b.in(func(*agreement.Book) { require.NoError(b, a.Update(agreement.Update{Amount: number(500)}, "k")) })
	return a.Terms.Pricing.Amount
}

func keptInterval(b *bench) any {
	a := b.active()
	b.in(func(*agreement.Book) { require.NoError(b, a.Update(agreement.Update{FlexibleInterval: true}, "k")) })
	return a.Terms.Interval == nil
}

// chargeable is why an agreement in a state is not charged.
func chargeable(from agreement.Status) func(*bench) any {
	return func(b *bench) any {
		a, err := b.draft()
		require.NoError(b, err)
		b.in(func(*agreement.Book) { require.NoError(b, ways[from](b, a)) })
		_, err = b.charge(a)
		return because(err)
	}
}

func chargeProbes() map[string]probe {
	single := func(o *agreement.Order) { o.Mode, o.RetryDays = agreement.SingleAttempt, 3 }
	low := func(b *bench) *agreement.Agreement {
		return approved(b, agreement.Approval{Max: 5000}, variable(8000))
	}
	return map[string]probe{
		"recurring-charges-due-at-once":               {look: stands(dueIn(60)), sound: "PENDING 0 0 0", broken: "DUE 0 0 0"},
		"recurring-charge-tomorrow-refused":           {look: charged(nil, dueIn(1)), sound: "", broken: string(agreement.DueTooSoon)},
		"recurring-due-date-too-soon-accepted":        {look: charged(nil, dueIn(0)), sound: string(agreement.DueTooSoon), broken: ""},
		"recurring-due-date-too-far-accepted":         {look: charged(nil, dueIn(732)), sound: string(agreement.DueTooLate), broken: ""},
		"recurring-pending-agreement-charged":         {look: chargeable(agreement.Pending), sound: string(agreement.NotActive), broken: ""},
		"recurring-stopped-agreement-charged":         {look: chargeable(agreement.Ended), sound: string(agreement.NotActive), broken: ""},
		"recurring-price-cap-ignored":                 {look: charged(nil, amount(50001)), sound: string(agreement.AmountTooHigh), broken: ""},
		"recurring-variable-ceiling-ignored":          {look: charged(with(variable(8000)), amount(8001)), sound: string(agreement.AmountTooHigh), broken: ""},
		"recurring-flexible-pricing-capped":           {look: charged(with(flexible), amount(8001)), sound: "", broken: string(agreement.AmountTooHigh)},
		"recurring-single-attempt-with-retry-days":    {look: charged(nil, single), sound: string(agreement.Retried), broken: ""},
		"recurring-unscheduled-charges-for-everybody": {abilities: &sandbox.Abilities{}, look: charged(nil, unscheduled), sound: string(agreement.UnscheduledNotAllowed), broken: ""},
		"recurring-price-cap-of-all-charges": {look: func(b *bench) any {
			a := b.active()
			_, err := b.charge(a, amount(30000))
			require.NoError(b, err)
			_, err = b.charge(a, amount(30000))
			return because(err)
		}, sound: "", broken: string(agreement.AmountTooHigh)},
		"recurring-payers-maximum-refuses": {look: func(b *bench) any { _, err := b.charge(low(b), amount(8000)); return because(err) }, sound: "", broken: string(agreement.AmountTooHigh)},
		"recurring-payers-maximum-ignored": {look: func(b *bench) any {
			c, err := b.charge(low(b), amount(8000), retry(0))
			require.NoError(b, err)
			b.until(start.Add(4 * days))
			return b.standing(c)
		}, sound: "FAILED 0 0 0", broken: "CHARGED 8000 0 0"},
		"recurring-charges-never-processed":      {look: after(4 * days), sound: "CHARGED 10000 0 0", broken: "DUE 0 0 0"},
		"recurring-charges-collected-before-due": {look: after(time.Hour), sound: "DUE 0 0 0", broken: "CHARGED 10000 0 0"},
		"recurring-charges-never-retried":        {look: after(2*days, amount(151)), sound: "DUE 0 0 0", broken: "FAILED 0 0 0"},
		"recurring-direct-capture-reserved":      {look: stands(plain, settle), sound: "CHARGED 10000 0 0", broken: "RESERVED 0 0 0"},
		"recurring-reserve-capture-captured":     {look: stands(reserve, settle), sound: "RESERVED 0 0 0", broken: "CHARGED 10000 0 0"},
		"recurring-reservations-never-end":       {look: after(200*days, reserve), sound: "CANCELLED 0 10000 0", broken: "RESERVED 0 0 0"},
		"recurring-over-capture-allowed":         {look: stands(reserve, settle, capture(10001)), sound: "RESERVED 0 0 0", broken: "RESERVED 10001 0 0"},
		"recurring-second-capture-refused":       {look: answers(reserve, settle, capture(4000), capture(1)), sound: "", broken: string(agreement.NotCapturable)},
		"recurring-capture-loses-an-ore":         {look: stands(reserve, settle, capture(4000)), sound: "PARTIALLY_CAPTURED 4000 0 0", broken: "PARTIALLY_CAPTURED 3999 0 0"},
		"recurring-direct-charge-captured-again": {look: answers(plain, settle, capture(1)), sound: string(agreement.NotCapturable), broken: ""},
		"recurring-capture-before-due":           {look: answers(reserve, capture(1)), sound: string(agreement.NotCapturable), broken: ""},
		"recurring-capture-after-cancel":         {look: answers(reserve, settle, cancel, capture(1)), sound: string(agreement.NotCapturable), broken: ""},
		"recurring-processing-charge-cancelled": {look: func(b *bench) any {
			c := b.made(amount(201))
			b.until(at(3, 8))
			var err error
			b.in(func(*agreement.Book) { err = cancel(c) })
			return because(err)
		}, sound: string(agreement.Busy), broken: ""},
		"recurring-cancel-keeps-the-rest":          {look: stands(reserve, settle, capture(4000), cancel), sound: "CHARGED 4000 6000 0", broken: "PARTIALLY_CAPTURED 4000 0 0"},
		"recurring-cancel-of-the-rest-cancels-all": {look: stands(reserve, settle, capture(4000), cancel), sound: "CHARGED 4000 6000 0", broken: "CANCELLED 4000 6000 0"},
		"recurring-captured-charge-cancelled":      {look: answers(plain, settle, cancel), sound: string(agreement.NotCancellable), broken: ""},
		"recurring-cancel-not-counted":             {look: stands(reserve, settle, cancel), sound: "CANCELLED 0 10000 0", broken: "CANCELLED 0 0 0"},
		"recurring-over-refund-allowed":            {look: stands(plain, settle, refund(10001)), sound: "CHARGED 10000 0 0", broken: "CHARGED 10000 0 10001"},
		"recurring-reservation-refunded":           {look: answers(reserve, settle, refund(1)), sound: string(agreement.NotRefundable), broken: ""},
		"recurring-refund-not-counted":             {look: stands(plain, settle, refund(4000)), sound: "PARTIALLY_REFUNDED 10000 0 4000", broken: "PARTIALLY_REFUNDED 10000 0 0"},
		"recurring-refund-window-ignored": {look: func(b *bench) any {
			c := b.made()
			b.in(func(*agreement.Book) { require.NoError(b, settle(c)) })
			b.until(start.Add(366 * days))
			var err error
			b.in(func(*agreement.Book) { err = refund(1)(c) })
			return because(err)
		}, sound: string(agreement.TooLate), broken: ""},
		"recurring-refund-stops-agreement": {look: func(b *bench) any {
			c := b.made()
			b.in(func(*agreement.Book) { require.NoError(b, settle(c)); require.NoError(b, refund(1)(c)) })
			return c.Agreement.Status
		}, sound: agreement.Active, broken: agreement.Ended},
	}
}

// A seeded defect changes what it says, and only when it is on.
func TestSeededDefects(t *testing.T) {
	t.Parallel()
	probes := agreementProbes()
	for name, p := range chargeProbes() {
		probes[name] = p
	}
	for name, says := range agreement.Faults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotEmpty(t, says)
			p, ok := probes[name]
			require.True(t, ok, "it is on trial")
			abilities := able
			if p.abilities != nil {
				abilities = *p.abilities
			}
			assert.Equal(t, p.sound, p.look(open(t, abilities)), "without it")
			assert.Equal(t, p.broken, p.look(open(t, abilities, name)), "with it")
		})
	}
	assert.Len(t, probes, len(agreement.Faults()))
}
