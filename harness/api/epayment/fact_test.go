package epayment_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/api/epayment"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// Whoever stands at a counter is waited for otherwise.
func TestAFactSaysWhoStandsAtACounter(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]bool{
		`{"reference":"order-1","customerInteraction":"CUSTOMER_PRESENT"}`:     true,
		`{"reference":"order-1","customerInteraction":"CUSTOMER_NOT_PRESENT"}`: false,
		`{"reference":"order-1","userFlow":"QR"}`:                              true,
	} {
		x := &harness.Exchange{Request: harness.Request{
			Header: http.Header{"Content-Type": {"application/json"}}, Body: harness.Body{Bytes: []byte(sent), Size: int64(len(sent))},
		}}
		v := rules.NewView(x, harness.Operation{Contract: epayment.ID, ID: "createPayment"}, nil)
		f := sequence.New(v)
		epayment.V1().Fact(v, f)
		assert.Equal(t, []any{sequence.Start, "order-1", want}, []any{f.Deed, f.Subject, f.Counter}, sent)
	}
}
