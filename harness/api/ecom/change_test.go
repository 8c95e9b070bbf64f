package ecom_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/sandbox"
)

func TestEverythingThatIsLeft(t *testing.T) {
	t.Parallel()
	for _, amount := range []any{nil, 0} {
		b := start(t, sandbox.Abilities{})
		b.reserved("order-1")
		r := b.change("capture", "order-1", amount, "k1")
		assert.Equal(t, int64(20000), r.number("/transactionInfo/amount"))
		assert.Equal(t, "Captured", r.at("/transactionInfo/status"))
		assert.Equal(t, "Visa", r.at("/paymentInstrument"))
		r = b.change("refund", "order-1", amount, "k1")
		assert.Equal(t, int64(20000), r.number("/transaction/amount"), "the key of a refund")
		assert.Equal(t, "Refund", r.at("/transaction/status"))
		assert.Nil(t, r.at("/transactionInfo"))
	}
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	r := b.change("capture", "order-1", nil, "k1", edit{"/transaction/amount", nil})
	assert.Equal(t, int64(20000), r.number("/transactionInfo/amount"), "null")
}

func TestCancelAnswersTheWholeAmountWhateverWasLeft(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	b.change("capture", "order-1", 5000, "k1")
	r := b.change("cancel", "order-1", nil, "", release)
	assert.Equal(t, int64(20000), r.number("/transactionInfo/amount"))
	assert.Equal(t, "Cancelled", r.at("/transactionInfo/status"))
}

func TestOnlyTheFlagAtItsPlaceReleases(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	b.change("capture", "order-1", 5000, "k1")
	for _, e := range []edit{{"/transaction/shouldReleaseRemainingFunds", true}, {"/shouldReleaseRemainingFunds", false}} {
		assert.Equal(t, "400 Payment 51", b.change("cancel", "order-1", nil, "", e).code(), e.pointer)
	}
}

func TestAChangeHasToHold(t *testing.T) {
	t.Parallel()
	const fields = "400 InvalidRequest "
	tests := []struct {
		name   string
		amount any
		key    string
		edit   edit
		want   string
	}{
		{"no merchantInfo", 5000, "k", edit{"/merchantInfo", gone}, fields + "merchantInfo"},
		{"no transaction", nil, "k", edit{"/transaction", gone}, fields + "transaction"},
		{"no text", 5000, "k", edit{"/transaction/transactionText", gone}, fields + "transactionText"},
		{"an amount below nothing", -1, "k", edit{"/x", 1}, fields + "amount"},
		{"an amount with decimals", 100.5, "k", edit{"/x", 1}, "500 VippsError 99"},
		{"an amount as a string", "5000", "k", edit{"/x", 1}, "500 VippsError 99"},
		{"a merchant serial number as a number", 5000, "k", edit{"/merchantInfo/merchantSerialNumber", 200001}, "500 VippsError 99"},
		{"an amount in another case", nil, "k", edit{"/transaction/Amount", 5000}, "500 VippsError 99"},
		{"a part without a key", 5000, "", edit{"/x", 1}, fields + "X-Request-Id"},
		{"a key of 41 characters", 5000, "12345678901234567890123456789012345678901", edit{"/x", 1}, fields + "X-Request-Id"},
	}
	for _, tt := range tests {
		for _, act := range []string{"capture", "refund"} {
			t.Run(act+" with "+tt.name, func(t *testing.T) {
				t.Parallel()
				b := start(t, sandbox.Abilities{})
				b.reserved("order-1")
				b.change("capture", "order-1", 10000, "before")
				assert.Equal(t, tt.want, b.change(act, "order-1", tt.amount, tt.key, tt.edit).code())
				assert.Equal(t, [4]int64{10000, 0, 10000, 10000}, b.details("order-1").money())
			})
		}
	}
}

func TestAllOfItNeedsNoKey(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	assert.Equal(t, http.StatusOK, b.change("capture", "order-1", 20000, "").status)
	assert.Equal(t, http.StatusOK, b.change("refund", "order-1", nil, "").status)
}

func TestTheHistoryKeepsNumbersKeysAndTexts(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	b.pass("PT1S")
	one := b.change("capture", "order-1", 5000, "k1", edit{"/transaction/transactionText", "Parcel one"})
	b.pass("PT1S")
	two := b.change("capture", "order-1", 5000, "k2")
	d := b.details("order-1")
	assert.Equal(t, one.at("/transactionInfo/transactionId"), d.at("/transactionLogHistory/1/transactionId"))
	assert.Equal(t, two.at("/transactionInfo/transactionId"), d.at("/transactionLogHistory/0/transactionId"))
	assert.NotEqual(t, one.at("/transactionInfo/transactionId"), two.at("/transactionInfo/transactionId"))
	assert.Equal(t, one.at("/transactionInfo/timeStamp"), d.at("/transactionLogHistory/1/timeStamp"))
	assert.Equal(t, "2026-03-01T12:00:02.000Z", d.at("/transactionLogHistory/0/timeStamp"))
	assert.Equal(t, "k1", d.at("/transactionLogHistory/1/requestId"))
	assert.Equal(t, "Parcel one", d.at("/transactionLogHistory/1/transactionText"))
	for _, first := range []string{"2", "3"} {
		assert.Equal(t, "", d.at("/transactionLogHistory/"+first+"/requestId"), "INITIATE and RESERVE carry no key")
	}
	assert.NotNil(t, d.at("/transactionSummary/bankIdentificationNumber"), "in the details only")
	assert.Nil(t, two.at("/transactionSummary/bankIdentificationNumber"))
}

func TestStatusSaysTheLast(t *testing.T) {
	t.Parallel()
	words := map[string]string{
		"initiated": "INITIATE", "reserved": "RESERVE", "part captured": "CAPTURE", "captured": "CAPTURE", "released": "VOID",
		"sold": "SALE", "voided": "VOID", "cancelled by the merchant": "CANCEL", "cancelled by the customer": "CANCEL",
		"rejected": "REJECTED", "failed": "FAILED",
	}
	shown := map[string]string{
		"initiated": "pending", "reserved": "reserved", "part captured": "partly captured", "captured": "captured",
		"released": "partly captured, the rest released", "sold": "sold", "voided": "voided",
		"cancelled by the merchant": "cancelled by the merchant", "cancelled by the customer": "cancelled",
		"rejected": "timed out", "failed": "failed",
	}
	for name, state := range states {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t, state.abilities)
			state.reach(b, "order-1")
			b.change("refund", "order-1", 30000, "too-much") // a refusal is nothing that happened
			assert.Equal(t, words[name], b.get("/ecomm/v2/payments/order-1/status").at("/transactionInfo/status"))
			assert.Contains(t, b.browse("/__sandbox/").Body.String(), shown[name])
		})
	}
}

func TestRepeating(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	b.reserved("order-2")
	first := b.change("capture", "order-1", 5000, "k1")
	assert.Equal(t, http.StatusOK, first.status)
	assert.Equal(t, first, b.change("capture", "order-1", 5000, "k1"), "the same again is answered the same")
	spaced := b.send("POST", "/ecomm/v2/payments/order-1/capture",
		fmt.Appendf(nil, "{ \"transaction\": {\"transactionText\":\"As agreed\", \"amount\":5000},\n\"merchantInfo\":{\"merchantSerialNumber\":%q}}", b.tenant.MSN), "X-Request-Id", "k1")
	assert.Equal(t, string(first.body), spaced.Body.String(), "however it is written")
	assert.Equal(t, "400 Payment 93", b.change("capture", "order-1", 5001, "k1").code())
	assert.Equal(t, "400 Payment 93", b.change("capture", "order-1", 5000, "k1", edit{"/transaction/transactionText", "Other"}).code())
	assert.Equal(t, http.StatusOK, b.change("refund", "order-1", 5000, "k1").status, "keys count per endpoint")
	assert.Equal(t, http.StatusOK, b.change("capture", "order-2", 5000, "k1").status, "and per order")
	assert.Equal(t, http.StatusOK, b.change("capture", "order-1", 5000, "k2").status, "a fresh key is a fresh capture")
	assert.Equal(t, "CAPTURE 5000, REFUND 5000, CAPTURE 5000, RESERVE 20000, INITIATE 20000", b.history("order-1"))

	late := b.change("capture", "order-1", 10001, "k3")
	assert.Equal(t, "400 Payment 61", late.code())
	assert.Equal(t, late, b.change("capture", "order-1", 10001, "k3"), "a refusal too")
	assert.Equal(t, "400 InvalidRequest amount", b.change("capture", "order-1", -1, "k4").code())
	assert.Equal(t, http.StatusOK, b.change("capture", "order-1", 1000, "k4").status, "what did not hold used up no key")
	b.pass("P100D")
	b.login()
	assert.Equal(t, first, b.change("capture", "order-1", 5000, "k1"), "keys live as long as the payment")
}

func TestCancelKnowsNoKey(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	assert.Equal(t, http.StatusOK, b.change("cancel", "order-1", nil, "k").status)
	assert.Equal(t, "400 VippsError 92", b.change("cancel", "order-1", nil, "k").code())
}

func TestTimeLimits(t *testing.T) {
	t.Parallel()
	guide := sandbox.Abilities{Limits: "guide"}
	direct := sandbox.Abilities{DirectCapture: true}
	tests := []struct {
		name      string
		abilities sandbox.Abilities
		// captured at this day, -1 for never
		captured int
		act      string
		days     int
		want     string
	}{
		{"capture on the last day", sandbox.Abilities{}, -1, "capture", 365, "200"},
		{"capture a day late", sandbox.Abilities{}, -1, "capture", 366, "400 Payment 98"},
		{"capture on the guide's last day", guide, -1, "capture", 180, "200"},
		{"capture a day after the guide's last", guide, -1, "capture", 181, "400 Payment 98"},
		{"cancel on the last day", sandbox.Abilities{}, -1, "cancel", 180, "200"},
		{"cancel a day late", sandbox.Abilities{}, -1, "cancel", 181, "400 Payment 98"},
		{"cancel on the guide's last day", guide, -1, "cancel", 180, "200"},
		{"cancel a day after the guide's last", guide, -1, "cancel", 181, "400 Payment 98"},
		{"refund on the last day", sandbox.Abilities{}, 0, "refund", 365, "200"},
		{"refund a day late", sandbox.Abilities{}, 0, "refund", 366, "400 Payment 95"},
		{"refund counts from the capture", sandbox.Abilities{}, 100, "refund", 465, "200"},
		{"refund a day late after the capture", sandbox.Abilities{}, 100, "refund", 466, "400 Payment 95"},
		{"by the guide it counts from the reservation", guide, 100, "refund", 365, "200"},
		{"refund a day late after the reservation", guide, 100, "refund", 366, "400 Payment 95"},
		{"refund of a sale on the last day", direct, -1, "refund", 365, "200"},
		{"refund of a sale a day late", direct, -1, "refund", 366, "400 Payment 95"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := start(t, tt.abilities)
			b.reserved("order-1")
			days := tt.days
			if tt.captured >= 0 {
				b.pass(fmt.Sprintf("P%dD", tt.captured))
				b.login()
				b.change("capture", "order-1", nil, "k")
				days -= tt.captured
			}
			b.pass(fmt.Sprintf("P%dD", days))
			b.login()
			r := b.change(tt.act, "order-1", nil, "k2")
			if tt.want == "200" {
				assert.Equal(t, http.StatusOK, r.status, string(r.body))
				return
			}
			assert.Equal(t, tt.want, r.code())
			assert.Regexp(t, `^\w+ \d+!, `, b.history("order-1"))
		})
	}
}

func TestRefundsThatTheTestEnvironmentRefuses(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{})
	b.reserved("order-1")
	assert.Equal(t, "400 Payment 72", b.change("refund", "order-1", 123, "k0").code(), "nothing is captured")
	b.change("capture", "order-1", nil, "k")
	assert.Equal(t, "400 Payment 74", b.change("refund", "order-1", 123, "k1").code())
	assert.Equal(t, "400 Payment 95", b.change("refund", "order-1", 124, "k2").code())
	assert.Equal(t, http.StatusOK, b.change("refund", "order-1", 125, "k3").status)
}

func TestForceApprove(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Abilities{SkipLandingPage: true})
	token, _ := at(b.pending("order-1").body, "/url").(string)
	token = token[len("https://sandbox.example/dwo-api-application/v1/deeplink/vippsgateway?v=2&token="):]
	for body, want := range map[string]string{
		`{}`:                                  "400 InvalidRequest customerPhoneNumber",
		`{"token":"another"}`:                 "400 InvalidRequest token",
		`{"customerPhoneNumber":"+4740001"}`:  "400 InvalidRequest customerPhoneNumber",
		`{"customerPhoneNumber":40000001}`:    "500 VippsError 99",
		`{"customerPhoneNumber":"01234567"}`:  "400 Payment 1082",
		`{"CustomerPhoneNumber":"40000001"} `: "500 VippsError 99",
	} {
		assert.Equal(t, want, b.force("order-1", body).code(), body)
	}
	r := b.force("order-1", `{"token":"`+token+`"}`, "X-Request-Id", "k")
	assert.Equal(t, http.StatusOK, r.status)
	assert.Empty(t, r.body)
	b.settle()
	assert.Equal(t, r, b.force("order-1", `{"token":"`+token+`"}`, "X-Request-Id", "k"), "a repetition")
	assert.Equal(t, "400 VippsError 92", b.force("order-1", `{"customerPhoneNumber":"40000001"}`).code())
	b.pending("order-2", express(method("a", 0, "Y"))...)
	assert.Equal(t, "400 Payment 1082", b.force("order-2", `{"customerPhoneNumber":"40000001"}`).code(), "express")
	b.pending("order-3", edit{"/transaction/skipLandingPage", true}, edit{"/customerInfo/mobileNumber", "40000001"})
	assert.Equal(t, "400 Payment 1082", b.force("order-3", `{"customerPhoneNumber":"40000001"}`).code(), "a push message")
	b.pending("order-4")
	b.act("order-4", "reject", nil)
	assert.Equal(t, "400 VippsError 91", b.force("order-4", `{"customerPhoneNumber":"40000001"}`).code())
	b.settle()
	assert.Equal(t, "RESERVED CANCELLED", b.told())
}
