package sequence

import (
	"kontrakt/harness"
)

// A settlement file knows a charge by its externalId alone.
var externalID = Check{
	Rule: harness.Rule{
		ID:       "guide.external-id",
		Severity: harness.Note,
		Says:     "No two charges have the same externalId.",
		Source:   "Recurring API guide of 2023, orderId and externalId; common mistakes",
		Help:     "settlement files put charges of one externalId together: give each its own, or none",
	},
	Scope:  OfMerchant,
	Caller: true,
	Judge: func(story Story) []Sighting {
		seen := map[uint64]*Fact{}
		for _, f := range story {
			if f.Terms == nil || f.Terms.External == 0 || !f.OK() {
				continue
			}
			first := seen[f.Terms.External]
			if first == nil {
				seen[f.Terms.External] = f
				continue
			}
			if first.Sent != f.Sent {
				return []Sighting{{
					At: f, Because: []*Fact{first}, In: harness.PartBody, Pointer: "/externalId",
					Want: "one of its own", Got: "the one of an earlier charge",
				}}
			}
		}
		return nil
	},
}
