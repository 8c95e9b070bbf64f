package epayment_test

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
)

// A probe is what a merchant sees of one thing that a seeded defect breaks.
type probe struct {
	// abilities are those of able where they are empty.
	abilities     *sandbox.Abilities
	look          func(b *bench) any
	sound, broken any
}

const ref = "order-0001"

// then looks at a payment that is authorized.
func then(look func(b *bench) any) func(b *bench) any {
	return func(b *bench) any {
		b.authorized(ref)
		return look(b)
	}
}

// creating says how a create is answered.
func creating(edits ...edit) func(b *bench) any {
	return func(b *bench) any { return b.create(ref, edits...).code() }
}

// changing says how changes are answered, and how the money stands after them:
// "capture 5000", "cancel", "cancel only".
func changing(changes ...string) func(b *bench) any {
	return func(b *bench) any {
		var said []string
		for _, c := range changes {
			var verb, word string
			var amount int
			if n, _ := fmt.Sscanf(c, "%s %d", &verb, &amount); n == 2 {
				said = append(said, b.change(verb, ref, amount).code())
				continue
			}
			fmt.Sscan(c, &verb, &word)
			var edits []edit
			if word == "only" {
				edits = []edit{only}
			}
			said = append(said, b.change(verb, ref, nil, edits...).code())
		}
		return strings.Join(said, ", ") + " " + fmt.Sprint(b.payment(ref).money())
	}
}

func unit(a sandbox.Abilities) *sandbox.Abilities { return &a }

var danish = edit{"/amount/currency", "DKK"}

func cannotShip(b *bench) any {
	b.shop.answer = func(*http.Request, []byte) (int, string) { return 400, "" }
	b.authorized(ref, express(dynamic())...)
	return b.payment(ref).text("/state")
}

func asked(b *bench) any {
	b.shop.answer = offer(groups("slow", 0))
	b.authorized(ref, express(dynamic())...)
	return b.shop.calls[0].header.Get("Authorization")
}

func lateAct(days string, changes ...string) func(b *bench) any {
	return then(func(b *bench) any {
		if strings.HasPrefix(changes[0], "refund") {
			b.change("capture", ref, 20000)
		}
		b.pass(days)
		return changing(changes...)(b)
	})
}

var probes = map[string]probe{
	"epayment-over-capture-allowed":              {look: then(changing("capture 20001")), sound: "400 6090 [20000 0 0 0]", broken: "200 [20000 20001 0 0]"},
	"epayment-over-refund-allowed":               {look: then(changing("capture 5000", "refund 5001")), sound: "200, 400 6150 [20000 5000 0 0]", broken: "200, 200 [20000 5000 5001 0]"},
	"epayment-capture-loses-an-ore":              {look: then(changing("capture 5000")), sound: "200 [20000 5000 0 0]", broken: "200 [20000 4999 0 0]"},
	"epayment-refund-not-counted":                {look: then(changing("capture 5000", "refund 1000")), sound: "200, 200 [20000 5000 1000 0]", broken: "200, 200 [20000 5000 0 0]"},
	"epayment-cancel-not-counted":                {look: then(changing("cancel")), sound: "200 [20000 0 0 20000]", broken: "200 [20000 0 0 0]"},
	"epayment-terminated-nothing-cancelled":      {look: func(b *bench) any { b.pending(ref); return changing("cancel")(b) }, sound: "200 [0 0 0 20000]", broken: "200 [0 0 0 0]"},
	"epayment-authorizes-less":                   {look: then(changing()), sound: " [20000 0 0 0]", broken: " [19999 0 0 0]"},
	"epayment-capture-before-approval":           {look: func(b *bench) any { b.pending(ref); return changing("capture 100")(b) }, sound: "400 6080 [0 0 0 0]", broken: "200 [0 0 0 0]"},
	"epayment-capture-after-cancel":              {look: then(changing("cancel", "capture 100")), sound: "200, 400 6070 [20000 0 0 20000]", broken: "200, 200 [20000 0 0 20000]"},
	"epayment-capture-after-the-end":             {look: func(b *bench) any { b.pending(ref); return changing("cancel", "capture 100")(b) }, sound: "200, 400 6200 [0 0 0 20000]", broken: "200, 200 [0 0 0 20000]"},
	"epayment-cancelled-rest-capturable":         {look: then(changing("capture 5000", "cancel", "capture 100")), sound: "200, 200, 400 6070 [20000 5000 0 15000]", broken: "200, 200, 200 [20000 5100 0 15000]"},
	"epayment-second-capture-refused":            {look: then(changing("capture 5000", "capture 100")), sound: "200, 200 [20000 5100 0 0]", broken: "200, 400 6090 [20000 5000 0 0]"},
	"epayment-cancel-keeps-the-rest":             {look: then(changing("capture 5000", "cancel")), sound: "200, 200 [20000 5000 0 15000]", broken: "200, 200 [20000 5000 0 0]"},
	"epayment-cancel-transaction-only-ignored":   {look: then(changing("cancel only")), sound: "400 6060 [20000 0 0 0]", broken: "200 [20000 0 0 20000]"},
	"epayment-captured-payment-cancelled":        {look: then(changing("capture 20000", "cancel")), sound: "200, 400 6040 [20000 20000 0 0]", broken: "200, 200 [20000 20000 0 0]"},
	"epayment-cancelled-payment-cancelled-again": {look: then(changing("cancel", "cancel")), sound: "200, 400 6050 [20000 0 0 20000]", broken: "200, 200 [20000 0 0 20000]"},
	"epayment-cancel-ends-refunds":               {look: then(changing("capture 5000", "cancel", "refund 100")), sound: "200, 200, 200 [20000 5000 100 15000]", broken: "200, 200, 400 6210 [20000 5000 0 15000]"},
	"epayment-reservation-refunded":              {look: then(changing("refund 100")), sound: "400 6150 [20000 0 0 0]", broken: "200 [20000 0 0 0]"},
	"epayment-capture-limit-ignored":             {look: lateAct("P181D", "capture 100"), sound: "400 6100 [20000 0 0 0]", broken: "200 [20000 100 0 0]"},
	"epayment-cancel-limit-ignored":              {look: lateAct("P181D", "cancel"), sound: "400 6030 [20000 0 0 0]", broken: "200 [20000 0 0 20000]"},
	"epayment-refund-limit-ignored":              {look: lateAct("P366D", "refund 100"), sound: "400 6220 [20000 20000 0 0]", broken: "200 [20000 20000 100 0]"},
	"epayment-payments-never-expire":             {look: func(b *bench) any { b.pending(ref); b.pass("PT10M"); return b.payment(ref).text("/state") }, sound: "EXPIRED", broken: "CREATED"},
	"epayment-abort-ends-as-expired":             {look: func(b *bench) any { b.pending(ref); b.act(ref, "reject", nil); return b.payment(ref).text("/state") }, sound: "ABORTED", broken: "EXPIRED"},
	"epayment-refused-card-ends-payment": {look: func(b *bench) any {
		b.authorized(ref, edit{"/amount/value", 151})
		return b.payment(ref).text("/state")
	}, sound: "CREATED", broken: "ABORTED"},
	"epayment-refused-cards-authorized": {look: func(b *bench) any {
		b.authorized(ref, edit{"/amount/value", 151})
		return b.payment(ref).text("/state")
	}, sound: "CREATED", broken: "AUTHORIZED"},
	"epayment-capture-in-any-currency": {look: then(func(b *bench) any {
		return b.change("capture", ref, 100, edit{"/modificationAmount/currency", "EUR"}).code()
	}), sound: "400 ModificationAmount.Currency", broken: "200"},
	"epayment-key-ignored": {look: then(func(b *bench) any {
		b.keyed("k", "capture", ref, 100)
		return b.keyed("k", "capture", ref, 100).money()
	}), sound: [4]int64{20000, 100, 0, 0}, broken: [4]int64{20000, 200, 0, 0}},
	"epayment-key-content-ignored":      {look: then(func(b *bench) any { b.keyed("k", "capture", ref, 100); return b.keyed("k", "capture", ref, 200).code() }), sound: "409 4010", broken: "200"},
	"epayment-key-optional":             {look: then(func(b *bench) any { return b.keyed("", "capture", ref, 100).code() }), sound: "400 Idempotency-Key", broken: "200"},
	"epayment-key-shared-by-operations": {look: then(func(b *bench) any { b.keyed("k", "capture", ref, 100); return b.keyed("k", "refund", ref, 50).code() }), sound: "200", broken: "409 4150"},
	"epayment-refusals-do-not-stick": {look: func(b *bench) any {
		b.pending(ref)
		b.keyed("k", "capture", ref, 100)
		b.act(ref, "approve", nil)
		return b.keyed("k", "capture", ref, 100).code()
	}, sound: "400 6080", broken: "200"},
	"epayment-create-not-replayed": {look: func(b *bench) any {
		b.post("/epayment/v1/payments", order(ref), "k")
		return b.post("/epayment/v1/payments", order(ref), "k").code()
	}, sound: "201", broken: "409 4150"},
	"epayment-reference-accepted-twice":       {look: then(creating()), sound: "409 4150", broken: "201"},
	"epayment-reference-free-after-the-end":   {look: func(b *bench) any { b.pending(ref); b.change("cancel", ref, nil); return creating()(b) }, sound: "409 4150", broken: "201"},
	"epayment-ecom-payments-unknown":          {look: func(b *bench) any { b.ecom("e1"); return b.payment("e1").code() }, sound: "200", broken: "404 5090"},
	"epayment-unknown-reference-answered-400": {look: func(b *bench) any { return b.payment(ref).code() }, sound: "404 5090", broken: "400 5090"},
	"epayment-answer-bears-number-of-its-event": {look: then(func(b *bench) any {
		return b.change("capture", ref, 100).text("/pspReference") == b.payment(ref).text("/pspReference")
	}), sound: true, broken: false},
	"epayment-events-newest-first":               {look: then(func(b *bench) any { return b.history(ref) }), sound: "CREATED 20000, AUTHORIZED 20000", broken: "AUTHORIZED 20000, CREATED 20000"},
	"epayment-failed-attempts-listed-as-success": {look: func(b *bench) any { b.pending(ref); b.change("capture", ref, 100); return b.history(ref) }, sound: "CREATED 20000, CAPTURED 100!", broken: "CREATED 20000, CAPTURED 100"},
	"epayment-failed-attempts-not-listed":        {look: func(b *bench) any { b.pending(ref); b.change("capture", ref, 100); return b.history(ref) }, sound: "CREATED 20000, CAPTURED 100!", broken: "CREATED 20000"},
	"epayment-missing-redirect-url":              {look: func(b *bench) any { return b.pending(ref).text("/redirectUrl") == "" }, sound: false, broken: true},
	"epayment-no-automatic-cancel": {abilities: unit(sandbox.Abilities{Market: "DK"}), look: func(b *bench) any {
		b.authorized(ref, danish)
		b.pass("P15D")
		return b.payment(ref).money()
	}, sound: [4]int64{20000, 0, 0, 20000}, broken: [4]int64{20000, 0, 0, 0}},
	"epayment-partial-capture-for-everybody": {abilities: unit(sandbox.Abilities{Market: "DK"}), look: func(b *bench) any {
		b.authorized(ref, danish)
		return b.change("capture", ref, 100, edit{"/modificationAmount/currency", "DKK"}).code()
	}, sound: "400 6140", broken: "200"},

	"epayment-login-only-unit-pays":           {abilities: unit(sandbox.Abilities{LoginOnly: true}), look: creating(), sound: "422 5070", broken: "201"},
	"epayment-card-in-every-flow":             {look: creating(edit{"/paymentMethod/type", "CARD"}, edit{"/userFlow", "QR"}), sound: "400 4160", broken: "201"},
	"epayment-blocked-sources-everywhere":     {look: creating(edit{"/paymentMethod/blockedSources", []string{"COMMERCIAL_CARDS"}}), sound: "400 5010", broken: "201"},
	"epayment-any-currency-accepted":          {look: creating(edit{"/amount/currency", "EUR"}), sound: "400 5040", broken: "201"},
	"epayment-minimum-amount-ignored":         {look: creating(edit{"/amount/value", 99}), sound: "400 6010", broken: "201"},
	"epayment-maximum-amount-ignored":         {look: creating(edit{"/amount/value", 65000001}), sound: "400 Amount.Value", broken: "201"},
	"epayment-return-url-optional":            {look: creating(edit{"/returnUrl", gone}), sound: "400 4140", broken: "201"},
	"epayment-push-message-for-everybody":     {abilities: &sandbox.Abilities{}, look: creating(push("4740000001")...), sound: "403 5080", broken: "201"},
	"epayment-push-message-with-redirect-url": {look: func(b *bench) any { return b.pending(ref, push("4740000001")...).text("/redirectUrl") == "" }, sound: true, broken: false},
	"epayment-native-redirect-opens-a-page": {look: func(b *bench) any {
		return strings.HasPrefix(b.pending(ref, edit{"/userFlow", "NATIVE_REDIRECT"}).text("/redirectUrl"), "vippsMT://")
	}, sound: true, broken: false},
	"epayment-target-url-is-an-image": {look: func(b *bench) any {
		return strings.Contains(b.pending(ref, qr("TEXT/TARGETURL", nil)...).text("/redirectUrl"), "/landing?")
	}, sound: true, broken: false},
	"epayment-qr-of-any-size":                         {look: creating(qr("IMAGE/PNG", 99)...), sound: "400 QrFormat.Size", broken: "201"},
	"epayment-plain-http-accepted":                    {look: creating(edit{"/returnUrl", "http://shop.example/back"}), sound: "400 4090", broken: "201"},
	"epayment-app-addresses-refused":                  {look: creating(edit{"/returnUrl", "myshop://done"}), sound: "201", broken: "400 4090"},
	"epayment-customer-named-twice":                   {look: creating(append(push("4740000001"), edit{"/customer/customerToken", "abcdefgh"})...), sound: "400 Customer", broken: "201"},
	"epayment-any-phone-number":                       {look: creating(push("40000001")...), sound: "400 4070", broken: "201"},
	"epayment-minimum-age-ignored":                    {look: creating(append(push("4740009017"), edit{"/minimumUserAge", 18})...), sound: "400 7010", broken: "201"},
	"epayment-any-scope":                              {look: creating(edit{"/profile", map[string]any{"scope": "shoeSize"}}), sound: "400 4080", broken: "201"},
	"epayment-national-identity-number-for-everybody": {look: creating(edit{"/profile", map[string]any{"scope": "nin"}}), sound: "403 5030", broken: "201"},
	"epayment-metadata-unlimited":                     {look: creating(edit{"/metadata", pairs(6)}), sound: "400 4100", broken: "201"},
	"epayment-description-of-any-length":              {look: creating(edit{"/paymentDescription", "ab"}), sound: "400 PaymentDescription", broken: "201"},
	"epayment-reference-of-any-form":                  {look: func(b *bench) any { return b.create("short").code() }, sound: "400 Reference", broken: "201"},
	"epayment-expiry-in-every-flow":                   {look: creating(edit{"/expiresAt", "2026-03-02T12:00:00Z"}, receipt), sound: "400 ExpiresAt", broken: "201"},
	"epayment-expiry-for-everybody":                   {abilities: unit(sandbox.Abilities{SkipLandingPage: true}), look: creating(longLived("2026-03-02T12:00:00Z")...), sound: "403 5050", broken: "201"},
	"epayment-expiry-without-receipt":                 {look: creating(append(longLived("2026-03-02T12:00:00Z"), edit{"/receipt", gone})...), sound: "400 6130", broken: "201"},
	"epayment-expiry-unbounded":                       {look: creating(longLived("2027-03-02T12:00:00Z")...), sound: "400 6110", broken: "201"},
	"epayment-express-for-everybody":                  {abilities: &sandbox.Abilities{}, look: creating(express(fixed())...), sound: "403 5020", broken: "201"},
	"epayment-express-with-any-scope":                 {look: creating(express(fixed(), edit{"/profile/scope", "name"})...), sound: "400 4080", broken: "201"},
	"epayment-express-approved-without-customer": {look: func(b *bench) any {
		b.pending(ref, express(fixed())...)
		return b.force(ref, `{"customer":{"phoneNumber":"4740000001"}}`).code()
	}, sound: "400 10060", broken: "200"},
	"epayment-approval-for-new-customers": {look: func(b *bench) any {
		b.pending(ref)
		return b.force(ref, `{"customer":{"phoneNumber":"4700000001"}}`).code()
	}, sound: "400 10020", broken: "200"},
	"epayment-consent-not-needed": {look: func(b *bench) any {
		b.pending(ref, edit{"/profile", map[string]any{"scope": "name"}})
		b.act(ref, "approve", map[string]any{"consent": false})
		return b.payment(ref).text("/state")
	}, sound: "ABORTED", broken: "AUTHORIZED"},
	"epayment-shipping-cost-not-authorized": {look: func(b *bench) any {
		b.pending(ref, express(fixed())...)
		b.act(ref, "approve", map[string]any{"choice": "fast"})
		return b.payment(ref).money()
	}, sound: [4]int64{29900, 0, 0, 0}, broken: [4]int64{20000, 0, 0, 0}},
	"epayment-shipping-choice-ignored": {look: func(b *bench) any {
		b.pending(ref, express(fixed())...)
		b.act(ref, "approve", map[string]any{"choice": "fast"})
		return b.payment(ref).text("/shippingDetails/shippingOptionId")
	}, sound: "fast", broken: "slow"},
	"epayment-fixed-shipping-asked-anyway": {look: func(b *bench) any { b.authorized(ref, express(fixed())...); return len(b.shop.calls) }, sound: 0, broken: 1},
	"epayment-cannot-ship-ignored":         {look: cannotShip, sound: "CREATED", broken: "AUTHORIZED"},
	"epayment-ships-to-every-country": {look: func(b *bench) any {
		s := fixed()
		s["allowedCountries"] = []string{"SE"}
		link := b.pending(ref, express(s)...).text("/redirectUrl")
		b.press(link, map[string][]string{"act": {"approve"}})
		return b.payment(ref).text("/state")
	}, sound: "CREATED", broken: "AUTHORIZED"},
	"epayment-shipping-question-without-token": {look: asked, sound: "let-me-in", broken: ""},
	"epayment-shipping-token-with-bearer":      {look: asked, sound: "let-me-in", broken: "Bearer let-me-in"},

	"epayment-captures-race": {look: then(func(b *bench) any {
		return b.atOnce("capture", ref, 15000) + fmt.Sprint(" ", b.payment(ref).money())
	}), sound: "200, 400 6090 [20000 15000 0 0]", broken: "200, 200 [20000 30000 0 0]"},
	"epayment-refunds-race": {look: then(func(b *bench) any {
		b.change("capture", ref, 20000)
		return b.atOnce("refund", ref, 15000) + fmt.Sprint(" ", b.payment(ref).money())
	}), sound: "200, 400 6150 [20000 20000 15000 0]", broken: "200, 200 [20000 20000 30000 0]"},
	"epayment-missing-sub": {look: func(b *bench) any {
		b.authorized(ref, edit{"/profile", map[string]any{"scope": "name"}})
		return b.payment(ref).text("/profile/sub") == ""
	}, sound: false, broken: true},
	"epayment-express-shares-nothing": {look: func(b *bench) any {
		b.authorized(ref, express(fixed())...)
		return b.payment(ref).at("/userDetails") == nil
	}, sound: false, broken: true},
	"epayment-creation-not-told": {look: func(b *bench) any { b.pending(ref); return b.told() }, sound: "CREATED 20000", broken: ""},
	"epayment-expiry-not-told":   {look: func(b *bench) any { b.pending(ref); b.act(ref, "expire", nil); return b.told() }, sound: "CREATED 20000, EXPIRED 20000", broken: "CREATED 20000"},
	"epayment-abort-not-told":    {look: func(b *bench) any { b.pending(ref); b.act(ref, "reject", nil); return b.told() }, sound: "CREATED 20000, ABORTED 20000", broken: "CREATED 20000"},
	"epayment-failure-not-told":  {look: func(b *bench) any { b.pending(ref); b.act(ref, "fail", nil); return b.told() }, sound: "CREATED 20000, AUTHORIZED 20000!", broken: "CREATED 20000"},
	"epayment-events-told-with-number-of-payment": {look: then(func(b *bench) any {
		b.settle()
		return b.shop.calls[1].at("/pspReference") == b.shop.calls[0].at("/pspReference")
	}), sound: false, broken: true},
	"epayment-terminated-told-as-cancelled": {look: func(b *bench) any { b.pending(ref); b.change("cancel", ref, nil); return b.told() }, sound: "CREATED 20000, TERMINATED 20000", broken: "CREATED 20000, CANCELLED 20000"},
	"epayment-refusals-answered-500":        {look: func(b *bench) any { b.pending(ref); return b.change("capture", ref, 100).code() }, sound: "400 6080", broken: "500 6080"},
	"epayment-problems-as-text": {look: func(b *bench) any {
		return b.send("GET", "/epayment/v1/payments/"+ref, nil).Header().Get("Content-Type")
	}, sound: "application/problem+json", broken: "text/plain"},
}

// A seeded defect changes what it says, and only when it is on.
func TestSeededDefects(t *testing.T) {
	t.Parallel()
	known := service(t).Faults
	for name, p := range probes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotEmpty(t, known[name])
			abilities := able
			if p.abilities != nil {
				abilities = *p.abilities
			}
			assert.Equal(t, p.sound, p.look(listenAs(t, name, abilities)), "without it")
			assert.Equal(t, p.broken, p.look(listenAs(t, name, abilities, name)), "with it")
		})
	}
}

// listenAs registers for webhooks where a probe is about them: elsewhere calls
// to the merchant are counted.
func listenAs(t *testing.T, name string, a sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	if strings.Contains(name, "told") {
		return listening(t, a, faults...)
	}
	return start(t, a, faults...)
}

// elsewhere are the defects that other tests have on trial.
var elsewhere = []string{"epayment-rate-limit-shared", "epayment-cancel-while-authorizing"}

// A defect of what is said changes something of all that can be said.
func TestDefectsOfWhatIsSaid(t *testing.T) {
	t.Parallel()
	sound := tour(t)
	require.True(t, sound == tour(t), "it is the same every time")
	for name := range service(t).Faults {
		if _, done := probes[name]; done || slices.Contains(elsewhere, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.False(t, sound == tour(t, name), "nothing of it is different")
		})
	}
}

var moving = regexp.MustCompile(`\d{10}|[0-9a-f]{8}-[0-9a-f-]{27}|00-[0-9a-f]{32}-[0-9a-f]{16}-01`)

// tour is all that a merchant is answered and told of one busy payment.
func tour(t *testing.T, faults ...string) string {
	t.Helper()
	b := listening(t, able, faults...)
	b.shop.answer = offer(groups("slow", 0))
	var said []string
	say := func(r result) {
		said = append(said, string(r.body))
		b.settle() // what is told of several payments has no order
	}
	say(b.create(ref, express(dynamic(), edit{"/metadata", map[string]any{"shelf": "7"}})...))
	say(b.payment(ref))
	say(b.change("capture", ref, 100))
	b.act(ref, "approve", nil)
	say(b.payment(ref))
	say(b.change("capture", ref, 5000))
	say(b.change("refund", ref, 1000))
	say(b.change("cancel", ref, nil))
	say(b.payment(ref))
	say(b.get("/epayment/v1/payments/" + ref + "/events"))
	say(b.create("order-0002"))
	say(b.payment("order-0002"))
	for _, c := range b.shop.calls {
		said = append(said, string(c.body))
	}
	all := strings.Join(said, "\n")
	// Numbers differ from one tour to the next only where a defect makes them
	// differ; what repeats keeps its place.
	seen := map[string]string{}
	return moving.ReplaceAllStringFunc(all, func(n string) string {
		if seen[n] == "" {
			seen[n] = fmt.Sprint("#", len(seen))
		}
		return seen[n]
	})
}

// What breaks the contract is seen by the judge of the contract alone.
func TestDefectsThatTheContractSees(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]string{
		"epayment-state-captured":               "schema.enum",
		"epayment-state-in-lower-case":          "schema.enum",
		"epayment-amount-as-string":             "schema.type",
		"epayment-aggregate-incomplete":         "schema.required",
		"epayment-missing-psp-reference":        "schema.required",
		"epayment-profile-left-out":             "schema.required",
		"epayment-card-number-short":            "schema.minLength",
		"epayment-events-without-name":          "schema.required",
		"epayment-events-called-payment-action": "schema.required",
		"epayment-time-in-words":                "schema.format",
		"epayment-error-code-as-number":         "schema.type",
		"epayment-error-without-trace":          "schema.required",
		"epayment-told-without-msn":             "schema.required",
		"epayment-told-name-in-lower-case":      "schema.enum",
		"epayment-question-without-reference":   "schema.",
		"epayment-problems-as-text":             "content-type.undocumented",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := listening(t, able, name)
			b.shop.answer = offer(groups("slow", 0))
			b.pending(ref, express(dynamic())...)
			b.change("capture", ref, 100)
			b.act(ref, "approve", nil)
			b.payment(ref)
			b.change("capture", ref, 5000)
			b.history(ref)
			b.pending("order-0002")
			b.payment("order-0002")
			b.settle()
			var rules []string
			for _, f := range b.findings {
				rules = append(rules, f.Rule)
			}
			require.NotEmpty(t, rules)
			assert.True(t, slices.ContainsFunc(rules, func(r string) bool { return strings.HasPrefix(r, rule) }), "%s", rules)
		})
	}
}

func TestASharedRateLimit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		faults []string
		want   int
	}{{nil, 200}, {[]string{"epayment-rate-limit-shared"}, 429}} {
		b := limited(t)
		b.control("PUT", "faults", map[string]any{"faults": append([]string{}, tt.faults...)}, 200)
		b.authorized(ref)
		b.authorized("order-0002")
		for range 5 {
			b.change("capture", ref, 1)
		}
		assert.Equal(t, tt.want, b.change("capture", "order-0002", 1).status)
	}
}

func TestACancelWhileTheCustomerAuthorizes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		faults []string
		want   string
	}{{nil, "409 6250"}, {[]string{"epayment-cancel-while-authorizing"}, "200"}} {
		b := start(t, able, tt.faults...)
		wait := make(chan struct{})
		b.shop.answer = func(*http.Request, []byte) (int, string) { <-wait; return 400, "" }
		b.pending(ref, express(dynamic())...)
		b.control("POST", "payments/"+ref+"/approve", nil, http.StatusNoContent)
		assert.Equal(t, tt.want, b.change("cancel", ref, nil).code())
		close(wait)
		b.settle()
	}
}
