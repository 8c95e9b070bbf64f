package epayment_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
)

// On which day it is too late for what.
func TestTimeLimits(t *testing.T) {
	t.Parallel()
	dk, late := sandbox.Abilities{Market: "DK", PartialCapture: true}, sandbox.Abilities{Market: "FI", PartialCapture: true, LateCapture: true}
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		taken     any
		after     string
		act       string
		amount    any
		want      string
	}{
		{"a capture on day 180", able, nil, "P180D", "capture", 20000, "200"},
		{"a capture on day 181", able, nil, "P181D", "capture", 20000, "400 6100"},
		{"a cancel on day 180", able, nil, "P180D", "cancel", nil, "200"},
		{"a cancel on day 181", able, nil, "P181D", "cancel", nil, "400 6030"},
		{"a refund on day 365", able, 20000, "P365D", "refund", 20000, "200"},
		{"a refund on day 366", able, 20000, "P366D", "refund", 20000, "400 6220"},
		{"a second capture on day 181", able, 5000, "P181D", "capture", 100, "400 6100"},
		{"the rest cancelled on day 181", able, 5000, "P181D", "cancel", nil, "400 6030"},
		{"what is captured cannot be cancelled, however old it is", able, 20000, "P181D", "cancel", nil, "400 6040"},
		{"Denmark on day 13", dk, nil, "P13D", "capture", 20000, "200"},
		{"Denmark on day 15", dk, nil, "P15D", "capture", 20000, "400 6070"},
		{"a late capture on day 15", late, nil, "P15D", "capture", 20000, "200"},
		{"a late capture on day 181", late, nil, "P181D", "capture", 20000, "400 6070"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, tt.abilities)
			currency := map[string]string{"DK": "DKK", "FI": "EUR"}[tt.abilities.Market]
			var in, of []edit
			if currency != "" {
				in, of = []edit{{"/amount/currency", currency}}, []edit{{"/modificationAmount/currency", currency}}
			}
			b.authorized("order-0001", in...)
			if tt.taken != nil {
				assert.Equal(t, "200", b.change("capture", "order-0001", tt.taken, of...).code())
			}
			b.pass(tt.after)
			if tt.amount == nil {
				of = nil
			}
			assert.Equal(t, tt.want, b.change(tt.act, "order-0001", tt.amount, of...).code())
		})
	}
}

func TestWhatIsNotTakenIsCancelledByItself(t *testing.T) {
	t.Parallel()
	b := listening(t, sandbox.Abilities{Market: "DK", PartialCapture: true})
	b.authorized("order-0001", edit{"/amount/currency", "DKK"})
	b.change("capture", "order-0001", 5000, edit{"/modificationAmount/currency", "DKK"})
	b.pass("P14D")
	assert.Equal(t, [4]int64{20000, 5000, 0, 15000}, b.payment("order-0001").money())
	assert.Equal(t, "CREATED 20000, AUTHORIZED 20000, CAPTURED 5000, CANCELLED 15000", b.told())

	norway := start(t, able)
	norway.authorized("order-0001")
	norway.pass("P181D")
	assert.Equal(t, [4]int64{20000, 0, 0, 0}, norway.payment("order-0001").money(), "not in Norway")
}

func TestPartialCaptureOutsideOfNorway(t *testing.T) {
	t.Parallel()
	dkk := edit{"/modificationAmount/currency", "DKK"}
	b := start(t, sandbox.Abilities{Market: "DK"})
	b.authorized("order-0001", edit{"/amount/currency", "DKK"})
	assert.Equal(t, "400 6140", b.change("capture", "order-0001", 5000, dkk).code())
	assert.Equal(t, "400 6090", b.change("capture", "order-0001", 20001, dkk).code())
	assert.Equal(t, "200", b.change("capture", "order-0001", 20000, dkk).code())
}

func TestPaymentsExpire(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	b.pending("order-0001")
	b.pending("order-0002", longLived("2026-03-02T12:00:00Z")...)
	b.pass("PT9M59S")
	assert.Equal(t, "CREATED", b.payment("order-0001").text("/state"))
	b.pass("PT1S")
	assert.Equal(t, "EXPIRED", b.payment("order-0001").text("/state"))
	assert.Equal(t, "CREATED", b.payment("order-0002").text("/state"), "it says itself how long it lives")
	b.pass("PT23H49M59S")
	assert.Equal(t, "CREATED", b.payment("order-0002").text("/state"))
	b.pass("PT1S")
	assert.Equal(t, "EXPIRED", b.payment("order-0002").text("/state"))
	assert.Equal(t, "CREATED 20000, CREATED 20000, EXPIRED 20000, EXPIRED 20000", b.told())
	b.control("POST", "payments/order-0001/approve", nil, 409)
}

func TestAnActExpiresAPaymentAtOnce(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.pending("order-0001")
	b.act("order-0001", "expire", nil)
	assert.Equal(t, "CREATED 20000, EXPIRED 20000", b.history("order-0001"))
	b.pass("PT10M")
	assert.Equal(t, "CREATED 20000, EXPIRED 20000", b.history("order-0001"), "once")
}
