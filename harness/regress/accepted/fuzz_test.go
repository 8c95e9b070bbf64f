package accepted_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness"
	"kontrakt/harness/regress/accepted"
)

// Whatever a file holds, it is read or refused; what is read can be held against
// a run.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "[]", "- rule: schema.type\n  operation: epayment.v1 createPayment\n  pointer: /amount/value\n  owner: shop\n  reason: old\n  expires: 2026-12-31\n",
		"- rule: a\n- rule: a\n", "a: b", "- [1]\n", "- rule: {a: b}\n", "- &x {rule: *x}\n", "- rule: money.lost\n  owner: a\n  reason: b\n  expires: tomorrow\n", "\xff", "- null\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := accepted.Parse("accepted.yaml", data)
		if err != nil {
			assert.Contains(t, err.Error(), "accepted.yaml")
			assert.False(t, strings.Contains(err.Error(), "entryYAML"), "%q", err)
			return
		}
		run := &harness.Run{Findings: []harness.Finding{{Rule: "schema.type", Contract: "epayment.v1", Operation: "createPayment", Pointer: "/amount/value", Severity: harness.Error}}}
		list.Settle(run, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		assert.NotEmpty(t, run.Findings)
	})
}
