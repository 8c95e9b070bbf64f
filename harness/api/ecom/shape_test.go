package ecom_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

// shape lists the members of a JSON body with their types, sorted; items of a
// list count once each kind.
func shape(t *testing.T, body []byte) string {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal(body, &v), string(body))
	seen := map[string]bool{}
	var walk func(string, any)
	walk = func(path string, v any) {
		switch in := v.(type) {
		case map[string]any:
			for name, member := range in {
				walk(strings.TrimPrefix(path+"."+name, "."), member)
			}
		case []any:
			for _, item := range in {
				walk(path+"[]", item)
			}
		default:
			seen[fmt.Sprintf("%s:%T", path, v)] = true
		}
	}
	walk("", v)
	return strings.ReplaceAll(strings.Join(slices.Sorted(maps.Keys(seen)), " "), "float64", "number")
}

const (
	sums  = "transactionSummary.capturedAmount:number transactionSummary.refundedAmount:number transactionSummary.remainingAmountToCapture:number transactionSummary.remainingAmountToRefund:number"
	moved = "%[1]s.amount:number %[1]s.status:string %[1]s.timeStamp:string %[1]s.transactionId:string %[1]s.transactionText:string"
	entry = "transactionLogHistory[].amount:number transactionLogHistory[].operation:string transactionLogHistory[].operationSuccess:bool transactionLogHistory[].requestId:string transactionLogHistory[].timeStamp:string transactionLogHistory[].transactionId:string transactionLogHistory[].transactionText:string"
	user  = "userDetails.email:string userDetails.firstName:string userDetails.lastName:string userDetails.mobileNumber:string userDetails.userId:string"
)

// The bodies have the members that the guide's examples have, written down by
// hand: neither more nor less, whatever the contract would let pass.
func TestShapes(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	info := fmt.Sprintf(moved, "transactionInfo")
	assert.Equal(t, "orderId:string url:string", shape(t, b.pending("order-1").body))
	assert.Equal(t, "orderId:string "+entry, shape(t, b.details("order-1").body))
	b.act("order-1", "approve", nil)
	assert.Equal(t, "orderId:string paymentInstrument:string "+info+" "+sums, shape(t, b.change("capture", "order-1", 10000, "k").body))
	assert.Equal(t, "orderId:string paymentInstrument:string "+info+" "+sums, shape(t, b.change("cancel", "order-1", nil, "", release).body))
	assert.Equal(t, "orderId:string "+fmt.Sprintf(moved, "transaction")+" "+sums, shape(t, b.change("refund", "order-1", 4000, "k").body))
	assert.Equal(t, "[].contextId:string [].errorCode:string [].errorGroup:string [].errorMessage:string", shape(t, b.details("order-9").body))
	assert.Equal(t, "orderId:string "+entry+" transactionSummary.bankIdentificationNumber:number "+sums, shape(t, b.details("order-1").body))
	assert.Equal(t, "orderId:string transactionInfo.amount:number transactionInfo.status:string transactionInfo.timeStamp:string transactionInfo.transactionId:string",
		shape(t, b.get("/ecomm/v2/payments/order-1/status").body))

	b.pending("order-2")
	assert.Equal(t, "orderId:string "+info+" "+sums, shape(t, b.change("cancel", "order-2", nil, "").body), "nobody has chosen a card")
}

func TestShapesOfCallsToTheMerchant(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.shop.answer = offer(method("a", 10, "Y"))
	b.reserved("order-2")
	b.reserved("order-1", express()...)
	b.pending("order-3")
	b.act("order-3", "fail", nil)
	require.Len(t, b.shop.calls, 4)
	const info = "transactionInfo.amount:number transactionInfo.status:string transactionInfo.timeStamp:string transactionInfo.transactionId:string"
	assert.Equal(t, "merchantSerialNumber:string orderId:string "+info, shape(t, b.shop.calls[0].body))
	assert.Equal(t, "addressId:number addressLine1:string addressType:string city:string country:string postCode:string", shape(t, b.shop.calls[1].body))
	assert.Equal(t, "merchantSerialNumber:string orderId:string "+
		"shippingDetails.address.addressLine1:string shippingDetails.address.city:string shippingDetails.address.country:string shippingDetails.address.zipCode:string "+
		"shippingDetails.shippingCost:number shippingDetails.shippingMethod:string shippingDetails.shippingMethodId:string "+info+" "+user, shape(t, b.shop.calls[2].body))
	assert.Equal(t, "errorInfo.contextId:string errorInfo.errorCode:string errorInfo.errorGroup:string errorInfo.errorMessage:string "+
		"merchantSerialNumber:string orderId:string "+info, shape(t, b.shop.calls[3].body))
	assert.Equal(t, "orderId:string shippingDetails.address.addressLine1:string shippingDetails.address.city:string shippingDetails.address.country:string shippingDetails.address.postCode:string "+
		"shippingDetails.shippingCost:number shippingDetails.shippingMethod:string shippingDetails.shippingMethodId:string sub:string "+entry+
		" transactionSummary.bankIdentificationNumber:number "+sums+" "+user, shape(t, b.details("order-1").body))
}
