package checkout_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/session"
)

// A probe is what a merchant sees of one thing that a seeded defect breaks.
type probe struct {
	abilities     sandbox.Abilities
	look          func(b *bench) any
	sound, broken any
}

// creating says how a create is answered.
func creating(edits ...edit) func(b *bench) any {
	return func(b *bench) any { return b.create(ref, edits...).code() }
}

// sending says how a create with these headers is answered.
func sending(headers ...string) func(b *bench) any {
	return func(b *bench) any { return b.post(path, order(ref), headers...).code() }
}

var probes = map[string]probe{
	"checkout-credentials-not-checked":         {look: sending("client_secret", "x"), sound: "401 Sandbox-Credentials", broken: "200"},
	"checkout-merchant-serial-number-optional": {look: sending("Merchant-Serial-Number", ""), sound: "401 Sandbox-Credentials", broken: "200"},
	"checkout-login-only-unit-sells":           {abilities: sandbox.Abilities{LoginOnly: true}, look: creating(), sound: "403 Sandbox-SalesUnit", broken: "200"},
	"checkout-system-headers-of-any-length":    {look: sending("Vipps-System-Version", strings.Repeat("1", 31)), sound: "400 Vipps-System-Version", broken: "200"},
	"checkout-description-of-any-length":       {look: creating(edit{"/transaction/paymentDescription", "ab"}), sound: "400 Transaction.PaymentDescription", broken: "200"},
	"checkout-negative-amount-accepted":        {look: creating(edit{"/transaction/amount/value", -1}, dynamic), sound: "400 Transaction.Amount.Value", broken: "200"},
	"checkout-configuration-words-unchecked":   {look: creating(at0("elements", "full")), sound: "400 Configuration.Elements", broken: "200"},
	"checkout-order-summary-unchecked":         {look: creating(line(edit{"/taxRate", gone})), sound: "400 Transaction.OrderSummary.OrderLines[0].TaxRate", broken: "200"},
	"checkout-merchant-info-optional":          {look: creating(edit{"/merchantInfo/callbackAuthorizationToken", gone}), sound: "400 MerchantInfo.CallbackAuthorizationToken", broken: "200"},
	"checkout-type-required":                   {look: creating(edit{"/type", gone}), sound: "200", broken: "400 Type"},
	"checkout-two-references-accepted":         {look: creating(edit{"/transaction/reference", "order-0002"}), sound: "400 Transaction.Reference", broken: "200"},
	"checkout-prefill-of-another-type-refused": {look: creating(edit{"/prefillCustomer", map[string]any{"phoneNumber": 4740000001}}), sound: "200", broken: "400 PrefillCustomer.PhoneNumber"},
	"checkout-null-refused":                    {look: creating(edit{"/prefillCustomer", nil}), sound: "200", broken: "400 Body"},
	"checkout-unknown-property-refused":        {look: creating(edit{"/contactFields", true}), sound: "200", broken: "400 ContactFields"},
	"checkout-any-option-accepted":             {look: creating(fixed(option("a", "POSTNORD", "MAILBOX", 1))), sound: "400 Logistics.FixedOptions[0].Type", broken: "200"},
	"checkout-idempotency-key-ignored": {look: func(b *bench) any {
		sending("Idempotency-Key", "one")(b)
		return sending("Idempotency-Key", "one")(b)
	}, sound: "200", broken: "409 Sandbox-DuplicateReference"},
	"checkout-unknown-session-answered-400": {look: func(b *bench) any { return b.poll(ref).code() }, sound: "404 Session-00100", broken: "400 Session-00100"},
	"checkout-create-answered-201":          {look: creating(), sound: "200", broken: "201"},
	"checkout-change-answered-204": {look: func(b *bench) any {
		b.open(ref)
		return fmt.Sprint(b.change(ref, map[string]any{}).status, " ", b.expire(ref).status)
	}, sound: "200 200", broken: "204 204"},
	"checkout-any-answer-is-an-offer": {look: func(b *bench) any {
		b.shop.options = offering(map[string]any{"options": two()})
		b.paid(ref, dynamic)
		return b.state(ref)
	}, sound: "SessionCreated", broken: "PaymentSuccessful"},
	"checkout-refusals-answered-500": {look: creating(edit{"/reference", "short"}), sound: "400 Reference", broken: "500 Reference"},
	"checkout-problems-as-text": {look: func(b *bench) any {
		return b.send("GET", path+"/"+ref, nil).Header().Get("Content-Type")
	}, sound: "application/json", broken: "text/plain"},
	"checkout-frontend-url-leads-nowhere": {look: func(b *bench) any {
		r := b.open(ref)
		return strings.HasSuffix(r.text("/checkoutFrontendUrl"), "token="+r.text("/token"))
	}, sound: true, broken: false},
}

// A seeded defect changes what it says, and only when it is on.
func TestSeededDefects(t *testing.T) {
	t.Parallel()
	known := service(t).Faults
	for name, p := range probes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotEmpty(t, known[name])
			assert.Equal(t, p.sound, p.look(start(t, p.abilities)), "without it")
			assert.Equal(t, p.broken, p.look(start(t, p.abilities, name)), "with it")
		})
	}
}

// A defect of what is said changes something of all that can be said.
func TestDefectsOfWhatIsSaid(t *testing.T) {
	t.Parallel()
	sound := tour(t)
	require.True(t, sound == tour(t), "it is the same every time")
	domain := session.Faults() // on trial in their own package
	for name := range service(t).Faults {
		if _, done := probes[name]; done || domain[name] != "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.False(t, sound == tour(t, name), "nothing of it is different")
		})
	}
}

var moving = regexp.MustCompile(`urn:uuid:[0-9a-f-]{36}|"sub":"[^"]+"|token=[^"]+|"token":"[^"]+"`)

// tour is all that a merchant is answered and told of some busy sessions.
func tour(t *testing.T, faults ...string) string {
	t.Helper()
	b := start(t, norway, faults...)
	point := map[string]any{"id": "a", "name": "Shop", "address": "Testgata 1", "postalCode": "5003", "city": "Bergen", "country": "NO"}
	slot := map[string]any{"id": "x", "date": "2026-03-04", "start": "10:00", "end": "12:00"}
	b.shop.options = offering([]any{
		option("places", "POSTNORD", "", 4900, edit{"/delivery", map[string]any{"pickupPoints": []any{point}}}),
		option("hours", "BRING", "", 9900, edit{"/priority", 1}, edit{"/delivery", map[string]any{"timeslots": []any{slot}}}),
	})
	var told []string
	say := func(r result) { told = append(told, fmt.Sprint(r.status, " ", string(r.body))) }
	consent := at0("customConsent", map[string]any{"text": "News", "required": false})
	say(b.create(ref, dynamic, at0("requireUserInfo", true), consent))
	say(b.poll(ref))
	b.act(ref, "pay", map[string]any{"consent": false})
	say(b.poll(ref))
	b.act(ref, "approve", nil)
	b.move("capture", ref, 20000)
	b.move("refund", ref, 1000)
	b.move("cancel", ref, 0)
	say(b.poll(ref))
	b.open("order-0002", dynamic)
	b.act("order-0002", "approve", map[string]any{"choice": "hours", "method": "Card"})
	say(b.poll("order-0002"))
	b.open("order-0003", subscription(edit{"/transaction", gone})...)
	b.act("order-0003", "approve", nil)
	say(b.poll("order-0003"))
	b.open("order-0004")
	b.act("order-0004", "reject", nil)
	say(b.poll("order-0004"))
	b.open("order-0005")
	b.act("order-0005", "expire", nil)
	say(b.poll("order-0005"))
	say(b.poll("order-0009"))
	say(b.create("short"))
	for _, c := range b.shop.calls {
		told = append(told, string(c.body))
	}
	return moving.ReplaceAllStringFunc(strings.Join(told, "\n"), func(n string) string {
		if strings.HasPrefix(n, `"sub"`) || strings.HasPrefix(n, `"token"`) {
			return n[:6]
		}
		return "#"
	})
}

// What breaks the contract is seen by the judge of the contract alone.
func TestDefectsThatTheContractSees(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]string{
		"checkout-create-without-token":         "schema.required",
		"checkout-create-without-frontend":      "schema.required",
		"checkout-create-without-polling":       "schema.required",
		"checkout-session-without-id":           "schema.required",
		"checkout-session-without-reference":    "schema.required",
		"checkout-session-started":              "schema.enum",
		"checkout-terminated-as-failed":         "schema.enum",
		"checkout-state-in-capitals":            "schema.enum",
		"checkout-payment-authorised":           "schema.enum",
		"checkout-payment-without-type":         "schema.",
		"checkout-payment-without-amount":       "schema.required",
		"checkout-payment-amount-as-text":       "schema.type",
		"checkout-pickup-point-without-name":    "schema.required",
		"checkout-timeslot-without-date":        "schema.required",
		"checkout-billing-without-email":        "schema.required",
		"checkout-user-info-without-sub":        "schema.required",
		"checkout-question-with-city":           "schema.required",
		"checkout-question-without-postal-code": "schema.required",
		"checkout-question-without-street":      "schema.required",
		"checkout-problem-without-code":         "schema.",
		"checkout-problem-fields-as-list":       "schema.",
		"checkout-create-answered-201":          "status.undocumented",
		"checkout-change-answered-204":          "status.undocumented",
		"checkout-callback-without-token":       "header.missing",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, norway, name)
			slot := map[string]any{"id": "x", "date": "2026-03-04", "start": "10:00", "end": "12:00"}
			b.shop.options = offering([]any{
				option("near", "POSTNORD", "PICKUP_POINT", 4900),
				option("hours", "BRING", "", 9900, edit{"/priority", 1}, edit{"/delivery", map[string]any{"timeslots": []any{slot}}}),
			})
			b.create(ref, dynamic, at0("requireUserInfo", true))
			b.poll(ref)
			b.act(ref, "approve", nil)
			b.poll(ref)
			b.create("order-0002", dynamic)
			b.change("order-0002", map[string]any{})
			b.act("order-0002", "approve", map[string]any{"choice": "hours"})
			b.poll("order-0002")
			b.create("order-0003")
			b.act("order-0003", "reject", nil)
			b.poll("order-0003")
			b.create("short")
			b.poll("order-0009")
			var rules []string
			for _, f := range b.findings {
				rules = append(rules, f.Rule)
			}
			require.NotEmpty(t, rules)
			assert.True(t, slices.ContainsFunc(rules, func(r string) bool { return strings.HasPrefix(r, rule) }), "%s", rules)
		})
	}
}

// The control calls know every defect by name.
func TestEveryDefectCanBeSwitchedOn(t *testing.T) {
	t.Parallel()
	b := start(t, norway)
	for name, says := range service(t).Faults {
		assert.True(t, strings.HasPrefix(name, "checkout-"), name)
		assert.NotEmpty(t, says, name)
		b.control("PUT", "faults", map[string]any{"faults": []string{name}}, http.StatusOK)
	}
}
