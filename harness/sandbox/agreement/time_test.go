package agreement_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// at is a time in March 2026, the sandbox's month.
func at(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }

func TestAChargeIsCollectedOnItsDay(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(dueIn(2))
	b.until(at(3, 8).Add(-time.Second))
	assert.Equal(t, "DUE 0 0 0", b.standing(c))
	b.until(at(3, 8)) // 09:00 in Norway
	assert.Equal(t, "CHARGED 10000 0 0", b.standing(c))
	assert.Equal(t, at(3, 8), b.told[1].At)
	b.until(at(30, 0))
	assert.Equal(t, "agreement activated, charge captured 10000", b.events(), "once")
	keeps(t, c)
}

func TestAPendingChargeBecomesDue(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(dueIn(40), reserve)
	due := c.Due
	b.until(due.AddDate(0, 0, -30))
	assert.Equal(t, "PENDING 0 0 0", b.standing(c))
	b.until(due.AddDate(0, 0, -30).Add(time.Second))
	assert.Equal(t, "DUE 0 0 0", b.standing(c))
	b.until(due.Add(7 * time.Hour)) // 09:00 in Norway, in summer
	assert.Equal(t, "RESERVED 0 0 0", b.standing(c))
}

func TestACancelledChargeIsNotCollected(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(dueIn(2))
	b.in(func(*agreement.Book) { require.NoError(t, cancel(c)) })
	b.until(at(10, 0))
	assert.Equal(t, "CANCELLED 0 10000 0", b.standing(c))
}

func TestAttempts(t *testing.T) {
	t.Parallel()
	single := func(o *agreement.Order) { o.Mode = agreement.SingleAttempt }
	tests := []struct {
		name   string
		market string
		order  []func(*agreement.Order)
		// last is when the charge fails
		last time.Time
	}{
		{"the due day alone", "NO", []func(*agreement.Order){retry(0)}, at(3, 16)},
		{"two days more", "NO", []func(*agreement.Order){retry(2)}, at(5, 16)},
		{"into summer", "NO", []func(*agreement.Order){dueIn(20), retry(14)}, time.Date(2026, 4, 4, 15, 0, 0, 0, time.UTC)},
		{"a single attempt", "NO", []func(*agreement.Order){retry(0), single}, at(3, 8)},
		{"Denmark", "DK", []func(*agreement.Order){retry(1)}, at(4, 22)},
		{"Finland", "FI", []func(*agreement.Order){retry(0)}, at(3, 21)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, sandbox.Abilities{Market: tt.market})
			a := b.active(func(t *agreement.Terms) {
				t.Pricing.Currency = map[string]string{"NO": "NOK", "DK": "DKK", "FI": "EUR"}[tt.market]
			})
			c, err := b.charge(a, append(tt.order, amount(151))...)
			require.NoError(t, err)
			b.until(tt.last.Add(-time.Second))
			if tt.name != "a single attempt" {
				assert.Equal(t, "DUE 0 0 0", b.standing(c))
			}
			b.until(tt.last)
			assert.Equal(t, "FAILED 0 0 0", b.standing(c))
			assert.Equal(t, agreement.UserActionRequired, c.Failure().Reason)
			assert.Equal(t, "agreement activated, charge failed 151", b.events(), "of the last attempt only")
			assert.Equal(t, tt.last, b.told[1].At)
			require.Len(t, c.History(), 2)
			keeps(t, c)
		})
	}
}

func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	for market, zone := range map[string]string{"NO": "Europe/Oslo", "DK": "Europe/Copenhagen", "FI": "Europe/Helsinki"} {
		t.Run(market, func(t *testing.T) {
			t.Parallel()
			there, err := time.LoadLocation(zone)
			if err != nil {
				t.Skip("no time zones here")
			}
			currency := map[string]string{"NO": "NOK", "DK": "DKK", "FI": "EUR"}[market]
			first := map[string]int{"NO": 9, "DK": 3, "FI": 3}[market]
			b := open(t, sandbox.Abilities{Market: market})
			a := b.active(func(t *agreement.Terms) { t.Pricing.Currency = currency })
			for _, day := range []string{"2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26", "2027-07-01"} {
				if market == "FI" && (day == "2026-03-29" || day == "2026-10-25") {
					continue // there the hour does not exist, or twice
				}
				due, err := time.Parse(time.DateOnly, day)
				require.NoError(t, err)
				_, err = b.charge(a, func(o *agreement.Order) { o.Due = due })
				require.NoError(t, err)
				b.told = nil
				b.until(due.Add(23 * time.Hour))
				require.Len(t, b.told, 1, day)
				assert.Equal(t, time.Date(due.Year(), due.Month(), due.Day(), first, 0, 0, 0, there).UTC(), b.told[0].At)
			}
		})
	}
}

func TestMoneyComesBeforeTheLastDay(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(dueIn(2), retry(10))
	b.in(func(*agreement.Book) {
		require.NoError(t, c.Decline(agreement.Failure{Reason: agreement.UserActionRequired}))
	})
	b.until(at(8, 0))
	assert.Equal(t, "DUE 0 0 0", b.standing(c))
	assert.Zero(t, c.Failure())
	b.in(func(*agreement.Book) { require.NoError(t, c.Settle()) })
	assert.Equal(t, "CHARGED 10000 0 0", b.standing(c))
	b.until(at(20, 0))
	assert.Equal(t, "CHARGED 10000 0 0", b.standing(c))
}

func TestThePayersMaximumDecidesWhenItIsDue(t *testing.T) {
	t.Parallel()
	for name, raise := range map[string]bool{"FAILED 0 0 0": false, "CHARGED 8000 0 0": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			a, err := b.draft(variable(8000))
			require.NoError(t, err)
			b.in(func(*agreement.Book) { require.NoError(t, a.Approve(agreement.Approval{Max: 5000})) })
			c, err := b.charge(a, amount(8000), retry(3))
			require.NoError(t, err)
			b.until(at(4, 12))
			assert.Equal(t, "DUE 0 0 0", b.standing(c))
			if raise {
				b.in(func(*agreement.Book) { require.NoError(t, a.Raise(8000)) })
			}
			b.until(at(7, 0))
			assert.Equal(t, name, b.standing(c))
			assert.Equal(t, raise, c.Failure().Reason != agreement.ChargeAmountTooHigh)
		})
	}
}

func TestNobodyKnowsForAnHour(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(amount(201))
	b.until(at(3, 8))
	assert.Equal(t, "PROCESSING 0 0 0", b.standing(c))
	b.in(func(*agreement.Book) { require.ErrorIs(t, cancel(c), agreement.Busy) })
	b.until(at(3, 9))
	assert.Equal(t, "CHARGED 201 0 0", b.standing(c))
}

func TestWhatIsProcessedOutlivesItsAgreement(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(amount(201))
	b.until(at(3, 8))
	b.in(func(*agreement.Book) { require.NoError(t, c.Agreement.EndBy(agreement.ByMerchant, "")) })
	assert.Equal(t, "PROCESSING 0 0 0", b.standing(c))
	b.until(at(3, 9))
	assert.Equal(t, "CHARGED 201 0 0", b.standing(c))
}

func TestUnscheduledChargesAreCollectedAtOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		amount int64
		how    agreement.Transaction
		want   string
	}{{5000, take, "CHARGED 5000 0 0"}, {5000, hold, "RESERVED 0 0 0"}, {151, take, "FAILED 0 0 0"}} {
		b := open(t, able)
		c := b.made(amount(tt.amount), func(o *agreement.Order) { o.Kind, o.Transaction, o.Due = agreement.Unscheduled, tt.how, time.Time{} })
		assert.Equal(t, "DUE 0 0 0", b.standing(c))
		assert.Zero(t, c.RetryDays)
		b.until(start.Add(time.Second))
		assert.Equal(t, tt.want, b.standing(c))
	}
}

func TestReservationsEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		unit     sandbox.Abilities
		currency string
		days     int
	}{{sandbox.Abilities{}, "NOK", 180}, {sandbox.Abilities{Market: "DK"}, "DKK", 14}, {sandbox.Abilities{Market: "FI", LateCapture: true}, "EUR", 180}} {
		b := open(t, tt.unit)
		a := b.active(func(t *agreement.Terms) { t.Pricing.Currency = tt.currency })
		whole, err := b.charge(a, reserve)
		require.NoError(t, err)
		part, err := b.charge(a, reserve)
		require.NoError(t, err)
		b.in(func(*agreement.Book) {
			require.NoError(t, settle(whole))
			require.NoError(t, settle(part))
			require.NoError(t, part.Capture(4000, "k"))
		})
		b.until(start.AddDate(0, 0, tt.days).Add(-time.Second))
		assert.Equal(t, "RESERVED 0 0 0", b.standing(whole))
		b.until(start.AddDate(0, 0, tt.days))
		assert.Equal(t, "CANCELLED 0 10000 0", b.standing(whole))
		assert.Equal(t, "CHARGED 4000 6000 0", b.standing(part))
		b.in(func(*agreement.Book) { require.ErrorIs(t, whole.Capture(1, "k"), agreement.NotCapturable) })
	}
}

func TestRefundsHaveAYear(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(reserve)
	b.in(func(*agreement.Book) {
		require.NoError(t, settle(c))
		require.NoError(t, c.Capture(4000, "k"))
	})
	b.until(start.AddDate(0, 0, 10))
	b.in(func(*agreement.Book) { require.NoError(t, c.Capture(6000, "k")) })
	b.until(start.AddDate(0, 0, 375))
	b.in(func(*agreement.Book) { require.NoError(t, c.Refund(1000, "k", "")) })
	b.until(start.AddDate(0, 0, 375).Add(time.Second))
	b.in(func(*agreement.Book) { require.ErrorIs(t, c.Refund(1000, "k", ""), agreement.TooLate) })
	assert.Equal(t, "PARTIALLY_REFUNDED 10000 0 1000", b.standing(c))
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	active, stopped := b.active(), b.active()
	b.in(func(*agreement.Book) { require.NoError(t, stopped.EndBy(agreement.ByPayer, "")) })
	b.told = nil
	item := func(id, order string, change ...func(*agreement.Order)) agreement.Item {
		o := agreement.Order{Amount: 10000, Description: "March", Transaction: take, Due: start.AddDate(0, 0, 2), OrderID: order}
		for _, c := range change {
			c(&o)
		}
		return agreement.Item{AgreementID: id, Order: o}
	}
	var problems []error
	b.in(func(book *agreement.Book) {
		problems = book.Bulk([]agreement.Item{
			item(active.ID, "order-0001"), item(active.ID, "order-0001"), item("agr_0000000", "order-0002"), item(active.ID, "order-0003", dueIn(0)),
			item(active.ID, "order-0004", amount(50001)), item(stopped.ID, "order-0005"),
		}, "bulk-key")
	})
	var got []string
	for _, err := range problems {
		got = append(got, because(err))
	}
	assert.Equal(t, []string{"", string(agreement.OrderTaken), string(agreement.UnknownAgreement), string(agreement.DueTooSoon), "", ""}, got)
	assert.Empty(t, active.Charges(), "not yet")
	b.until(start.Add(time.Second))
	require.Len(t, active.Charges(), 1)
	assert.Equal(t, "order-0001", active.Charges()[0].ID)
	assert.Equal(t, "charge creation failed 50001, charge creation failed 10000", b.events())
	assert.ErrorIs(t, b.told[0].Why, agreement.AmountTooHigh)
	assert.Equal(t, "order-0004", b.told[0].Order.OrderID)
	assert.ErrorIs(t, b.told[1].Why, agreement.NotActive)
	assert.Same(t, stopped, b.told[1].Agreement)
}
