package recurring_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/recurring"
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
		case nil:
			seen[path+":null"] = true
		default:
			seen[fmt.Sprintf("%s:%T", path, v)] = true
		}
	}
	walk("", v)
	return strings.ReplaceAll(strings.Join(slices.Sorted(maps.Keys(seen)), " "), "float64", "number")
}

const (
	plainAgreement = "campaign:null countryCode:string created:string externalId:null id:string interval.count:number interval.text:string interval.unit:string " +
		"merchantAgreementUrl:string merchantRedirectUrl:string pricing.amount:number pricing.currency:string pricing.type:string productName:string " +
		"start:null status:string stop:null sub:null userinfoUrl:null uuid:string vippsConfirmationUrl:string"
	plainCharge = "agreementId:string amount:number currency:string description:string due:string externalAgreementId:null externalId:null failureDescription:null failureReason:null " +
		"history[].amount:number history[].event:string history[].idempotencyKey:string history[].occurred:string history[].success:bool history[].transactionId:string id:string " +
		"processingMode:string retryDays:number status:string summary.cancelled:number summary.captured:number summary.refunded:number transactionId:string transactionType:string type:string"
	problemShape = "contextId:string detail:string instance:string status:number title:string type:string"
)

// The bodies have the members that the document has, written down by hand:
// neither more nor less, whatever the contract would let pass.
func TestShapes(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	drafted := b.draft()
	assert.Equal(t, "agreementId:string chargeId:null uuid:string vippsConfirmationUrl:string", shape(t, drafted.body))
	assert.Equal(t, strings.Replace("agreementId:string chargeId:null uuid:string vippsConfirmationUrl:string", "chargeId:null", "chargeId:string", 1),
		shape(t, b.draft(paid(100, "DIRECT_CAPTURE")).body))
	id := drafted.text("/agreementId")
	assert.Equal(t, plainAgreement, shape(t, b.agreement(id).body))
	b.act(id, "approve", nil)
	assert.Equal(t, strings.Replace(plainAgreement, "start:null", "start:string", 1), shape(t, b.agreement(id).body))
	assert.Equal(t, "[]."+strings.ReplaceAll(strings.Replace(plainAgreement, "start:null", "start:string", 1), " ", " []."), shape(t, b.get(agreementsPath).body))
	r := b.charge(id)
	assert.Equal(t, "chargeId:string", shape(t, r.body))
	assert.Equal(t, plainCharge, shape(t, b.read(id, r.text("/chargeId")).body))
	assert.Equal(t, "[]."+strings.ReplaceAll(plainCharge, " ", " []."), shape(t, b.get(agreementsPath+"/"+id+"/charges").body))
	assert.Equal(t, "validCharges[]:string", shape(t, b.bulk(id, 2).body))
	assert.Equal(t, problemShape, shape(t, b.agreement("agr_0000000").body))
	assert.Equal(t, strings.Replace(problemShape, " instance", " extraDetails[].name:string extraDetails[].reason:string instance", 1),
		shape(t, b.draft(edit{"/productName", gone}).body))

	full := b.active(variable(), edit{"/scope", "name"}, edit{"/externalId", "x"}, edit{"/productDescription", "A jar"}, edit{"/interval", gone},
		edit{"/paymentMethod", map[string]any{"blockedSources": []string{"COMMERCIAL_CARDS"}}})
	assert.Equal(t, "campaign:null countryCode:string created:string externalId:string id:string interval.text:string merchantAgreementUrl:string merchantRedirectUrl:string "+
		"paymentMethod.blockedSources[]:string pricing.currency:string pricing.maxAmount:number pricing.suggestedMaxAmount:number pricing.type:string "+
		"productDescription:string productName:string start:string status:string stop:null sub:string userinfoUrl:string uuid:string vippsConfirmationUrl:string",
		shape(t, b.agreement(full).body))
}

func TestShapesOfWhatIsTold(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	id := b.active(edit{"/externalId", "customer-7"})
	charge := b.charged(id, edit{"/externalId", "settle-3"})
	b.collect(charge, "fail", nil)
	b.charged(id, edit{"/orderId", "plain"})
	b.collect("plain", "settle", nil)
	b.act(id, "stop", nil)
	require.Len(t, b.shop.calls, 4)
	const of = "agreementExternalId:string agreementId:string agreementUUID:string eventType:string msn:string occurred:string"
	const charged = "agreementId:string amount:number amountCanceled:number amountCaptured:number amountRefunded:number chargeId:string chargeType:string " +
		"currency:string eventType:string msn:string occurred:string transactionId:string"
	assert.Equal(t, of, shape(t, b.shop.calls[0].body))
	assert.Equal(t, strings.NewReplacer("chargeId:", "chargeExternalId:string chargeId:", " msn", " failureReason:string msn").Replace(charged), shape(t, b.shop.calls[1].body))
	assert.Equal(t, charged, shape(t, b.shop.calls[2].body))
	assert.Equal(t, "actor:string "+of, shape(t, b.shop.calls[3].body))
}

// Everything that Recurring v3 has is served, by its own path and method, and
// nothing else is.
func TestEveryOperationIsServed(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	var documented []string
	for _, e := range c.Entries {
		if e.ID != recurring.ID {
			continue
		}
		for _, op := range e.Contract.Operations() {
			documented = append(documented, op.Method+" "+op.Path)
		}
	}
	var served []string
	for _, r := range service(t).Routes {
		served = append(served, r.Method+" "+r.Path)
	}
	assert.Len(t, served, 13)
	assert.ElementsMatch(t, documented, served)
}

// service is Recurring v3 as the sandbox serves it.
func service(t *testing.T) sandbox.Service {
	c, err := loaded()
	require.NoError(t, err)
	for _, s := range c.Services() {
		if s.ID == recurring.ID {
			return s
		}
	}
	t.Fatal("Recurring v3 is not served")
	return sandbox.Service{}
}
