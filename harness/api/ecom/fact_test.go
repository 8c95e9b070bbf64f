package ecom_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// In express there is something on top of the cart; who may skip the landing page
// is at a counter.
func TestAFactSaysHowAPaymentIsSold(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]struct {
		cart    int64
		counter bool
	}{
		`{"merchantInfo":{},"transaction":{"orderId":"order-1","amount":49900}}`:                                         {0, false},
		`{"merchantInfo":{"paymentType":"eComm Express Payment"},"transaction":{"orderId":"order-1","amount":49900}}`:    {49900, false},
		`{"merchantInfo":{"paymentType":"eComm Regular Payment"},"transaction":{"orderId":"order-1","amount":49900}}`:    {0, false},
		`{"merchantInfo":{},"transaction":{"orderId":"order-1","amount":49900,"skipLandingPage":true}}`:                  {0, true},
		`{"merchantInfo":{},"transaction":{"orderId":"order-1","amount":49900,"skipLandingPage":false,"scope":"email"}}`: {0, false},
	} {
		x := &harness.Exchange{Request: harness.Request{
			Header: http.Header{"Content-Type": {"application/json"}}, Body: harness.Body{Bytes: []byte(sent), Size: int64(len(sent))},
		}}
		v := rules.NewView(x, harness.Operation{Contract: ecom.ID, ID: "initiatePaymentV3UsingPOST"}, nil)
		f := sequence.New(v)
		ecom.V2().Fact(v, f)
		assert.Equal(t, []any{sequence.Start, "order-1", want.cart, want.counter}, []any{f.Deed, f.Subject, f.Cart, f.Counter}, sent)
	}
}
