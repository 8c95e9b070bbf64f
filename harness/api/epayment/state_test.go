package epayment_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
)

// states brings a payment of 200.00 into every state of the machine.
var states = map[string]struct {
	reach  func(b *bench, reference string)
	state  string
	stands [4]int64
}{
	"created":    {func(b *bench, r string) { b.pending(r) }, "CREATED", [4]int64{}},
	"authorized": {func(b *bench, r string) { b.authorized(r) }, "AUTHORIZED", [4]int64{20000, 0, 0, 0}},
	"part captured": {func(b *bench, r string) {
		b.authorized(r)
		b.change("capture", r, 5000)
	}, "AUTHORIZED", [4]int64{20000, 5000, 0, 0}},
	"captured": {func(b *bench, r string) {
		b.authorized(r)
		b.change("capture", r, 20000)
	}, "AUTHORIZED", [4]int64{20000, 20000, 0, 0}},
	"refunded": {func(b *bench, r string) {
		b.authorized(r)
		b.change("capture", r, 20000)
		b.change("refund", r, 20000)
	}, "AUTHORIZED", [4]int64{20000, 20000, 20000, 0}},
	"part cancelled": {func(b *bench, r string) {
		b.authorized(r)
		b.change("capture", r, 5000)
		b.change("cancel", r, nil)
	}, "AUTHORIZED", [4]int64{20000, 5000, 0, 15000}},
	"cancelled": {func(b *bench, r string) {
		b.authorized(r)
		b.change("cancel", r, nil)
	}, "AUTHORIZED", [4]int64{20000, 0, 0, 20000}},
	"terminated": {func(b *bench, r string) {
		b.pending(r)
		b.change("cancel", r, nil)
	}, "TERMINATED", [4]int64{0, 0, 0, 20000}},
	"aborted": {func(b *bench, r string) {
		b.pending(r)
		b.act(r, "reject", nil)
	}, "ABORTED", [4]int64{}},
	"expired": {func(b *bench, r string) {
		b.pending(r)
		b.pass("PT10M")
	}, "EXPIRED", [4]int64{}},
}

// The whole state machine: each state, each act, what is answered, how the money
// stands then and what the log says last.
func TestStateMachine(t *testing.T) {
	t.Parallel()
	type row struct {
		state, act string
		amount     any
		edits      []edit
		// want is a refusal, or "" for 200.
		want string
		then [4]int64
		last string
	}
	with := []edit{only}
	tests := []row{
		{"created", "capture", 5000, nil, "400 6080", [4]int64{}, "CAPTURED 5000!"},
		{"created", "capture", 20001, nil, "400 6080", [4]int64{}, "CAPTURED 20001!"},
		{"created", "refund", 5000, nil, "400 6020", [4]int64{}, "REFUNDED 5000!"},
		{"created", "cancel", nil, nil, "", [4]int64{0, 0, 0, 20000}, "TERMINATED 20000"},
		{"created", "cancel", nil, with, "", [4]int64{0, 0, 0, 20000}, "TERMINATED 20000"},
		{"authorized", "capture", 20000, nil, "", [4]int64{20000, 20000, 0, 0}, "CAPTURED 20000"},
		{"authorized", "capture", 1, nil, "", [4]int64{20000, 1, 0, 0}, "CAPTURED 1"},
		{"authorized", "capture", 20001, nil, "400 6090", [4]int64{20000, 0, 0, 0}, "CAPTURED 20001!"},
		{"authorized", "refund", 5000, nil, "400 6150", [4]int64{20000, 0, 0, 0}, "REFUNDED 5000!"},
		{"authorized", "cancel", nil, nil, "", [4]int64{20000, 0, 0, 20000}, "CANCELLED 20000"},
		{"authorized", "cancel", nil, with, "400 6060", [4]int64{20000, 0, 0, 0}, "CANCELLED 20000!"},
		{"part captured", "capture", 15000, nil, "", [4]int64{20000, 20000, 0, 0}, "CAPTURED 15000"},
		{"part captured", "capture", 15001, nil, "400 6090", [4]int64{20000, 5000, 0, 0}, "CAPTURED 15001!"},
		{"part captured", "refund", 2000, nil, "", [4]int64{20000, 5000, 2000, 0}, "REFUNDED 2000"},
		{"part captured", "refund", 5001, nil, "400 6150", [4]int64{20000, 5000, 0, 0}, "REFUNDED 5001!"},
		{"part captured", "cancel", nil, nil, "", [4]int64{20000, 5000, 0, 15000}, "CANCELLED 15000"},
		{"part captured", "cancel", nil, with, "400 6060", [4]int64{20000, 5000, 0, 0}, "CANCELLED 15000!"},
		{"captured", "capture", 1, nil, "400 6170", [4]int64{20000, 20000, 0, 0}, "CAPTURED 1!"},
		{"captured", "refund", 20000, nil, "", [4]int64{20000, 20000, 20000, 0}, "REFUNDED 20000"},
		{"captured", "refund", 20001, nil, "400 6150", [4]int64{20000, 20000, 0, 0}, "REFUNDED 20001!"},
		{"captured", "cancel", nil, nil, "400 6040", [4]int64{20000, 20000, 0, 0}, "CANCELLED 0!"},
		{"captured", "cancel", nil, with, "400 6040", [4]int64{20000, 20000, 0, 0}, "CANCELLED 0!"},
		{"refunded", "capture", 1, nil, "400 6170", [4]int64{20000, 20000, 20000, 0}, "CAPTURED 1!"},
		{"refunded", "refund", 1, nil, "400 6180", [4]int64{20000, 20000, 20000, 0}, "REFUNDED 1!"},
		{"refunded", "cancel", nil, nil, "400 6040", [4]int64{20000, 20000, 20000, 0}, "CANCELLED 0!"},
		{"part cancelled", "capture", 1, nil, "400 6070", [4]int64{20000, 5000, 0, 15000}, "CAPTURED 1!"},
		{"part cancelled", "refund", 5000, nil, "", [4]int64{20000, 5000, 5000, 15000}, "REFUNDED 5000"},
		{"part cancelled", "refund", 5001, nil, "400 6150", [4]int64{20000, 5000, 0, 15000}, "REFUNDED 5001!"},
		{"part cancelled", "cancel", nil, nil, "400 6050", [4]int64{20000, 5000, 0, 15000}, "CANCELLED 0!"},
		{"cancelled", "capture", 1, nil, "400 6070", [4]int64{20000, 0, 0, 20000}, "CAPTURED 1!"},
		{"cancelled", "refund", 1, nil, "400 6210", [4]int64{20000, 0, 0, 20000}, "REFUNDED 1!"},
		{"cancelled", "cancel", nil, nil, "400 6050", [4]int64{20000, 0, 0, 20000}, "CANCELLED 0!"},
		{"cancelled", "cancel", nil, with, "400 6050", [4]int64{20000, 0, 0, 20000}, "CANCELLED 0!"},
	}
	for _, ended := range []string{"terminated", "aborted", "expired"} {
		stands := states[ended].stands
		tests = append(tests,
			row{ended, "capture", 5000, nil, "400 6200", stands, "CAPTURED 5000!"},
			row{ended, "refund", 5000, nil, "400 6210", stands, "REFUNDED 5000!"},
			row{ended, "cancel", nil, nil, "400 6190", stands, "TERMINATED 20000!"},
			row{ended, "cancel", nil, with, "400 6190", stands, "TERMINATED 20000!"},
		)
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.state, ": ", tt.act, " ", tt.amount, " ", len(tt.edits)), func(t *testing.T) {
			t.Parallel()
			state := states[tt.state]
			b := start(t, able)
			state.reach(b, "order-0001")
			before := b.payment("order-0001")
			assert.Equal(t, state.stands, before.money(), "the state to begin with")
			assert.Equal(t, state.state, before.text("/state"))
			r := b.change(tt.act, "order-0001", tt.amount, tt.edits...)
			after := b.payment("order-0001")
			if tt.want == "" {
				assert.Equal(t, http.StatusOK, r.status, string(r.body))
				assert.Equal(t, tt.then, r.money(), "what is answered")
				assert.Equal(t, after.text("/state"), r.text("/state"))
				assert.Equal(t, after.text("/pspReference"), r.text("/pspReference"), "the number of the creation")
				assert.Equal(t, "order-0001", r.text("/reference"))
			} else {
				assert.Equal(t, tt.want, r.code())
				assert.Equal(t, state.state, after.text("/state"))
			}
			assert.Equal(t, tt.then, after.money(), "how it stands")
			assert.Regexp(t, ", "+tt.last+"$", b.history("order-0001"))
		})
	}
}

func TestWhoActsOnAPaymentThatIsNotThere(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.authorized("order-0001")
	for _, act := range []string{"capture", "refund"} {
		assert.Equal(t, "404 5090", b.change(act, "order-0002", 100).code(), act)
		assert.Equal(t, "404 5090", b.change(act, "ORDER-0001", 100).code(), act+" minds the case")
	}
	assert.Equal(t, "404 5090", b.change("cancel", "order-0002", nil).code())
	assert.Equal(t, "404 5090", b.payment("order-0002").code())
	assert.Equal(t, "404 5090", b.payment("no reference at all!").code())
	assert.Equal(t, "404 5090", b.get("/epayment/v1/payments/order-0002/events").code())
	assert.Equal(t, "404 5090", b.force("order-0002", `{"customer":{"phoneNumber":"4740000001"}}`).code())
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000", b.history("order-0001"), "nobody touched it")

	other := &bench{T: t, catalog: b.catalog, sandbox: b.sandbox, shop: b.shop}
	var err error
	other.tenant, err = b.sandbox.Add(sandbox.Tenant{})
	assert.NoError(t, err)
	other.login()
	assert.Equal(t, "404 5090", other.payment("order-0001").code(), "another merchant's payment")
	assert.Equal(t, http.StatusCreated, other.create("order-0001").status, "references are unique per merchant only")
}

func TestRefusalsNameThemselves(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.pending("order-0001")
	w := b.send("POST", "/epayment/v1/payments/order-0001/capture", []byte(`{"modificationAmount":{"currency":"NOK","value":100}}`), "Idempotency-Key", "k")
	r := result{w.Code, w.Body.Bytes()}
	assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	assert.Equal(t, "https://httpstatuses.io/400", r.text("/type"))
	assert.Equal(t, "/v1/payments/order-0001/capture", r.text("/instance"))
	assert.Regexp(t, "^00-[0-9a-f]{32}-[0-9a-f]{16}-01$", r.text("/traceId"))
	assert.Equal(t, "6080", r.text("/extraDetails/0/reason"))
	assert.Equal(t, "400 ModificationAmount.Currency", b.change("capture", "order-0001", 100, edit{"/modificationAmount/currency", "EUR"}).code())
	assert.Equal(t, "400 6010", b.change("capture", "order-0001", 0).code())
	assert.Equal(t, "400 4040", b.change("capture", "order-0001", 100.5).code())
	assert.Equal(t, "400 ModificationAmount", b.change("capture", "order-0001", nil).code())
	assert.Equal(t, "CREATED 20000, CAPTURED 100!", b.history("order-0001"), "what is invalid is no attempt")
}
