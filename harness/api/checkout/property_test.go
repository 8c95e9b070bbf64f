package checkout_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Whatever a merchant and a customer do, in whatever order: every answer keeps to
// the contract (the bench sees to that), states only go forward, what is paid is
// the goods and their shipping, and the merchant is told once of an end, in the
// words of polling.
func TestSessionsGoForward(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	orders := 0
	rank := map[string]int{"SessionCreated": 0, "PaymentInitiated": 1, "PaymentSuccessful": 2, "PaymentTerminated": 2, "SessionExpired": 2}
	rapid.Check(t, func(t *rapid.T) {
		orders++
		reference := fmt.Sprintf("order-%06d", orders)
		goods, cost := int64(rapid.IntRange(100, 100000).Draw(t, "goods")), rapid.IntRange(0, 20000).Draw(t, "shipping")
		b.open(reference, edit{"/transaction/amount/value", goods}, fixed(option("only", "POSTEN", "", cost)))
		was := "SessionCreated"
		for range rapid.IntRange(1, 6).Draw(t, "acts") {
			switch verb := rapid.SampledFrom([]string{"submit", "pay", "approve", "reject", "fail", "expire", "PATCH", "END"}).Draw(t, "verb"); verb {
			case "PATCH":
				amount := int64(rapid.IntRange(100, 100000).Draw(t, "amount"))
				body := map[string]any{"transaction": map[string]any{"amount": map[string]any{"value": amount, "currency": "NOK"}, "paymentDescription": "Socks"}}
				if b.change(reference, body).status == http.StatusOK {
					assert.Equal(t, "SessionCreated", was)
					goods = amount
				}
			case "END":
				b.expire(reference)
			default:
				b.try("POST", "sessions/"+reference+"/"+verb, nil)
				b.settle()
			}
			p := b.poll(reference)
			is := p.text("/sessionState")
			assert.GreaterOrEqual(t, rank[is], rank[was], "%s after %s", is, was)
			assert.False(t, rank[was] == 2 && is != was, "%s after %s", is, was)
			if is != "SessionCreated" && is != "SessionExpired" {
				assert.Equal(t, goods+int64(cost), p.number("/paymentDetails/amount/value"))
			}
			was = is
		}
		told := 0
		for _, c := range b.shop.heard("/told") {
			if c.member("/reference") == reference {
				told++
				assert.JSONEq(t, string(b.poll(reference).body), string(c.body))
			}
		}
		want := 0
		if was == "PaymentSuccessful" || was == "PaymentTerminated" {
			want = 1
		}
		assert.Equal(t, want, told)
	})
}
