// Package rulestest holds rules against their examples.
package rulestest

import (
	"testing"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Run holds each check against testdata/<rule id>/keeps-*.txt and breaks-*.txt.
func Run(t *testing.T, op func(check rules.Check, x *harness.Exchange) harness.Operation, checks ...rules.Check) {
	t.Helper()
}
