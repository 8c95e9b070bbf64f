package session_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/profile"
	"kontrakt/harness/sandbox/session"
)

// A probe is what a merchant sees of one thing that a seeded defect breaks.
type probe struct {
	abilities  sandbox.Abilities
	look       func(*bench) any
	sound, ill any
}

// creating says how a create is answered.
func creating(changes ...func(*session.Order)) func(*bench) any {
	return func(b *bench) any {
		if err := b.create(changes...); err != nil {
			return err.Error()
		}
		return "created"
	}
}

// after says how a session stands after acts.
func after(acts string, changes ...func(*session.Order)) func(*bench) any {
	return func(b *bench) any {
		b.created(changes...)
		for verb := range strings.FieldsSeq(acts) {
			if strings.HasPrefix(verb, "PT") {
				b.pass(verb)
				continue
			}
			if said := b.act(verb); said != "" {
				return said
			}
		}
		return b.seen()
	}
}

// doing says what comes of something that the merchant does after an act.
func doing(verb string, do func(*session.Session) error, changes ...func(*session.Order)) func(*bench) any {
	return func(b *bench) any {
		b.created(changes...)
		b.act(verb)
		if err := b.with(do); err != nil {
			return err.Error()
		}
		return b.seen()
	}
}

// shipped says what is shown when the merchant answers so.
func shipped(status int, answer string, err error, changes ...func(*session.Order)) func(*bench) any {
	return func(b *bench) any {
		b.ships(status, answer, err)
		b.created(append(changes, asked)...)
		b.act("submit")
		return strings.Join(b.shown(), " ")
	}
}

// telling gives the callbacks of an end that the merchant answers so.
func telling(status int, look func(*bench) any) func(*bench) any {
	return func(b *bench) any {
		b.takes(func(int) int { return status })
		b.created()
		b.act("approve")
		b.pass("PT1M")
		return look(b)
	}
}

func tokens(b *bench) any { return b.told()[0].token }

func patched(value int64) func(*session.Session) error {
	more := nok(value)
	return func(s *session.Session) error { return s.Patch(session.Change{Amount: &more}) }
}

func reoffered(s *session.Session) error {
	return s.Patch(session.Change{Options: &[]logistics.Option{option("boat", 9900, 0)}})
}

const paid = "successful, 10000, from Kari Trondheim, to Kari Trondheim"

func probes() map[string]probe {
	gone := func(b *bench) any { b.created(); b.act("reject"); return creating()(b) }
	cheap, dear := option("cheap", 1000, 2), option("dear", 9000, 1)
	point, hour := option("point", 0, 0), option("hour", 0, 0)
	point.Type = logistics.PickUp
	hour.Delivery = &logistics.Delivery{Timeslots: []logistics.Timeslot{{ID: "am"}}}
	odd := option("post", 4900, 0)
	odd.Brand = "INSTABOX"
	swede := func(o *session.Order) { o.Countries = []string{"SE"} }
	identity := func(o *session.Order) { o.Identity = true }
	required := func(o *session.Order) { o.Consent = &session.Consent{Required: true} }
	slow := errors.New("no answer within 8s")
	return map[string]probe{
		"checkout-reference-of-any-form":                    {look: creating(func(o *session.Order) { o.Reference = "1" }), sound: "transaction.reference: " + session.BadReference.Error(), ill: "created"},
		"checkout-reference-accepted-twice":                 {look: func(b *bench) any { b.created(); return creating()(b) }, sound: "transaction.reference: the reference is taken", ill: "created"},
		"checkout-reference-free-after-the-end":             {look: gone, sound: "transaction.reference: the reference is taken", ill: "created"},
		"checkout-any-currency-accepted":                    {look: creating(func(o *session.Order) { o.Amount.Currency = "SEK" }), sound: "transaction.amount: " + session.ForeignCurrency.Error(), ill: "created"},
		"checkout-nothing-to-pay-accepted":                  {look: creating(func(o *session.Order) { o.Amount.Value = 0 }), sound: "transaction.amount: " + session.TooLittle.Error(), ill: "created"},
		"checkout-dynamic-options-without-address-accepted": {look: creating(asked, elements(session.PaymentOnly)), sound: "logistics.dynamicOptionsCallback: " + session.NeedsAddress.Error(), ill: "created"},
		"checkout-any-option-accepted":                      {look: creating(fixed(odd)), sound: `logistics.fixedOptions: shipping option "post": there is no such carrier`, ill: "created"},
		"checkout-bad-prefill-refused":                      {look: creating(func(o *session.Order) { o.Prefill.Phone = "none" }), sound: "created", ill: "prefillCustomer.phoneNumber: " + session.BadPrefill.Error()},
		"checkout-patch-after-payment-accepted":             {look: doing("approve", patched(20000)), sound: session.Paying.Error(), ill: paid + ", held"},
		"checkout-patch-ignored":                            {look: doing("submit", patched(20000)), sound: "created, 20000", ill: "created, 10000"},
		"checkout-patch-of-options-ignored":                 {look: doing("submit", reoffered, fixed(cheap)), sound: "created, 19900", ill: "created, 11000"},
		"checkout-expire-ends-a-payment":                    {look: doing("pay", (*session.Session).Expire), sound: session.Paying.Error(), ill: "expired, 10000, ended"},
		"checkout-expire-ignored":                           {look: doing("submit", (*session.Session).Expire), sound: "expired, 10000", ill: "created, 10000"},
		"checkout-sessions-never-expire":                    {look: after("PT1H"), sound: "expired, 10000", ill: "created, 10000"},
		"checkout-expired-sessions-never-forgotten":         {look: after("PT25H"), sound: session.Unknown.Error(), ill: "expired, 10000"},
		"checkout-callback-at-expiry":                       {look: func(b *bench) any { after("PT1H")(b); return len(b.told()) }, sound: 0, ill: 1},
		"checkout-elements-ignored":                         {look: after("approve", elements(session.ContactOnly)), sound: "successful, 10000, from Kari , held", ill: paid + ", held"},
		"checkout-countries-ignored":                        {look: after("approve", swede), sound: session.NotServed.Error(), ill: paid + ", held"},
		"checkout-choice-ignored": {look: func(b *bench) any {
			b.created(fixed(cheap, dear))
			b.act("approve", map[string]any{"choice": "cheap"})
			return b.seen()
		}, sound: "successful, 11000, from Kari Trondheim, to Kari Trondheim by cheap 1000, held", ill: "successful, 19000, from Kari Trondheim, to Kari Trondheim by dear 9000, held"},
		"checkout-default-option-ignored": {look: func(b *bench) any {
			b.created(fixed(marked(dear), cheap))
			b.act("submit")
			return strings.Join(b.shown(), " ")
		}, sound: "dear: dear cheap", ill: "cheap: dear cheap"},
		"checkout-priorities-ignored": {look: func(b *bench) any {
			b.created(fixed(cheap, dear))
			b.act("submit")
			return strings.Join(b.shown(), " ")
		}, sound: "dear: dear cheap", ill: "cheap: cheap dear"},
		"checkout-free-shipping-charged":          {look: after("submit", fixed(option("shop", 0, 0))), sound: "created, 10000", ill: "created, 14900"},
		"checkout-pickup-point-lost":              {look: after("approve", fixed(point)), sound: paid + " by point 0 at a point, held", ill: paid + " by point 0, held"},
		"checkout-timeslot-lost":                  {look: after("approve", fixed(hour)), sound: paid + " by hour 0 at an hour, held", ill: paid + " by hour 0, held"},
		"checkout-fixed-options-before-dynamic":   {look: shipped(200, "post 1 POSTEN", nil, fixed(cheap)), sound: "post: post", ill: "cheap: cheap"},
		"checkout-second-address-not-asked-about": {look: func(b *bench) any { after("submit submit", asked)(b); return len(b.questions()) }, sound: 2, ill: 1},
		"checkout-question-with-callback-token":   {look: func(b *bench) any { after("submit", asked)(b); return b.shop.got[0].token }, sound: "", ill: "s3cr3t"},
		"checkout-dynamic-timeout-ignored":        {look: shipped(0, "", slow, fixed(cheap)), sound: "cheap: cheap", ill: "asking"},
		"checkout-no-fallback-to-fixed-options":   {look: shipped(500, "", nil, fixed(cheap)), sound: "cheap: cheap", ill: "impossible"},
		"checkout-goes-on-without-options":        {look: shipped(500, "", nil), sound: "impossible", ill: "nothing"},
		"checkout-dynamic-status-ignored":         {look: shipped(302, "post 1 POSTEN", nil), sound: "impossible", ill: "post: post"},
		"checkout-amount-without-shipping":        {look: after("approve", fixed(cheap)), sound: "successful, 11000, from Kari Trondheim, to Kari Trondheim by cheap 1000, held", ill: paid + " by cheap 1000, held"},
		"checkout-payment-never-times-out":        {look: after("pay PT1H"), sound: "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", ill: "initiated, 10000, from Kari Trondheim, to Kari Trondheim, pending"},
		"checkout-terminated-session-paid":        {look: after("reject approve"), sound: session.Over.Error(), ill: paid + ", held"},
		"checkout-abort-ends-as-expired":          {look: after("reject"), sound: "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", ill: "expired, 10000, ended"},
		"checkout-direct-capture-sells":           {abilities: sandbox.Abilities{DirectCapture: true}, look: after("approve"), sound: "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", ill: paid + ", held"},
		"checkout-payment-unknown-to-epayment": {look: func(b *bench) any {
			after("approve")(b)
			return fmt.Sprint(b.change(func(*ledger.Payment) error { return nil }))
		}, sound: "<nil>", ill: "ePayment does not know it"},
		"checkout-required-consent-not-needed":        {look: func(b *bench) any { b.created(required); return b.act("approve", map[string]any{"consent": false}) }, sound: session.NoConsent.Error(), ill: ""},
		"checkout-user-info-missing":                  {look: after("approve", identity), sound: paid + ", held, who kari.prove@example.com", ill: paid + ", held"},
		"checkout-user-info-unasked":                  {look: after("approve"), sound: paid + ", held", ill: paid + ", held, who kari.prove@example.com"},
		"checkout-callback-while-paying":              {look: func(b *bench) any { after("pay")(b); return len(b.told()) }, sound: 0, ill: 1},
		"checkout-callback-for-success-only":          {look: func(b *bench) any { after("reject")(b); return len(b.told()) }, sound: 1, ill: 0},
		"checkout-callback-differs-from-polling":      {look: telling(200, func(b *bench) any { return b.told()[0].body == b.polled() }), sound: true, ill: false},
		"checkout-callback-never-repeated":            {look: telling(500, func(b *bench) any { return len(b.told()) }), sound: 4, ill: 1},
		"checkout-callback-repeated-for-ever":         {look: telling(500, func(b *bench) any { return len(b.told()) }), sound: 4, ill: 6},
		"checkout-callback-repeated-without-patience": {look: telling(500, func(b *bench) any { return strings.Join(b.attempts(), " ") }), sound: "1 00:00 2 00:01 3 00:05 4 00:21", ill: "1 00:00 2 00:01 3 00:02 4 00:03"},
		"checkout-callback-without-token":             {look: telling(200, tokens), sound: "s3cr3t", ill: ""},
		"checkout-callback-token-with-bearer":         {look: telling(200, tokens), sound: "s3cr3t", ill: "Bearer s3cr3t"},
	}
}

// Each defect changes what its own probe finds.
func TestEverySeededDefectShows(t *testing.T) {
	t.Parallel()
	all := probes()
	assert.Equal(t, slices.Sorted(maps.Keys(session.Faults())), slices.Sorted(maps.Keys(all)))
	for name, p := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, p.sound, p.look(open(t, p.abilities)))
			b := open(t, p.abilities)
			b.fault(name)
			assert.Equal(t, p.ill, p.look(b))
		})
	}
}

func TestASharedPersonIsTheOneWhoPays(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created(func(o *session.Order) { o.Identity = true })
	b.act("approve", map[string]any{"customer": map[string]any{"email": "ola@shop.example", "phoneNumber": "4740000001"}})
	assert.Contains(t, b.seen(), "who ola@shop.example")
	b.in(func(box *sandbox.Box) {
		s, _ := session.Of(box).ByReference(ref)
		sub, _ := s.Identity()
		c, ok := profile.Shared(box, sub)
		assert.True(t, ok)
		assert.Equal(t, "4740000001", c.Person.Phone)
	})
}
