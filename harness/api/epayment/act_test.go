package epayment_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func TestActsThatAreNotPossible(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	refused := func(verb string, data any, why string) {
		t.Helper()
		body := b.control("POST", "payments/order-0001/"+verb, data, http.StatusConflict)
		assert.Contains(t, at(body, "/detail"), why)
	}
	b.pending("order-0001")
	refused("approve", map[string]any{"choice": 5}, "documented form")
	refused("withdraw-consent", nil, "nobody can")
	b.act("order-0001", "reject", nil)
	for _, verb := range []string{"approve", "reject", "expire", "fail"} {
		refused(verb, nil, "the payment is ABORTED")
	}
	assert.Equal(t, "CREATED 20000, ABORTED 20000", b.history("order-0001"))
	b.control("POST", "payments/order-0002/approve", nil, http.StatusNotFound)
	b.control("POST", "agreements/order-0001/approve", nil, http.StatusNotFound)
}

func TestTroubleWithTheTestEnvironment(t *testing.T) {
	t.Parallel()
	const kari = `{"customer":{"phoneNumber":"4740000001"}}`
	b := start(t, able)
	b.pending("order-0001")
	b.act("order-0001", "fail", map[string]any{"errorCode": "10050"})
	assert.Equal(t, "400 6080", b.change("capture", "order-0001", 100).code(), "it is for approvals")
	assert.Equal(t, "400 10050", b.force("order-0001", kari).code())
	b.act("order-0001", "fail", map[string]any{"errorCode": "6160"})
	assert.Equal(t, "200", b.force("order-0001", kari).code(), "it is for changes")
	assert.Equal(t, "423 6160", b.change("cancel", "order-0001", nil).code())
	assert.Equal(t, "200", b.change("cancel", "order-0001", nil).code())
}

func TestWhatAUnitMayDoIsSaidWithTheTenant(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	body := b.control("POST", "tenants", map[string]any{"abilities": map[string]any{
		"market": "FI", "express": true, "longLiving": true, "partialCapture": true, "lateCapture": true, "skipLandingPage": true,
	}}, http.StatusCreated)
	require.NoError(t, json.Unmarshal(body, &b.tenant))
	assert.Equal(t, sandbox.Abilities{
		Market: "FI", Express: true, LongLiving: true, PartialCapture: true, LateCapture: true, SkipLandingPage: true, Limits: "changelog",
	}, b.tenant.Abilities)
	b.login()
	assert.Equal(t, "201", b.create("order-0001", edit{"/amount/currency", "EUR"}).code())
	wrong := b.control("POST", "tenants", map[string]any{"abilities": map[string]any{"market": "SE"}}, http.StatusBadRequest)
	assert.Contains(t, at(wrong, "/detail"), "want NO, DK or FI")
}

func TestALongLivedLink(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	link := b.pending("order-0001", edit{"/userFlow", "QR"}, edit{"/qrFormat", map[string]any{"format": "TEXT/TARGETURL"}},
		edit{"/expiresAt", "2026-03-02T12:00:00Z"}, receipt).text("/redirectUrl")
	b.pass("PT23H")
	assert.Contains(t, b.browse(link).Body.String(), `value="approve"`)
	b.press(link, map[string][]string{"act": {"approve"}})
	assert.Equal(t, "AUTHORIZED", b.payment("order-0001").text("/state"))
}

// What people read of a payment, as it goes.
func TestStatesForPeople(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	page := func() string { return b.browse("/__sandbox/?tenant=" + b.tenant.MSN).Body.String() }
	b.pending("order-0001", append(push("4740000001"), edit{"/paymentDescription", gone})...)
	assert.Contains(t, page(), "/landing?token=", "a push message can be opened here")
	b.act("order-0001", "approve", nil)
	for _, step := range []struct {
		act    string
		amount any
		state  string
	}{{"capture", 5000, "partly captured"}, {"cancel", nil, "partly captured, the rest cancelled"}} {
		b.change(step.act, "order-0001", step.amount)
		assert.Contains(t, page(), step.state)
	}
	b.authorized("order-0002")
	b.change("capture", "order-0002", 20000)
	assert.Contains(t, page(), "captured")
	b.authorized("order-0003")
	b.change("cancel", "order-0003", nil)
	assert.Contains(t, page(), "cancelled")
	b.pending("order-0004")
	b.change("cancel", "order-0004", nil)
	assert.Contains(t, page(), "terminated")
}

// A push message leads nowhere back.
func TestAPushMessageLeadsNowhereBack(t *testing.T) {
	t.Parallel()
	b := start(t, able)
	b.pending("order-0001", push("4740000001")...)
	page := b.browse("/__sandbox/?tenant=" + b.tenant.MSN).Body.String()
	_, rest, _ := strings.Cut(page, `href="https://sandbox.example/landing`)
	link, _, found := strings.Cut(rest, `"`)
	require.True(t, found)
	assert.Equal(t, http.StatusOK, b.press("https://sandbox.example/landing"+link, map[string][]string{"act": {"approve"}}).Code)
	assert.Equal(t, "AUTHORIZED", b.payment("order-0001").text("/state"))
}
