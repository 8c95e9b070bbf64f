package calls

import (
	"fmt"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// In the test environment some amounts make a payment fail, and a call approves
// in the customer's place. In production an amount is an amount, and nobody
// approves but the customer.
var testInProduction = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.test-in-production",
		Severity: harness.Warning,
		Says:     "What has a meaning in the test environment alone is not sent to production.",
		Source:   "knowledge base on the test environment: amounts that fail, and approval by a call",
		Help:     "take the switches of your tests out of what goes to production",
	},
	Judge: func(v *rules.View) []harness.Finding {
		if !sent(v) || !strings.EqualFold(v.Request.Host, production) {
			return nil
		}
		if approves(v.Operation.ID) {
			return []harness.Finding{{Direction: harness.InRequest, In: harness.PartRoute, Want: "the customer's own approval", Got: "a call that approves in the customer's place"}}
		}
		if !changing(v) {
			return nil
		}
		var found []harness.Finding
		for _, pointer := range []string{"/transaction/amount", "/amount/value", "/transaction/amount/value", "/initialCharge/amount"} {
			if amount, ok := v.RequestBody.At(pointer); ok {
				if n, exact := amount.Int(); exact && slices.Contains(magic(), n) {
					found = append(found, v.InBody(pointer, fmt.Sprintf("a price; %d makes a payment fail in the test environment", n)))
				}
			}
		}
		return found
	},
}

// approves says whether an operation approves in the customer's place.
func approves(operation string) bool {
	return slices.Contains([]string{"integrationTestApprovePayment", "forceApprove", "acceptUsingPATCHV3", "acceptUsingPATCH"}, operation)
}

// magic are amounts, in minor units, at which a payment fails in the test
// environment.
func magic() []int64 { return []int64{151, 182, 183, 184, 186, 187, 197, 201, 202} }
