package epayment_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// Whatever a merchant and a customer do, in whatever order: every answer keeps
// to the contract (the bench sees to that), the aggregate follows from the log, a
// refusal moves nothing, and no money is made.
func TestTheAggregateFollowsFromTheLog(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	orders := 0
	rapid.Check(t, func(t *rapid.T) {
		orders++
		reference := fmt.Sprintf("order-%04d", orders)
		b.pending(reference)
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			before := b.payment(reference).money()
			verb := rapid.SampledFrom([]string{"approve", "capture", "capture", "cancel", "refund", "refund"}).Draw(t, "verb")
			var r result
			switch verb {
			case "approve":
				r = b.force(reference, `{"customer":{"phoneNumber":"4740000001"}}`)
			case "cancel":
				var edits []edit
				if rapid.Bool().Draw(t, "flag") {
					edits = []edit{only}
				}
				r = b.change(verb, reference, nil, edits...)
			default:
				r = b.change(verb, reference, rapid.SampledFrom([]int{0, 1, 100, 9999, 10000, 10001, 19999, 20000, 20001}).Draw(t, "amount"))
			}
			after := b.payment(reference)
			if r.status != http.StatusOK {
				assert.Equal(t, before, after.money(), "a refusal moves nothing")
			} else if verb != "approve" {
				assert.Equal(t, r.money(), after.money(), "answer and payment agree")
			}
			sumsHold(t, after, b.get("/epayment/v1/payments/"+reference+"/events"))
		}
	})
}

// sumsHold adds the log up.
func sumsHold(t *rapid.T, payment, log result) {
	sums, numbers := map[string]int64{}, map[string]bool{}
	list := log.at("").([]any)
	for _, e := range list {
		event := e.(map[string]any)
		amount, err := event["amount"].(map[string]any)["value"].(json.Number).Int64()
		assert.NoError(t, err)
		if event["success"] == true {
			sums[event["name"].(string)] += amount
		}
		numbers[event["pspReference"].(string)] = true
	}
	assert.Len(t, numbers, len(list), "every event has a number of its own")
	m := payment.money()
	assert.Equal(t, [4]int64{sums["AUTHORIZED"], sums["CAPTURED"], sums["REFUNDED"], sums["CANCELLED"] + sums["TERMINATED"]}, m)
	assert.GreaterOrEqual(t, min(m[0], m[1], m[2], m[3], m[1]-m[2]), int64(0))
	if payment.text("/state") == "AUTHORIZED" {
		assert.GreaterOrEqual(t, m[0]-m[1]-m[3], int64(0), "nothing is captured and cancelled that was not authorized")
	}
}
