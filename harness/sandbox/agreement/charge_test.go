package agreement_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox/agreement"
)

func TestANewCharge(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(dueIn(60), func(o *agreement.Order) { o.Due = o.Due.Add(3 * time.Hour) })
	assert.Regexp(t, `^chr-[0-9A-Za-z]{7}$`, c.ID)
	assert.Equal(t, agreement.Recurring, c.Kind)
	assert.Equal(t, agreement.MultipleAttempts, c.Mode)
	assert.Equal(t, time.Date(2026, 4, 30, 0, 0, 0, 0, time.UTC), c.Due, "a day")
	assert.Empty(t, c.TransactionID(), "not before it is due")
	assert.Equal(t, "PENDING 0 0 0", b.standing(c))
	assert.Equal(t, []agreement.HistoryEvent{{Kind: agreement.Create, At: start, Amount: 10000, Key: "charge-key", Success: true, TransactionID: c.History()[0].TransactionID}}, c.History())
	assert.Equal(t, "agreement activated", b.events(), "nobody is told of a new charge")

	named, err := b.charge(c.Agreement, func(o *agreement.Order) { o.OrderID, o.ExternalID = "order-0001", "X" })
	require.NoError(t, err)
	assert.Equal(t, "order-0001", named.ID)
	assert.Equal(t, "DUE 0 0 0", b.standing(named), "never pending within thirty days")
	assert.Regexp(t, `^[0-9]{10}$`, named.TransactionID())
	assert.Equal(t, []*agreement.Charge{c, named}, c.Agreement.Charges())

	other := b.active()
	b.in(func(book *agreement.Book) {
		found, err := book.Charge("order-0001")
		assert.NoError(t, err)
		assert.Same(t, named, found)
		_, err = named.Agreement.Charge("order-0001")
		assert.NoError(t, err)
		_, err = other.Charge("order-0001")
		assert.ErrorIs(t, err, agreement.UnknownCharge, "under another agreement")
		_, err = book.Charge("order-0002")
		assert.ErrorIs(t, err, agreement.UnknownCharge)
	})
	_, err = b.charge(other, func(o *agreement.Order) { o.OrderID = "order-0001" })
	require.ErrorIs(t, err, agreement.OrderTaken, "one of all charges of a merchant")
	_, err = b.draft(initial(100, take), func(t *agreement.Terms) { t.Initial.OrderID = "order-0001" })
	require.ErrorIs(t, err, agreement.OrderTaken)
}

func TestWhatAChargeMayBe(t *testing.T) {
	t.Parallel()
	kind := func(k agreement.Kind) func(*agreement.Order) {
		return func(o *agreement.Order) { o.Kind, o.Due = k, time.Time{} }
	}
	single := func(o *agreement.Order) { o.Mode = agreement.SingleAttempt }
	tests := []struct {
		name  string
		terms []func(*agreement.Terms)
		order []func(*agreement.Order)
		want  agreement.Reason
		limit int64
	}{
		{"five times the price", nil, []func(*agreement.Order){amount(50000)}, "", 0},
		{"one more than that", nil, []func(*agreement.Order){amount(50001)}, agreement.AmountTooHigh, 50000},
		{"any amount where there is no price", []func(*agreement.Terms){func(t *agreement.Terms) { t.Pricing.Amount, t.MayBeFree = 0, true }}, []func(*agreement.Order){amount(50001)}, "", 0},
		{"five times the price during a campaign", []func(*agreement.Terms){campaign(agreement.Campaign{Type: agreement.PriceCampaign, Price: 100, End: start.AddDate(1, 0, 0)})}, []func(*agreement.Order){amount(50000)}, "", 0},
		{"the suggested maximum", []func(*agreement.Terms){variable(8000)}, []func(*agreement.Order){amount(8000)}, "", 0},
		{"more than both maxima", []func(*agreement.Terms){variable(8000)}, []func(*agreement.Order){amount(8001)}, agreement.AmountTooHigh, 8000},
		{"any amount where it is flexible", []func(*agreement.Terms){flexible}, []func(*agreement.Order){amount(90000000)}, "", 0},
		{"the least", nil, []func(*agreement.Order){amount(100)}, "", 0},
		{"less than that", nil, []func(*agreement.Order){amount(99)}, agreement.AmountTooLow, 100},
		{"today", nil, []func(*agreement.Order){dueIn(0)}, agreement.DueTooSoon, 0},
		{"yesterday", nil, []func(*agreement.Order){dueIn(-1)}, agreement.DueTooSoon, 0},
		{"tomorrow", nil, []func(*agreement.Order){dueIn(1)}, "", 0},
		{"in two years", nil, []func(*agreement.Order){func(o *agreement.Order) { o.Due = start.AddDate(2, 0, 0) }}, "", 0},
		{"in two years and a day", nil, []func(*agreement.Order){func(o *agreement.Order) { o.Due = start.AddDate(2, 0, 1) }}, agreement.DueTooLate, 0},
		{"some day", nil, []func(*agreement.Order){kind("")}, agreement.Missing, 0},
		{"no retry days", nil, []func(*agreement.Order){retry(0)}, "", 0},
		{"two weeks of them", nil, []func(*agreement.Order){retry(14)}, "", 0},
		{"less than none", nil, []func(*agreement.Order){retry(-1)}, agreement.Negative, 0},
		{"a single attempt", nil, []func(*agreement.Order){single, retry(0)}, "", 0},
		{"a single attempt that is repeated", nil, []func(*agreement.Order){single, retry(3)}, agreement.Retried, 0},
		{"nobody knows whether to take it", nil, []func(*agreement.Order){func(o *agreement.Order) { o.Transaction = "" }}, agreement.Missing, 0},
		{"unscheduled", nil, []func(*agreement.Order){kind(agreement.Unscheduled)}, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			a := b.active(tt.terms...)
			c, err := b.charge(a, tt.order...)
			assert.Equal(t, string(tt.want), because(err))
			if r, ok := agreement.Because(err); ok {
				assert.Equal(t, tt.limit, r.Limit)
				assert.Empty(t, a.Charges())
				return
			}
			assert.Equal(t, []*agreement.Charge{c}, a.Charges())
		})
	}
}

func TestTheHigherMaximumCounts(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	a := b.active(variable(8000))
	b.in(func(*agreement.Book) { require.NoError(t, a.Raise(12000)) })
	_, err := b.charge(a, amount(12000))
	require.NoError(t, err)
	_, err = b.charge(a, amount(12001))
	require.ErrorIs(t, err, agreement.AmountTooHigh)
}

// how a charge comes to stand as it does
type act = func(*agreement.Charge) error

func capture(n int64) act {
	return func(c *agreement.Charge) error { return c.Capture(n, "capture-key") }
}
func refund(n int64) act {
	return func(c *agreement.Charge) error { return c.Refund(n, "refund-key", "sorry") }
}
func cancel(c *agreement.Charge) error { return c.Cancel("cancel-key") }
func settle(c *agreement.Charge) error { return c.Settle() }
func lose(c *agreement.Charge) error {
	return c.Fail(agreement.Failure{Reason: agreement.TechnicalError, Description: "It broke."})
}

func TestStatesOfCharges(t *testing.T) {
	t.Parallel()
	orders := func(change ...func(*agreement.Order)) []func(*agreement.Order) { return change }
	held, direct := orders(reserve), orders()
	tests := []struct {
		name   string
		order  []func(*agreement.Order)
		before []act
		do     act
		want   agreement.Reason
		stands string
		told   string
	}{
		{"a pending charge is cancelled", orders(dueIn(60)), nil, cancel, "", "CANCELLED 0 10000 0", "charge cancelled 10000"},
		{"a due charge is cancelled", direct, nil, cancel, "", "CANCELLED 0 10000 0", "charge cancelled 10000"},
		{"a pending charge is not captured", orders(dueIn(60), reserve), nil, capture(1), agreement.NotCapturable, "PENDING 0 0 0", ""},
		{"a due charge is not captured", held, nil, capture(1), agreement.NotCapturable, "DUE 0 0 0", ""},
		{"a due charge is not refunded", held, nil, refund(1), agreement.NotRefundable, "DUE 0 0 0", ""},
		{"a direct charge is taken", direct, nil, settle, "", "CHARGED 10000 0 0", "charge captured 10000"},
		{"a reserve charge is reserved", held, nil, settle, "", "RESERVED 0 0 0", "charge reserved 10000"},
		{"a charge fails", direct, nil, lose, "", "FAILED 0 0 0", "charge failed 10000"},
		{"all is captured", held, []act{settle}, capture(10000), "", "CHARGED 10000 0 0", "charge captured 10000"},
		{"a part is captured", held, []act{settle}, capture(4000), "", "PARTIALLY_CAPTURED 4000 0 0", "charge captured 4000"},
		{"more than is reserved is not captured", held, []act{settle}, capture(10001), agreement.ExceedsReserved, "RESERVED 0 0 0", ""},
		{"nothing is not captured", held, []act{settle}, capture(0), agreement.AmountTooLow, "RESERVED 0 0 0", ""},
		{"a reservation is given up", held, []act{settle}, cancel, "", "CANCELLED 0 10000 0", "charge cancelled 10000"},
		{"a reservation is not refunded", held, []act{settle}, refund(1), agreement.NotRefundable, "RESERVED 0 0 0", ""},
		{"a second part is captured", held, []act{settle, capture(4000)}, capture(1), "", "PARTIALLY_CAPTURED 4001 0 0", "charge captured 1"},
		{"the rest is captured", held, []act{settle, capture(4000)}, capture(6000), "", "CHARGED 10000 0 0", "charge captured 6000"},
		{"more than the rest is not", held, []act{settle, capture(4000)}, capture(6001), agreement.ExceedsReserved, "PARTIALLY_CAPTURED 4000 0 0", ""},
		{"the rest is given up", held, []act{settle, capture(4000)}, cancel, "", "CHARGED 4000 6000 0", "charge cancelled 6000"},
		{"of a part a part is refunded", held, []act{settle, capture(4000)}, refund(1000), "", "PARTIALLY_CAPTURED 4000 0 1000", "charge refunded 1000"},
		{"what is refunded in part is captured further", held, []act{settle, capture(4000), refund(1000)}, capture(6000), "", "PARTIALLY_REFUNDED 10000 0 1000", "charge captured 6000"},
		{"after the rest is given up nothing is captured", held, []act{settle, capture(4000), cancel}, capture(1), agreement.NotCapturable, "CHARGED 4000 6000 0", ""},
		{"the rest is given up once", held, []act{settle, capture(4000), cancel}, cancel, agreement.NotCancellable, "CHARGED 4000 6000 0", ""},
		{"a part is refunded", direct, []act{settle}, refund(4000), "", "PARTIALLY_REFUNDED 10000 0 4000", "charge refunded 4000"},
		{"all is refunded", direct, []act{settle}, refund(10000), "", "REFUNDED 10000 0 10000", "charge refunded 10000"},
		{"more than was taken is not refunded", direct, []act{settle}, refund(10001), agreement.ExceedsCaptured, "CHARGED 10000 0 0", ""},
		{"nothing is not refunded", direct, []act{settle}, refund(0), agreement.AmountTooLow, "CHARGED 10000 0 0", ""},
		{"what is taken is not cancelled", direct, []act{settle}, cancel, agreement.NotCancellable, "CHARGED 10000 0 0", ""},
		{"what is taken is not captured", direct, []act{settle}, capture(1), agreement.NotCapturable, "CHARGED 10000 0 0", ""},
		{"what is all captured is not captured", held, []act{settle, capture(10000)}, capture(1), agreement.NotCapturable, "CHARGED 10000 0 0", ""},
		{"the rest is refunded", direct, []act{settle, refund(4000)}, refund(6000), "", "REFUNDED 10000 0 10000", "charge refunded 6000"},
		{"another part is refunded", direct, []act{settle, refund(4000)}, refund(5999), "", "PARTIALLY_REFUNDED 10000 0 9999", "charge refunded 5999"},
		{"more than the rest is not refunded", direct, []act{settle, refund(4000)}, refund(6001), agreement.ExceedsCaptured, "PARTIALLY_REFUNDED 10000 0 4000", ""},
		{"what is refunded is not refunded", direct, []act{settle, refund(10000)}, refund(1), agreement.NotRefundable, "REFUNDED 10000 0 10000", ""},
		{"what is refunded is not cancelled", direct, []act{settle, refund(10000)}, cancel, agreement.NotCancellable, "REFUNDED 10000 0 10000", ""},
		{"what is refunded is not captured", direct, []act{settle, refund(10000)}, capture(1), agreement.NotCapturable, "REFUNDED 10000 0 10000", ""},
		{"what failed is not captured", direct, []act{lose}, capture(1), agreement.NotCapturable, "FAILED 0 0 0", ""},
		{"what failed is not cancelled", direct, []act{lose}, cancel, agreement.NotCancellable, "FAILED 0 0 0", ""},
		{"what failed is not refunded", direct, []act{lose}, refund(1), agreement.NotRefundable, "FAILED 0 0 0", ""},
		{"what is cancelled is not captured", direct, []act{cancel}, capture(1), agreement.NotCapturable, "CANCELLED 0 10000 0", ""},
		{"what is cancelled is not cancelled", direct, []act{cancel}, cancel, agreement.NotCancellable, "CANCELLED 0 10000 0", ""},
		{"what is cancelled is not refunded", direct, []act{cancel}, refund(1), agreement.NotRefundable, "CANCELLED 0 10000 0", ""},
		{"a reservation that was given up is not captured", held, []act{settle, cancel}, capture(1), agreement.NotCapturable, "CANCELLED 0 10000 0", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t, able)
			c := b.made(tt.order...)
			var err error
			b.in(func(*agreement.Book) {
				for _, do := range tt.before {
					require.NoError(t, do(c))
				}
				b.told = nil
				err = tt.do(c)
			})
			assert.Equal(t, string(tt.want), because(err))
			assert.Equal(t, tt.stands, b.standing(c))
			assert.Equal(t, tt.told, b.events())
			assert.Equal(t, agreement.Active, c.Agreement.Status)
			keeps(t, c)
		})
	}
}

// keeps says what is true of every charge.
func keeps(t require.TestingT, c *agreement.Charge) {
	sum, history := c.Summary(), c.History()
	assert.LessOrEqual(t, sum.Captured, c.Amount)
	assert.LessOrEqual(t, sum.Refunded, sum.Captured)
	assert.LessOrEqual(t, sum.Captured+sum.Cancelled, c.Amount)
	assert.Equal(t, c.Status() == agreement.ChargeBack, sum.Refunded > 0 && sum.Refunded == sum.Captured && c.Left() == 0)
	if c.Status() == agreement.ChargeGivenUp || c.Status() == agreement.ChargeLost {
		assert.Zero(t, sum.Captured)
	}
	if c.Status() == agreement.ChargeTaken {
		assert.Positive(t, sum.Captured)
	}
	var counted agreement.Summary
	require.NotEmpty(t, history)
	assert.Equal(t, agreement.Create, history[0].Kind)
	for i, e := range history {
		if i > 0 {
			assert.False(t, e.At.Before(history[i-1].At), "oldest first")
		}
		assert.Regexp(t, `^[0-9]{10}$`, e.TransactionID)
		assert.Equal(t, e.Kind != agreement.Fail, e.Success)
		switch e.Kind {
		case agreement.Capture:
			counted.Captured += e.Amount
		case agreement.Cancel:
			counted.Cancelled += e.Amount
		case agreement.Refund:
			counted.Refunded += e.Amount
		}
	}
	assert.Equal(t, counted, sum, "the history adds up")
}

func TestHistory(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made(reserve)
	b.in(func(*agreement.Book) {
		for _, do := range []act{settle, capture(4000), capture(1000), cancel, refund(500)} {
			require.NoError(t, do(c))
		}
		require.Error(t, c.Capture(1, "refused-key"))
	})
	type line struct {
		kind   agreement.HistoryKind
		amount int64
		key    string
	}
	var got []line
	numbers := map[string]bool{}
	for _, e := range c.History() {
		got = append(got, line{e.Kind, e.Amount, e.Key})
		numbers[e.TransactionID] = true
	}
	assert.Equal(t, []line{
		{agreement.Create, 10000, "charge-key"}, {agreement.Reserve, 10000, ""}, {agreement.Capture, 4000, "capture-key"},
		{agreement.Capture, 1000, "capture-key"}, {agreement.Cancel, 5000, "cancel-key"}, {agreement.Refund, 500, "refund-key"},
	}, got)
	assert.Len(t, numbers, len(got), "each has a number of its own")
	for i, e := range b.told[1:] {
		assert.Equal(t, c.History()[i+1].TransactionID, e.TransactionID, "the merchant is told the same number")
		assert.Same(t, c, e.Charge)
		assert.Same(t, c.Agreement, e.Agreement)
	}
}

func TestWhyAChargeFailed(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made()
	b.in(func(*agreement.Book) {
		assert.Zero(t, c.Failure())
		require.NoError(t, lose(c))
		assert.Equal(t, agreement.Failure{Reason: agreement.TechnicalError, Description: "It broke."}, c.Failure())
		require.Error(t, settle(c))
		require.Error(t, lose(c))
	})
}

func TestEventsWaitForWhoeverHears(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	b.in(func(book *agreement.Book) { book.Told(nil) })
	a := b.active()
	assert.Empty(t, b.told)
	b.in(func(book *agreement.Book) { book.Told(func(e agreement.Event) { b.told = append(b.told, e) }) })
	assert.Equal(t, "agreement activated", b.events())
	assert.Same(t, a, b.told[0].Agreement)
}

func TestARefusalSaysWhy(t *testing.T) {
	t.Parallel()
	b := open(t, able)
	c := b.made()
	b.in(func(*agreement.Book) {
		require.EqualError(t, capture(1)(c), "the charge cannot be captured: it is DUE")
		_, err := c.Agreement.CreateCharge(order(amount(1)), "")
		require.EqualError(t, err, "amount: the amount is too low")
		_, err = c.Agreement.Charge("x")
		require.EqualError(t, err, "there is no such charge")
	})
	_, ok := agreement.Because(nil)
	assert.False(t, ok)
}
