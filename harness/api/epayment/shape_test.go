package epayment_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/epayment"
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
			if len(in) == 0 {
				seen[path+":{}"] = true
			}
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
	aggregate = "aggregate.authorizedAmount.currency:string aggregate.authorizedAmount.value:number aggregate.cancelledAmount.currency:string aggregate.cancelledAmount.value:number " +
		"aggregate.capturedAmount.currency:string aggregate.capturedAmount.value:number aggregate.refundedAmount.currency:string aggregate.refundedAmount.value:number"
	amount   = "amount.currency:string amount.value:number"
	modified = aggregate + " " + amount + " pspReference:string reference:string state:string"
	shipped  = "shippingDetails.address.addressLine1:string shippingDetails.address.city:string shippingDetails.address.country:string shippingDetails.address.postCode:string " +
		"shippingDetails.shippingCost:number shippingDetails.shippingOptionId:string shippingDetails.shippingOptionName:string"
	user = "userDetails.addresses[].addressLine1:string userDetails.addresses[].city:string userDetails.addresses[].country:string userDetails.addresses[].postCode:string " +
		"userDetails.email:string userDetails.firstName:string userDetails.lastName:string userDetails.mobileNumber:string"
)

// The bodies have the members that the documents' examples have, written down by
// hand: neither more nor less, whatever the contract would let pass.
func TestShapes(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	assert.Equal(t, "redirectUrl:string reference:string", shape(t, b.pending("order-0001", edit{"/metadata", map[string]any{"shelf": "7"}}).body))
	assert.Equal(t, "reference:string", shape(t, b.pending("order-0002", push("4740000001")...).body))
	assert.Equal(t, aggregate+" "+amount+" metadata.shelf:string paymentMethod.type:string profile:{} pspReference:string redirectUrl:string reference:string state:string",
		shape(t, b.payment("order-0001").body))
	b.act("order-0001", "approve", nil)
	assert.Equal(t, aggregate+" "+amount+" captureGuaranteedUntil:string metadata.shelf:string paymentMethod.cardBin:string paymentMethod.type:string profile:{} pspReference:string redirectUrl:string reference:string state:string",
		shape(t, b.payment("order-0001").body))
	assert.Equal(t, modified, shape(t, b.change("capture", "order-0001", 5000).body))
	assert.Equal(t, modified, shape(t, b.change("refund", "order-0001", 1000).body))
	assert.Equal(t, modified, shape(t, b.change("cancel", "order-0001", nil).body))
	assert.Equal(t, "[].amount.currency:string [].amount.value:number [].idempotencyKey:string [].name:string [].pspReference:string [].reference:string [].success:bool [].timestamp:string",
		shape(t, b.get("/epayment/v1/payments/order-0001/events").body))
	assert.Equal(t, "detail:string extraDetails[].name:string extraDetails[].reason:string instance:string status:number title:string traceId:string type:string",
		shape(t, b.payment("order-9999").body))
}

func TestShapesOfWhatIsTold(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	b.shop.answer = offer(groups("slow", 0))
	b.pending("order-0001", express(dynamic())...)
	b.settle()
	b.act("order-0001", "approve", nil)
	b.change("capture", "order-0001", 100)
	b.change("cancel", "order-0001", nil)
	b.settle()
	require.Len(t, b.shop.calls, 5)
	const event = amount + " idempotencyKey:string msn:string name:string pspReference:string reference:string"
	const end = " success:bool timestamp:string"
	assert.Equal(t, event+end, shape(t, b.shop.calls[0].body))
	assert.Equal(t, "AddressLine1:string City:string Country:string PostCode:string reference:string", shape(t, b.shop.calls[1].body))
	assert.Equal(t, strings.Replace(event, " idem", " captureGuaranteedUntil:string idem", 1)+" "+shipped+" sub:string success:bool timestamp:string "+user, shape(t, b.shop.calls[2].body))
	assert.Equal(t, event+end, shape(t, b.shop.calls[3].body))
	assert.Equal(t, strings.Replace(event, " idempotencyKey:string", "", 1)+end, shape(t, b.shop.calls[4].body))
	assert.Equal(t, aggregate+" "+amount+" paymentMethod.cardBin:string paymentMethod.type:string profile.sub:string pspReference:string redirectUrl:string reference:string "+
		shipped+" state:string "+user, shape(t, b.payment("order-0001").body), "the rest is cancelled, so nothing is guaranteed")
}

// Everything that ePayment has is served, by its own path and method, and
// nothing else is but the images of QR codes.
func TestEveryOperationIsServed(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	documented := []string{"GET /qr-image/v1"}
	for _, e := range c.Entries {
		if e.ID != epayment.ID {
			continue
		}
		for _, op := range e.Contract.Operations() {
			if op.Flow == "api" {
				documented = append(documented, op.Method+" "+op.Path)
			}
		}
	}
	var served []string
	for _, r := range service(t).Routes {
		served = append(served, r.Method+" "+r.Path)
	}
	assert.ElementsMatch(t, documented, served)
}

// service is ePayment as the sandbox serves it.
func service(t *testing.T) sandbox.Service {
	c, err := loaded()
	require.NoError(t, err)
	for _, s := range c.Services() {
		if s.ID == epayment.ID {
			return s
		}
	}
	t.Fatal("ePayment is not served")
	return sandbox.Service{}
}
