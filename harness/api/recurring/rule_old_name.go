package recurring

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// What version 2 said has other names now, or none.
var oldName = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.v2-name",
		Severity: harness.Warning,
		Says:     "A request says what it says in the words of version 3.",
		Source:   "v2-to-v3-migration-guide.md of vippsas/vipps-recurring-api, 2022 and 2023",
		Help:     "nobody reads the names of version 2: kontrakt migrate says what a client needs",
	},
	Operations: []string{draftID, updateID, acceptID, createID, bulkID, listChargesID},
	Replaces:   []string{"body.undocumented-property", "schema.type"},
	Judge: func(v *rules.View) []harness.Finding {
		if v.Operation.ID == listChargesID {
			return oldQuery(v)
		}
		var found []harness.Finding
		for _, r := range renamed()[v.Operation.ID] {
			for _, pointer := range charging.Places(v, r.was) {
				value, there := v.RequestBody.At(pointer)
				if !there || r.text && !value.Text() {
					continue
				}
				f := v.InBody(pointer, r.want())
				if r.text { // the contract refuses it too
					f.Severity = harness.Error
				}
				found = append(found, f)
			}
		}
		return found
	},
}

// A renaming is one of version 2's members, and what it became, "" for nothing.
// Of one that is still there, text says that it was a text then.
type renaming struct {
	was, is string
	text    bool
}

func (r renaming) want() string {
	if r.is == "" {
		return "nothing: version 3 has no such member"
	}
	return "its name in version 3, " + r.is
}

// renamed are the members by operation.
func renamed() map[string][]renaming {
	const suggested = "pricing.suggestedMaxAmount"
	currency := renaming{was: "/currency"}
	return map[string][]renaming{
		draftID: {
			{was: "/price", is: "pricing.amount"}, {was: "/currency", is: "pricing.currency"}, {was: "/variableAmount", is: suggested},
			{was: "/interval", is: "interval.unit", text: true}, {was: "/intervalCount", is: "interval.count"},
			{was: "/customerPhoneNumber", is: "phoneNumber"}, {was: "/campaign/campaignPrice", is: "campaign.price"},
			{was: "/campaign/start"}, {was: "/initialCharge/currency"}, {was: "/hasPrice"}, {was: "/hasPriceChanged"},
		},
		updateID: {{was: "/price", is: "pricing.amount"}, {was: "/suggestedMaxAmount", is: suggested}, {was: "/hasPrice"}, {was: "/hasPriceChanged"}},
		acceptID: {{was: "/customerPhoneNumber", is: "phoneNumber"}},
		createID: {currency, {was: "/hasPrice"}, {was: "/hasPriceChanged"}},
		bulkID:   {currency},
	}
}

// oldQuery looks for the filter of version 2, which filters nothing any more.
func oldQuery(v *rules.View) []harness.Finding {
	const was = "chargeStatus"
	asked := charging.Query(v)
	if !asked.Has(was) {
		return nil
	}
	return []harness.Finding{{
		Direction: harness.InRequest, In: harness.PartQuery, Pointer: was,
		Want: "its name in version 3, status", Got: rules.QuoteString(strings.Join(asked[was], ",")),
	}}
}
