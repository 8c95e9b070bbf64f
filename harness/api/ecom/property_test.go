package ecom_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"kontrakt/harness/sandbox"
)

// Whatever a merchant and a customer do, in whatever order: every answer keeps
// to the contract (the bench sees to that), the sums follow from the history,
// and a refusal moves nothing.
func TestTheSumsFollowFromTheHistory(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	orders := 0
	rapid.Check(t, func(t *rapid.T) {
		orders++
		id := fmt.Sprintf("order-%d", orders)
		b.pending(id)
		keys := 0
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			before := b.details(id).money()
			verb := rapid.SampledFrom([]string{"approve", "capture", "capture", "cancel", "refund", "refund"}).Draw(t, "verb")
			if verb == "approve" {
				b.force(id, `{"customerPhoneNumber":"40000001"}`)
				continue
			}
			keys++
			var edits []edit
			if verb == "cancel" && rapid.Bool().Draw(t, "flag") {
				edits = []edit{release}
			}
			amount := any(rapid.SampledFrom([]int{0, 1, 100, 9999, 10000, 10001, 19999, 20000, 20001}).Draw(t, "amount"))
			if verb == "cancel" {
				amount = nil
			}
			r := b.change(verb, id, amount, fmt.Sprint("k", keys), edits...)
			after := b.details(id)
			if r.status != http.StatusOK {
				assert.Equal(t, before, after.money(), "a refusal moves nothing")
			} else {
				assert.Equal(t, r.money(), after.money(), "answer and details agree")
			}
			sumsHold(t, after)
		}
		b.settle()
	})
}

// sumsHold adds the history up.
func sumsHold(t *rapid.T, d result) {
	sums, log := map[string]int64{}, d.at("/transactionLogHistory").([]any)
	for _, e := range log {
		entry := e.(map[string]any)
		amount, err := entry["amount"].(json.Number).Int64()
		assert.NoError(t, err)
		if entry["operationSuccess"] == true {
			sums[entry["operation"].(string)] += amount
		}
	}
	if d.at("/transactionSummary") == nil {
		assert.Zero(t, sums["RESERVE"]+sums["CANCEL"], "a summary comes with the customer's reaction")
		return
	}
	m := d.money()
	assert.Equal(t, sums["CAPTURE"], m[0])
	assert.Equal(t, sums["REFUND"], m[1])
	assert.Equal(t, sums["RESERVE"]-sums["CAPTURE"]-sums["VOID"], m[2])
	assert.Equal(t, sums["CAPTURE"]-sums["REFUND"], m[3])
	assert.GreaterOrEqual(t, min(m[0], m[1], m[2], m[3]), int64(0))
}
