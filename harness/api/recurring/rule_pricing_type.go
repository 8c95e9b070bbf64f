package recurring

import (
	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// A price says of which kind it is. Older editions and samples leave that out and
// mean LEGACY.
var pricingType = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.pricing-type",
		Severity: harness.Warning,
		Says:     "The pricing of a draft names its type.",
		Source:   "recurring.v3 #/components/schemas/PricingRequestV3; edition 2.6.17, where LEGACY is the default",
		Help:     "send type LEGACY, VARIABLE or FLEXIBLE; without one it is read as LEGACY",
	},
	Operations: []string{draftID},
	Replaces:   []string{"schema.required"},
	Judge: func(v *rules.View) []harness.Finding {
		pricing, ok := v.RequestBody.At("/pricing")
		if !ok || !pricing.Object() || asked(v, "/pricing/type") {
			return nil
		}
		if value, there := v.RequestBody.At("/pricing/type"); there && value.Null() {
			return nil // the contract says that it is no type
		}
		return []harness.Finding{v.InBody("/pricing/type", "LEGACY, VARIABLE or FLEXIBLE")}
	},
}
