package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// What public clients of Recurring v3 send. Sources of the shapes: TypeScript SDK
// github.com/vippsas/deno-sdk src/apis/recurring.ts @12f66ba; plugin
// github.com/vippsas/vipps-woocommerce recurring/includes/wc-vipps-recurring-api.php
// @018d103; library github.com/ekstremedia/vipps-php src/Recurring @3b56ec5; collection
// github.com/vippsas/vipps-recurring-api tools/vipps-recurring-v3-api-postman-collection.json
// of 2022 and 2023.

const recurringAgreements = "/recurring/v3/agreements"

// inDays is a day that a charge can be due on.
func inDays(n int) string { return time.Now().UTC().AddDate(0, 0, n).Format(time.DateOnly) }

// tokenCall is the one that all clients begin with.
func tokenCall() sdkCall {
	return sdkCall{
		name: "token", method: "POST", path: "/accesstoken/get", status: 200, keep: map[string]string{"token": "access_token"},
		header:    map[string]string{"client_id": "11111111-2222-4333-8444-555555555555", "client_secret": "c2FuZGJveC1zZWNyZXQtMDE="},
		operation: "fetchAuthorizationTokenUsingPost",
	}
}

func recurringSDKCalls() []sdkCall {
	const agreement, charges = recurringAgreements + "/{agreement}", recurringAgreements + "/{agreement}/charges"
	charge := fmt.Sprintf(`{"amount":34900,"transactionType":"RESERVE_CAPTURE","description":"Jar of May","due":%q,"retryDays":3,"orderId":"honey-may-2030"}`, inDays(4))
	many := fmt.Sprintf(`[{"agreementId":"{agreement}","amount":34900,"transactionType":"DIRECT_CAPTURE","description":"Jar of June","due":%q,"retryDays":3,"orderId":"honey-june-2030"}]`, inDays(35))
	return []sdkCall{
		tokenCall(),
		{
			name: "agreement.create", method: "POST", path: recurringAgreements, status: 201, operation: "DraftAgreementV3",
			keep: map[string]string{"agreement": "agreementId", "first": "chargeId"},
			body: `{"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"MONTH","count":1},` +
				`"merchantRedirectUrl":"https://shop.example/back","merchantAgreementUrl":"https://shop.example/my/honey",` +
				`"phoneNumber":"4791234567","productName":"A pot of honey","initialCharge":{"amount":10000,"description":"First pot","transactionType":"RESERVE_CAPTURE"}}`,
		},
		{
			name: "agreement.forceAccept", method: "PATCH", path: agreement + "/accept", status: 204, body: `{"phoneNumber":"4791234567"}`,
			operation: "acceptUsingPATCHV3",
		},
		{name: "agreement.info", method: "GET", path: agreement, status: 200, operation: "FetchAgreementV3"},
		{name: "agreement.list", method: "GET", path: recurringAgreements + "?status=ACTIVE&createdAfter=1644572442944", status: 200, operation: "ListAgreementsV3"},
		{name: "agreement.update", method: "PATCH", path: agreement, status: 204, body: `{"productName":"Two pots of honey"}`, operation: "UpdateAgreementPatchV3"},
		{name: "charge.capture", method: "POST", path: charges + "/{first}/capture", status: 204, body: `{"amount":6000,"description":"Sent today"}`, operation: "CaptureChargeV3"},
		{name: "charge.refund", method: "POST", path: charges + "/{first}/refund", status: 204, body: `{"amount":1000,"description":"Broken lid"}`, operation: "RefundChargeV3"},
		{name: "charge.cancel of the rest", method: "DELETE", path: charges + "/{first}", status: 204, operation: "CancelChargeV3"},
		{name: "charge.create", method: "POST", path: charges, status: 201, body: charge, keep: map[string]string{"charge": "chargeId"}, operation: "CreateChargeV3"},
		{name: "charge.createMultiple", method: "POST", path: recurringAgreements + "/charges", status: 202, body: many, operation: "CreateChargeAsyncV3"},
		{name: "charge.info", method: "GET", path: charges + "/{charge}", status: 200, operation: "FetchChargeV3"},
		{name: "charge.infoById", method: "GET", path: "/recurring/v3/charges/{charge}", status: 200, operation: "FetchChargeByIdV3"},
		{name: "charge.list", method: "GET", path: charges + "?status=DUE", status: 200, operation: "ListChargesV3"},
		{name: "agreement.update to the end", method: "PATCH", path: agreement, status: 204, body: `{"status":"STOPPED"}`, operation: "UpdateAgreementPatchV3"},
	}
}

// recurringShopCalls are those of the plugin: an order and its settlement have
// numbers of their own, what is cancelled is sent an empty list.
func recurringShopCalls() []sdkCall {
	const agreement, charges = recurringAgreements + "/{agreement}", recurringAgreements + "/{agreement}/charges"
	charge := fmt.Sprintf(`{"amount":34900,"transactionType":"DIRECT_CAPTURE","description":"A pot of honey","due":%q,"retryDays":4,`+
		`"orderId":"wc-honey-2711","externalId":"2711","processingMode":"MULTIPLE_ATTEMPTS"}`, inDays(1))
	return []sdkCall{
		tokenCall(),
		{
			name: "agreement", method: "POST", path: recurringAgreements, status: 201, operation: "DraftAgreementV3", keep: map[string]string{"agreement": "agreementId"},
			body: `{"pricing":{"type":"LEGACY","amount":34900,"currency":"NOK"},"interval":{"unit":"WEEK","count":2},"campaign":{"type":"PERIOD_CAMPAIGN","price":1000,"period":{"unit":"WEEK","count":10}},` +
				`"initialCharge":{"amount":1000,"description":"Ten weeks","transactionType":"DIRECT_CAPTURE","orderId":"wc-honey-2710","externalId":"2710"},` +
				`"merchantRedirectUrl":"https://shop.example/order?key=wc_2710","merchantAgreementUrl":"https://shop.example/account/subscription/27",` +
				`"productName":"Pots of honey","productDescription":"One every other week","isApp":false,"skipLandingPage":false,"scope":"name address email phoneNumber","externalId":"27"}`,
		},
		{name: "acceptance of the test environment", method: "PATCH", path: agreement + "/accept", status: 204, body: `{"phoneNumber":"4791234567"}`, operation: "acceptUsingPATCHV3"},
		{name: "its state", method: "GET", path: agreement, status: 200, operation: "FetchAgreementV3"},
		{name: "its charges", method: "GET", path: charges, status: 200, operation: "ListChargesV3"},
		{name: "the first one", method: "GET", path: charges + "/wc-honey-2710", status: 200, operation: "FetchChargeV3"},
		{name: "a charge", method: "POST", path: charges, status: 201, body: charge, operation: "CreateChargeV3"},
		{name: "its end", method: "DELETE", path: charges + "/wc-honey-2711", status: 204, operation: "CancelChargeV3"},
		{name: "a refund", method: "POST", path: charges + "/wc-honey-2710/refund", status: 204, body: `{"description":"Refund","amount":1000}`, operation: "RefundChargeV3"},
		{name: "another price", method: "PATCH", path: agreement, status: 204, body: `{"pricing":{"amount":39900}}`, operation: "UpdateAgreementPatchV3"},
		{name: "the end", method: "PATCH", path: agreement, status: 204, body: `{"status":"STOPPED"}`, operation: "UpdateAgreementPatchV3"},
	}
}

// recurringCollectionCalls are the kinds of agreements of the collection, with
// the currency that it leaves in the first payment.
func recurringCollectionCalls() []sdkCall {
	calls := []sdkCall{tokenCall()}
	const common = `"interval":{"unit":"MONTH","count":1},"merchantRedirectUrl":"https://shop.example/back","merchantAgreementUrl":"https://shop.example/my/honey",` +
		`"phoneNumber":"4791234567","productName":"Pots of honey"`
	const fixed, first = `"pricing":{"amount":34900,"currency":"NOK","type":"LEGACY"},`, `"initialCharge":{"amount":1000,"description":"First pot","transactionType":"DIRECT_CAPTURE"},`
	for name, body := range map[string]string{
		"minimal":           `"pricing":{"amount":34900,"currency":"NOK"},` + strings.Replace(common, `"count":1`, `"count":"1"`, 1),
		"variable amount":   `"pricing":{"suggestedMaxAmount":300000,"currency":"NOK","type":"VARIABLE"},` + common,
		"flexible":          `"pricing":{"currency":"NOK","type":"FLEXIBLE"},` + common,
		"price campaign":    fixed + first + `"campaign":{"type":"PRICE_CAMPAIGN","price":1000,"end":"2040-01-01T00:00:00Z"},` + common,
		"period campaign":   fixed + first + `"campaign":{"type":"PERIOD_CAMPAIGN","price":1000,"period":{"unit":"DAY","count":"2"}},` + common,
		"event campaign":    fixed + first + `"campaign":{"type":"EVENT_CAMPAIGN","price":100,"eventDate":"2040-12-25T00:00:00Z","eventText":"until Christmas"},` + common,
		"reserved at first": fixed + strings.Replace(first, "DIRECT", "RESERVE", 1) + common,
		"with its profile":  fixed + `"scope":"name address email phoneNumber birthDate",` + common,
	} {
		calls = append(calls, sdkCall{
			name: name, method: "POST", path: recurringAgreements, status: 201, body: "{" + body + "}",
			keep: map[string]string{"agreement": "agreementId"}, operation: "DraftAgreementV3",
		}, sdkCall{name: name + " read", method: "GET", path: recurringAgreements + "/{agreement}", status: 200, operation: "FetchAgreementV3"})
	}
	return calls
}

// What public clients of Recurring send conforms, and succeeds.
func TestProxyBeforeClientsOfRecurring(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		calls  []sdkCall
		system [4]string
		key    string
	}{
		{"the TypeScript SDK", recurringSDKCalls(), [4]string{"acme", "3.1.2", "acme-webshop", "4.5.6"}, "00000000-0000-4000-8000-%012d"},
		{"the WooCommerce plugin", recurringShopCalls(), [4]string{"woocommerce", "6.4.3/8.7.0", "woo-vipps-recurring", "2.0.1"}, "Zt4Kp9Xq2Lw7Rb5Nc8%06d"},
		{"the collection", recurringCollectionCalls(), [4]string{"postman", "2.0", "postman", "2.0"}, "collection-%06d"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			calls := map[string]int{}
			r := throughProxy(t, func(base string) {
				known := map[string]string{}
				for i, c := range tt.calls {
					c.send(t, base, sdkHeaders(known["token"], fmt.Sprintf(tt.key, i), tt.system), known)
					calls[c.operation]++
				}
			})
			assert.Zero(t, r.Totals.Findings.Error, "%v", allShown(r.Findings))
			used := map[string]int{}
			for _, op := range r.Operations {
				used[op.Operation] = op.OK
			}
			for operation, n := range calls {
				assert.Equal(t, n, used[operation], operation)
			}
		})
	}
}
