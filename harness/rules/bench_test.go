package rules_test

import (
	"strings"
	"testing"

	"kontrakt/harness/rules"
)

// BenchmarkJSON is what reading a body of about 1.5 KiB costs, with one value
// that is there and one that is not.
func BenchmarkJSON(b *testing.B) {
	const entry = `{"amount":49900,"transactionText":"One pair of socks","transactionId":"5001420062","timeStamp":"2026-01-02T03:04:05.678Z","operation":"RESERVE","requestId":"bench-1","operationSuccess":true},`
	body := []byte(`{"transactionLogHistory":[` + strings.Repeat(entry, 7) + `{}],"transactionSummary":{"capturedAmount":0,"remainingAmountToCapture":49900}}`)
	b.ReportAllocs()
	for b.Loop() {
		j := rules.NewJSON(body)
		if _, ok := j.At("/transactionSummary/remainingAmountToCapture"); !ok {
			b.Fatal("nothing there")
		}
		j.At("/transactionSummary/bankIdentificationNumber")
	}
}
