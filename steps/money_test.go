package steps

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/api"
)

func TestMoneyReadsBackAsItIsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := api.Money{Minor: rapid.Int64Range(0, 1<<62).Draw(t, "minor"), Currency: "NOK"}
		amount, currency, _ := strings.Cut(want.String(), " ")
		got, err := parseMoney(amount, currency)
		require.NoError(t, err)
		assert.Equal(t, want, got)
		got, err = major(amount, currency)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}

func TestAnAmountInKronerIsReadExactly(t *testing.T) {
	t.Parallel()
	for text, minor := range map[string]int64{"0": 0, "49": 4900, "49.5": 4950, "49.50": 4950, "299.90": 29990, "0.1": 10} {
		got, err := major(text, "NOK")
		require.NoError(t, err, text)
		assert.Equal(t, minor, got.Minor, text)
	}
	for _, text := range []string{"", "49.505", "4e1", "x", "1.x"} {
		_, err := major(text, "NOK")
		require.Error(t, err, text)
	}
}

func TestAnAmountThatIsNoneIsAnError(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "199", "1.9.9", "x.00", "99999999999999999999.00"} {
		_, err := parseMoney(text, "NOK")
		require.Error(t, err, text)
	}
}

// What the scenario foresees is the arithmetic of reserve, capture, cancel and
// refund: nothing appears, nothing gets lost.
func TestForeseenMoneyAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := money{authorized: api.Money{Minor: rapid.Int64Range(100, 1<<40).Draw(t, "authorized"), Currency: "NOK"}}
		for range rapid.IntRange(0, 6).Draw(t, "changes") {
			act := rapid.SampledFrom([]string{"capture", "refund", "release"}).Draw(t, "act")
			bound := map[string]int64{"capture": m.left(), "refund": m.refundable(), "release": 0}[act]
			amount := &api.Money{Minor: rapid.Int64Range(0, bound).Draw(t, "amount"), Currency: "NOK"}
			if act == "release" || rapid.Bool().Draw(t, "everything") {
				amount = nil
			}
			f, err := m.after(act, amount)
			require.NoError(t, err)
			m = f.money
			totals := m.totals()
			assert.Equal(t, m.authorized.Minor, totals.Captured.Minor+totals.LeftToCapture.Minor+m.cancelled.Minor)
			assert.Equal(t, totals.Captured.Minor, totals.Refunded.Minor+totals.LeftToRefund.Minor)
			assert.GreaterOrEqual(t, totals.LeftToCapture.Minor, int64(0))
			assert.GreaterOrEqual(t, totals.LeftToRefund.Minor, int64(0))
		}
	})
	_, err := money{}.after("steal", nil)
	require.Error(t, err)
}

func TestTitlesBecomeParts(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Part of the order ships now":              "part-of-the-order-ships-now",
		"With 199.00 NOK taken, 1.00 NOK is left.": "with-199.00-nok-taken-1.00-nok-is-left",
		"One øre, Kari's way":                      "one-ore-karis-way",
		"  A/b  ":                                  "a-b",
	} {
		assert.Equal(t, want, slug(title), title)
	}
}

func TestSpansOfTimeAreWrittenAsISO8601(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "P366D", period(366, "day"))
	assert.Equal(t, "PT24H", period(24, "hour"))
	assert.Equal(t, "PT11M", period(11, "minute"))
}
