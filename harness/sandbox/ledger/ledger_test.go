package ledger_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox/ledger"
)

func at(minute int) ledger.Note {
	return ledger.Note{At: time.Date(2026, 1, 1, 0, minute, 0, 0, time.UTC)}
}

// opened is a payment of 100.00 after the acts.
func opened(t *testing.T, acts ...func(*ledger.Payment) error) *ledger.Payment {
	t.Helper()
	p, err := ledger.NewPayment("r", "NOK", "ecom.v2", 10000, at(0))
	require.NoError(t, err)
	for _, act := range acts {
		require.NoError(t, act(p))
	}
	return p
}

func reserve(p *ledger.Payment) error { return p.Reserve(10000, at(1)) }
func sell(p *ledger.Payment) error    { return p.Sell(10000, at(1)) }
func end(p *ledger.Payment) error     { return p.End(at(1)) }
func fail(p *ledger.Payment) error    { return p.Fail(ledger.Reserve, 10000, at(1)) }
func release(p *ledger.Payment) error { _, err := p.Release(at(3)); return err }

func capture(amount int64) func(*ledger.Payment) error {
	return func(p *ledger.Payment) error { return p.Capture(amount, at(2)) }
}

func refund(amount int64) func(*ledger.Payment) error {
	return func(p *ledger.Payment) error { return p.Refund(amount, at(4)) }
}

type acts = []func(*ledger.Payment) error

func TestActs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		before acts
		act    func(*ledger.Payment) error
		want   error
		stage  ledger.Stage
		// captured, cancelled, refunded, left, refundable
		stands [5]int64
	}{
		{"a pending payment has nothing to capture", nil, capture(1), ledger.NothingReserved, ledger.Pending, [5]int64{}},
		{"a pending payment has nothing to release", nil, release, ledger.NothingReserved, ledger.Pending, [5]int64{}},
		{"a pending payment has nothing to refund", nil, refund(1), ledger.NothingCaptured, ledger.Pending, [5]int64{}},
		{"an approval reserves", nil, reserve, nil, ledger.Held, [5]int64{0, 0, 0, 10000, 0}},
		{"a sale takes all at once", nil, sell, nil, ledger.Sold, [5]int64{10000, 0, 0, 0, 10000}},
		{"nobody approves twice", acts{reserve}, sell, ledger.AlreadyReserved, ledger.Held, [5]int64{0, 0, 0, 10000, 0}},
		{"nobody approves what has ended", acts{end}, reserve, ledger.Cancelled, ledger.Ended, [5]int64{}},
		{"an approval that fails ends the payment", acts{fail}, reserve, ledger.Cancelled, ledger.Ended, [5]int64{}},
		{"what is reserved does not end", acts{reserve}, end, ledger.AlreadyReserved, ledger.Held, [5]int64{0, 0, 0, 10000, 0}},
		{"what has ended does not end again", acts{end}, end, ledger.Cancelled, ledger.Ended, [5]int64{}},
		{"a part is captured", acts{reserve}, capture(4000), nil, ledger.PartTaken, [5]int64{4000, 0, 0, 6000, 4000}},
		{"the rest is captured", acts{reserve, capture(4000)}, capture(6000), nil, ledger.Taken, [5]int64{10000, 0, 0, 0, 10000}},
		{"one more than the rest is refused", acts{reserve, capture(4000)}, capture(6001), ledger.ExceedsReservation, ledger.PartTaken, [5]int64{4000, 0, 0, 6000, 4000}},
		{"nothing is left after all", acts{reserve, capture(10000)}, capture(1), ledger.ExceedsReservation, ledger.Taken, [5]int64{10000, 0, 0, 0, 10000}},
		{"the largest integer is refused, not added", acts{reserve, capture(1)}, capture(math.MaxInt64), ledger.ExceedsReservation, ledger.PartTaken, [5]int64{1, 0, 0, 9999, 1}},
		{"a capture of nothing is refused", acts{reserve}, capture(0), ledger.NotPositive, ledger.Held, [5]int64{0, 0, 0, 10000, 0}},
		{"a negative capture is refused", acts{reserve, capture(5000)}, capture(-1), ledger.NotPositive, ledger.PartTaken, [5]int64{5000, 0, 0, 5000, 5000}},
		{"a sale has nothing left to capture", acts{sell}, capture(1), ledger.AlreadySold, ledger.Sold, [5]int64{10000, 0, 0, 0, 10000}},
		{"a reservation is given up", acts{reserve}, release, nil, ledger.Void, [5]int64{0, 10000, 0, 0, 0}},
		{"the rest of a reservation is given up", acts{reserve, capture(4000)}, release, nil, ledger.Released, [5]int64{4000, 6000, 0, 0, 4000}},
		{"what is given up is not captured", acts{reserve, release}, capture(1), ledger.Cancelled, ledger.Void, [5]int64{0, 10000, 0, 0, 0}},
		{"nothing of a released rest is captured", acts{reserve, capture(4000), release}, capture(1), ledger.ExceedsReservation, ledger.Released, [5]int64{4000, 6000, 0, 0, 4000}},
		{"it is given up once", acts{reserve, release}, release, ledger.Cancelled, ledger.Void, [5]int64{0, 10000, 0, 0, 0}},
		{"what is all captured is not given up", acts{reserve, capture(10000)}, release, ledger.AlreadyCaptured, ledger.Taken, [5]int64{10000, 0, 0, 0, 10000}},
		{"a sale is not given up", acts{sell}, release, ledger.AlreadyCaptured, ledger.Sold, [5]int64{10000, 0, 0, 0, 10000}},
		{"a reservation is not refunded", acts{reserve}, refund(1), ledger.NothingCaptured, ledger.Held, [5]int64{0, 0, 0, 10000, 0}},
		{"what is given up is not refunded", acts{reserve, release}, refund(1), ledger.Cancelled, ledger.Void, [5]int64{0, 10000, 0, 0, 0}},
		{"a part is refunded", acts{reserve, capture(4000)}, refund(1500), nil, ledger.PartTaken, [5]int64{4000, 0, 1500, 6000, 2500}},
		{"more than the rest is not refunded", acts{reserve, capture(4000), refund(1500)}, refund(2501), ledger.ExceedsCaptured, ledger.PartTaken, [5]int64{4000, 0, 1500, 6000, 2500}},
		{"a refund of nothing is refused", acts{sell}, refund(0), ledger.NotPositive, ledger.Sold, [5]int64{10000, 0, 0, 0, 10000}},
		{"nothing is refunded twice", acts{sell, refund(10000)}, refund(1), ledger.ExceedsCaptured, ledger.Sold, [5]int64{10000, 0, 10000, 0, 0}},
		{"a released payment gives back what it took", acts{reserve, capture(4000), release}, refund(4000), nil, ledger.Released, [5]int64{4000, 6000, 4000, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := opened(t, tt.before...)
			lines := len(p.Log())
			err := tt.act(p)
			if tt.want == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, tt.want)
			}
			assert.Equal(t, tt.stage, p.Stage())
			assert.Equal(t, tt.stands, [5]int64{p.Captured(), p.Cancelled(), p.Refunded(), p.Left(), p.Refundable()})
			require.Len(t, p.Log(), lines+1, "every attempt is logged")
			assert.Equal(t, tt.want == nil, p.Log()[lines].OK())
		})
	}
}

func TestARefusalSaysWhatWasLeft(t *testing.T) {
	t.Parallel()
	err := opened(t, reserve, capture(4000)).Capture(6001, at(9))
	var r *ledger.Refusal
	require.ErrorAs(t, err, &r)
	assert.Equal(t, ledger.Refusal{Act: ledger.Capture, Asked: 6001, Left: 6000, Reason: ledger.ExceedsReservation}, *r)
	assert.EqualError(t, err, "capture 6001 of 6000 left: the amount exceeds what is left of the reservation")
}

func TestNewPaymentWantsMoney(t *testing.T) {
	t.Parallel()
	_, err := ledger.NewPayment("r", "NOK", "ecom.v2", 0, at(0))
	require.ErrorIs(t, err, ledger.NotPositive)
}

func TestWhenIsTheLastThatHappened(t *testing.T) {
	t.Parallel()
	p := opened(t, reserve, capture(4000))
	require.Error(t, p.Capture(9999, at(30)))
	require.NoError(t, p.Capture(1000, at(20)))
	when, ok := p.When(ledger.Capture)
	assert.True(t, ok)
	assert.Equal(t, at(20).At, when)
	_, ok = p.When(ledger.Refund)
	assert.False(t, ok)
}

func TestTheLogIsTheCallersToKeep(t *testing.T) {
	t.Parallel()
	p := opened(t, reserve)
	p.Log()[0].Amount = 1
	assert.Equal(t, int64(10000), p.Log()[0].Amount)
}

func TestAdd(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		a, b    int64
		sum     int64
		refused bool
	}{
		{"two amounts", 49900, 9950, 59850, false},
		{"nothing", 49900, 0, 49900, false},
		{"up to the largest", math.MaxInt64 - 1, 1, math.MaxInt64, false},
		{"beyond the largest", math.MaxInt64, 1, 0, true},
		{"below the smallest", math.MinInt64, -1, 0, true},
		{"less", 100, -40, 60, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			sum, err := ledger.Add(tt.a, tt.b)
			assert.Equal(t, tt.sum, sum)
			assert.Equal(t, tt.refused, err != nil)
		})
	}
}

func TestBook(t *testing.T) {
	t.Parallel()
	b := ledger.NewBook()
	p := opened(t)
	assert.True(t, b.Enter(p))
	assert.False(t, b.Enter(opened(t)), "a reference is taken once")
	found, ok := b.Find("r")
	assert.True(t, ok)
	assert.Same(t, p, found)
	_, ok = b.Find("R")
	assert.False(t, ok, "references mind the case")
	assert.Equal(t, []*ledger.Payment{p}, b.All())
}

func TestHowItEnded(t *testing.T) {
	t.Parallel()
	assert.Empty(t, opened(t).Ending(), "it has not")
	assert.Empty(t, opened(t, reserve).Ending())
	assert.Equal(t, ledger.ByMerchant, opened(t, end).Ending(), "where nobody says")
	assert.Equal(t, ledger.ByFailure, opened(t, fail).Ending())
	p := opened(t)
	n := at(1)
	n.Ending = ledger.ByTime
	require.NoError(t, p.End(n))
	require.Error(t, p.End(at(2)))
	assert.Equal(t, ledger.ByTime, p.Ending(), "a second end changes nothing")
	assert.Equal(t, ledger.ByTime, p.Log()[1].Ending)
}
