package adversary_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/certify/adversary"
)

func text(s string) harness.Body { return harness.Body{Bytes: []byte(s), Size: int64(len(s))} }

func called(target, body string) *harness.Exchange {
	return &harness.Exchange{Flow: harness.FlowCallback, Request: harness.Request{
		Method: "POST", Scheme: "https", Host: "shop.example", Target: target, Header: http.Header{"Authorization": {"the token"}}, Body: text(body),
	}}
}

// A callback about another order has that order's number wherever it stands, and
// the token that is asked for.
func TestACallbackAboutAnotherOrder(t *testing.T) {
	t.Parallel()
	var a adversary.Adversary
	a.Hear(called("/cb/v2/payments/order-1", `{"orderId":"order-1","transactionInfo":{"status":"RESERVED"}}`))
	l, ok := a.Last(`"RESERVED"`)
	require.True(t, ok)
	assert.Equal(t, "order-1", a.Reference(l))

	forged := a.Callback(l, "order-2", "")
	assert.Equal(t, "https://shop.example/cb/v2/payments/order-2", forged.URL)
	assert.JSONEq(t, `{"orderId":"order-2","transactionInfo":{"status":"RESERVED"}}`, string(forged.Body))
	assert.NotContains(t, forged.Header, "Authorization")
	assert.Equal(t, "mine", a.Callback(l, "order-2", "mine").Header.Get("Authorization"))
	assert.Equal(t, "the token", l.Header.Get("Authorization"), "the letter stays as it was")
}

func TestQuestionsAboutShipping(t *testing.T) {
	t.Parallel()
	var a adversary.Adversary
	a.Hear(called("/cb", `{"reference":"order-1"}`))
	assert.Empty(t, a.Questions(), "a callback asks nothing")
	asked := called("/ship", `{"streetAddress":"Storgata 1","postalCode":"0155","region":"Oslo","country":"NO"}`)
	asked.Response, asked.Duration = harness.Response{Status: 200, Body: text(`[{"id":"post"}]`)}, time.Second
	a.Hear(asked)
	assert.Equal(t, []adversary.Question{{City: "Oslo", Status: 200, Took: time.Second, Answer: []byte(`[{"id":"post"}]`)}}, a.Questions())
}

// Each API names the page to come back to in its own place.
func TestPagesOfAllAPIs(t *testing.T) {
	t.Parallel()
	for target, body := range map[string]string{
		"/epayment/v1/payments": `{"reference":"order-1","returnUrl":"https://shop.example/back"}`,
		"/ecomm/v2/payments":    `{"merchantInfo":{"fallBack":"https://shop.example/back"},"transaction":{"orderId":"order-1"}}`,
		"/checkout/v3/session":  `{"reference":"order-1","merchantInfo":{"returnUrl":"https://shop.example/back"},"transaction":{}}`,
	} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			var a adversary.Adversary
			a.Before(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", target, strings.NewReader(body)))
			_, err := a.Visit(t.Context(), "order-1")
			require.ErrorContains(t, err, "no route leads to https://shop.example")
			_, err = a.Visit(t.Context(), "order-2")
			require.ErrorIs(t, err, adversary.ErrNoPage)
		})
	}
}
