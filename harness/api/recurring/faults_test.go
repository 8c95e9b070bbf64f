package recurring_test

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
	"kontrakt/harness/sandbox/agreement"
)

// A probe is what a merchant sees of one thing that a seeded defect breaks.
type probe struct {
	// abilities are those of able where they are nil.
	abilities     *sandbox.Abilities
	look          func(b *bench) any
	sound, broken any
}

// drafting says how a draft is answered, charging how a charge is.
func drafting(edits ...edit) func(*bench) any {
	return func(b *bench) any { return b.draft(edits...).code() }
}

func charging(edits ...edit) func(*bench) any {
	return func(b *bench) any { return b.charge(b.active(), edits...).code() }
}

// listing counts agreements.
func listing(query string) func(*bench) any {
	return func(b *bench) any {
		for range 3 {
			b.active()
		}
		b.pending()
		return len(strings.Fields(b.get(agreementsPath + query).ids()))
	}
}

// paging counts the charges of all pages together.
func paging(b *bench) any {
	id := b.active()
	b.bulk(id, 60)
	b.pass("PT1M")
	path := agreementsPath + "/" + id + "/charges"
	first := b.get(path)
	count := len(strings.Fields(first.ids()))
	if token := first.header.Get("Continuation-Token"); token != "" {
		count += len(strings.Fields(b.get(path, "Continuation-Token", token).ids()))
	}
	return count
}

// telling drives an agreement through all that is told, and says what is.
func telling(b *bench) any {
	reject := b.pending()
	b.act(reject, "reject", nil)
	b.act(b.pending(), "expire", nil)
	id := b.active()
	for n, verb := range []string{"settle", "fail"} {
		charge := b.charged(id, edit{"/transactionType", "RESERVE_CAPTURE"}, edit{"/orderId", fmt.Sprint("jam-", n)})
		b.collect(charge, verb, nil)
	}
	b.move("capture", id, "jam-0", 10000)
	b.cancel(id, "jam-0")
	b.move("refund", id, "jam-0", 5000)
	one := item(id, "much")
	one["amount"] = 174501
	b.manifold([]map[string]any{one})
	b.pass("PT1M")
	b.act(id, "stop", nil)
	return b.told()
}

const allTold = "agreement-rejected, agreement-expired, agreement-activated, charge-reserved 34900, charge-failed 34900, " +
	"charge-captured 34900, charge-canceled 34900, charge-refunded 34900, charge-creation-failed 174501, agreement-stopped USER"

var probes = map[string]probe{
	"recurring-key-ignored": {look: func(b *bench) any {
		first := b.do("POST", agreementsPath, offer(), "k")
		return first.text("/agreementId") == b.do("POST", agreementsPath, offer(), "k").text("/agreementId")
	}, sound: true, broken: false},
	"recurring-key-content-ignored": {look: func(b *bench) any {
		b.do("POST", agreementsPath, offer(), "k")
		return b.do("POST", agreementsPath, offer(edit{"/productName", "Honey"}), "k").code()
	}, sound: "409 idempotency-conflict", broken: "201"},
	"recurring-key-optional":    {look: func(b *bench) any { return b.do("POST", agreementsPath, offer(), "").code() }, sound: "400 idempotency-key-header", broken: "201"},
	"recurring-key-of-any-form": {look: func(b *bench) any { return b.do("POST", agreementsPath, offer(), "a/b").code() }, sound: "400 idempotency-key-header", broken: "201"},
	"recurring-key-counted-per-resource": {look: func(b *bench) any {
		one, two := b.active(), b.active()
		b.do("PATCH", agreementsPath+"/"+one, []byte(`{}`), "k")
		return b.do("PATCH", agreementsPath+"/"+two, []byte(`{}`), "k").code()
	}, sound: "409 idempotency-conflict", broken: "204"},
	"recurring-refusals-do-not-stick": {look: func(b *bench) any {
		id := b.pending()
		b.do("POST", agreementsPath+"/"+id+"/charges", bill(), "k")
		b.act(id, "approve", nil)
		return b.do("POST", agreementsPath+"/"+id+"/charges", bill(), "k").code()
	}, sound: "400 charge-creation-failed", broken: "201"},
	"recurring-plain-http-accepted":         {look: drafting(edit{"/merchantAgreementUrl", "http://shop.example/my-page"}), sound: "400 validation-error merchantAgreementUrl", broken: "201"},
	"recurring-app-addresses-refused":       {look: drafting(edit{"/merchantRedirectUrl", "myshop://done"}), sound: "201", broken: "400 validation-error merchantRedirectUrl"},
	"recurring-agreement-page-optional":     {look: drafting(edit{"/merchantAgreementUrl", gone}), sound: "400 validation-error merchantAgreementUrl", broken: "201"},
	"recurring-phone-number-checked-anyway": {look: drafting(edit{"/phoneNumber", "+47 400 00 001"}), sound: "201", broken: "400 validation-error phoneNumber"},
	"recurring-message-to-any-number":       {look: drafting(edit{"/skipLandingPage", true}, edit{"/phoneNumber", "+47"}), sound: "400 validation-error phoneNumber", broken: "201"},
	"recurring-app-flow-opens-a-page": {look: func(b *bench) any {
		_, link := b.link(edit{"/isApp", true})
		return strings.HasPrefix(link, "vippsMT://")
	}, sound: true, broken: false},
	"recurring-national-identity-number-for-everybody": {abilities: &sandbox.Abilities{}, look: func(b *bench) any {
		return b.agreement(b.active(edit{"/scope", "nin"})).at("/sub") == nil
	}, sound: true, broken: false},
	"recurring-texts-of-any-length":      {look: drafting(edit{"/productName", strings.Repeat("x", 46)}), sound: "400 validation-error productName", broken: "201"},
	"recurring-interval-of-any-length":   {look: drafting(edit{"/interval/count", 32}), sound: "400 validation-error interval.count", broken: "201"},
	"recurring-order-id-of-any-form":     {look: charging(edit{"/orderId", "jam_1"}), sound: "400 validation-error orderId", broken: "201"},
	"recurring-retry-days-unbounded":     {look: charging(edit{"/retryDays", 15}), sound: "400 validation-error retryDays", broken: "201"},
	"recurring-agreement-filter-ignored": {look: listing(""), sound: 3, broken: 4},
	"recurring-created-after-ignored":    {look: listing(fmt.Sprint("?createdAfter=", began.UnixMilli())), sound: 0, broken: 3},
	"recurring-page-number-ignored":      {look: listing("?pageNumber=2&pageSize=2"), sound: 1, broken: 2},
	"recurring-second-page-skips-one":    {look: listing("?pageNumber=2&pageSize=2"), sound: 1, broken: 0},
	"recurring-charge-filter-ignored": {look: func(b *bench) any {
		id := b.active()
		b.charged(id)
		return b.get(agreementsPath+"/"+id+"/charges?status=CHARGED").ids() == ""
	}, sound: true, broken: false},
	"recurring-continuation-token-missing":       {look: paging, sound: 60, broken: 50},
	"recurring-second-page-of-charges-loses-one": {look: paging, sound: 60, broken: 59},
	"recurring-update-loses-texts": {look: func(b *bench) any {
		id := b.active()
		b.patch(id, map[string]any{"productName": "Honey"})
		return b.agreement(id).at("/productName")
	}, sound: "Honey", broken: "Jam of the month"},
	"recurring-flexible-interval-with-period": {look: func(b *bench) any {
		return b.patch(b.active(), map[string]any{"interval": map[string]any{"type": "FLEXIBLE", "period": map[string]any{"unit": "DAY", "count": 1}}}).code()
	}, sound: "400 validation-error interval.period", broken: "204"},
	"recurring-bulk-unlimited": {look: func(b *bench) any { return b.bulk(b.active(), 2001).status }, sound: 400, broken: 202},
	"recurring-bulk-calls-everything-valid": {look: func(b *bench) any {
		return compact(b.bulk("agr_0000000", 1).at("/validCharges"))
	}, sound: "[]", broken: `["jam-1"]`},
	"recurring-bulk-forgets-the-refused": {look: func(b *bench) any {
		list, _ := b.bulk("agr_0000000", 1).at("/invalidCharges").([]any)
		return len(list)
	}, sound: 1, broken: 0},
	"recurring-sub-before-approval":   {look: func(b *bench) any { return b.agreement(b.pending(edit{"/scope", "name"})).at("/sub") == nil }, sound: true, broken: false},
	"recurring-changes-answered-200":  {look: func(b *bench) any { return b.patch(b.active(), map[string]any{}).status }, sound: 204, broken: 200},
	"recurring-refusals-answered-500": {look: drafting(edit{"/productName", gone}), sound: "400 validation-error productName", broken: "500 validation-error productName"},
	"recurring-unknown-answered-400":  {look: func(b *bench) any { return b.agreement("agr_0000000").status }, sound: 404, broken: 400},
	"recurring-problems-as-text":      {look: func(b *bench) any { return b.agreement("agr_0000000").header.Get("Content-Type") }, sound: "application/problem+json", broken: "text/plain"},
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
			assert.Equal(t, p.sound, p.look(listening(t, abilities)), "without it")
			assert.Equal(t, p.broken, p.look(listening(t, abilities, name)), "with it")
		})
	}
}

// What the merchant is not told by a defect is one event and no other.
func TestDefectsThatKeepSilent(t *testing.T) {
	t.Parallel()
	assert.Equal(t, allTold, telling(listening(t, able)))
	silent := 0
	for name := range service(t).Faults {
		event, is := strings.CutSuffix(name, "-untold")
		if !is {
			continue
		}
		silent++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event = strings.TrimPrefix(event, "recurring-")
			var rest []string
			for _, told := range strings.Split(allTold, ", ") {
				if first, _, _ := strings.Cut(told, " "); first != event {
					rest = append(rest, told)
				}
			}
			assert.Equal(t, strings.Join(rest, ", "), telling(listening(t, able, name)))
		})
	}
	assert.Equal(t, 10, silent)
}

// elsewhere are the defects that other tests have on trial.
func elsewhere(name string) bool {
	_, probed := probes[name]
	_, ofAgreements := agreement.Faults()[name] // on trial in package agreement
	return probed || ofAgreements || strings.HasSuffix(name, "-untold") || name == "recurring-rate-limit-shared"
}

// A defect of what is said changes something of all that can be said.
func TestDefectsOfWhatIsSaid(t *testing.T) {
	t.Parallel()
	sound := tour(t)
	require.True(t, sound == tour(t), "it is the same every time")
	for name := range service(t).Faults {
		if elsewhere(name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.False(t, sound == tour(t, name), "nothing of it is different")
		})
	}
}

var moving = regexp.MustCompile(`\d{10}|[0-9a-f]{8}-[0-9a-f-]{27}|(agr_|chr-)[0-9A-Za-z]{7}|token=[\w.%-]+`)

// tour is all that a merchant is answered and told of some busy agreements.
func tour(t *testing.T, faults ...string) string {
	t.Helper()
	b := listening(t, able, faults...)
	var said []string
	say := func(r result) string {
		said = append(said, string(r.body))
		b.settle() // what is told of several agreements has no order
		return r.text("/agreementId")
	}
	id := say(b.draft(edit{"/externalId", "customer-7"}, edit{"/scope", "name"}, paid(1000, "RESERVE_CAPTURE"), edit{"/initialCharge/orderId", "first-jar"},
		campaign("PRICE_CAMPAIGN", "end", "2026-06-01T00:00:00Z")))
	say(b.agreement(id))
	b.act(id, "approve", nil)
	say(b.agreement(id))
	say(b.read(id, "first-jar"))
	say(b.move("capture", id, "first-jar", 600))
	say(b.read(id, "first-jar"))
	say(b.cancel(id, "first-jar"))
	say(b.move("refund", id, "first-jar", 200))
	say(b.read(id, "first-jar"))
	say(b.get("/recurring/v3/charges/first-jar"))
	say(b.charge(id, edit{"/orderId", "jam-1"}, edit{"/externalId", "settle-1"}))
	b.collect("jam-1", "fail", nil)
	say(b.read(id, "jam-1"))
	b.act(id, "stop", nil)
	say(b.agreement(id))
	say(b.draft(edit{"/productName", gone}))
	variable := b.active(variable())
	say(b.agreement(variable))
	expired := b.pending()
	b.act(expired, "expire", nil)
	say(b.agreement(expired))
	for _, c := range b.shop.calls {
		said = append(said, string(c.body))
	}
	// Numbers differ from one tour to the next only where a defect makes them
	// differ; what repeats keeps its place.
	seen := map[string]string{}
	return moving.ReplaceAllStringFunc(strings.Join(said, "\n"), func(n string) string {
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
		"recurring-draft-without-uuid":      "schema.required",
		"recurring-event-without-agreement": "schema.required",
		"recurring-event-of-no-merchant":    "schema.required",
		"recurring-problems-as-text":        "content-type.undocumented",
		"recurring-changes-answered-200":    "status.undocumented",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := listening(t, able, name)
			id := b.active()
			b.patch(id, map[string]any{})
			b.patch(id, map[string]any{"status": "ACTIVE"})
			b.settle()
			var rules []string
			for _, f := range b.findings {
				rules = append(rules, f.Rule)
			}
			assert.True(t, slices.Contains(rules, rule), "%s", rules)
		})
	}
}

func TestASharedRateLimit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		faults []string
		want   int
	}{{nil, http.StatusNoContent}, {[]string{"recurring-rate-limit-shared"}, http.StatusTooManyRequests}} {
		b := limited(t)
		b.control("PUT", "faults", map[string]any{"faults": append([]string{}, tt.faults...)}, http.StatusOK)
		one, two := b.active(), b.active()
		for range 5 {
			b.patch(one, map[string]any{})
		}
		assert.Equal(t, tt.want, b.patch(two, map[string]any{}).status)
	}
}
