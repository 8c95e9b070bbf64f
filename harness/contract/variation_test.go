package contract_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

func named(all []contract.Variation) (wrong, right []string) {
	for _, v := range all {
		if v.Valid {
			right = append(right, v.Name)
		} else {
			wrong = append(wrong, v.Name)
		}
	}
	return wrong, right
}

func TestWhatASchemaImplies(t *testing.T) {
	t.Parallel()
	c := shop(t, contract.Options{})
	x := create()
	setBody(&x.Request.Body, `{"amount":100,"reference":"abc","customer":{},"currency":"NOK","small":1,"price":1.5}`)
	all, err := c.Variations("createOrder", x.Request)
	require.NoError(t, err)
	wrong, right := named(all)
	assert.Equal(t, []string{
		"header Authorization: missing",
		"header Idempotency-Key: missing",
		"header Idempotency-Key: 11 characters",
		"header X-Shop: not of the pattern",
		"body: missing",
		"body: cut short",
		"body type: plain text",
		"body: a text",
		"body: a list",
		"body: null",
		"body /amount: missing",
		"body /amount: a text",
		"body /amount: a fraction",
		"body /amount: null",
		"body /amount: beyond the least that may be",
		"body /currency: a number",
		"body /currency: an object",
		"body /currency: null",
		"body /currency: a word that is not in the list",
		"body /customer: missing",
		"body /customer: a text",
		"body /customer: a list",
		"body /customer: null",
		"body /price: a text",
		"body /price: null",
		"body /reference: missing",
		"body /reference: a number",
		"body /reference: an object",
		"body /reference: null",
		"body /reference: 2 characters",
		"body /reference: 51 characters",
		"body /reference: not of the pattern",
		"body /small: a text",
		"body /small: a fraction",
		"body /small: null",
		"body /small: a number of more than 32 bits",
	}, wrong)
	assert.Equal(t, []string{
		"header Idempotency-Key: 10 characters",
		"header X-Shop: left out",
		"body /amount: the least that may be",
		"body /currency: left out",
		"body /currency: the word NOK",
		"body /currency: the word DKK",
		"body /price: left out",
		"body /reference: 50 characters",
		"body /small: left out",
	}, right)

	all, err = c.Variations("readOrder", harness.Request{
		Method: "GET", Target: "/shop/v1/orders/abc?page=2&state=OPEN&token=abc", Header: http.Header{},
	})
	require.NoError(t, err)
	wrong, right = named(all)
	assert.Equal(t, []string{
		"query page: a text",
		"query page: beyond the least that may be",
		"query token: missing",
		"query token: 2 characters",
		"query state: a word that is not in the list",
		"path id: not of the pattern",
	}, wrong)
	assert.Equal(t, []string{
		"query page: left out",
		"query page: the least that may be",
		"query state: left out",
		"query state: the word DONE",
	}, right)
}

func TestEveryVariationIsJudgedAsItSays(t *testing.T) {
	t.Parallel()
	const rich = `{"amount":100,"reference":"abc","customer":{"mobileNumber":"91234567","note":"n","nickname":"k","authToken":"t"},` +
		`"big":7,"callbackPrefix":"https://shop.example/a","when":"2026-01-31T12:00:00Z","day":"2026-01-31","mail":"kari@example.com",` +
		`"id":"0f8fad5b-d9cb-469f-a165-70867728950e","delivery":{"kind":"PARCEL","street":"s","zip":"0001"},` +
		`"lines":[{"name":"a","count":1},{"name":"b"}],"strict":{"a":"b"},"both":{"x":"x","y":1}}`
	c := shop(t, contract.Options{})
	op, _ := c.Operation("createOrder")
	x := create()
	setBody(&x.Request.Body, rich)
	all, err := c.Variations("createOrder", x.Request)
	require.NoError(t, err)
	names := map[string]bool{}
	for _, v := range all {
		assert.False(t, names[v.Name], "%s is there twice", v.Name)
		names[v.Name] = true
		found := c.Request(op, v.Request.Target, v.Request.Header, v.Request.Body.Bytes)
		errors := 0
		for _, f := range found {
			if f.Severity == harness.Error {
				errors++
			}
		}
		assert.Equal(t, v.Valid, errors == 0, "%s: %v", v.Name, lines(found))
		assert.Len(t, v.Findings, errors, v.Name)
		assert.Equal(t, "POST", v.Request.Method)
	}
	for _, name := range []string{
		"body /delivery/kind: a word that is not in the list", "body /delivery/zip: not of the pattern", "body /delivery/street: missing",
		"body /lines: one item too few", "body /lines: one item too many", "body /lines: as many items as may be", "body /lines: as few items as may be",
		"body /lines/0/name: missing", "body /lines/0/count: left out", "body /strict/kontraktUnknown: a member that is not documented",
		"body /both/x: missing", "body /both/y: a text", "body /mail: not of the format email", "body /day: not of the format date",
		"body /when: not of the format date-time", "body /id: not of the format uuid", "body /callbackPrefix: not of the format uri",
		"body /customer/note: 11 characters", "body /customer/note: 10 letters of two bytes", "body /customer/mobileNumber: not of the pattern",
	} {
		assert.True(t, names[name], name)
	}
	assert.False(t, names["body /lines/1/name: missing"], "the first item stands for all")
	assert.False(t, names["body /kontraktUnknown: a member that is not documented"], "nothing closes the body")
	assert.JSONEq(t, rich, string(x.Request.Body.Bytes), "the request that is varied stays as it is")

	again, err := c.Variations("createOrder", x.Request)
	require.NoError(t, err)
	assert.Equal(t, all, again)
}

func TestOnlyWhatKeepsToTheContractIsVaried(t *testing.T) {
	t.Parallel()
	c := shop(t, contract.Options{})
	x := create()
	_, err := c.Variations("nothing", x.Request)
	require.EqualError(t, err, `vary a request: shop.v1 has no operation "nothing"`)
	x.Request.Header.Del("Authorization")
	_, err = c.Variations("createOrder", x.Request)
	require.ErrorContains(t, err, "vary a request of createOrder: request header Authorization")
}

func TestCredentialsOfSecuritySchemesAreLeftOut(t *testing.T) {
	t.Parallel()
	c := shop(t, contract.Options{})
	all, err := c.Variations("dropOrder", harness.Request{
		Method: "DELETE", Target: "/shop/v1/orders/abc", Header: http.Header{"X-Api-Key": {"k"}},
	})
	require.NoError(t, err)
	wrong, _ := named(all)
	assert.Contains(t, wrong, "header X-Api-Key: missing")
}
