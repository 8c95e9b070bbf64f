package reports_test

import (
	"fmt"
	"net/http"
	"time"

	"kontrakt/harness"
)

const docs = "https://developer.vippsmobilepay.com/docs/APIs/ecom-api"

// operations of eCom v2, with made-up figures.
func richOperations() []harness.OperationStats {
	stats := func(method, path, id string, flow harness.Flow, statuses map[int]int, e, w, n int, p50 time.Duration) harness.OperationStats {
		o := harness.OperationStats{Operation: harness.Operation{Contract: "ecom.v2", ID: id, Method: method, Path: path, Flow: flow},
			Statuses: statuses, Errors: e, Warnings: w, Notes: n, P50: p50, P95: 3 * p50, Max: 11 * p50,
			MedianLow: p50 / 2, MedianHigh: 2 * p50, Shapes: []harness.Shape{{ID: "0123456789ab", Status: 200, Members: []string{"/amount number", "body object"}}}}
		for s, c := range statuses {
			o.Calls += c
			switch s / 100 {
			case 2:
				o.OK += c
			case 4:
				o.ClientErrors += c
			case 5:
				o.ServerErrors += c
			}
		}
		return o
	}
	ms := time.Millisecond
	token := stats("POST", "/accesstoken/get", "fetchToken", harness.FlowAPI, map[int]int{200: 64}, 0, 0, 0, 300*time.Microsecond)
	token.Contract = "access-token.v1"
	return []harness.OperationStats{
		token,
		stats("POST", "/ecomm/v2/payments", "initiatePaymentV3UsingPOST", harness.FlowAPI, map[int]int{200: 97, 400: 9, 401: 2}, 2, 3, 1, 2*ms),
		stats("GET", "/ecomm/v2/payments/{orderId}/details", "getPaymentDetailsUsingGET", harness.FlowAPI, map[int]int{200: 212, 404: 3, 500: 1, 0: 1}, 1, 0, 4, ms),
		stats("POST", "/ecomm/v2/payments/{orderId}/capture", "capturePaymentUsingPOST", harness.FlowAPI, map[int]int{200: 41, 400: 22, 402: 1}, 0, 0, 0, 3*ms),
		stats("PUT", "/ecomm/v2/payments/{orderId}/cancel", "cancelPaymentRequestUsingPUT", harness.FlowAPI, map[int]int{200: 33, 400: 12}, 0, 0, 0, 2*ms),
		stats("POST", "/ecomm/v2/payments/{orderId}/refund", "refundPaymentUsingPOST", harness.FlowAPI, map[int]int{200: 2302, 400: 67, 401: 3}, 0, 1, 0, 2*ms),
		stats("POST", "/v2/payments/{orderId}", "transactionUpdateCallbackForRegularPaymentUsingPOST", harness.FlowCallback, map[int]int{200: 18}, 0, 0, 0, 5*ms),
		stats("GET", "/ecomm/v2/payments/{orderId}/status", "getOrderStatusUsingGET", harness.FlowAPI, nil, 0, 0, 0, 0),
	}
}

func richFindings() []harness.Finding {
	return []harness.Finding{
		{Rule: "schema.enum", Severity: harness.Error, Direction: harness.InResponse, Contract: "ecom.v2", Operation: "getPaymentDetailsUsingGET", Method: "GET",
			Path: "/ecomm/v2/payments/{orderId}/details", Status: 200, In: harness.PartBody, Pointer: "/transactionLogHistory/0/operation",
			Want: `one of "INITIATE", "RESERVE", "SALE", "CAPTURE", "REFUND", "CANCEL", "VOID", "FAILED", "REJECTED"`, Got: `"RESERVED"`,
			Spec: harness.SpecRef{File: "ecom.v2.yaml", Line: 742, Pointer: "#/components/schemas/TransactionLogHistory/properties/operation/enum"},
			Help: "compare with the closed vocabulary of operations", Count: 12, Exchanges: []string{"x0003", "x0009"}, Scenarios: []string{"ecom.v2/capture/2"}},
		{Rule: "guide.mobile-number", Severity: harness.Error, Direction: harness.InRequest, Contract: "ecom.v2", Operation: "initiatePaymentV3UsingPOST", Method: "POST",
			Path: "/ecomm/v2/payments", Status: 200, In: harness.PartBody, Pointer: "/customerInfo/mobileNumber", Want: "eight digits", Got: `"+4791******"`,
			Spec: harness.SpecRef{File: "ecom.v2.yaml", Line: 233, Pointer: "#/components/schemas/CustomerInfo/properties/mobileNumber"},
			Help: "leave out the country code and spaces", Count: 2, Exchanges: []string{"x0001"}, Scenarios: []string{"ecom.v2/initiate/1"}},
		{Rule: "body.undocumented-property", Severity: harness.Warning, Direction: harness.InRequest, Contract: "ecom.v2", Operation: "initiatePaymentV3UsingPOST", Method: "POST",
			Path: "/ecomm/v2/payments", Status: 200, In: harness.PartBody, Pointer: "/transaction/orderID", Want: "a documented property", Got: `"orderID"`,
			Spec: harness.SpecRef{File: "ecom.v2.yaml", Line: 811, Pointer: "#/components/schemas/TransactionInfoInitiate"}, Help: "did you mean orderId?", Count: 1, Exchanges: []string{"x0001"}, Scenarios: []string{"ecom.v2/initiate/1"}},
		{Rule: "body.undocumented-property", Severity: harness.Warning, Direction: harness.InRequest, Contract: "ecom.v2", Operation: "refundPaymentUsingPOST", Method: "POST",
			Path: "/ecomm/v2/payments/{orderId}/refund", Status: 200, In: harness.PartBody, Pointer: "/transaction/note", Want: "a documented property", Got: `"note"`,
			Spec: harness.SpecRef{File: "ecom.v2.yaml", Line: 690}, Help: "leave it out", Count: 1, Exchanges: []string{"x0940"}},
		{Rule: "route.unknown", Severity: harness.Error, Direction: harness.InRequest, Method: "GET", Path: "/ecomm/v2/payment/order-7", Status: 404, In: harness.PartRoute,
			Want: "a documented path", Got: "GET /ecomm/v2/payment/order-7", Help: "the nearest is /ecomm/v2/payments/{orderId}/details", Count: 1, Exchanges: []string{"x0011"}},
		{Rule: "spec.erratum", Severity: harness.Note, Direction: harness.InResponse, Contract: "ecom.v2", Operation: "getPaymentDetailsUsingGET", Method: "GET",
			Path: "/ecomm/v2/payments/{orderId}/details", Status: 200, In: harness.PartBody, Pointer: "/shippingDetails/shippingCost", Want: "an integer", Got: "109.5",
			Spec: harness.SpecRef{File: "ecom.v2.overlay.yaml", Line: 88}, Help: "allowed by an erratum", Count: 4, Exchanges: []string{"x0003"}},
	}
}

// richRules are the rules of the run, one of which found nothing; several
// contracts word one of them.
func richRules() []harness.RuleUsed {
	return []harness.RuleUsed{
		{Rule: harness.Rule{ID: "schema.enum", Severity: harness.Error, Says: "A value is one of those that the schema lists.", Source: "OpenAPI, keyword enum of the schema"}},
		{Contract: "ecom.v2", Rule: harness.Rule{ID: "guide.mobile-number", Severity: harness.Error, Says: "A mobile number is eight digits.", Source: "eCom API guide", Help: "send the eight digits alone"}},
		{Contract: "epayment.v1", Rule: harness.Rule{ID: "guide.mobile-number", Severity: harness.Error, Says: "A phone number has its country code.", Source: "epayment.v1"}},
		{Rule: harness.Rule{ID: "body.undocumented-property", Severity: harness.Warning, Says: "A body has only documented properties.", Source: "OpenAPI, schema of the body"}},
		{Rule: harness.Rule{ID: "route.method", Severity: harness.Error, Says: "A path is called with a documented method.", Source: "OpenAPI, paths"}},
		{Rule: harness.Rule{ID: "route.unknown", Severity: harness.Error, Says: "A path is one that a contract documents.", Source: "OpenAPI, paths"}},
		{Rule: harness.Rule{ID: "spec.erratum", Severity: harness.Note, Says: "The published document allows what its erratum allows.", Source: "the contract's overlay"}},
	}
}

func richScenarios() []harness.Scenario {
	steps := func(failAt int, why string, lines ...string) []harness.Step {
		var all []harness.Step
		for i, l := range lines {
			s := harness.Step{Keyword: []string{"Given", "When", "Then", "And"}[min(i, 3)], Text: l, Status: harness.StatusPassed}
			if i == failAt {
				s.Status, s.Error = harness.StatusFailed, why
			} else if failAt >= 0 && i > failAt {
				s.Status = harness.StatusSkipped
			}
			all = append(all, s)
		}
		return all
	}
	all := []harness.Scenario{
		{ID: "ecom.v2/initiate/1", Feature: "Starting a payment", Name: "The customer's number is filled in", File: "features/ecom.v2/initiate.feature", Line: 12, Tags: []string{"@ecom.v2", "@core"}, API: "ecom.v2",
			Status: harness.StatusFailed, Reason: "2 error findings", Duration: 21 * time.Millisecond, Exchanges: []string{"x0001"}, Steps: steps(-1, "", "a merchant that sells in NOK", "the merchant asks Kari for 499.00 NOK", "Kari is asked to pay", "every exchange keeps to the contract")},
		{ID: "ecom.v2/capture/2", Feature: "Capturing a reserved payment", Name: "Part of the order ships now", File: "features/ecom.v2/capture.feature", Line: 31, Tags: []string{"@ecom.v2", "@core"}, API: "ecom.v2",
			Status: harness.StatusFailed, Duration: 48 * time.Millisecond, Exchanges: []string{"x0002", "x0003"},
			Steps: steps(2, "captured amount: want 199.00 NOK, got 198.99 NOK", "Kari has approved a payment of 499.00 NOK", "the merchant captures 199.00 NOK", "199.00 NOK stands captured", "300.00 NOK is left to capture")},
		{ID: "ecom.v2/cancel/9", Feature: "Cancelling", Name: "A reservation is cancelled after 180 days", File: "features/ecom.v2/cancel.feature", Line: 44, Tags: []string{"@ecom.v2", "@sandbox"}, API: "ecom.v2",
			Status: harness.StatusSkipped, Reason: "the target is no sandbox: time cannot be moved"},
		{ID: "ecom.v2/cancel/10", Feature: "Cancelling", Name: "A pending payment is cancelled before the customer has answered", File: "features/ecom.v2/cancel.feature", Line: 58, API: "ecom.v2",
			Status: harness.StatusInconclusive, Reason: "the target did not answer within 30 s", Duration: 30 * time.Second, Exchanges: []string{"x0012"}, Steps: steps(-1, "", "a merchant that sells in NOK")},
	}
	for i := range 14 {
		all = append(all, harness.Scenario{ID: fmt.Sprintf("ecom.v2/capture/%d", 10+i), Feature: "Capturing a reserved payment", File: "features/ecom.v2/capture.feature", Line: 60 + 7*i, API: "ecom.v2", Tags: []string{"@ecom.v2", "@core"},
			Name: fmt.Sprintf("With %d.00 NOK taken, another 100.01 NOK is refused", 380+i), Status: harness.StatusPassed, Duration: time.Duration(9+i) * time.Millisecond,
			Steps: steps(-1, "", "Kari has approved a payment of 499.00 NOK", "the merchant tries to capture 100.01 NOK", "the capture is refused because it exceeds the reservation")})
	}
	return all
}

func richExchanges() []harness.Judged {
	text := func(s string) harness.Body { return harness.Body{Bytes: []byte(s), Size: int64(len(s))} }
	ops := richOperations()
	header := http.Header{"Authorization": {"Bearer qXw9.0000.pseudonym"}, "Content-Type": {"application/json"}, "Ocp-Apim-Subscription-Key": {"8a77c1d0e5b94b7f9c1e2d3f4a5b6c7d"}, "X-Request-Id": {"order-7-capture-1"}}
	answer := http.Header{"Content-Type": {"application/json; charset=utf-8"}, "Date": {"Wed, 04 Mar 2026 09:30:12 GMT"}}
	call := func(id string, op *harness.Operation, method, target string, status int, request, response string, findings ...harness.Finding) harness.Judged {
		return harness.Judged{Exchange: harness.Exchange{ID: id, Flow: harness.FlowAPI, Started: start, Duration: 2400 * time.Microsecond, Waited: 2 * time.Millisecond,
			Request:  harness.Request{Method: method, Scheme: "http", Host: "127.0.0.1:41237", Target: target, Proto: "HTTP/1.1", Header: header, Body: text(request)},
			Response: harness.Response{Status: status, Proto: "HTTP/1.1", Header: answer, Body: text(response)}},
			Operation: op, Findings: findings, Redacted: []string{"request header Authorization", "request header Ocp-Apim-Subscription-Key"}}
	}
	f := richFindings()
	lost := call("x0012", &ops[4].Operation, "PUT", "/ecomm/v2/payments/order-12/cancel", 0, `{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"transactionText":"no answer"}}`, "")
	lost.Failure, lost.Response = &harness.Failure{Kind: harness.TimedOut, Detail: "no answer within 30 s"}, harness.Response{}
	return []harness.Judged{
		call("x0001", &ops[1].Operation, "POST", "/ecomm/v2/payments", 200, `{"customerInfo":{"mobileNumber":"+4791234567"},"merchantInfo":{"merchantSerialNumber":"123456","callbackPrefix":"https://shop.example/vipps","fallBack":"https://shop.example/done/order-7"},"transaction":{"orderID":"order-7","amount":9007199254740993,"transactionText":"Two øre & a pair of socks"}}`,
			`{"orderId":"order-7","url":"https://api.example/dwo-api-application/v1/deeplink/vippsgateway?v=2"}`, f[1], f[2]),
		call("x0002", &ops[3].Operation, "POST", "/ecomm/v2/payments/order-7/capture", 200, `{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"amount":19900,"transactionText":"first parcel"}}`, `{"orderId":"order-7","transactionInfo":{"amount":19899,"status":"Captured"}}`),
		call("x0003", &ops[2].Operation, "GET", "/ecomm/v2/payments/order-7/details", 200, "", `{"orderId":"order-7","transactionSummary":{"capturedAmount":19899,"remainingAmountToCapture":30001},"transactionLogHistory":[{"amount":49900,"operation":"RESERVED","operationSuccess":true}]}`, f[0], f[5]),
		call("x0011", nil, "GET", "/ecomm/v2/payment/order-7", 404, "", "not found", f[4]),
		lost,
	}
}

func richRun() *harness.Run {
	exchanges := richExchanges()
	return &harness.Run{
		Tool: harness.Tool{Name: "kontrakt", Version: "v0.1.0"}, ID: "20260304-093012-7f3a", Command: "run", Started: start, Finished: start.Add(31_240 * time.Millisecond),
		Target: harness.Target{Kind: "sandbox", URL: "http://127.0.0.1:41237"}, Seed: 4182, Verdict: harness.Failed, Reason: "2 scenarios failed",
		Contracts: []harness.ContractUsed{
			{ID: "ecom.v2", Title: "eCom API", Version: "2.0.3", State: "in-force", Errata: 14, Updates: 9, Docs: docs, Digest: "d16ed16ed16ed16ed16ed16ed16ed16ed16ed16ed16ed16ed16ed16ed16ed16e", Source: harness.ContractSource{Kind: "published",
				URL: "https://github.com/vippsas/vipps-ecom-api/blob/main/docs/swagger.yaml", Edition: "2.0.3 of 2023-10-30", SHA256: "2fb2411f0b402fb2411f0b402fb2411f0b402fb2411f0b402fb2411f0b40abcd"}},
			{ID: "access-token.v1", Title: "Access Token API", Version: "1", State: "in-force", Docs: "https://developer.vippsmobilepay.com/docs/APIs/access-token-api", Source: harness.ContractSource{Kind: "authored", Edition: "2026-03"}},
		},
		Rules:     richRules(),
		Scenarios: richScenarios(), Findings: richFindings(), Operations: richOperations(),
		Coverage: harness.Coverage{Operations: harness.Extent{Documented: 11, Exercisable: 10, Exercised: 7}, Responses: harness.Extent{Documented: 61, Exercisable: 48, Exercised: 22},
			Missing: []harness.Missing{{What: "ecom.v2 getOrderStatusUsingGET", Reason: "no scenario asks for it"}, {What: "ecom.v2 capturePaymentUsingPOST 423", Reason: "only a real card reaches it"}}},
		Proof: []harness.Proof{
			{Contract: "ecom.v2", Operation: "capturePaymentUsingPOST", Kind: "operation", Total: 1, Proven: 1},
			{Contract: "ecom.v2", Operation: "capturePaymentUsingPOST", Kind: "status", Total: 3, Proven: 2, Missing: []string{"423"}},
			{Contract: "ecom.v2", Operation: "capturePaymentUsingPOST", Kind: "answered", Total: 4, Proven: 2, Contradicted: 1,
				Missing: []string{"200 /transactionInfo/<b>"}, Broken: []string{"200 /transactionInfo/amount"}},
			{Contract: "epayment.v1", Operation: "createPayment", Kind: "operation", Total: 1, Missing: []string{"createPayment"}},
		},
		Accepted: []harness.Acceptance{
			{Rule: "guide.unused-field", Operation: "ecom.v2 initiatePaymentV3UsingPOST", Pointer: "/transaction/useExplicitCheckoutFlow", Owner: "till team", Reason: "old tills <2.0", Expires: start.AddDate(0, 1, 0), File: "kontrakt.accepted.yaml", Line: 2, Seen: 3},
			{Rule: "schema.type", Operation: "ecom.v2 capturePaymentUsingPOST", Owner: "till team", Reason: "gone", Expires: start.AddDate(0, 1, 0), File: "kontrakt.accepted.yaml", Line: 9},
		},
		Checklist: []harness.Requirement{
			{ID: "EC-CL-01", Contract: "ecom.v2", Text: "Initiate a payment", Status: "met", Evidence: []string{"x0001"}},
			{ID: "EC-CL-04", Contract: "ecom.v2", Text: "Refund a payment", Status: "not-observed", Help: "refund once, in full or in part"}},
		Recorded: 2891, Broken: 1, Exchanges: yielding(exchanges),
	}
}
