package contract_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/contract"
)

// delivery is a call of the API at a URL of the merchant's.
func delivery(target, body string) *harness.Exchange {
	x := &harness.Exchange{ID: "x0002", Flow: harness.FlowCallback}
	x.Request = harness.Request{Method: "POST", Target: target, Header: http.Header{
		"Content-Type":        {"application/json"},
		"Authorization":       {"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=agAiSyogQbDHpeucoNwYz+yAr5nJ+v+zasdkSbqzv+U="},
		"X-Ms-Date":           {"Thu, 30 Mar 2023 08:38:32 GMT"},
		"X-Ms-Content-Sha256": {"lNlsp1XA03N34HrQsVzPgJKtC+r7l/RBF4V3JQUWMj4="},
	}}
	setBody(&x.Request.Body, body)
	x.Response = harness.Response{Status: 200, Header: http.Header{}}
	return x
}

// paymentEvent is what a delivery of ePayment says.
func paymentEvent(name string) string {
	return `{"msn":"123456","reference":"order-0001","pspReference":"abc","name":"` + name +
		`","amount":{"currency":"NOK","value":49900},"timestamp":"2024-03-05T09:29:59.000Z","idempotencyKey":"k1","success":true}`
}

// agreementEvent and chargeEvent are what deliveries of Recurring say.
func agreementEvent(what string) string {
	return `{"agreementId":"agr_1","agreementUUID":"9c2ca95c-245f-4a2e-aab2-4a08eb78e6fb","eventType":"recurring.agreement-` + what + `.v1","occurred":"2026-01-04T00:00:00Z","msn":"123456"}`
}

func chargeEvent(what string) string {
	return `{"agreementId":"agr_1","chargeId":"chr-1","amount":100,"chargeType":"RECURRING","eventType":"recurring.charge-` + what +
		`.v1","currency":"NOK","occurred":"2026-01-04T00:00:00Z","amountCaptured":100,"amountCanceled":0,"amountRefunded":0,"msn":"123456"}`
}

// everything is all contracts in one set, as the program has them.
func everything(t *testing.T) *contract.Set {
	t.Helper()
	var all []*contract.Contract
	for _, id := range []string{"access-token.v1", "ecom.v2", "epayment.v1", "recurring.v2", "recurring.v3", "userinfo.v1", "webhooks.v1"} {
		all = append(all, embedded(t, id, contract.Options{}))
	}
	return set(t, all...)
}

func TestADeliveryIsToldByItsBody(t *testing.T) {
	t.Parallel()
	s := everything(t)
	without := func(header string, x *harness.Exchange) *harness.Exchange {
		x.Request.Header.Del(header)
		return x
	}
	bare := func(target, body string) *harness.Exchange {
		x := delivery(target, body)
		x.Request.Header = http.Header{"Content-Type": {"application/json"}}
		return x
	}
	const address = `"City":"Oslo","PostCode":"0154","Country":"NO"}`
	for _, tt := range []struct {
		name      string
		x         *harness.Exchange
		operation string
		want      []string
	}{
		{"a webhook", delivery("/any/where?x=1", paymentEvent("CREATED")), "epayments.payment.created.v1", nil},
		{"a webhook at the root", delivery("/", paymentEvent("ABORTED")), "epayments.payment.aborted.v1", nil},
		{"a name with an escape in it", delivery("/", paymentEvent(`EXPIR\u0045D`)), "epayments.payment.expired.v1", nil},
		{"a name that no event has", delivery("/", paymentEvent("PAID")), "epayments.payment.unknown", []string{
			`error schema.enum callback request body /name: want one of "CREATED", "ABORTED", "EXPIRED", "CANCELLED", "CAPTURED", "REFUNDED", "AUTHORIZED", "TERMINATED", got "PAID"`,
		}},
		{"an event of an agreement", delivery("/hook", agreementEvent("activated")), "recurring.agreement-activated.v1", nil},
		{"an event of a charge", delivery("/hook", chargeEvent("captured")), "recurring.charge-captured.v1", nil},
		{"an event of a charge that was never created", delivery("/hook", `{"agreementId":"agr_1","chargeId":"acme-1","eventType":"recurring.charge-creation-failed.v1","occurred":"2026-01-04T00:00:00Z"}`), "recurring.charge-creation-failed.v1", nil},
		{"an event of Recurring that nobody knows", delivery("/hook", chargeEvent("cancelled")), "recurring.unknown", []string{
			`error schema.enum callback request body /eventType: want one of "recurring.agreement-activated.v1", "recurring.agreement-rejected.v1", "recurring.agreement-stopped.v1", "recurring.agreement-expired.v1", "recurring.charge-reserved.v1", "recurring.charge-captured.v1", "recurring.charge-canceled.v1", "recurring.charge-refunded.v1", "recurring.charge-failed.v1", "recurring.charge-creation-failed.v1", got "recurring.charge-cancelled.v1"`,
		}},
		{"a webhook of another API", delivery("/hook", `{"customerToken":"a","merchantQrId":"q"}`), "webhookDelivery", nil},
		{"a webhook that is no JSON", delivery("/hook", `name=CREATED`), "webhookDelivery", []string{
			"error body.not-json callback request body: want JSON in UTF-8, got a fault at byte 2 of 12",
		}},
		{"a webhook without its signature", without("Authorization", delivery("/hook", paymentEvent("CAPTURED"))), "epayments.payment.captured.v1", []string{
			"error header.missing callback request header Authorization: want a credential, got nothing",
		}},
		{"a webhook without its date", without("X-Ms-Date", delivery("/hook", paymentEvent("CAPTURED"))), "epayments.payment.captured.v1", []string{"error header.missing callback request header x-ms-date: want a string, got nothing"}},
		{"a request for shipping options", bare("/shipping", `{"reference":"order-0001","AddressLine1":"a",`+address), "getMerchantDynamicExpressGroupsCallback", nil},
		{"the same as the guide spells it", bare("/shipping", `{"Reference":"order-0001","AddressLine1":"a",`+address), "getMerchantDynamicExpressGroupsCallback", []string{"note spec.erratum callback request body /reference: want a value, got nothing"}},
		{"the same as a plugin reads it", bare("/shipping", `{"reference":"order-0001","addressLine1":"a","city":"Oslo","postCode":"0154","country":"NO"}`), "getMerchantDynamicExpressGroupsCallback", []string{
			"note spec.erratum callback request body /AddressLine1: want a value, got nothing",
			"note spec.erratum callback request body /City: want a value, got nothing",
			"note spec.erratum callback request body /PostCode: want a value, got nothing",
			"note spec.erratum callback request body /Country: want a value, got nothing",
		}},
		{"a callback of eCom", bare("/vipps/v2/payments/order-0001", `{"merchantSerialNumber":"123456","orderId":"order-0001","transactionInfo":{"amount":49900,"status":"RESERVED","timeStamp":"t"}}`),
			"transactionUpdateCallbackForRegularPaymentUsingPOST", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if strings.HasPrefix(tt.operation, "getMerchant") {
				tt.x.Response.Header.Set("Content-Type", "application/json")
				setBody(&tt.x.Response.Body, `{"groups":[]}`)
			}
			m, findings := s.Judge(tt.x)
			require.NotNil(t, m.Operation)
			assert.Equal(t, tt.operation, m.Operation.ID)
			if tt.want == nil {
				tt.want = []string{}
				assert.Equal(t, strings.HasPrefix(tt.name, "a webhook at") || strings.HasPrefix(tt.name, "an event of") || tt.name == "a webhook" || strings.Contains(tt.name, "eCom"), s.FastAccepts(tt.x), "the fast path")
			}
			assert.Equal(t, tt.want, lines(findings))
		})
	}
}

// A callback at any URL is no excuse for what nobody documents.
func TestWhatNobodyDocumentsBelongsToNoCallback(t *testing.T) {
	t.Parallel()
	s := everything(t)
	for _, tt := range []struct{ name, method, body string }{
		{"another body", "POST", `{"hello":1}`},
		{"no JSON", "POST", `hello`},
		{"nothing", "POST", ``},
		{"a list", "POST", `[]`},
		{"another method", "PUT", paymentEvent("CREATED")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x := delivery("/hook", tt.body)
			x.Request.Method = tt.method
			x.Request.Header = http.Header{"Content-Type": {"application/json"}}
			m, findings := s.Judge(x)
			assert.Nil(t, m.Operation)
			require.Len(t, findings, 1)
			assert.Equal(t, "route.unknown", findings[0].Rule)
			assert.NotContains(t, findings[0].Help, "{url}", "any path would do")
			assert.NotContains(t, findings[0].Help, "{callbackUrl}")
		})
	}
}

// The sender knows which callback it means, whatever the body says.
func TestACallbackCanBeJudgedAsTheOneThatIsMeant(t *testing.T) {
	t.Parallel()
	c := embedded(t, "webhooks.v1", contract.Options{})
	var created harness.Operation
	for _, op := range c.Operations() {
		if op.ID == "epayments.payment.created.v1" {
			created = op
		}
	}
	for _, tt := range []struct {
		name, body string
		findings   int
	}{
		{"what it should say", paymentEvent("CREATED"), 0},
		{"another event", paymentEvent("EXPIRED"), 0},
		{"nothing of it", `{}`, 7},
	} {
		x := delivery("/hook", tt.body)
		assert.Len(t, c.Request(created, "/hook", x.Request.Header, x.Request.Body.Bytes), tt.findings, tt.name)
	}
	x := delivery("/hook", `{}`)
	assert.Len(t, c.Request(created, "/hook", http.Header{"Content-Type": {"application/json"}}, x.Request.Body.Bytes), 10, "three headers more")
}

func TestCallbacksAtAnyURL(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, c := range everything(t).Contracts() {
		for _, op := range c.Operations() {
			if op.Flow == harness.FlowCallback && !strings.Contains(op.Path, "/") {
				ids = append(ids, c.ID()+" "+op.Path+" "+op.ID)
			}
		}
	}
	assert.Equal(t, []string{
		"epayment.v1 {callbackUrl} getMerchantDynamicExpressGroupsCallback",
		"webhooks.v1 {url} epayments.payment.aborted.v1",
		"webhooks.v1 {url} epayments.payment.authorized.v1",
		"webhooks.v1 {url} epayments.payment.cancelled.v1",
		"webhooks.v1 {url} epayments.payment.captured.v1",
		"webhooks.v1 {url} epayments.payment.created.v1",
		"webhooks.v1 {url} epayments.payment.expired.v1",
		"webhooks.v1 {url} epayments.payment.refunded.v1",
		"webhooks.v1 {url} epayments.payment.terminated.v1",
		"webhooks.v1 {url} epayments.payment.unknown",
		"webhooks.v1 {url} recurring.agreement-activated.v1",
		"webhooks.v1 {url} recurring.agreement-expired.v1",
		"webhooks.v1 {url} recurring.agreement-rejected.v1",
		"webhooks.v1 {url} recurring.agreement-stopped.v1",
		"webhooks.v1 {url} recurring.charge-canceled.v1",
		"webhooks.v1 {url} recurring.charge-captured.v1",
		"webhooks.v1 {url} recurring.charge-creation-failed.v1",
		"webhooks.v1 {url} recurring.charge-failed.v1",
		"webhooks.v1 {url} recurring.charge-refunded.v1",
		"webhooks.v1 {url} recurring.charge-reserved.v1",
		"webhooks.v1 {url} recurring.unknown",
		"webhooks.v1 {url} webhookDelivery",
	}, ids)
}

func TestTheFastPathKnowsTheNewContracts(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"getMerchantDynamicExpressGroupsCallback"}, embedded(t, "epayment.v1", contract.Options{}).Unknown())
	assert.Empty(t, embedded(t, "webhooks.v1", contract.Options{}).Unknown())
	assert.Empty(t, embedded(t, "userinfo.v1", contract.Options{}).Unknown())
}

func TestTheNewContractsLoadAsPublished(t *testing.T) {
	t.Parallel()
	published := contract.Options{AsPublished: true}
	s := set(t, embedded(t, "epayment.v1", published), embedded(t, "webhooks.v1", published))
	m, findings := s.Judge(epayment("POST", payments, create1+`,"customer":{"phoneNumber":"4712345678"}}`, 201, created))
	assert.Equal(t, "createPayment", m.Operation.ID)
	assert.Equal(t, []string{"note spec.erratum request body /customer: want a body that fits one variant, got one that fits several"}, lines(findings))
	x := delivery("/shipping", `{"reference":"order-0001","AddressLine1":"a","City":"Oslo","PostCode":"0154","Country":"NO"}`)
	assert.Equal(t, "getMerchantDynamicExpressGroupsPOST", s.Match(x).Operation.ID)
	assert.Nil(t, s.Match(delivery("/hook", paymentEvent("CREATED"))).Operation, "no published document has it")
}

// The published documents' own examples share nothing with the transcriptions.
func TestPublishedExamplesOfTheNewContractsPass(t *testing.T) {
	t.Parallel()
	for id, edition := range map[string]string{"epayment.v1": "1.8.1", "webhooks.v1": "2025-03"} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			file := "../../../shared/published/" + id + "@" + edition + ".yaml"
			if _, err := os.Stat(file); err != nil {
				t.Skip("the published documents are not here")
			}
			doc, err := openapi3.NewLoader().LoadFromFile(file)
			require.NoError(t, err)
			c := embedded(t, id, contract.Options{})
			s := set(t, c)
			judged := 0
			for path, item := range doc.Paths.Map() {
				if strings.HasPrefix(path, "/merchant") {
					continue
				}
				for method, op := range item.Operations() {
					op.Parameters = append(op.Parameters, item.Parameters...)
					for _, x := range published(t, c, path, method, op) {
						m, findings := s.Judge(x)
						require.NotNil(t, m.Operation, method+" "+path)
						judged++
						for _, f := range findings {
							assert.Equal(t, harness.Note, f.Severity, "%s %s: %s", method, path, line(f))
						}
					}
				}
			}
			assert.Greater(t, judged, 5)
		})
	}
}

// Choosing by the raw body and choosing by the decoded one are two ways to the
// same end: a name with an escape in it forces the second.
func TestBothWaysOfChoosingAgree(t *testing.T) {
	t.Parallel()
	s := everything(t)
	bodies := []string{
		agreementEvent("stopped"), chargeEvent("failed"), chargeEvent("due"), `{"eventType":["recurring.agreement-stopped.v1"],"agreementId":"a"}`,
		paymentEvent("CREATED"), paymentEvent("TERMINATED"), paymentEvent("PAID"), `{"name":"CREATED"}`, `{"pspReference":null,"name":"CREATED"}`,
		`{"pspReference":"a","name":["CREATED"]}`, `{"pspReference":"a","name":null}`, `{"AddressLine1":"a"}`, `{"addressLine1":1}`, `{"customerToken":"a"}`,
	}
	chosen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SampledFrom(bodies).Draw(t, "body")
		if rapid.Bool().Draw(t, "spoil it") {
			body = mutate(t, body)
		}
		x := delivery("/hook", body)
		if rapid.Bool().Draw(t, "without headers") {
			x.Request.Header = http.Header{}
		}
		rest, object := strings.CutPrefix(body, "{")
		if _, whole := contract.ReadsWhole([]byte(body)); !object || !whole || rest == "}" {
			return
		}
		y := *x
		setBody(&y.Request.Body, `{"\u007a":1,`+rest)
		was, is := s.Match(x).Operation, s.Match(&y).Operation
		if (was == nil) != (is == nil) || was != nil && was.ID != is.ID {
			t.Fatalf("%s: %v by its bytes, %v decoded", body, was, is)
		}
		if was != nil {
			chosen[was.ID] = true
		}
	})
	assert.GreaterOrEqual(t, len(chosen), 4, "%v", chosen)
}

func TestWhatDeliveriesHide(t *testing.T) {
	t.Parallel()
	s := everything(t)
	x := delivery("/hook", paymentEvent("AUTHORIZED"))
	body := s.Mask(*s.Match(x).Operation, harness.InCallbackRequest, 0)
	require.NotNil(t, body)
	assert.Equal(t, contract.Personal, body.Properties["sub"].Class)
	assert.Equal(t, contract.Personal, body.Properties["userDetails"].Properties["firstName"].Class)
	assert.Equal(t, contract.Personal, body.Properties["shippingDetails"].Properties["address"].Properties["city"].Class)
	assert.Equal(t, contract.Public, body.Properties["pspReference"].Class)
	var register harness.Operation
	for _, c := range s.Contracts() {
		for _, op := range c.Operations() {
			if op.ID == "registerWebhook" {
				register = op
			}
		}
	}
	assert.Equal(t, contract.Secret, s.Mask(register, harness.InResponse, 201).Properties["secret"].Class)
}
