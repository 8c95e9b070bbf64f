package epayment_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

// ecom starts a payment of 200.00 with eCom.
func (b *bench) ecom(id string) {
	b.Helper()
	body, err := json.Marshal(map[string]any{
		"customerInfo": map[string]any{},
		"merchantInfo": map[string]any{"merchantSerialNumber": b.tenant.MSN, "callbackPrefix": "https://shop.example/cb", "fallBack": "https://shop.example/back"},
		"transaction":  map[string]any{"orderId": id, "amount": 20000, "transactionText": "Two jars of jam"},
	})
	require.NoError(b, err)
	w := b.send("POST", "/ecomm/v2/payments", body)
	require.Equal(b, http.StatusOK, w.Code, w.Body.String())
}

// One ledger: what eCom started is read and changed here, and both tell the same
// of it.
func TestPaymentsOfEcom(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	b.ecom("e1")
	assert.Equal(t, "CREATED", b.payment("e1").text("/state"))
	assert.Equal(t, "400 6080", b.change("capture", "e1", 100).code())
	assert.Equal(t, "404 5090", b.force("e1", `{"customer":{"phoneNumber":"4740000001"}}`).code(), "eCom has its own")
	b.act("e1", "approve", nil)
	assert.Equal(t, "200", b.change("capture", "e1", 5000).code())
	assert.Equal(t, "200", b.change("refund", "e1", 1000).code())
	assert.Equal(t, "200", b.change("cancel", "e1", nil).code())
	p := b.payment("e1")
	assert.Equal(t, [4]int64{20000, 5000, 1000, 15000}, p.money())
	assert.Equal(t, "AUTHORIZED", p.text("/state"))
	assert.Equal(t, "CREATED 20000, CAPTURED 100!, AUTHORIZED 20000, CAPTURED 5000, REFUNDED 1000, CANCELLED 15000", b.history("e1"))
	log := b.get("/epayment/v1/payments/e1/events")
	numbers := map[string]bool{}
	for _, e := range log.at("").([]any) {
		numbers[e.(map[string]any)["pspReference"].(string)] = true
	}
	assert.Len(t, numbers, 6, "every event has a number of its own")
	assert.Equal(t, p.text("/pspReference"), log.text("/0/pspReference"))
	assert.Empty(t, b.told(), "eCom has no webhooks")

	details := b.get("/ecomm/v2/payments/e1/details")
	assert.Equal(t, json.Number("5000"), details.at("/transactionSummary/capturedAmount"))
	assert.Equal(t, json.Number("0"), details.at("/transactionSummary/remainingAmountToCapture"))
	assert.Equal(t, "VOID", details.text("/transactionLogHistory/0/operation"))
}

func TestHowPaymentsOfEcomEnd(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	for id, reach := range map[string]struct{ verb, state string }{
		"e1": {"reject", "ABORTED"}, "e2": {"expire", "EXPIRED"}, "e3": {"fail", "ABORTED"},
	} {
		b.ecom(id)
		b.act(id, reach.verb, nil)
		assert.Equal(t, reach.state, b.payment(id).text("/state"), reach.verb)
	}
	b.ecom("e4")
	assert.Equal(t, "200", b.change("cancel", "e4", nil).code())
	assert.Equal(t, "TERMINATED", b.payment("e4").text("/state"))
	details := b.get("/ecomm/v2/payments/e4/details")
	assert.Equal(t, "CANCEL", details.text("/transactionLogHistory/0/operation"))

	direct := start(t, sandbox.Abilities{DirectCapture: true})
	direct.ecom("e5")
	direct.act("e5", "approve", nil)
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000, CAPTURED 20000", direct.history("e5"), "a sale is both")
	assert.Equal(t, "400 6170", direct.change("capture", "e5", 100).code())
	assert.Equal(t, "200", direct.change("refund", "e5", 100).code())
}

// Never the other way round.
func TestEcomDoesNotKnowOurPayments(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.authorized("order-0001")
	assert.Equal(t, http.StatusNotFound, b.get("/ecomm/v2/payments/order-0001/details").status)
	body := []byte(`{"merchantInfo":{"merchantSerialNumber":"` + b.tenant.MSN + `"},"transaction":{"transactionText":"x"}}`)
	w := b.send("POST", "/ecomm/v2/payments/order-0001/capture", body, "X-Request-Id", "k")
	assert.Equal(t, http.StatusNotFound, w.Code)
	assert.Equal(t, "35", at(w.Body.Bytes(), "/0/errorCode"))
	assert.Equal(t, [4]int64{20000, 0, 0, 0}, b.payment("order-0001").money())
	b.ecom("order-0002")
	assert.Equal(t, "409 4150", b.create("order-0002").code(), "but references are shared")
}
