package ecom_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
)

// states brings a payment of 200.00 into every state of the machine; captured
// is what it has taken.
var states = map[string]struct {
	abilities sandbox.Abilities
	reach     func(b *bench, id string)
	stands    [4]int64
}{
	"initiated": {reach: func(b *bench, id string) { b.pending(id) }, stands: [4]int64{-1, -1, -1, -1}},
	"reserved":  {reach: func(b *bench, id string) { b.reserved(id) }, stands: [4]int64{0, 0, 20000, 0}},
	"part captured": {reach: func(b *bench, id string) {
		b.reserved(id)
		b.change("capture", id, 5000, "k1")
	}, stands: [4]int64{5000, 0, 15000, 5000}},
	"captured": {reach: func(b *bench, id string) {
		b.reserved(id)
		b.change("capture", id, nil, "k1")
	}, stands: [4]int64{20000, 0, 0, 20000}},
	"released": {reach: func(b *bench, id string) {
		b.reserved(id)
		b.change("capture", id, 5000, "k1")
		b.change("cancel", id, nil, "", release)
	}, stands: [4]int64{5000, 0, 0, 5000}},
	"sold": {abilities: sandbox.Abilities{DirectCapture: true}, reach: func(b *bench, id string) { b.reserved(id) }, stands: [4]int64{20000, 0, 0, 20000}},
	"voided": {reach: func(b *bench, id string) {
		b.reserved(id)
		b.change("cancel", id, nil, "")
	}},
	"cancelled by the merchant": {reach: func(b *bench, id string) {
		b.pending(id)
		b.change("cancel", id, nil, "")
	}},
	"cancelled by the customer": {reach: func(b *bench, id string) {
		b.pending(id)
		b.act(id, "reject", nil)
	}},
	"rejected": {reach: func(b *bench, id string) {
		b.pending(id)
		b.pass("PT10M")
	}},
	"failed": {reach: func(b *bench, id string) {
		b.pending(id)
		b.act(id, "fail", nil)
	}},
}

// The whole state machine: each state, each act, what is answered and how the
// money stands then.
func TestStateMachine(t *testing.T) {
	t.Parallel()
	const (
		p51, p52, p61, p62 = "400 Payment 51", "400 Payment 52", "400 Payment 61", "400 Payment 62"
		p71, p72, p73      = "400 Payment 71", "400 Payment 72", "400 Payment 73"
		v91, v92           = "400 VippsError 91", "400 VippsError 92"
	)
	type row struct {
		state, act string
		amount     any
		edits      []edit
		// want is a refusal, or "" for 200.
		want string
		then [4]int64
		top  string
	}
	with := []edit{release}
	tests := []row{
		{"initiated", "capture", nil, nil, p62, states["initiated"].stands, "CAPTURE 0!"},
		{"initiated", "capture", 5000, nil, p62, states["initiated"].stands, "CAPTURE 5000!"},
		{"initiated", "capture", 20001, nil, p62, states["initiated"].stands, "CAPTURE 20001!"},
		{"initiated", "cancel", nil, nil, "", [4]int64{}, "CANCEL 20000"},
		{"initiated", "cancel", nil, with, "", [4]int64{}, "CANCEL 20000"},
		{"initiated", "refund", 5000, nil, p72, states["initiated"].stands, "REFUND 5000!"},
		{"reserved", "capture", nil, nil, "", [4]int64{20000, 0, 0, 20000}, "CAPTURE 20000"},
		{"reserved", "capture", 5000, nil, "", [4]int64{5000, 0, 15000, 5000}, "CAPTURE 5000"},
		{"reserved", "capture", 20000, nil, "", [4]int64{20000, 0, 0, 20000}, "CAPTURE 20000"},
		{"reserved", "capture", 20001, nil, p61, [4]int64{0, 0, 20000, 0}, "CAPTURE 20001!"},
		{"reserved", "cancel", nil, nil, "", [4]int64{}, "VOID 20000"},
		{"reserved", "cancel", nil, with, "", [4]int64{}, "VOID 20000"},
		{"reserved", "refund", 5000, nil, p72, [4]int64{0, 0, 20000, 0}, "REFUND 5000!"},
		{"reserved", "refund", nil, nil, p72, [4]int64{0, 0, 20000, 0}, "REFUND 0!"},
		{"part captured", "capture", nil, nil, "", [4]int64{20000, 0, 0, 20000}, "CAPTURE 15000"},
		{"part captured", "capture", 15000, nil, "", [4]int64{20000, 0, 0, 20000}, "CAPTURE 15000"},
		{"part captured", "capture", 14999, nil, "", [4]int64{19999, 0, 1, 19999}, "CAPTURE 14999"},
		{"part captured", "capture", 15001, nil, p61, [4]int64{5000, 0, 15000, 5000}, "CAPTURE 15001!"},
		{"part captured", "cancel", nil, nil, p51, [4]int64{5000, 0, 15000, 5000}, "VOID 15000!"},
		{"part captured", "cancel", nil, with, "", [4]int64{5000, 0, 0, 5000}, "VOID 15000"},
		{"part captured", "refund", 2000, nil, "", [4]int64{5000, 2000, 15000, 3000}, "REFUND 2000"},
		{"part captured", "refund", 5001, nil, p71, [4]int64{5000, 0, 15000, 5000}, "REFUND 5001!"},
		{"captured", "capture", nil, nil, p61, [4]int64{20000, 0, 0, 20000}, "CAPTURE 0!"},
		{"captured", "capture", 100, nil, p61, [4]int64{20000, 0, 0, 20000}, "CAPTURE 100!"},
		{"captured", "cancel", nil, nil, p51, [4]int64{20000, 0, 0, 20000}, "VOID 0!"},
		{"captured", "cancel", nil, with, p51, [4]int64{20000, 0, 0, 20000}, "VOID 0!"},
		{"captured", "refund", nil, nil, "", [4]int64{20000, 20000, 0, 0}, "REFUND 20000"},
		{"captured", "refund", 20001, nil, p71, [4]int64{20000, 0, 0, 20000}, "REFUND 20001!"},
		{"released", "capture", nil, nil, p61, [4]int64{5000, 0, 0, 5000}, "CAPTURE 0!"},
		{"released", "capture", 100, nil, p61, [4]int64{5000, 0, 0, 5000}, "CAPTURE 100!"},
		{"released", "cancel", nil, nil, p51, [4]int64{5000, 0, 0, 5000}, "VOID 0!"},
		{"released", "cancel", nil, with, v92, [4]int64{5000, 0, 0, 5000}, "VOID 0!"},
		{"released", "refund", nil, nil, "", [4]int64{5000, 5000, 0, 0}, "REFUND 5000"},
		{"released", "refund", 5001, nil, p71, [4]int64{5000, 0, 0, 5000}, "REFUND 5001!"},
		{"sold", "capture", nil, nil, v92, [4]int64{20000, 0, 0, 20000}, "CAPTURE 0!"},
		{"sold", "capture", 5000, nil, v92, [4]int64{20000, 0, 0, 20000}, "CAPTURE 5000!"},
		{"sold", "cancel", nil, nil, p51, [4]int64{20000, 0, 0, 20000}, "VOID 0!"},
		{"sold", "cancel", nil, with, p51, [4]int64{20000, 0, 0, 20000}, "VOID 0!"},
		{"sold", "refund", 5000, nil, "", [4]int64{20000, 5000, 0, 15000}, "REFUND 5000"},
		{"sold", "refund", 20001, nil, p71, [4]int64{20000, 0, 0, 20000}, "REFUND 20001!"},
		{"voided", "capture", nil, nil, v91, [4]int64{}, "CAPTURE 0!"},
		{"voided", "capture", 5000, nil, v91, [4]int64{}, "CAPTURE 5000!"},
		{"voided", "cancel", nil, nil, v92, [4]int64{}, "VOID 0!"},
		{"voided", "cancel", nil, with, v92, [4]int64{}, "VOID 0!"},
		{"voided", "refund", nil, nil, p73, [4]int64{}, "REFUND 0!"},
		{"voided", "refund", 5000, nil, p73, [4]int64{}, "REFUND 5000!"},
	}
	for _, ended := range []string{"cancelled by the merchant", "cancelled by the customer", "rejected", "failed"} {
		tests = append(tests,
			row{ended, "capture", nil, nil, v91, [4]int64{}, "CAPTURE 0!"},
			row{ended, "capture", 5000, nil, v91, [4]int64{}, "CAPTURE 5000!"},
			row{ended, "cancel", nil, nil, p52, [4]int64{}, "CANCEL 20000!"},
			row{ended, "cancel", nil, with, p52, [4]int64{}, "CANCEL 20000!"},
			row{ended, "refund", nil, nil, p73, [4]int64{}, "REFUND 0!"},
			row{ended, "refund", 5000, nil, p73, [4]int64{}, "REFUND 5000!"},
		)
	}
	for _, tt := range tests {
		name := tt.state + ": " + tt.act
		if tt.amount != nil {
			name += " a part"
		}
		if tt.edits != nil {
			name += " with the flag"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := states[tt.state]
			b := start(t, state.abilities)
			state.reach(b, "order-1")
			assert.Equal(t, state.stands, b.details("order-1").money(), "the state to begin with")
			r := b.change(tt.act, "order-1", tt.amount, "a-key", tt.edits...)
			if tt.want == "" {
				assert.Equal(t, http.StatusOK, r.status, string(r.body))
				assert.Equal(t, tt.then, r.money(), "what is answered")
			} else {
				assert.Equal(t, tt.want, r.code())
			}
			assert.Equal(t, tt.then, b.details("order-1").money(), "how it stands")
			assert.Regexp(t, "^"+tt.top+"(,|$)", b.history("order-1"))
		})
	}
}

func TestWhoActsOnAnOrderThatIsNotThere(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	for _, act := range []string{"capture", "cancel", "refund"} {
		assert.Equal(t, "404 Merchant 35", b.change(act, "order-2", nil, "k").code(), act)
		assert.Equal(t, "404 Merchant 35", b.change(act, "ORDER-1", nil, "k").code(), act+" minds the case")
		assert.Equal(t, "404 Merchant 35", b.change(act, "order-1", nil, "k", edit{"/merchantInfo/merchantSerialNumber", "654321"}).code(), act+" for another merchant")
	}
	for _, read := range []string{"details", "status"} {
		assert.Equal(t, "404 Merchant 35", b.get("/ecomm/v2/payments/order-2/"+read).code(), read)
	}
	w := b.send("POST", "/ecomm/v2/integration-test/payments/order-2/approve", []byte(`{"customerPhoneNumber":"40000001"}`))
	assert.Equal(t, "404 Merchant 35", result{w.Code, w.Body.Bytes()}.code())
	assert.Equal(t, "RESERVE 20000, INITIATE 20000", b.history("order-1"), "nobody touched it")

	other := &bench{T: t, catalog: b.catalog, sandbox: b.sandbox, shop: b.shop}
	var err error
	other.tenant, err = b.sandbox.Add(sandbox.Tenant{})
	assert.NoError(t, err)
	other.login()
	assert.Equal(t, "404 Merchant 35", other.details("order-1").code(), "another merchant's order")
	assert.Equal(t, http.StatusOK, other.initiate("order-1").status, "orderIds are unique per merchant only")
}
