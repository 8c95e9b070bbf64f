package ecom_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

func TestTheMerchantIsToldHowAPaymentEnds(t *testing.T) {
	t.Parallel()
	direct := sandbox.Abilities{DirectCapture: true}
	static := express(method("pickup", 0, "Y"))
	scope := put("/transaction/scope", "name email")
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		edits     []edit
		end       func(b *bench)
		want      string
	}{
		{"approved", sandbox.Abilities{}, nil, func(b *bench) { b.act("order-1", "approve", nil) }, "RESERVED"},
		{"approved in express", sandbox.Abilities{}, static, func(b *bench) { b.act("order-1", "approve", nil) }, "RESERVE"},
		{"approved with a scope, which has the form of express", sandbox.Abilities{}, scope, func(b *bench) { b.act("order-1", "approve", nil) }, "RESERVE"},
		{"approved, and captured at once", direct, nil, func(b *bench) { b.act("order-1", "approve", nil) }, "SALE"},
		{"approved in express, and captured at once", direct, static, func(b *bench) { b.act("order-1", "approve", nil) }, "SALE"},
		{"rejected", sandbox.Abilities{}, nil, func(b *bench) { b.act("order-1", "reject", nil) }, "CANCELLED"},
		{"rejected in express", sandbox.Abilities{}, static, func(b *bench) { b.act("order-1", "reject", nil) }, "CANCELLED"},
		{"timed out", sandbox.Abilities{}, nil, func(b *bench) { b.pass("PT10M") }, "REJECTED"},
		{"timed out by the control call", sandbox.Abilities{}, nil, func(b *bench) { b.act("order-1", "expire", nil) }, "REJECTED"},
		{"not timed out yet", sandbox.Abilities{}, nil, func(b *bench) { b.pass("PT9M59S") }, ""},
		{"failed", sandbox.Abilities{}, nil, func(b *bench) { b.act("order-1", "fail", nil) }, "RESERVE_FAILED"},
		{"failed to be captured at once", direct, nil, func(b *bench) { b.act("order-1", "fail", nil) }, "SALE_FAILED"},
		{"approved without the app", sandbox.Abilities{}, nil, func(b *bench) { b.force("order-1", `{"customerPhoneNumber":"40000001"}`) }, "RESERVED"},
		{"cancelled by the merchant itself", sandbox.Abilities{}, nil, func(b *bench) { b.change("cancel", "order-1", nil, "") }, ""},
		{"changed by the merchant afterwards", sandbox.Abilities{}, nil, func(b *bench) {
			b.act("order-1", "approve", nil)
			b.change("capture", "order-1", 5000, "k")
			b.change("cancel", "order-1", nil, "", release)
			b.change("refund", "order-1", nil, "k")
			b.pass("P30D")
		}, "RESERVED"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, tt.abilities)
			b.pending("order-1", tt.edits...)
			tt.end(b)
			b.settle()
			assert.Equal(t, tt.want, b.told())
			for _, c := range b.shop.calls {
				assert.Equal(t, "https://shop.example/told/v2/payments/order-1", c.url)
				assert.Equal(t, http.MethodPost, c.method)
				assert.Equal(t, "let-me-in", c.header.Get("Authorization"), "as the merchant gave it, without Bearer")
				assert.Equal(t, b.tenant.MSN, c.at("/merchantSerialNumber"))
				assert.Equal(t, "order-1", c.at("/orderId"))
			}
		})
	}
}

// force approves without the app.
func (b *bench) force(id, body string, headers ...string) result {
	b.Helper()
	w := b.send("POST", "/ecomm/v2/integration-test/payments/"+id+"/approve", []byte(body), headers...)
	return result{w.Code, w.Body.Bytes()}
}

func TestACallbackWithoutATokenCarriesNone(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1", edit{"/merchantInfo/authToken", gone}, edit{"/merchantInfo/callbackPrefix", "https://shop.example:8443/told"})
	require.Len(t, b.shop.calls, 1)
	assert.NotContains(t, b.shop.calls[0].header, "Authorization")
	assert.Equal(t, "https://shop.example:8443/told/v2/payments/order-1", b.shop.calls[0].url)
}

func TestTheCallbackAgreesWithTheHistory(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	require.Len(t, b.shop.calls, 1)
	c, d := b.shop.calls[0], b.details("order-1")
	assert.Equal(t, d.at("/transactionLogHistory/0/amount"), c.at("/transactionInfo/amount"))
	assert.Equal(t, d.at("/transactionLogHistory/0/timeStamp"), c.at("/transactionInfo/timeStamp"))
	assert.Equal(t, d.at("/transactionLogHistory/0/transactionId"), c.at("/transactionInfo/transactionId"))
	assert.Equal(t, d.at("/transactionLogHistory/1/transactionId"), c.at("/transactionInfo/transactionId"), "INITIATE and RESERVE share a number")
	assert.Equal(t, "2026-03-01T12:00:00.000Z", c.at("/transactionInfo/timeStamp"))
	assert.Regexp(t, `^[1-9]\d{9}$`, c.at("/transactionInfo/transactionId"))
}

// Each amount at which the test environment lets an approval fail.
func TestMagicAmounts(t *testing.T) {
	t.Parallel()
	for amount, code := range map[int]string{151: "42", 182: "42", 183: "42", 184: "43", 186: "44", 187: "41", 197: "42", 201: "45", 202: "42"} {
		b := start(t, sandbox.Abilities{})
		b.reserved("order-1", edit{"/transaction/amount", amount})
		assert.Equal(t, "RESERVE_FAILED", b.told(), amount)
		assert.Equal(t, code, b.shop.calls[0].at("/errorInfo/errorCode"), amount)
		assert.Equal(t, "Payment", b.shop.calls[0].at("/errorInfo/errorGroup"), amount)
		assert.Regexp(t, `^RESERVE \d+!, INITIATE`, b.history("order-1"))
		assert.Equal(t, "FAILED", b.get("/ecomm/v2/payments/order-1/status").at("/transactionInfo/status"))
		b.pending("order-2", edit{"/transaction/amount", amount})
		assert.Equal(t, http.StatusOK, b.force("order-2", `{"customerPhoneNumber":"40000001"}`).status)
		assert.Regexp(t, `^RESERVE \d+, INITIATE`, b.history("order-2"), "force approve does not mind them")
	}
}

func TestAFailureIsForTheControlCallToChoose(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.pending("order-1")
	b.act("order-1", "fail", map[string]string{"errorGroup": "User", "errorCode": "82"})
	assert.Equal(t, "82", b.shop.calls[0].at("/errorInfo/errorCode"))
}

func TestNobodyActsOnWhatHasEnded(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	for _, verb := range []string{"approve", "reject", "expire", "fail"} {
		assert.Contains(t, string(b.control("POST", "payments/order-1/"+verb, nil, http.StatusConflict)), "the payment is reserved")
		b.control("POST", "payments/order-2/"+verb, nil, http.StatusNotFound)
	}
	assert.Equal(t, "RESERVED", b.told())
}

// The merchant has three seconds and one chance; the payment does not care.
func TestOneAttempt(t *testing.T) {
	t.Parallel()
	_, err := loaded() // outside of the bubble
	require.NoError(t, err)
	for _, tt := range []struct {
		name   string
		answer func(*http.Request, []byte) (int, string)
		calls  int
	}{
		{"a server that breaks", func(*http.Request, []byte) (int, string) { return 500, "" }, 1},
		{"a server that redirects", func(*http.Request, []byte) (int, string) { return 302, "" }, 1},
		{"a server that takes 2.9 seconds", func(r *http.Request, _ []byte) (int, string) { return wait(r, 2900*time.Millisecond), "" }, 1},
		{"a server that takes 3.1 seconds", func(r *http.Request, _ []byte) (int, string) { return wait(r, 3100*time.Millisecond), "" }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := start(t, sandbox.Abilities{})
				b.shop.answer = tt.answer
				b.reserved("order-1")
				b.pass("P7D")
				b.settle()
				assert.Len(t, b.shop.calls, tt.calls, "answers within the time")
				list := at(b.control("GET", "deliveries", nil, 200), "/deliveries").([]any)
				assert.Len(t, list, 1, "attempts")
				b.login()
				assert.Equal(t, "RESERVE 20000, INITIATE 20000", b.history("order-1"))
			})
		})
	}
}

// wait lets a merchant take its time, or give up with the caller.
func wait(r *http.Request, d time.Duration) int {
	select {
	case <-time.After(d):
	case <-r.Context().Done():
	}
	return 200
}
