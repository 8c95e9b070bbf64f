package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports"
)

// An sdkCall is one call as the official TypeScript SDK, npm package
// @vippsmobilepay/sdk, makes it. Words in braces stand for what an earlier
// answer said.
//
// Source: github.com/vippsas/deno-sdk, paths and bodies src/apis/auth.ts @55eb070,
// src/apis/epayment.ts @749ee46 and src/apis/webhooks.ts @0c11d10 with their tests,
// @1766bfc and @0c1fdd6; headers src/base_client_helper.ts @0f154a8.
type sdkCall struct {
	name, method, path, body string
	// header are headers beyond those of every call.
	header map[string]string
	status int
	// keep names members of the answer that later calls use, by their word.
	keep map[string]string
	// operation is what the report calls it.
	operation string
}

func sdkCalls() []sdkCall {
	const (
		payments = "/epayment/v1/payments"
		webhooks = "/webhooks/v1/webhooks"
		order    = `{"amount":{"currency":"NOK","value":49900},"paymentMethod":{"type":"WALLET"},"customer":{"phoneNumber":"4791234567"},` +
			`"returnUrl":"https://shop.example/back","userFlow":"WEB_REDIRECT","paymentDescription":"A pot of honey","reference":"%s"}`
		part = `{"modificationAmount":{"currency":"NOK","value":%d}}`
		// Where the caller gives no reference, the SDK makes a UUID.
		first  = "5f0c2f6e-3c55-4d0b-8a53-1f0a3c1b7e01"
		second = "9b1d7c44-6a0e-4f7e-b0ce-52d1a9c3f802"
	)
	link := map[string]string{"link": "redirectUrl"}
	return []sdkCall{
		{
			name: "auth.getToken", method: "POST", path: "/accesstoken/get", status: 200, keep: map[string]string{"token": "access_token"},
			header: map[string]string{"client_id": "11111111-2222-4333-8444-555555555555", "client_secret": "c2FuZGJveC1zZWNyZXQtMDE="}, operation: "fetchAuthorizationTokenUsingPost",
		},
		{
			name: "webhook.register", method: "POST", path: webhooks, status: 201, keep: map[string]string{"webhook": "id"},
			body: `{"events":["epayments.payment.created.v1","user.checked-in.v1"],"url":"https://callbacks.kontrakt.example/hook"}`, operation: "registerWebhook",
		},
		{name: "webhook.list", method: "GET", path: webhooks, status: 200, operation: "listWebhooks"},
		{name: "payment.create", method: "POST", path: payments, body: fmt.Sprintf(order, first), status: 201, keep: link, operation: "createPayment"},
		{name: "payment.info", method: "GET", path: payments + "/" + first, status: 200, operation: "getPayment"},
		{
			name: "payment.forceApprove", method: "POST", path: "/epayment/v1/test/payments/" + first + "/approve", status: 200,
			body: `{"customer":{"phoneNumber":"4791234567"},"token":"{linkToken}"}`, operation: "forceApprove",
		},
		{name: "payment.capture", method: "POST", path: payments + "/" + first + "/capture", body: fmt.Sprintf(part, 19900), status: 200, operation: "capturePayment"},
		{name: "payment.refund", method: "POST", path: payments + "/" + first + "/refund", body: fmt.Sprintf(part, 9900), status: 200, operation: "refundPayment"},
		{name: "payment.cancel of the rest", method: "POST", path: payments + "/" + first + "/cancel", status: 200, operation: "cancelPayment"},
		{name: "payment.history", method: "GET", path: payments + "/" + first + "/events", status: 200, operation: "getPaymentEventLog"},
		{name: "payment.create again", method: "POST", path: payments, body: fmt.Sprintf(order, second), status: 201, operation: "createPayment"},
		{name: "payment.cancel of what waits", method: "POST", path: payments + "/" + second + "/cancel", status: 200, operation: "cancelPayment"},
		{name: "webhook.delete", method: "DELETE", path: webhooks + "/{webhook}", status: 204, operation: "deleteWebhook"},
	}
}

// sdkHeaders are those of every call, the one for a token and those that only
// read included: a key each time, and the empty text for what is not configured.
// What a call adds does not replace them, so that the media type of forms, which
// the call for a token adds, is never sent.
func sdkHeaders(token, key string, system [4]string) map[string]string {
	return map[string]string{
		"Content-Type": "application/json", "Authorization": strings.TrimSpace("Bearer " + token), "User-Agent": "Vipps/Deno SDK/npm-module",
		"Ocp-Apim-Subscription-Key": "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d", "Merchant-Serial-Number": "123456",
		"Vipps-System-Name": system[0], "Vipps-System-Version": system[1],
		"Vipps-System-Plugin-Name": system[2], "Vipps-System-Plugin-Version": system[3],
		"Idempotency-Key": key,
	}
}

// What the official SDK sends conforms, and succeeds.
func TestProxyBeforeTheTypeScriptSDK(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		system [4]string
	}{
		{"with its systems named", [4]string{"acme", "3.1.2", "acme-webshop", "4.5.6"}},
		{"with nothing named", [4]string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			calls, used := map[string]int{}, map[string]int{}
			r := throughProxy(t, func(base string) {
				known := map[string]string{}
				for i, c := range sdkCalls() {
					key := fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
					c.send(t, base, sdkHeaders(known["token"], key, tt.system), known)
					calls[c.operation]++
				}
			})
			assert.Zero(t, r.Totals.Findings.Error, "%v", allShown(r.Findings))
			for _, op := range r.Operations {
				used[op.Operation] = op.Calls
				if calls[op.Operation] > 0 {
					assert.Equal(t, op.Calls, op.OK, op.Operation)
				}
			}
			for operation, n := range calls {
				assert.Equal(t, n, used[operation], operation)
			}
		})
	}
}

// send makes the call and keeps what later ones need.
func (c sdkCall) send(t *testing.T, base string, header, known map[string]string) {
	t.Helper()
	fill := func(text string) string {
		return regexp.MustCompile(`\{(\w+)\}`).ReplaceAllStringFunc(text, func(word string) string {
			value, ok := known[strings.Trim(word, "{}")]
			require.True(t, ok, "%s: nothing said %s", c.name, word)
			return value
		})
	}
	q, err := http.NewRequestWithContext(t.Context(), c.method, base+fill(c.path), strings.NewReader(fill(c.body)))
	require.NoError(t, err)
	for _, headers := range []map[string]string{c.header, header} {
		for name, value := range headers {
			q.Header[name] = []string{value} // as it is spelt
		}
	}
	answer, err := http.DefaultClient.Do(q)
	require.NoError(t, err, c.name)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err, c.name)
	require.Equal(t, c.status, answer.StatusCode, "%s: %s", c.name, body)
	if len(c.keep) == 0 {
		return
	}
	said := map[string]any{}
	require.NoError(t, json.NewDecoder(bytes.NewReader(body)).Decode(&said), c.name)
	for word, member := range c.keep {
		value, ok := said[member].(string)
		require.True(t, ok, "%s: no %s in %s", c.name, member, body)
		known[word] = value
	}
	if link, err := url.Parse(known["link"]); err == nil {
		known["linkToken"] = link.Query().Get("token")
	}
}

// throughProxy puts a proxy before the embedded sandbox, hands its address over
// and gives the report about what passed.
func throughProxy(t *testing.T, do func(base string)) reports.Report {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stdout, stderr output
	o := transcript{Out: filepath.Join(t.TempDir(), "out")}
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, outside(nil, &stdout, &stderr), []string{"proxy", "--quiet", "--listen", "127.0.0.1:0", "--out", o.Out})
	}()
	do(awaitAddress(t.Fatalf, stdout.String))
	stop()
	o.Status = <-ended
	o.Stdout, o.Stderr = stdout.String(), stderr.String()
	return o.held(t, conforms).report(t)
}
