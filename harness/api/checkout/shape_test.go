package checkout_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/checkout"
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

// under prefixes members with where they stand.
func under(at, members string) string {
	list := strings.Fields(members)
	for i := range list {
		list[i] = at + "." + list[i]
	}
	return strings.Join(list, " ")
}

const (
	money   = "amount.currency:string amount.value:number"
	contact = "city:string country:string email:string firstName:string lastName:string phoneNumber:string postalCode:string streetAddress:string"
	nobody  = "merchantSerialNumber:string reference:string sessionId:string sessionState:string"
)

// The bodies have the members that the documents' examples have, written down by
// hand: neither more nor less, whatever the contract would let pass.
func TestShapes(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	b.shop.options = offering(two())
	assert.Equal(t, "checkoutFrontendUrl:string pollingUrl:string token:string", shape(t, b.open(ref, dynamic).body))
	assert.Equal(t, nobody, shape(t, b.poll(ref).body))
	b.act(ref, "approve", nil)
	var sums []string
	for _, name := range []string{"authorizedAmount", "cancelledAmount", "capturedAmount", "refundedAmount"} {
		sums = append(sums, under("aggregate."+name, "currency:string value:number"))
	}
	payment := under("paymentDetails", strings.Join(append(sums, money, "state:string type:string"), " "))
	parts := strings.Fields(strings.Join([]string{nobody, payment, "paymentMethod:string", under("billingDetails", contact), under("shippingDetails", contact+" "+money+" shippingMethodId:string")}, " "))
	slices.Sort(parts)
	paid := strings.Join(parts, " ")
	assert.Equal(t, paid, shape(t, b.poll(ref).body))
	assert.Equal(t, paid, shape(t, b.shop.heard("/told")[0].body))
	assert.Equal(t, "country:string postalCode:string region:string streetAddress:string", shape(t, b.shop.heard("/options")[0].body))
	b.open("order-0002")
	b.act("order-0002", "expire", nil)
	assert.Equal(t, nobody, shape(t, b.poll("order-0002").body))
	const problem = "errorCode:string %sinstance:string status:number title:string type:string"
	assert.Equal(t, fmt.Sprintf(problem, ""), shape(t, b.poll("order-9999").body))
	assert.Equal(t, fmt.Sprintf(problem, "errors:{} "), shape(t, b.create(ref).body))
	assert.Equal(t, fmt.Sprintf(problem, "errors.Reference[]:string "), shape(t, b.create("short").body))
}

// Everything that Checkout has is served, by its own path and method, and nothing
// else.
func TestEveryOperationIsServed(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	var documented, served []string
	for _, e := range c.Entries {
		if e.ID != checkout.ID {
			continue
		}
		for _, op := range e.Contract.Operations() {
			if op.Flow == "api" {
				documented = append(documented, op.Method+" "+op.Path)
			}
		}
	}
	require.NotEmpty(t, documented)
	for _, r := range service(t).Routes {
		served = append(served, r.Method+" "+r.Path)
		assert.Equal(t, sandbox.KeyAndClient, r.Access)
	}
	assert.ElementsMatch(t, documented, served)
}

// service is Checkout as the sandbox serves it.
func service(t *testing.T) sandbox.Service {
	c, err := loaded()
	require.NoError(t, err)
	for _, s := range c.Services() {
		if s.ID == checkout.ID {
			return s
		}
	}
	t.Fatal("Checkout is not served")
	return sandbox.Service{}
}
