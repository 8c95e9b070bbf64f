package ecom_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/api/ecom"
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
)

// A probe is what a merchant sees of one thing that a seeded defect breaks.
type probe struct {
	abilities sandbox.Abilities
	look      func(b *bench) any
	sound     any
	broken    any
}

// reservedThen reserves a payment and makes changes to it.
func reservedThen(look func(b *bench) any) func(b *bench) any {
	return func(b *bench) any {
		b.reserved("order-1")
		return look(b)
	}
}

func money(b *bench) any { return b.details("order-1").money() }

var probes = map[string]probe{
	"over-capture-allowed": {look: reservedThen(func(b *bench) any {
		return fmt.Sprint(b.change("capture", "order-1", 20001, "k").status, money(b))
	}), sound: "400 [0 0 20000 0]", broken: "200 [20001 0 20000 20001]"},
	"over-refund-allowed": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", 5000, "k")
		return fmt.Sprint(b.change("refund", "order-1", 5001, "k").status, money(b))
	}), sound: "400 [5000 0 15000 5000]", broken: "200 [5000 5001 15000 -1]"},
	"captures-race": {look: reservedThen(func(b *bench) any {
		return b.atOnce("capture", "order-1", 15000) + fmt.Sprint(" ", money(b))
	}), sound: "200, 400 [15000 0 5000 15000]", broken: "200, 200 [30000 0 5000 30000]"},
	"refunds-race": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", nil, "k")
		return b.atOnce("refund", "order-1", 15000) + fmt.Sprint(" ", money(b))
	}), sound: "200, 400 [20000 15000 0 5000]", broken: "200, 200 [20000 30000 0 -10000]"},
	"capture-loses-an-ore": {look: reservedThen(func(b *bench) any {
		return b.change("capture", "order-1", 5000, "k").money()
	}), sound: [4]int64{5000, 0, 15000, 5000}, broken: [4]int64{4999, 0, 15000, 4999}},
	"summary-wrong-sum": {look: reservedThen(money), sound: [4]int64{0, 0, 20000, 0}, broken: [4]int64{0, 0, 20001, 0}},
	"refund-not-counted": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", nil, "k")
		return fmt.Sprint(b.change("refund", "order-1", 5000, "k").money(), " ", b.history("order-1"))
	}), sound: "[20000 5000 0 15000] REFUND 5000, CAPTURE 20000, RESERVE 20000, INITIATE 20000",
		broken: "[20000 0 0 20000] REFUND 5000, CAPTURE 20000, RESERVE 20000, INITIATE 20000"},
	"capture-before-approval": {look: func(b *bench) any {
		b.pending("order-1")
		return b.change("capture", "order-1", 5000, "k").status
	}, sound: 400, broken: 200},
	"capture-after-cancel": {look: reservedThen(func(b *bench) any {
		b.change("cancel", "order-1", nil, "")
		return b.change("capture", "order-1", 5000, "k").status
	}), sound: 400, broken: 200},
	"cancel-ignores-flag": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", 5000, "k")
		return b.change("cancel", "order-1", nil, "").status
	}), sound: 400, broken: 200},
	"release-keeps-the-rest": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", 5000, "k")
		return b.change("cancel", "order-1", nil, "", release).money()
	}), sound: [4]int64{5000, 0, 0, 5000}, broken: [4]int64{5000, 0, 15000, 5000}},
	"void-listed-as-cancel": {look: reservedThen(func(b *bench) any {
		b.change("cancel", "order-1", nil, "")
		return b.details("order-1").at("/transactionLogHistory/0/operation")
	}), sound: "VOID", broken: "CANCEL"},
	"request-id-ignored": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", 5000, "k")
		b.change("capture", "order-1", 5000, "k")
		return money(b)
	}), sound: [4]int64{5000, 0, 15000, 5000}, broken: [4]int64{10000, 0, 10000, 10000}},
	"request-id-content-ignored": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", 5000, "k")
		return b.change("capture", "order-1", 6000, "k").status
	}), sound: 400, broken: 200},
	"time-limits-ignored": {look: reservedThen(func(b *bench) any {
		b.pass("P366D")
		b.login()
		return b.change("capture", "order-1", nil, "k").status
	}), sound: 400, broken: 200},
	"duplicate-order-accepted": {look: reservedThen(func(b *bench) any { return b.initiate("order-1").status }), sound: 409, broken: 200},
	"plain-http-accepted": {look: func(b *bench) any {
		return b.initiate("order-1", edit{"/merchantInfo/fallBack", "http://shop.example"}).status
	}, sound: 400, broken: 200},
	"minimum-amount-ignored":     {look: func(b *bench) any { return b.initiate("order-1", edit{"/transaction/amount", 99}).status }, sound: 400, broken: 200},
	"unknown-order-answered-400": {look: func(b *bench) any { return b.details("order-1").status }, sound: 404, broken: 400},
	"direct-capture-only-reserves": {abilities: sandbox.Abilities{DirectCapture: true},
		look: reservedThen(func(b *bench) any { return b.told() }), sound: "SALE", broken: "RESERVED"},
	"payments-never-time-out": {look: func(b *bench) any {
		b.pending("order-1")
		b.pass("PT1H")
		return b.told()
	}, sound: "REJECTED", broken: ""},
	"static-shipping-asked-anyway": {look: func(b *bench) any {
		b.reserved("order-1", express(method("a", 0, "Y"))...)
		b.settle()
		return len(b.shop.calls)
	}, sound: 1, broken: 2},
	"shipping-cost-not-reserved": {look: func(b *bench) any {
		b.reserved("order-1", express(method("a", 10, "Y"))...)
		return b.history("order-1")
	}, sound: "RESERVE 21000, INITIATE 20000", broken: "RESERVE 20000, INITIATE 20000"},
	"profile-data-never-expires": {look: func(b *bench) any {
		b.reserved("order-1", express(method("a", 10, "Y"))...)
		b.pass("P8D")
		b.login()
		return b.details("order-1").at("/userDetails/firstName")
	}, sound: "[Expired]", broken: "Kari"},
	"express-without-sub": {look: func(b *bench) any {
		b.reserved("order-1", express(method("a", 10, "Y"))...)
		return b.details("order-1").at("/sub") != nil
	}, sound: true, broken: false},
	"consent-user-id-not-escaped": {look: func(b *bench) any {
		b.reserved("order-1", express(method("a", 10, "Y"))...)
		b.act("order-1", "withdraw-consent", nil)
		url := b.shop.calls[1].url
		return url[len(url)-1:]
	}, sound: "D", broken: "="},
	"callback-without-token": {look: reservedThen(func(b *bench) any { return b.shop.calls[0].header.Get("Authorization") }), sound: "let-me-in", broken: ""},
	"callback-with-the-other-reserve": {look: func(b *bench) any {
		b.reserved("order-1")
		b.reserved("order-2", express(method("a", 10, "Y"))...)
		return b.told()
	}, sound: "RESERVED RESERVE", broken: "RESERVE RESERVED"},
	"callback-amount-off-by-an-ore": {look: reservedThen(func(b *bench) any { return fmt.Sprint(b.shop.calls[0].at("/transactionInfo/amount")) }), sound: "20000", broken: "20001"},
	"status-in-lower-case": {look: reservedThen(func(b *bench) any {
		return b.change("capture", "order-1", nil, "k").at("/transactionInfo/status")
	}), sound: "Captured", broken: "captured"},
	"amount-as-string": {look: reservedThen(func(b *bench) any {
		return fmt.Sprintf("%T", b.change("capture", "order-1", nil, "k").at("/transactionInfo/amount"))
	}), sound: "json.Number", broken: "string"},
	"missing-transaction-id": {look: reservedThen(func(b *bench) any {
		return b.change("capture", "order-1", nil, "k").at("/transactionInfo/transactionId") != nil
	}), sound: true, broken: false},
	"missing-url": {look: func(b *bench) any { return b.initiate("order-1").at("/url") != nil }, sound: true, broken: false},
	"refund-answers-transaction-info": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", nil, "k")
		return b.change("refund", "order-1", nil, "k").at("/transaction") != nil
	}), sound: true, broken: false},
	"history-oldest-first": {look: reservedThen(func(b *bench) any { return b.history("order-1") }),
		sound: "RESERVE 20000, INITIATE 20000", broken: "INITIATE 20000, RESERVE 20000"},
	"failed-attempts-listed-as-success": {look: reservedThen(func(b *bench) any {
		b.change("capture", "order-1", 20001, "k")
		return b.details("order-1").at("/transactionLogHistory/0/operationSuccess")
	}), sound: false, broken: true},
	"summary-before-approval": {look: func(b *bench) any {
		b.pending("order-1")
		return b.details("order-1").at("/transactionSummary") != nil
	}, sound: false, broken: true},
	"errors-as-object": {look: func(b *bench) any { return b.details("order-1").at("/errorCode") }, sound: nil, broken: "35"},
}

// service is eCom as the sandbox serves it.
func service(t *testing.T) sandbox.Service {
	c, err := loaded()
	require.NoError(t, err)
	for _, s := range c.Services() {
		if s.ID == ecom.ID {
			return s
		}
	}
	t.Fatal("eCom is not served")
	return sandbox.Service{}
}

// A seeded defect changes what it says, and only when it is on. The suite of
// scenarios has every one on trial, these and all others: steps/kill_test.go.
func TestSeededDefects(t *testing.T) {
	t.Parallel()
	known := service(t).Faults
	for name, p := range probes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, known, name)
			assert.NotEmpty(t, known[name])
			assert.Equal(t, p.sound, p.look(start(t, p.abilities)), "without it")
			assert.Equal(t, p.broken, p.look(start(t, p.abilities, name)), "with it")
		})
	}
}

// What breaks the contract is seen by the judge of the contract alone.
func TestDefectsThatTheContractSees(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]string{
		"status-in-lower-case":   "schema.enum",
		"amount-as-string":       "schema.type",
		"missing-transaction-id": "schema.required",
		"missing-url":            "schema.required",
		"errors-as-object":       "schema.",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, sandbox.Abilities{}, name)
			probes[name].look(b)
			require.NotEmpty(t, b.findings)
			assert.Contains(t, b.findings[0].Rule, rule)
		})
	}
}

// Everything that eCom has is served, by its own path and method, and nothing
// else is.
func TestEveryOperationIsServed(t *testing.T) {
	t.Parallel()
	c, err := loaded()
	require.NoError(t, err)
	var documented, served []string
	for _, e := range c.Entries {
		if e.ID == ecom.ID {
			documented = append(documented, operations(e.Contract)...)
		}
	}
	for _, r := range service(t).Routes {
		served = append(served, r.Method+" "+r.Path)
	}
	assert.ElementsMatch(t, documented, served)
}

func operations(c *contract.Contract) []string {
	var all []string
	for _, op := range c.Operations() {
		if op.Flow == "api" {
			all = append(all, op.Method+" "+op.Path)
		}
	}
	return all
}

func TestTheFirstVersionIsGone(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	w := b.send("POST", "/Ecomm/v1/payments", []byte(`{}`))
	assert.Equal(t, http.StatusNotFound, w.Code)
}

func TestSpellingIsForgiven(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.pending("order-1")
	assert.Equal(t, http.StatusOK, b.get("/Ecomm/v2/payments/order-1/details/").status)
}
