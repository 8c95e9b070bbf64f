package ledger_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"kontrakt/harness/sandbox/ledger"
)

// A model is the naive ledger: it keeps each øre as a place of its own and
// knows no formula.
type model struct {
	ended, sold bool
	// each øre of the reservation is 'r' reserved, 'c' captured, 'x' given up,
	// 'b' given back
	money []byte
}

// move turns n of one kind into another; it does nothing and says no where
// there are not as many.
func (m *model) move(n int64, from, to byte) bool {
	if n <= 0 || n > m.count(from) {
		return false
	}
	for i := range m.money {
		if n > 0 && m.money[i] == from {
			m.money[i], n = to, n-1
		}
	}
	return true
}

func (m *model) count(kind byte) (n int64) {
	for _, k := range m.money {
		if k == kind {
			n++
		}
	}
	return n
}

func (m *model) fill(n int64, kind byte) bool {
	if m.ended || len(m.money) > 0 || n <= 0 {
		return false
	}
	for range n {
		m.money = append(m.money, kind)
	}
	return true
}

func TestAgainstTheModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const ordered = 300
		p, err := ledger.NewPayment("r", "NOK", "x", ordered, at(0))
		assert.NoError(t, err)
		m := &model{}
		amounts := rapid.OneOf(
			rapid.Int64Range(-2, 320),
			rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64, math.MaxInt64 - 1}),
		)
		step := func(did bool, err error) {
			assert.Equal(t, did, err == nil, "the model and the ledger disagree: %v", err)
		}
		t.Repeat(map[string]func(*rapid.T){
			"reserve": func(*rapid.T) { step(m.fill(ordered, 'r'), p.Reserve(ordered, at(0))) },
			"sell": func(*rapid.T) {
				did := m.fill(ordered, 'c')
				m.sold = m.sold || did
				step(did, p.Sell(ordered, at(0)))
			},
			"end": func(*rapid.T) {
				did := !m.ended && len(m.money) == 0
				m.ended = m.ended || did
				step(did, p.End(at(0)))
			},
			"capture": func(t *rapid.T) {
				n := amounts.Draw(t, "capture")
				step(m.move(n, 'r', 'c'), p.Capture(n, at(0)))
			},
			"release": func(*rapid.T) {
				left := m.count('r')
				released, err := p.Release(at(0))
				step(m.move(left, 'r', 'x'), err)
				if err == nil {
					assert.Equal(t, left, released)
				}
			},
			"refund": func(t *rapid.T) {
				n := amounts.Draw(t, "refund")
				step(m.move(n, 'c', 'b'), p.Refund(n, at(0)))
			},
			"": func(t *rapid.T) {
				agree(t, m, p)
				invariants(t, p)
			},
		})
	})
}

func agree(t assert.TestingT, m *model, p *ledger.Payment) {
	assert.Equal(t, int64(len(m.money)), p.Reserved())
	assert.Equal(t, m.count('c')+m.count('b'), p.Captured())
	assert.Equal(t, m.count('x'), p.Cancelled())
	assert.Equal(t, m.count('b'), p.Refunded())
	assert.Equal(t, m.count('r'), p.Left())
	assert.Equal(t, m.count('c'), p.Refundable())
	assert.Equal(t, m.ended, p.Stage() == ledger.Ended)
	assert.Equal(t, m.sold, p.Stage() == ledger.Sold)
}

// invariants hold of every payment, and what moved adds up to how it stands.
func invariants(t assert.TestingT, p *ledger.Payment) {
	for _, amount := range []int64{p.Reserved(), p.Captured(), p.Cancelled(), p.Refunded(), p.Left(), p.Refundable()} {
		assert.GreaterOrEqual(t, amount, int64(0))
	}
	assert.LessOrEqual(t, p.Captured()+p.Cancelled(), p.Reserved())
	assert.LessOrEqual(t, p.Refunded(), p.Captured())
	sums := map[ledger.Act]int64{}
	for _, e := range p.Log() {
		if e.OK() {
			sums[e.Act] += e.Amount
		}
	}
	assert.Equal(t, p.Captured(), sums[ledger.Capture]+sums[ledger.Sell])
	assert.Equal(t, p.Reserved(), sums[ledger.Reserve]+sums[ledger.Sell])
	assert.Equal(t, p.Cancelled(), sums[ledger.Release])
	assert.Equal(t, p.Refunded(), sums[ledger.Refund])
}

// FuzzInvariants reads acts from bytes: no order of them breaks the sums.
func FuzzInvariants(f *testing.F) {
	f.Add([]byte{0, 3, 10, 5, 3, 4})
	f.Add([]byte{1, 5, 255, 5, 1})
	f.Add([]byte{0, 4, 5, 1, 3, 1})
	f.Fuzz(func(t *testing.T, script []byte) {
		p, err := ledger.NewPayment("r", "NOK", "x", 300, at(0))
		assert.NoError(t, err)
		for i := 0; i+1 < len(script); i += 2 {
			amount := int64(int8(script[i+1])) << (script[i] >> 3)
			switch script[i] % 6 {
			case 0:
				_ = p.Reserve(amount, at(0))
			case 1:
				_ = p.Sell(amount, at(0))
			case 2:
				_ = p.End(at(0))
			case 3:
				_ = p.Capture(amount, at(0))
			case 4:
				_, _ = p.Release(at(0))
			case 5:
				_ = p.Refund(amount, at(0))
			}
			invariants(t, p)
		}
	})
}
