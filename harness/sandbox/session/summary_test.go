package session_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/sandbox/session"
)

func TestWhatLinesComeTo(t *testing.T) {
	t.Parallel()
	s := session.Summary{
		Lines: []session.Line{{Total: 10000}, {Total: 2500, IsReturn: true}, {Total: 4900, Shipping: true}},
		Tip:   1000, GiftCard: 400,
	}
	assert.Equal(t, int64(13000), s.Total())
	assert.Zero(t, session.Summary{}.Total())
}

func TestTaxIsRoundedToAMinorUnit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ total, rate, net, tax int64 }{
		{12500, 2500, 10000, 2500}, {4900, 2500, 3920, 980}, {4900, 1500, 4261, 639}, {100, 0, 100, 0},
		{1, 2500, 1, 0}, {3, 2500, 2, 1}, {1, 10000, 0, 1}, {0, 2500, 0, 0}, {25000, -5, 25000, 0},
	} {
		net, tax := session.WithTax(tt.total, tt.rate)
		assert.Equal(t, [2]int64{tt.net, tt.tax}, [2]int64{net, tax}, "%d at %d", tt.total, tt.rate)
	}
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(0, 1<<62).Draw(t, "total")
		rate := rapid.Int64Range(0, 10000).Draw(t, "rate")
		net, tax := session.WithTax(total, rate)
		assert.Equal(t, total, net+tax)
		assert.GreaterOrEqual(t, tax, int64(0))
		assert.GreaterOrEqual(t, net, int64(0))
		// Half a minor unit off at most: |tax (10000 + rate) - total rate| is half of
		// 10000 + rate or less.
		off := new(big.Int).Mul(big.NewInt(tax), big.NewInt(10000+rate))
		off.Sub(off, new(big.Int).Mul(big.NewInt(total), big.NewInt(rate)))
		assert.LessOrEqual(t, off.Abs(off).Int64()*2, 10000+rate)
	})
}

func TestCheckoutAddsALineForShipping(t *testing.T) {
	t.Parallel()
	taxed := option("post", 4900, 0)
	rate := int64(2500)
	taxed.TaxRate = &rate
	lines := func(o *session.Order) {
		o.Summary = &session.Summary{Currency: "NOK", Lines: []session.Line{
			{ID: "1", Name: "Socks", Total: 10000, Net: 8000, Tax: 2000, TaxRate: 2500},
			{ID: "2", Name: "Freight", Shipping: true},
		}}
	}
	receipt := func(b *bench) (r session.Summary, ok bool) {
		require.NoError(t, b.with(func(s *session.Session) error { r, ok = s.Receipt(); return nil }))
		return r, ok
	}
	b := open(t)
	b.created(lines, fixed(taxed, option("shop", 0, 1)))
	r, ok := receipt(b)
	assert.True(t, ok)
	assert.Len(t, r.Lines, 2)
	require.Empty(t, b.act("submit"))
	r, _ = receipt(b)
	assert.Equal(t, session.Line{ID: "post", Name: "Posten", Total: 4900, Net: 3920, Tax: 980, TaxRate: 2500, Shipping: true}, r.Lines[2],
		"beside the line that the merchant has")
	assert.Equal(t, int64(14900), r.Total())
	require.Empty(t, b.act("choose", map[string]any{"choice": "shop"}))
	r, _ = receipt(b)
	assert.Len(t, r.Lines, 2, "what costs nothing has no line")

	b = open(t)
	b.created(fixed(taxed))
	require.Empty(t, b.act("submit"))
	_, ok = receipt(b)
	assert.False(t, ok, "without lines there is no receipt")
}

func TestAChangeKeepsWhatItDoesNotName(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created()
	text, more := "Two pairs", nok(20000)
	require.NoError(t, b.with(func(s *session.Session) error {
		return s.Patch(session.Change{Description: &text, Summary: &session.Summary{Tip: 5}})
	}))
	require.NoError(t, b.with(func(s *session.Session) error { return s.Patch(session.Change{Amount: &more}) }))
	require.NoError(t, b.with(func(s *session.Session) error {
		assert.Equal(t, text, s.Order.Description)
		assert.Equal(t, int64(5), s.Order.Summary.Tip)
		assert.Equal(t, more, s.Total())
		return nil
	}))
	little := nok(99)
	assert.ErrorIs(t, b.with(func(s *session.Session) error { return s.Patch(session.Change{Amount: &little}) }), session.TooLittle)
	assert.Equal(t, "created, 20000", b.seen())
}
