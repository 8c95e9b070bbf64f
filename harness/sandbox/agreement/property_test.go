package agreement_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"kontrakt/harness/sandbox/agreement"
)

// Whatever merchant, payer and time do, and in whatever order: no more is taken
// than was asked for, no more given back than was taken, and every history adds
// up to its summary.
func TestWhateverHappens(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		b := open(t, able)
		a, err := b.draft(initial(3000, rapid.SampledFrom([]agreement.Transaction{take, hold}).Draw(r, "initial")))
		assert.NoError(r, err)
		now := start
		order := func() agreement.Order {
			return agreement.Order{
				Amount: rapid.Int64Range(-1, 60000).Draw(r, "amount"), Description: "x",
				Transaction: rapid.SampledFrom([]agreement.Transaction{take, hold}).Draw(r, "transaction"),
				Kind:        rapid.SampledFrom([]agreement.Kind{agreement.Recurring, agreement.Unscheduled}).Draw(r, "kind"),
				Due:         now.AddDate(0, 0, rapid.IntRange(-1, 40).Draw(r, "due")),
				RetryDays:   rapid.IntRange(0, 4).Draw(r, "retryDays"),
			}
		}
		some := func(do func(*agreement.Charge)) func(*rapid.T) {
			return func(r *rapid.T) {
				charges := a.Charges()
				do(charges[rapid.IntRange(0, len(charges)-1).Draw(r, "charge")])
			}
		}
		money := func() int64 { return rapid.Int64Range(-1, 30000).Draw(r, "money") }
		acts := map[string]func(*rapid.T){
			"approve": func(*rapid.T) { _ = a.Approve(agreement.Approval{}) },
			"reject":  func(*rapid.T) { _ = a.Reject() },
			"create":  func(*rapid.T) { _, _ = a.CreateCharge(order(), "k") },
			"capture": some(func(c *agreement.Charge) { _ = c.Capture(money(), "k") }),
			"refund":  some(func(c *agreement.Charge) { _ = c.Refund(money(), "k", "") }),
			"cancel":  some(func(c *agreement.Charge) { _ = c.Cancel("k") }),
			"settle":  some(func(c *agreement.Charge) { _ = c.Settle() }),
			"decline": some(func(c *agreement.Charge) {
				_ = c.Decline(agreement.Failure{Reason: agreement.UserActionRequired})
			}),
			"fail": some(func(c *agreement.Charge) { _ = lose(c) }),
		}
		names := []string{"approve", "create", "create", "create", "capture", "capture", "refund", "cancel", "settle", "settle", "decline", "fail", "wait", "stop", "reject"}
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			name := rapid.SampledFrom(names).Draw(r, "act")
			switch name {
			case "wait":
				now = now.Add(time.Duration(rapid.IntRange(1, 24*60).Draw(r, "hours")) * time.Hour)
				b.until(now)
			case "stop":
				who := rapid.SampledFrom([]agreement.Actor{agreement.ByMerchant, agreement.ByPayer}).Draw(r, "who")
				b.in(func(*agreement.Book) { _ = a.EndBy(who, "k") })
			default:
				b.in(func(*agreement.Book) { acts[name](r) })
			}
			b.in(func(*agreement.Book) {
				for _, c := range a.Charges() {
					keeps(r, c)
				}
			})
		}
		moved(r, b.told, a.Charges())
	})
}

// moved holds what the merchant was told against what stands in the end.
func moved(r *rapid.T, told []agreement.Event, charges []*agreement.Charge) {
	sums := map[*agreement.Charge]agreement.Summary{}
	for _, e := range told {
		sum := sums[e.Charge]
		switch e.Kind {
		case agreement.ChargeCaptured:
			sum.Captured += e.Amount
		case agreement.ChargeCancelled:
			sum.Cancelled += e.Amount
		case agreement.ChargeRefunded:
			sum.Refunded += e.Amount
		}
		sums[e.Charge] = sum
	}
	for _, c := range charges {
		if c.Kind == agreement.Initial && c.Status() == agreement.ChargeGivenUp && c.Agreement.Start.IsZero() {
			continue // the merchant is told of the agreement alone
		}
		assert.Equal(r, c.Summary(), sums[c])
	}
}
