package recurring_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ids are those of a list, with a space between.
func (r result) ids() string {
	list, _ := r.at("").([]any)
	var all []string
	for _, item := range list {
		all = append(all, fmt.Sprint(item.(map[string]any)["id"]))
	}
	return strings.Join(all, " ")
}

func TestListsOfAgreements(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	list := func(query string) result {
		b.pass("PT1M")
		return b.get(agreementsPath + query)
	}
	var active []string
	for range 3 {
		active = append(active, b.active())
	}
	stopped := b.active()
	b.act(stopped, "stop", nil)
	rejected := b.pending()
	b.act(rejected, "reject", nil)
	assert.Equal(t, strings.Join(active, " "), list("").ids(), "only active ones, unless the merchant says otherwise")
	assert.Equal(t, stopped+" "+rejected, list("?status=STOPPED").ids())
	assert.Equal(t, "[]", string(list("?status=EXPIRED").body))
	pending := b.pending()
	assert.Equal(t, pending, list("?status=PENDING").ids())

	assert.Equal(t, active[0]+" "+active[1], list("?pageNumber=1&pageSize=2").ids())
	assert.Equal(t, active[2], list("?pageNumber=2&pageSize=2").ids())
	assert.Empty(t, list("?pageNumber=3&pageSize=2").ids())
	assert.Empty(t, list("?pageNumber=2").ids(), "500 are a page")
	assert.Equal(t, active[0], list("?pageSize=1").ids(), "the first is the first")
	assert.Empty(t, list("?pageNumber=2147483647&pageSize=2000").ids())

	at := began.UnixMilli()
	assert.Len(t, strings.Fields(list(fmt.Sprint("?createdAfter=", at-1)).ids()), 3)
	assert.Empty(t, list(fmt.Sprint("?createdAfter=", at)).ids())
	for query, field := range map[string]string{
		"?status=PAUSED": "status", "?pageSize=0": "pageSize", "?pageSize=2001": "pageSize", "?pageNumber=0": "pageNumber", "?createdAfter=yesterday": "createdAfter",
	} {
		assert.Equal(t, "400 validation-error "+field, list(query).code(), query)
	}
}

// bulk asks for so many charges of an agreement, numbered from 1.
func (b *bench) bulk(agreement string, n int) result {
	b.Helper()
	var items []map[string]any
	for i := range n {
		items = append(items, item(agreement, fmt.Sprint("jam-", i+1)))
	}
	return b.manifold(items)
}

func (b *bench) manifold(items []map[string]any) result {
	b.Helper()
	raw, err := json.Marshal(items)
	require.NoError(b, err)
	return b.do("POST", agreementsPath+"/charges", raw, b.key())
}

func item(agreement, order string) map[string]any {
	return map[string]any{
		"agreementId": agreement, "amount": 34900, "transactionType": "DIRECT_CAPTURE", "description": "March",
		"due": due(2), "retryDays": 5, "orderId": order,
	}
}

func TestListsOfCharges(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id, other := b.active(paid(34900, "DIRECT_CAPTURE"), edit{"/initialCharge/orderId", "first-jar"}), b.active()
	require.Equal(t, "202", b.bulk(id, 120).code())
	b.pass("PT1M")
	charges := agreementsPath + "/" + id + "/charges"
	var found []string
	var tokens []string
	page := b.get(charges)
	for {
		found = append(found, strings.Fields(page.ids())...)
		token := page.header.Get("Continuation-Token")
		if token == "" {
			break
		}
		tokens = append(tokens, token)
		page = b.get(charges, "Continuation-Token", token)
		require.Equal(t, http.StatusOK, page.status)
	}
	assert.Len(t, tokens, 2)
	require.Len(t, found, 121)
	assert.Equal(t, "first-jar", found[0])
	assert.Equal(t, "jam-120", found[120])
	assert.Equal(t, "first-jar", b.get(charges+"?status=CHARGED").ids())
	assert.Empty(t, b.get(charges+"?status=FAILED").ids())
	assert.Equal(t, "400 validation-error status", b.get(charges+"?status=LATE").code())
	assert.Len(t, strings.Fields(b.get(charges+"?chargeStatus=CHARGED").ids()), 50, "that is a word of version 2")

	const wrong = "400 validation-error Continuation-Token"
	assert.Equal(t, wrong, b.get(charges, "Continuation-Token", "2f1c9e0e-8c39-4d8f-9a27-0b0f4f0f4c11").code())
	assert.Equal(t, wrong, b.get(agreementsPath+"/"+other+"/charges", "Continuation-Token", tokens[0]).code(), "of another list")
	assert.Equal(t, wrong, b.get(charges+"?status=DUE", "Continuation-Token", tokens[0]).code(), "of another filter")
	assert.Equal(t, "200", b.get(charges, "Continuation-Token", tokens[0]).code())
	b.pass("PT10M")
	assert.Equal(t, wrong, b.get(charges, "Continuation-Token", tokens[0]).code(), "minutes, not hours")
}

func TestManyCharges(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	id, stopped := b.active(), b.active()
	b.act(stopped, "stop", nil)
	b.charged(id, edit{"/orderId", "taken"})
	with := func(order, member string, value any) map[string]any {
		one := item(id, order)
		if one[member] = value; value == gone {
			delete(one, member)
		}
		return one
	}
	answer := b.manifold([]map[string]any{
		item(id, "good-1"), with("soon", "due", due(0)), with("long", "description", strings.Repeat("x", 101)), with("many", "retryDays", 15),
		with("kind", "transactionType", "CAPTURE"), with("text", "amount", "34900"), with("none", "due", gone), item("agr_0000000", "nobody"),
		item(id, "taken"), item(id, "good-2"), item(id, "good-2"), with("much", "amount", 174501), item(stopped, "over"),
		with("once", "processingMode", "SINGLE_ATTEMPT"), with("low_line", "orderId", "low_line"), with("gone", "orderId", gone),
	})
	require.Equal(t, http.StatusAccepted, answer.status, string(answer.body))
	assert.Equal(t, `["good-1","good-2","much","over"]`, compact(answer.at("/validCharges")))
	var refused []string
	list, _ := answer.at("/invalidCharges").([]any)
	for _, one := range list {
		one := one.(map[string]any)
		assert.NotEmpty(t, one["errors"])
		refused = append(refused, fmt.Sprint(one["chargeBatchItemDto"].(map[string]any)["orderId"]))
	}
	assert.Equal(t, "soon long many kind text none nobody taken good-2 once low_line <nil>", strings.Join(refused, " "))
	assert.Contains(t, string(answer.body), "tomorrow or later")
	b.pass("PT1M")
	assert.Equal(t, "DUE 0 0 0", b.stands(id, "good-1"))
	assert.Equal(t, "404 resource-not-found", b.read(id, "much").code())
	assert.Equal(t, "agreement-activated, agreement-activated, agreement-stopped USER, charge-creation-failed 174501, charge-creation-failed 34900", b.told())
	last := b.shop.calls[len(b.shop.calls)-2]
	assert.Equal(t, "charge_amount_too_high", last.at("/failureReason"))
	assert.Equal(t, "70001", fmt.Sprint(last.at("/failureCode")))
	assert.Equal(t, "much", last.at("/chargeId"))
	assert.Equal(t, id, last.at("/agreementId"))
}

func TestBulksThatAreRefused(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.active()
	assert.Equal(t, "400 validation-error body", b.manifold([]map[string]any{}).code())
	assert.Equal(t, "400 validation-error body", b.bulk(id, 2001).code())
	assert.Equal(t, "400 validation-error body", b.do("POST", agreementsPath+"/charges", []byte(`{}`), b.key()).code())
	assert.Equal(t, "202", b.bulk(id, 2000).code())
	assert.Equal(t, "202", b.do("POST", agreementsPath+"/charges", []byte(`[7,null,"x",[]]`), b.key()).code(), "each by itself")
}

func compact(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw)
}
