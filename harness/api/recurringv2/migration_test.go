package recurringv2_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// same holds the two views of one agreement against each other.
func same(b *bench, id string) {
	b.Helper()
	old, now := b.get(v2+"/"+id), b.get(v3+"/"+id)
	require.Equal(b, http.StatusOK, now.status, "%s", now.body)
	for before, after := range map[string]string{
		"/id": "/id", "/status": "/status", "/start": "/start", "/stop": "/stop", "/currency": "/pricing/currency", "/interval": "/interval/unit",
		"/intervalCount": "/interval/count", "/productName": "/productName", "/merchantAgreementUrl": "/merchantAgreementUrl",
		"/sub": "/sub", "/userinfoUrl": "/userinfoUrl", "/campaign/campaignPrice": "/campaign/price", "/campaign/end": "/campaign/end",
		"/variableAmount/suggestedMaxAmount": "/pricing/suggestedMaxAmount", "/variableAmount/maxAmount": "/pricing/maxAmount",
	} {
		assert.Equal(b, now.at(after), old.at(before), before)
	}
	if old.at("/variableAmount") == nil {
		assert.Equal(b, now.at("/pricing/amount"), old.at("/price"))
	}
	list, charges := b.get(v2+"/"+id+"/charges"), b.get(v3+"/"+id+"/charges")
	for i := 0; charges.at(fmt.Sprint("/", i)) != nil; i++ {
		for before, after := range map[string]string{
			"id": "id", "type": "type", "amount": "amount", "description": "description", "due": "due", "status": "status",
			"amountRefunded": "summary/refunded", "failureReason": "failureReason",
		} {
			assert.Equal(b, charges.at(fmt.Sprintf("/%d/%s", i, after)), list.at(fmt.Sprintf("/%d/%s", i, before)), before)
		}
		if charges.number(fmt.Sprintf("/%d/summary/captured", i)) > 0 {
			assert.Equal(b, charges.at(fmt.Sprintf("/%d/transactionId", i)), list.at(fmt.Sprintf("/%d/transactionId", i)))
		}
	}
}

func TestBothVersionsSeeTheSame(t *testing.T) {
	t.Parallel()
	for name, edits := range map[string][]edit{
		"a price": nil, "a campaign": {summer}, "a variable amount": {variable}, "what the payer shares": {{"scope", "name"}},
		"a charge with the approval": {first("RESERVE_CAPTURE")}, "a page without TLS": {{"merchantAgreementUrl", "http://shop.example/7"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, able)
			id := b.pending(edits...)
			same(b, id)
			require.Equal(t, http.StatusNoContent, b.control("agreements/"+id+"/approve", ""))
			same(b, id)
			require.Equal(t, http.StatusCreated, b.create(id, edit{"orderId", "order-0001"}).status)
			require.Equal(t, http.StatusCreated, b.create(id, edit{"orderId", "order-0002"}, edit{"amount", 151}).status)
			b.pass(10)
			assert.Equal(t, "200", b.refund(v2+"/"+id+"/charges/order-0001", 4000).code())
			same(b, id)
			assert.Equal(t, "200", b.send("PATCH", v2+"/"+id, []byte(`{"status":"STOPPED"}`)).code())
			same(b, id)
		})
	}
}

func TestACampaignOfVersion2IsALegacyOne(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	r := b.get(v3 + "/" + b.active(summer))
	assert.Equal(t, "LEGACY_CAMPAIGN", r.text("/campaign/type"))
	assert.Equal(t, "LEGACY", r.text("/pricing/type"))
}

// What one version makes, the other one moves.
func TestVersion3MovesWhatVersion2Made(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	change := func(method, path, body string) int {
		return b.send(method, strings.Replace(path, v2, v3, 1), []byte(body), "Idempotency-Key", b.key()).status
	}
	taken := b.taken()
	assert.Equal(t, http.StatusNoContent, change("POST", taken+"/refund", `{"amount":10000,"description":"Sorry"}`))
	assert.Equal(t, int64(10000), b.get(taken).number("/amountRefunded"))

	held := b.held()
	assert.Equal(t, http.StatusNoContent, change("POST", held+"/capture", `{"amount":4000,"description":"Part"}`))
	assert.Equal(t, "PARTIALLY_CAPTURED", b.get(held).text("/status"))

	due, agreement := b.charged()
	assert.Equal(t, http.StatusNoContent, change("DELETE", due, ""))
	assert.Equal(t, "CANCELLED", b.get(due).text("/status"))
	assert.Equal(t, http.StatusNoContent, change("PATCH", agreement, `{"status":"STOPPED"}`))
	assert.Equal(t, "STOPPED", b.get(agreement).text("/status"))
}

// What only version 3 has, version 2 shows as well as it can.
func TestVersion2ShowsWhatVersion3Made(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	for name, part := range map[string]string{
		"any amount, at any time": `"pricing":{"type":"FLEXIBLE","currency":"NOK"}`,
		"ten weeks":               `"pricing":{"type":"LEGACY","currency":"NOK","amount":34900},"interval":{"unit":"WEEK","count":2},"campaign":{"type":"PERIOD_CAMPAIGN","price":1000,"period":{"unit":"WEEK","count":10}}`,
		"until Christmas":         `"pricing":{"type":"LEGACY","currency":"NOK","amount":34900},"interval":{"unit":"YEAR","count":1},"campaign":{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"2026-12-25T00:00:00Z","eventText":"until Christmas"}`,
	} {
		body := `{"productName":"Jam","merchantRedirectUrl":"https://shop.example/back","merchantAgreementUrl":"https://shop.example/7",` + part + `}`
		drafted := b.send("POST", v3, []byte(body), "Idempotency-Key", b.key())
		require.Equal(t, http.StatusCreated, drafted.status, "%s: %s", name, drafted.body)
		id := drafted.text("/agreementId")
		require.Equal(t, http.StatusNoContent, b.control("agreements/"+id+"/approve", ""))
		charge := b.send("POST", v3+"/"+id+"/charges", []byte(`{"type":"UNSCHEDULED","amount":1000,"description":"Now","transactionType":"DIRECT_CAPTURE"}`),
			"Idempotency-Key", b.key())
		require.Equal(t, http.StatusCreated, charge.status, "%s", charge.body)
		shown := b.get(v2 + "/" + id)
		assert.NotEmpty(t, shown.text("/interval"))
		assert.Equal(t, name != "any amount, at any time", shown.at("/campaign") != nil)
		assert.Equal(t, "RECURRING", b.get(v2+"/"+id+"/charges").text("/0/type"))
	}
}
