package recurring_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// Whatever a merchant, a payer and time do, in whatever order: every answer keeps
// to the contract (the bench sees to that), the summary follows from the history,
// a refusal moves nothing, and no money is made.
func TestTheSummaryFollowsFromTheHistory(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.active()
	rapid.Check(t, func(t *rapid.T) {
		charge := b.charged(id, edit{"/transactionType", rapid.SampledFrom([]string{"DIRECT_CAPTURE", "RESERVE_CAPTURE"}).Draw(t, "type")},
			edit{"/due", b.inDays(2)}, edit{"/retryDays", 0})
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			before := b.stands(id, charge)
			switch verb := rapid.SampledFrom([]string{"wait", "settle", "fail", "capture", "capture", "cancel", "refund", "refund"}).Draw(t, "verb"); verb {
			case "wait":
				b.pass("P1D")
			case "settle", "fail":
				b.tries("charges/" + charge + "/" + verb)
			default:
				amount := rapid.SampledFrom([]int{0, 1, 100, 17450, 34899, 34900, 34901}).Draw(t, "amount")
				r := b.cancel
				if verb != "cancel" {
					r = func(agreement, charge string) result { return b.move(verb, agreement, charge, amount) }
				}
				if r(id, charge).status >= 400 {
					assert.Equal(t, before, b.stands(id, charge), "a refusal moves nothing")
				}
			}
			sumsHold(t, b, id, charge)
		}
	})
}

// sumsHold adds the history up.
func sumsHold(t *rapid.T, b *bench, id, charge string) {
	read := b.read(id, charge)
	sums := map[string]int64{}
	list, _ := read.at("/history").([]any)
	for _, item := range list {
		e := item.(map[string]any)
		if e["success"] == true {
			sums[e["event"].(string)] += number(e["amount"])
		}
	}
	captured, refunded, cancelled := number(read.at("/summary/captured")), number(read.at("/summary/refunded")), number(read.at("/summary/cancelled"))
	assert.Equal(t, [3]int64{sums["CAPTURE"], sums["REFUND"], sums["CANCEL"]}, [3]int64{captured, refunded, cancelled})
	assert.LessOrEqual(t, captured+cancelled, int64(34900))
	assert.LessOrEqual(t, refunded, captured)
	status := read.text("/status")
	assert.Equal(t, status == "REFUNDED", captured > 0 && refunded == captured && cancelled+captured == 34900, status)
	assert.Equal(t, status == "CANCELLED", cancelled == 34900, status)
	assert.Equal(t, status == "FAILED", fmt.Sprint(read.at("/failureReason")) != "<nil>", status)
}
