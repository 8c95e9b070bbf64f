package specs_test

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/specs"
)

// bodies hold under the contract of eCom v2. Those that are published hold
// under the document as published too, and no erratum may take that away; the
// others are what errata and updates are for.
var bodies = []struct {
	name, schema string
	published    bool
	body         string
}{
	{"the smallest capture", "PaymentActionsRequest", true,
		`{"merchantInfo":{"merchantSerialNumber":"12345"},"transaction":{"amount":100,"transactionText":"t"}}`},
	{"a capture without an amount", "PaymentActionsRequest", true,
		`{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"transactionText":"t"}}`},
	{"a capture of null", "PaymentActionsRequest", false,
		`{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"amount":null,"transactionText":"t"}}`},
	{"a capture of 0", "PaymentActionsRequest", false,
		`{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"amount":0,"transactionText":"t"}}`},
	{"a serial number of seven digits", "PaymentActionsRequest", false,
		`{"merchantInfo":{"merchantSerialNumber":"1234567"},"transaction":{"transactionText":"t"}}`},
	{"initiate", "InitiatePaymentCommand", true,
		`{"customerInfo":{"mobileNumber":"48000000"},"merchantInfo":{"merchantSerialNumber":"123456","callbackPrefix":"https://shop.example",
		"fallBack":"https://shop.example/f","authToken":"t"},"transaction":{"amount":100,"orderId":"o-1","transactionText":"t","scope":"name",
		"additionalData":{"passengerName":"A","airlineCode":"123","airlineDesignatorCode":"XY","agencyInvoiceNumber":"1"}}}`},
	{"a capture's answer", "TransactionResponse", true,
		`{"orderId":"o-1","transactionInfo":{"amount":100,"status":"Captured","timeStamp":"t","transactionId":"0123456789","transactionText":"t"},
		"transactionSummary":{"capturedAmount":100,"refundedAmount":0,"remainingAmountToCapture":0,"remainingAmountToRefund":100}}`},
	{"the answer to a capture of the last 50 øre", "TransactionResponse", false,
		`{"orderId":"o-1","transactionInfo":{"amount":50,"status":"Captured","timeStamp":"t","transactionId":"0123456789","transactionText":"t"}}`},
	{"details of an express payment", "TransactionDetails", true,
		`{"orderId":"o-1","sub":"s","userDetails":{"email":"a@b.example","firstName":"A","lastName":"B","mobileNumber":"48000000","userId":"a/b=+_1"},
		"shippingDetails":{"shippingCost":0,"shippingMethod":"m","shippingMethodId":"i",
		"address":{"addressLine1":"a","addressLine2":"b","city":"c","country":"Norway","postCode":"0001"}}}`},
	{"details with a UUID, null and NO", "TransactionDetails", false,
		`{"userDetails":{"email":"a@b.example","firstName":"A","lastName":"B","mobileNumber":"48000000","userId":"11111111-2222-4333-8444-555555555555",
		"bankIdVerified":1,"ssn":null},"shippingDetails":{"shippingCost":0,"shippingMethod":"m","shippingMethodId":"i",
		"address":{"addressLine1":"a","addressLine2":null,"city":"c","country":"NO","postCode":"0001"}}}`},
	{"details after seven days", "TransactionDetails", false,
		`{"userDetails":{"email":"[Expired]","firstName":"[Expired]","lastName":"[Expired]","mobileNumber":"[Expired]","userId":"[Expired]"},
		"shippingDetails":{"shippingCost":0,"shippingMethod":"[Expired]","shippingMethodId":"[Expired]",
		"address":{"addressLine1":"[Expired]","addressLine2":"[Expired]","city":"[Expired]","country":"[Expired]","postCode":"[Expired]"}}}`},
	{"a regular callback", "RegularCheckOutPaymentRequest", true,
		`{"merchantSerialNumber":"123456","orderId":"o-1","transactionInfo":{"amount":100,"status":"RESERVED","timeStamp":"t"}}`},
	{"a callback with the serial number as a number", "RegularCheckOutPaymentRequest", false,
		`{"merchantSerialNumber":123456,"orderId":"o-1","transactionInfo":{"amount":100,"status":"SALE","timeStamp":"t"}}`},
	{"a callback that the reservation failed", "RegularCheckOutPaymentRequest", false,
		`{"merchantSerialNumber":"123456","orderId":"o-1","transactionInfo":{"amount":100,"status":"RESERVE_FAILED","timeStamp":"t"},
		"errorInfo":{"errorGroup":"Payment","errorCode":"42","errorMessage":"m"}}`},
	{"an express callback as the schema wants it", "ExpressCheckOutPaymentRequest", true,
		`{"merchantSerialNumber":"123456","orderId":"o-1","transactionInfo":{"amount":100,"status":"RESERVE","timeStamp":"t"},
		"userDetails":{"email":"e","firstName":"A","lastName":"B","mobileNumber":"48000000","userId":"u"},"shippingDetails":{"shippingCost":0,"shippingMethod":"m",
		"shippingMethodId":"i","address":{"addressLine1":"a","city":"c","country":"Norway","postCode":"0001"}}}`},
	{"an express callback as it comes", "ExpressCheckOutPaymentRequest", false,
		`{"merchantSerialNumber":"123456","orderId":"o-1","transactionInfo":{"amount":100,"status":"SALE_FAILED","timeStamp":"t"},
		"userDetails":{"email":"e","firstName":"A","lastName":"B","mobileNumber":"48000000","userId":"u-1"},"shippingDetails":{"shippingCost":0,"shippingMethod":"m",
		"shippingMethodId":"i","address":{"addressLine1":"a","addressLine2":null,"city":"c","country":"NO","zipCode":"0001"}}}`},
	{"a callback of a payment with a scope", "ExpressCheckOutPaymentRequest", false,
		`{"merchantSerialNumber":"123456","orderId":"o-1","transactionInfo":{"amount":100,"status":"RESERVE","timeStamp":"t"},
		"userDetails":{"email":"e","firstName":"A","lastName":"B","mobileNumber":"48000000","userId":"u"}}`},
	{"an address", "ShippingCostAndMethod", true,
		`{"addressId":100,"addressLine1":"a","city":"c","country":"NO","postCode":"0001"}`},
	{"an address of a kind, without a second line", "ShippingCostAndMethod", false,
		`{"addressId":100,"addressLine1":"a","addressLine2":null,"city":"c","country":"Norway","postCode":"0001","addressType":"W"}`},
	{"shipping that costs nothing", "FetchShippingCostResponse", true,
		`{"addressId":100,"orderId":"o-1","shippingDetails":[{"isDefault":"Y","shippingCost":0,"shippingMethod":"m","shippingMethodId":"i","priority":1}]}`},
	{"shipping that costs nothing, by the other file", "MerchantFetchShippingCostResponse", false,
		`{"addressId":100,"orderId":"o-1","shippingDetails":[{"isDefault":"N","shippingCost":0,"shippingMethod":"m","shippingMethodId":"i"}]}`},
	{"an error of the API", "ErrorBody", true, `[{"errorGroup":"InvalidRequest","errorCode":"amount","errorMessage":"m"}]`},
	{"an empty list of errors", "ErrorBody", true, `[]`},
	{"an error of the gateway, as the document has it", "ErrorBody", true,
		`{"responseInfo":{"responseCode":401,"responseMessage":"m"},"result":{"message":"m"}}`},
	{"an error of the gateway, in every shape at once", "ErrorBody", true,
		`{"responseInfo":{"responseCode":401,"responseMessage":"m"},"result":{"message":"m"},"statusCode":401,"message":"m"}`},
	{"an error of the gateway, as the guide has it", "ErrorBody", false, `{"statusCode":401,"message":"m"}`},
	{"an error of the gateway, in capitals", "ErrorBody", false, `{"ResponseInfo":{"ResponseMessage":"m"}}`},
	{"an error as an object", "ErrorBody", false, `{"errorInfo":{"errorMessage":"m"}}`},
	{"errors as texts", "ErrorBody", false, `["m"]`},
}

func TestTheOverlayOnlyRelaxes(t *testing.T) {
	t.Parallel()
	s := ecom(t)
	data, err := specs.Read(s.Document)
	require.NoError(t, err)
	before, after := loaded(t, s.Document, map[string][]byte{s.Document: data}), corrected(t, s)
	for _, tt := range bodies {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			v := decoded(t, tt.body)
			was := schema(t, before, tt.schema).VisitJSON(v)
			if tt.published {
				assert.NoError(t, was, "as published")
			} else {
				assert.Error(t, was, "as published: nothing here needs the overlay")
			}
			assert.NoError(t, schema(t, after, tt.schema).VisitJSON(v), "overlaid")
		})
	}
}

// What the overlay has no reason to allow stays refused.
func TestTheOverlayRelaxesNoMore(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, schema, body string }{
		{"a serial number that is a number in a request", "MerchantInfoPayment", `{"merchantSerialNumber":123456}`},
		{"a serial number of four digits in a callback", "CallbackMerchantSerialNumber", `"1234"`},
		{"a serial number that is neither", "CallbackMerchantSerialNumber", `true`},
		{"an amount below one krone at initiate", "TransactionInfoInitiate", `{"amount":99,"orderId":"o-1","transactionText":"t"}`},
		{"a capture of less than nothing", "Transaction", `{"amount":-1,"transactionText":"t"}`},
		{"an express address without a postcode", "AddressExpress", `{"addressLine1":"a","city":"c","country":"NO"}`},
		{"a telephone number that is neither eight digits nor expired", "UserDetails",
			`{"email":"e","firstName":"A","lastName":"B","mobileNumber":"480000001","userId":"u"}`},
		{"a regular callback with the express status", "CallbackTransactionInfoRegular", `{"amount":100,"status":"RESERVE","timeStamp":"t"}`},
		{"an object that is no error", "ErrorBody", `{"orderId":"o-1","url":"https://shop.example"}`},
		{"an addressType that is none", "ShippingCostAndMethod",
			`{"addressId":100,"addressLine1":"a","city":"c","country":"NO","postCode":"0001","addressType":"X"}`},
	}
	doc := corrected(t, ecom(t))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Error(t, schema(t, doc, tt.schema).VisitJSON(decoded(t, tt.body)))
		})
	}
}

func schema(t *testing.T, doc *openapi3.T, name string) *openapi3.Schema {
	t.Helper()
	require.Contains(t, doc.Components.Schemas, name)
	return doc.Components.Schemas[name].Value
}

// Whatever a small change makes of those bodies: what holds as published holds
// under the overlay.
func TestTheOverlayOnlyRelaxesAroundTheBodies(t *testing.T) {
	t.Parallel()
	s := ecom(t)
	data, err := specs.Read(s.Document)
	require.NoError(t, err)
	before, after := loaded(t, s.Document, map[string][]byte{s.Document: data}), corrected(t, s)
	held := 0
	for _, tt := range bodies {
		was, is := schema(t, before, tt.schema), schema(t, after, tt.schema)
		for body := range variants(decoded(t, tt.body)) {
			if was.VisitJSON(body) != nil {
				continue
			}
			held++
			if err := is.VisitJSON(body); err != nil {
				t.Errorf("%s: %v held as published: %v", tt.name, body, err)
			}
		}
	}
	assert.Greater(t, held, 1000, "few variants hold: the test says little")
}

// candidates are what takes a value's place.
var candidates = []any{
	nil, true, 0.0, 1.0, 99.0, 100.0, -1.0, 0.5, 1e9, "", "0", "a", "a_b", "12345", "12345678", "123456789", "1234567890", "[A-Z]", "[Expired]",
	"NO", "Norway", "N", "RESERVE", "RESERVED", "SALE", "Captured", "CANCELLED", []any{}, map[string]any{},
}

// variants yields a value with one place in it left out or replaced.
func variants(v any) iter.Seq[any] {
	return func(yield func(any) bool) {
		for _, c := range candidates {
			if !yield(c) {
				return
			}
		}
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				without := maps.Clone(v)
				delete(without, name)
				if !yield(without) {
					return
				}
				for other := range variants(member) {
					with := maps.Clone(v)
					with[name] = other
					if !yield(with) {
						return
					}
				}
			}
		case []any:
			for i, item := range v {
				for other := range variants(item) {
					with := slices.Clone(v)
					with[i] = other
					if !yield(with) {
						return
					}
				}
			}
		}
	}
}

func decoded(t *testing.T, body string) any {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal([]byte(body), &v))
	return v
}
