package recurring_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func TestAnAgreementFromDraftToStop(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	drafted := b.draft(edit{"/externalId", "customer-7"}, edit{"/productDescription", "A jar a month"})
	id := drafted.text("/agreementId")
	assert.Regexp(t, `^agr_[A-Za-z0-9]{7}$`, id)
	assert.Nil(t, drafted.at("/chargeId"))
	read := b.agreement(id)
	assert.Equal(t, "PENDING", read.at("/status"))
	assert.Equal(t, drafted.at("/uuid"), read.at("/uuid"))
	assert.Equal(t, drafted.at("/vippsConfirmationUrl"), read.at("/vippsConfirmationUrl"))
	assert.Nil(t, read.at("/start"))
	assert.Equal(t, "every month", read.at("/interval/text"))
	assert.Equal(t, "NO", read.at("/countryCode"))
	assert.Equal(t, "customer-7", read.at("/externalId"))
	assert.Equal(t, "400 illegal-agreement-update", b.patch(id, map[string]any{"productName": "Honey"}).code())
	assert.Equal(t, "400 illegal-agreement-update", b.patch(id, map[string]any{"status": "STOPPED"}).code())
	assert.Equal(t, "400 charge-creation-failed", b.charge(id).code())

	b.act(id, "approve", nil)
	assert.Equal(t, "ACTIVE", b.agreement(id).at("/status"))
	assert.Equal(t, "2026-03-01T12:00:00.000Z", b.agreement(id).at("/start"))
	changed := b.patch(id, map[string]any{
		"productName": "Honey", "productDescription": "Two jars", "externalId": "customer-8", "merchantAgreementUrl": "https://shop.example/you",
		"pricing": map[string]any{"amount": 40000}, "interval": map[string]any{"type": "RECURRING", "period": map[string]any{"unit": "WEEK", "count": 2}},
	})
	assert.Equal(t, "204", changed.code())
	assert.Empty(t, changed.body)
	read = b.agreement(id)
	for pointer, want := range map[string]any{
		"/productName": "Honey", "/productDescription": "Two jars", "/externalId": "customer-8", "/merchantAgreementUrl": "https://shop.example/you",
		"/interval/text": "every 2 weeks", "/status": "ACTIVE",
	} {
		assert.Equal(t, want, read.at(pointer), pointer)
	}
	assert.Equal(t, "40000", fmt.Sprint(read.at("/pricing/amount")))

	assert.Equal(t, "400 validation-error status", b.patch(id, map[string]any{"status": "STOPPED", "productName": "Jam"}).code())
	b.pass("PT2M")
	assert.Equal(t, "204", b.patch(id, map[string]any{"status": "STOPPED"}).code())
	read = b.agreement(id)
	assert.Equal(t, "STOPPED", read.at("/status"))
	assert.Equal(t, "Honey", read.at("/productName"))
	assert.Equal(t, "2026-03-01T12:02:00.000Z", read.at("/stop"))
	again := b.patch(id, map[string]any{"status": "STOPPED"})
	assert.Equal(t, "400 illegal-agreement-update", again.code())
	assert.Contains(t, again.text("/detail"), "STOPPED")
	assert.Equal(t, "agreement-activated, agreement-stopped MERCHANT", b.told())
}

// What cannot be changed.
func TestUpdatesThatAreRefusedOrLeftOut(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	plain, variable := b.active(), b.active(variable())
	tests := []struct {
		name, of string
		body     map[string]any
		want     string
	}{
		{"a price of a variable one", variable, map[string]any{"pricing": map[string]any{"amount": 20000}}, "400 validation-error pricing.amount"},
		{"a maximum of a plain one", plain, map[string]any{"pricing": map[string]any{"suggestedMaxAmount": 20000}}, "400 validation-error pricing.suggestedMaxAmount"},
		{"a price that is too low", plain, map[string]any{"pricing": map[string]any{"amount": 99}}, "400 validation-error pricing.amount"},
		{"a maximum that is too high", variable, map[string]any{"pricing": map[string]any{"suggestedMaxAmount": 2000001}}, "400 invalid-suggested-max-amount"},
		{"an interval as in a draft", plain, map[string]any{"interval": map[string]any{"unit": "WEEK", "count": 1}}, "400 validation-error interval.period"},
		{"a flexible interval with a period", plain, map[string]any{"interval": map[string]any{"type": "FLEXIBLE", "period": map[string]any{"unit": "WEEK", "count": 1}}}, "400 validation-error interval.period"},
		{"another status", plain, map[string]any{"status": "ACTIVE"}, "400 validation-error status"},
		{"a page without TLS", plain, map[string]any{"merchantAgreementUrl": "http://shop.example/"}, "400 validation-error merchantAgreementUrl"},
		{"a name that is too long", plain, map[string]any{"productName": strings.Repeat("x", 46)}, "400 validation-error productName"},
		{"a campaign", plain, map[string]any{"campaign": map[string]any{"type": "PRICE_CAMPAIGN", "price": 100, "end": "2026-06-01T00:00:00Z"}}, "204"},
		{"another type of price", plain, map[string]any{"pricing": map[string]any{"type": "FLEXIBLE"}}, "204"},
		{"nothing", plain, map[string]any{}, "204"},
	}
	before := b.agreement(plain).body
	for _, tt := range tests {
		assert.Equal(t, tt.want, b.patch(tt.of, tt.body).code(), tt.name)
		b.pass("PT1M")
	}
	assert.JSONEq(t, string(before), string(b.agreement(plain).body), "nothing has changed")

	app := b.active(edit{"/isApp", true})
	assert.Equal(t, "204", b.patch(app, map[string]any{"merchantAgreementUrl": "myshop://my-page"}).code(), "an app's own address")
	assert.Equal(t, "204", b.patch(plain, map[string]any{"interval": map[string]any{"type": "FLEXIBLE"}}).code())
	assert.Nil(t, b.agreement(plain).at("/interval/unit"))
	assert.Equal(t, "204", b.patch(plain, map[string]any{"interval": map[string]any{"period": map[string]any{"unit": "YEAR", "count": 1}}}).code(), "RECURRING is the default")
	assert.Equal(t, "YEAR", b.agreement(plain).at("/interval/unit"))
}

func TestWhatEndsAnAgreement(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, status, told string
		edits              []edit
		end                func(*bench, string)
	}{
		{"the payer says no", "STOPPED", "agreement-rejected", nil, func(b *bench, id string) { b.act(id, "reject", nil) }},
		{"time passes", "EXPIRED", "agreement-expired", nil, func(b *bench, id string) { b.pass("PT10M") }},
		{"the first payment fails", "EXPIRED", "charge-failed 18200, agreement-expired", []edit{paid(18200, "DIRECT_CAPTURE")}, func(b *bench, id string) {
			list := b.get(agreementsPath + "/" + id + "/charges")
			b.collect(list.text("/0/id"), "fail", nil)
		}},
		{"the payer shares nothing", "STOPPED", "agreement-rejected", []edit{{"/scope", "name"}}, func(b *bench, id string) { b.act(id, "approve", map[string]any{"consent": false}) }},
		{"the payer stops", "STOPPED", "agreement-activated, agreement-stopped USER", nil, func(b *bench, id string) {
			b.act(id, "approve", nil)
			b.act(id, "stop", nil)
		}},
		{"the payer's profile is deleted", "STOPPED", "agreement-activated, agreement-stopped ADMIN", nil, func(b *bench, id string) {
			b.act(id, "approve", nil)
			b.act(id, "stop", map[string]any{"actor": "ADMIN"})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := listening(t, able)
			id := b.pending(tt.edits...)
			tt.end(b, id)
			assert.Equal(t, tt.status, b.agreement(id).at("/status"))
			assert.Equal(t, tt.told, b.told())
			assert.Equal(t, "400 charge-creation-failed", b.charge(id).code())
			assert.Equal(t, "400 illegal-agreement-update", b.patch(id, map[string]any{"productName": "Honey"}).code())
			assert.Equal(t, "400 illegal-agreement-update", b.do("PATCH", agreementsPath+"/"+id+"/accept", []byte(`{"phoneNumber":"`+payer+`"}`), b.key()).code())
		})
	}
}

func TestForcedAcceptance(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	id := b.pending(paid(34900, "DIRECT_CAPTURE"), edit{"/initialCharge/orderId", "first-jar-1"})
	accept := func(body string) string {
		return b.do("PATCH", agreementsPath+"/"+id+"/accept", []byte(body), b.key()).code()
	}
	assert.Equal(t, "400 validation-error phoneNumber", accept(`{}`))
	assert.Equal(t, "400 validation-error phoneNumber", accept(`{"phoneNumber":"4740009000"}`))
	assert.Equal(t, "PENDING", b.agreement(id).at("/status"))
	assert.Equal(t, "204", accept(`{"phoneNumber":"`+payer+`"}`))
	assert.Equal(t, "ACTIVE", b.agreement(id).at("/status"))
	assert.Equal(t, "CHARGED 34900 0 0", b.stands(id, "first-jar-1"))
	assert.Equal(t, "INITIAL", b.read(id, "first-jar-1").at("/type"))
	assert.Equal(t, "charge-captured 34900, agreement-activated", b.told())
	assert.Equal(t, "404 resource-not-found", b.do("PATCH", agreementsPath+"/agr_0000000/accept", []byte(`{"phoneNumber":"`+payer+`"}`), b.key()).code())
}

func TestAReservedInitialCharge(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	id := b.pending(paid(34900, "RESERVE_CAPTURE"), edit{"/initialCharge/orderId", "first-jar-1"})
	assert.Equal(t, "PENDING 0 0 0", b.stands(id, "first-jar-1"))
	b.act(id, "approve", nil)
	assert.Equal(t, "RESERVED 0 0 0", b.stands(id, "first-jar-1"))
	assert.Equal(t, "204", b.patch(id, map[string]any{"status": "STOPPED"}).code())
	assert.Equal(t, "CANCELLED 0 0 34900", b.stands(id, "first-jar-1"))

	other := b.active(paid(34900, "RESERVE_CAPTURE"), edit{"/initialCharge/orderId", "first-jar-2"})
	b.act(other, "stop", nil)
	assert.Equal(t, "RESERVED 0 0 0", b.stands(other, "first-jar-2"), "what the payer stops leaves reservations")
	assert.Equal(t, "204", b.move("capture", other, "first-jar-2", 34900).code())
	assert.Equal(t, "CHARGED 34900 0 0", b.stands(other, "first-jar-2"))
}

func TestAVariablePrice(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	id := b.pending(variable())
	assert.Nil(t, b.agreement(id).at("/pricing/maxAmount"), "nobody has chosen yet")
	b.act(id, "approve", map[string]any{"maxAmount": 30000})
	assert.Equal(t, "30000", fmt.Sprint(b.agreement(id).at("/pricing/maxAmount")))
	assert.Equal(t, "400 charge-amount-too-high", b.charge(id, edit{"/amount", 50001}).code())
	over := b.charged(id, edit{"/amount", 40000}, edit{"/retryDays", 0})
	raised := b.charged(id, edit{"/amount", 45000}, edit{"/retryDays", 2})
	b.pass("P3D")
	assert.Equal(t, "FAILED 0 0 0", b.stands(id, over))
	assert.Equal(t, "charge_amount_too_high", b.read(id, over).at("/failureReason"))
	assert.Equal(t, "DUE 0 0 0", b.stands(id, raised))
	b.act(id, "approve", map[string]any{"maxAmount": 45000})
	b.pass("P1D")
	assert.Equal(t, "CHARGED 45000 0 0", b.stands(id, raised))
	assert.Equal(t, "agreement-activated, charge-failed 40000, charge-captured 45000", b.told())
}

// What can be charged and what cannot.
func TestCreateCharge(t *testing.T) {
	t.Parallel()
	const ok = "201"
	const invalid = "400 validation-error "
	unscheduled := sandbox.Abilities{Unscheduled: true}
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		edits     []edit
		want      string
	}{
		{"a plain charge", able, nil, ok},
		{"five times the price", able, []edit{{"/amount", 174500}}, ok},
		{"more than five times the price", able, []edit{{"/amount", 174501}}, "400 charge-amount-too-high"},
		{"too little", able, []edit{{"/amount", 99}}, invalid + "amount"},
		{"no amount", able, []edit{{"/amount", gone}}, invalid + "amount"},
		{"a currency of its own", able, []edit{{"/currency", "NOK"}}, ok},
		{"no kind of transaction", able, []edit{{"/transactionType", gone}}, invalid + "transactionType"},
		{"a kind of transaction that nobody knows", able, []edit{{"/transactionType", "CAPTURE"}}, invalid + "transactionType"},
		{"due today", able, []edit{{"/due", due(0)}}, "400 charge-due-too-soon"},
		{"due yesterday", able, []edit{{"/due", due(-1)}}, "400 charge-due-too-soon"},
		{"due tomorrow", able, []edit{{"/due", due(1)}}, ok},
		{"due in two years", able, []edit{{"/due", "2028-03-01"}}, ok},
		{"due in two years and a day", able, []edit{{"/due", "2028-03-02"}}, "400 charge-due-in-too-long"},
		{"due with slashes", able, []edit{{"/due", "2026/03/05"}}, invalid + "due"},
		{"due on no day", able, []edit{{"/due", gone}}, invalid + "due"},
		{"14 days more", able, []edit{{"/retryDays", 14}}, ok},
		{"15 days more", able, []edit{{"/retryDays", 15}}, invalid + "retryDays"},
		{"fewer than no days more", able, []edit{{"/retryDays", -1}}, invalid + "retryDays"},
		{"no word on days more", able, []edit{{"/retryDays", gone}}, invalid + "retryDays"},
		{"a text of 100", able, []edit{{"/description", strings.Repeat("å", 100)}}, ok},
		{"a text of 101", able, []edit{{"/description", strings.Repeat("å", 101)}}, invalid + "description"},
		{"an empty text", able, []edit{{"/description", ""}}, invalid + "description"},
		{"no text", able, []edit{{"/description", gone}}, invalid + "description"},
		{"an orderId of 64", able, []edit{{"/orderId", strings.Repeat("a", 64)}}, ok},
		{"an orderId of 65", able, []edit{{"/orderId", strings.Repeat("a", 65)}}, invalid + "orderId"},
		{"an orderId with an exclamation mark", able, []edit{{"/orderId", "jam!"}}, invalid + "orderId"},
		{"one attempt", able, []edit{{"/processingMode", "SINGLE_ATTEMPT"}, {"/retryDays", 0}}, ok},
		{"one attempt for days", able, []edit{{"/processingMode", "SINGLE_ATTEMPT"}, {"/retryDays", 3}}, invalid + "retryDays"},
		{"many attempts", able, []edit{{"/processingMode", "MULTIPLE_ATTEMPTS"}}, ok},
		{"at once by who may not", able, []edit{{"/type", "UNSCHEDULED"}, {"/due", gone}, {"/retryDays", gone}}, "400 unsupported-feature"},
		{"at once", unscheduled, []edit{{"/type", "UNSCHEDULED"}, {"/due", gone}, {"/retryDays", gone}}, ok},
		{"at once and never again", unscheduled, []edit{{"/type", "UNSCHEDULED"}, {"/due", gone}, {"/retryDays", 0}}, ok},
		{"at once and again", unscheduled, []edit{{"/type", "UNSCHEDULED"}, {"/due", gone}}, invalid + "retryDays"},
		{"at once in a mode", unscheduled, []edit{{"/type", "UNSCHEDULED"}, {"/due", gone}, {"/retryDays", gone}, {"/processingMode", "SINGLE_ATTEMPT"}}, invalid + "processingMode"},
		{"with the approval", able, []edit{{"/type", "INITIAL"}}, invalid + "type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, tt.abilities)
			id := b.active()
			assert.Equal(t, tt.want, b.charge(id, tt.edits...).code())
		})
	}
}

func TestAChargeFromCreationToRefund(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	id := b.active(edit{"/externalId", "customer-7"})
	assert.Regexp(t, `^chr-[A-Za-z0-9]{7}$`, b.charged(id, edit{"/due", due(20)}))
	charge := b.charged(id, edit{"/orderId", "jam-2026-03"}, edit{"/externalId", "settle-3"}, edit{"/due", due(40)})
	assert.Equal(t, "jam-2026-03", charge)
	assert.Equal(t, "PENDING 0 0 0", b.stands(id, charge))
	read := b.read(id, charge)
	assert.Equal(t, "2026-04-10T00:00:00.000Z", read.at("/due"))
	assert.Equal(t, "settle-3", read.at("/externalId"))
	assert.Equal(t, "customer-7", read.at("/externalAgreementId"))
	assert.Equal(t, "NOK", read.at("/currency"))
	assert.Equal(t, "MULTIPLE_ATTEMPTS", read.at("/processingMode"))
	assert.Nil(t, read.at("/transactionId"))
	assert.Equal(t, read.body, b.get("/recurring/v3/charges/"+charge).body)
	assert.Equal(t, "409 conflict", b.charge(id, edit{"/orderId", "jam-2026-03"}).code())
	b.pass("P11D")
	assert.Equal(t, "DUE 0 0 0", b.stands(id, charge))
	b.pass("P30D")
	assert.Equal(t, "CHARGED 34900 0 0", b.stands(id, charge))
	assert.Regexp(t, `^[0-9]{10,}$`, b.read(id, charge).at("/transactionId"))
	assert.Equal(t, "400 charge-capture-failed", b.move("capture", id, charge, 34900).code())
	gone := b.cancel(id, charge)
	assert.Equal(t, "400 cancel-charge-failed", gone.code())
	assert.Contains(t, gone.text("/detail"), "CHARGED")
	assert.Equal(t, "400 operation-failed", b.move("refund", id, charge, 34901).code())
	assert.Equal(t, "204", b.move("refund", id, charge, 10000).code())
	assert.Equal(t, "PARTIALLY_REFUNDED 34900 10000 0", b.stands(id, charge))
	assert.Equal(t, "204", b.move("refund", id, charge, 24900).code())
	assert.Equal(t, "REFUNDED 34900 34900 0", b.stands(id, charge))
	b.pass("PT1M")
	assert.Equal(t, "400 operation-failed", b.move("refund", id, charge, 100).code())
	assert.Equal(t, "CREATE 34900, CAPTURE 34900, REFUND 10000, REFUND 24900", b.history(id, charge))
	assert.Equal(t, "ACTIVE", b.agreement(id).at("/status"))
	assert.Equal(t, "agreement-activated, charge-captured 34900, charge-captured 34900, charge-refunded 34900, charge-refunded 34900", b.told())
}

func TestAReservedCharge(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	id := b.active()
	held := func() string {
		charge := b.charged(id, edit{"/transactionType", "RESERVE_CAPTURE"})
		b.collect(charge, "settle", nil)
		return charge
	}
	first := held()
	assert.Equal(t, "RESERVED 0 0 0", b.stands(id, first))
	assert.Equal(t, "400 operation-failed", b.move("refund", id, first, 100).code())
	tooMuch := b.move("capture", id, first, 34901)
	assert.Equal(t, "400 charge-capture-failed", tooMuch.code())
	assert.Contains(t, tooMuch.text("/detail"), "34901 is asked for, 34900 is left; the status is RESERVED")
	assert.Equal(t, "204", b.move("capture", id, first, 10000).code())
	assert.Equal(t, "PARTIALLY_CAPTURED 10000 0 0", b.stands(id, first))
	assert.Equal(t, "204", b.cancel(id, first).code())
	assert.Equal(t, "CHARGED 10000 0 24900", b.stands(id, first))
	assert.Equal(t, "CREATE 34900, RESERVE 34900, CAPTURE 10000, CANCEL 24900", b.history(id, first))

	second := held()
	assert.Equal(t, "204", b.cancel(id, second).code())
	assert.Equal(t, "CANCELLED 0 0 34900", b.stands(id, second))
	assert.Equal(t, "400 charge-capture-failed", b.move("capture", id, second, 34900).code())
	assert.Equal(t, "agreement-activated, charge-reserved 34900, charge-captured 34900, charge-canceled 34900, charge-reserved 34900, charge-canceled 34900", b.told())
}

// What the sums of an event say.
func TestSumsOfEvents(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	id := b.active()
	charge := b.charged(id, edit{"/transactionType", "RESERVE_CAPTURE"}, edit{"/externalId", "settle-3"})
	b.collect(charge, "settle", nil)
	b.move("capture", id, charge, 10000)
	b.move("capture", id, charge, 5000)
	b.cancel(id, charge)
	b.move("refund", id, charge, 2000)
	b.settle()
	var sums []string
	seen := map[string]bool{}
	for _, c := range b.shop.calls[1:] {
		sums = append(sums, fmt.Sprint(c.at("/amountCaptured"), " ", c.at("/amountCanceled"), " ", c.at("/amountRefunded")))
		assert.Equal(t, "settle-3", c.at("/chargeExternalId"))
		assert.Equal(t, "RECURRING", c.at("/chargeType"))
		assert.Equal(t, id, c.at("/agreementId"))
		assert.Equal(t, charge, c.at("/chargeId"))
		assert.Equal(t, b.tenant.MSN, c.at("/msn"))
		seen[fmt.Sprint(c.at("/transactionId"))] = true
	}
	assert.Equal(t, []string{"0 0 0", "10000 0 0", "15000 0 0", "15000 19900 0", "15000 19900 2000"}, sums)
	assert.Len(t, seen, 5, "each event has a transaction of its own")
}

func TestFailures(t *testing.T) {
	t.Parallel()
	b := listening(t, able)
	id := b.active()
	charge := b.charged(id)
	b.collect(charge, "fail", map[string]any{"failureReason": "technical_error", "failureDescription": "it broke"})
	assert.Equal(t, "FAILED 0 0 0", b.stands(id, charge))
	assert.Equal(t, "technical_error", b.read(id, charge).at("/failureReason"))
	assert.Equal(t, "it broke", b.read(id, charge).at("/failureDescription"))
	assert.Equal(t, "CREATE 34900, FAIL 34900!", b.history(id, charge))
	for _, act := range []string{"capture", "refund"} {
		assert.Equal(t, "400", b.move(act, id, charge, 34900).code()[:3], act)
	}
	assert.Equal(t, "400 cancel-charge-failed", b.cancel(id, charge).code())
	assert.Equal(t, "technical_error", b.shop.calls[1].at("/failureReason"))
	assert.Nil(t, b.shop.calls[1].at("/failureCode"))
	b.control("POST", "charges/"+charge+"/settle", nil, 409)
	b.control("POST", "charges/chr-0000000/settle", nil, 404)
	b.control("POST", "agreements/agr_0000000/approve", nil, 404)
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	mine, other := b.active(), b.active()
	charge := b.charged(mine)
	for _, target := range []string{
		"/agr_0000000", "/%F0%9F%8D%93", "/agr_0000000/charges", "/" + mine + "/charges/chr-0000000",
		"/" + other + "/charges/" + charge, "/agr_0000000/charges/" + charge,
	} {
		assert.Equal(t, "404 resource-not-found", b.get(agreementsPath+target).code(), target)
	}
	assert.Equal(t, "404 resource-not-found", b.get("/recurring/v3/charges/chr-0000000").code())
	assert.Equal(t, "404 resource-not-found", b.cancel(other, charge).code())
	assert.Equal(t, "404 resource-not-found", b.move("refund", other, charge, 100).code())
	assert.Equal(t, "404 resource-not-found", b.charge("agr_0000000").code())
	assert.Equal(t, "404 resource-not-found", b.patch("agr_0000000", map[string]any{}).code())
	answer := b.agreement("agr_0000000")
	assert.Equal(t, "application/problem+json", answer.header.Get("Content-Type"))
	assert.Equal(t, "/recurring/v3/agreements/agr_0000000", answer.at("/instance"))
	assert.Equal(t, "Agreement not found.", answer.at("/detail"))
}

func TestSharing(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	id := b.pending(edit{"/scope", "name email nin shoeSize"})
	assert.Nil(t, b.agreement(id).at("/sub"))
	assert.Nil(t, b.agreement(id).at("/userinfoUrl"))
	b.act(id, "approve", nil)
	sub := b.agreement(id).text("/sub")
	require.NotEmpty(t, sub)
	address := b.agreement(id).text("/userinfoUrl")
	assert.Equal(t, "https://sandbox.example/vipps-userinfo-api/userinfo/"+sub, address)
	shared := b.get(strings.TrimPrefix(address, "https://sandbox.example"), "Ocp-Apim-Subscription-Key", "", "Merchant-Serial-Number", "")
	assert.Equal(t, 200, shared.status)
	assert.Equal(t, "kari.prove@example.com", shared.at("/email"))
	assert.Nil(t, shared.at("/nin"), "not everybody may ask for it")
	assert.Nil(t, shared.at("/phone_number"), "nobody asked for it")

	silent := b.active()
	assert.Nil(t, b.agreement(silent).at("/sub"))
	nothing := b.active(edit{"/scope", "shoeSize"})
	assert.Nil(t, b.agreement(nothing).at("/sub"))
}
