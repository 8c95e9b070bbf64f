package epayment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// All eight events are told, each under its own name.
func TestEveryEventIsTold(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	for name, reach := range map[string]string{
		"order-aborted": "reject", "order-expired": "expire", "order-sold": "approve",
	} {
		b.pending(name)
		b.act(name, reach, nil)
	}
	b.pending("order-terminated")
	b.change("cancel", "order-terminated", nil)
	b.change("capture", "order-sold", 5000)
	b.change("refund", "order-sold", 1000)
	b.change("cancel", "order-sold", nil)
	b.settle()
	told := map[string][]string{}
	numbers := map[string]bool{}
	for _, c := range b.shop.calls {
		reference, _ := c.at("/reference").(string)
		told[reference] = append(told[reference], c.at("/name").(string))
		assert.Equal(t, b.tenant.MSN, c.at("/msn"))
		number := c.at("/pspReference").(string)
		assert.False(t, numbers[number], "every event has a number of its own")
		numbers[number] = true
	}
	assert.Equal(t, map[string][]string{
		"order-aborted": {"CREATED", "ABORTED"}, "order-expired": {"CREATED", "EXPIRED"}, "order-terminated": {"CREATED", "TERMINATED"},
		"order-sold": {"CREATED", "AUTHORIZED", "CAPTURED", "REFUNDED", "CANCELLED"},
	}, told)
}

// What the merchant is told is what the log says, number by number.
func TestTheLogSaysWhatWasTold(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	b.pending("order-0001")
	b.change("capture", "order-0001", 100)
	b.act("order-0001", "approve", nil)
	b.change("capture", "order-0001", 20001)
	b.change("capture", "order-0001", 5000)
	b.settle()
	log := b.get("/epayment/v1/payments/order-0001/events")
	list := log.at("").([]any)
	require.Len(t, b.shop.calls, len(list))
	for i, c := range b.shop.calls {
		for _, member := range []string{"reference", "pspReference", "name", "amount", "timestamp", "idempotencyKey", "success"} {
			assert.Equal(t, log.at(fmt.Sprint("/", i, "/", member)), c.at("/"+member), "%d %s", i, member)
		}
	}
	assert.Equal(t, "CREATED 20000, CAPTURED 100!, AUTHORIZED 20000, CAPTURED 20001!, CAPTURED 5000", b.told())
	assert.Equal(t, log.at("/0/pspReference"), b.payment("order-0001").at("/pspReference"), "a payment bears the number of its creation")
}

// Keys stand with the events that they caused; cancellations have none.
func TestKeysOfEvents(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.post("/epayment/v1/payments", order("order-0001"), "create-key")
	b.act("order-0001", "approve", nil)
	b.keyed("capture-key", "capture", "order-0001", 5000)
	b.keyed("refund-key", "refund", "order-0001", 1000)
	b.keyed("cancel-key", "cancel", "order-0001", nil)
	log := b.get("/epayment/v1/payments/order-0001/events")
	var keys []any
	for i := range 5 {
		keys = append(keys, log.at(fmt.Sprintf("/%d/idempotencyKey", i)))
	}
	assert.Equal(t, []any{"create-key", "create-key", "capture-key", "refund-key", nil}, keys)
}

func TestWhatIsTakenBackOnceIsToldOnce(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	b.pending("order-0001")
	b.keyed("k", "cancel", "order-0001", nil)
	b.keyed("k", "cancel", "order-0001", nil)
	assert.Equal(t, "CREATED 20000, TERMINATED 20000", b.told())
	b.pass("PT10M")
	assert.Equal(t, "CREATED 20000, TERMINATED 20000", b.told(), "and it expires no more")
}

func TestConsentIsAllOrNothing(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	scope := edit{"/profile", map[string]any{"scope": "name email"}}
	b.pending("order-0001", scope)
	assert.Nil(t, b.payment("order-0001").at("/profile/sub"), "nobody has approved yet")
	b.act("order-0001", "approve", map[string]any{"consent": false})
	assert.Equal(t, "ABORTED", b.payment("order-0001").text("/state"))
	b.authorized("order-0002", scope)
	b.authorized("order-0003", scope)
	b.authorized("order-0004")
	sub := b.payment("order-0002").text("/profile/sub")
	assert.Len(t, strings.Split(sub, "-"), 5)
	assert.Equal(t, sub, b.payment("order-0003").text("/profile/sub"), "the same customer at the same merchant")
	assert.Equal(t, map[string]any{}, b.payment("order-0004").at("/profile"))
	b.pending("order-0005", scope)
	b.force("order-0005", `{"customer":{"phoneNumber":"4740000002"}}`)
	assert.NotEqual(t, sub, b.payment("order-0005").text("/profile/sub"), "somebody else")
}

func TestTooYoungACustomer(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.pending("order-0001", edit{"/minimumUserAge", 18})
	b.act("order-0001", "approve", map[string]any{"userDetails": map[string]any{"dateOfBirth": "2008-03-02"}})
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000!", b.history("order-0001"), "a day too young")
	b.act("order-0001", "approve", map[string]any{"userDetails": map[string]any{"dateOfBirth": "2008-03-01"}})
	assert.Equal(t, "AUTHORIZED", b.payment("order-0001").text("/state"))
}
