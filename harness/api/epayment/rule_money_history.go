package epayment

import (
	"fmt"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// What the event log lists adds up: what succeeded counts, what failed does not.
// In which order it stands does not matter.
var moneyHistory = rules.Check{
	Rule: harness.Rule{
		ID:       "money.history",
		Severity: harness.Error,
		Says:     "The captures and cancellations of an event log are within what it says was authorized, and the refunds within the captures.",
		Source:   "vippsas/vipps-epayment-api of 2023, operations/get-event-log.md",
		Help:     "the event log does not add up: report it to whoever runs the target",
	},
	Operations: []string{eventsID},
	Judge: func(v *rules.View) []harness.Finding {
		log, ok := entries(v)
		if !ok {
			return nil // the contract says what is wrong
		}
		var reserved, captured int64
		for _, e := range log {
			switch e.name {
			case authorized:
				reserved += e.minor
			case "CAPTURED":
				captured += e.minor
			}
		}
		return append(within(v, log, reserved, "authorized", "CAPTURED", "CANCELLED"),
			within(v, log, captured, "captured", "REFUNDED")...)
	},
}

// An entry is one event that succeeded.
type entry struct {
	pointer string
	name    string
	minor   int64
}

// entries lists what succeeded; false where the log cannot be read, or has more
// than one currency.
func entries(v *rules.View) ([]entry, bool) {
	log, ok := v.ResponseBody.At("")
	if !ok || !log.Array() {
		return nil, false
	}
	var list []entry
	for i, item := range log.Items {
		name, ok1 := item.At("/name")
		amount, ok2 := item.At("/amount/value")
		success, ok3 := item.At("/success")
		minor, ok4 := amount.Int()
		if !ok1 || !ok2 || !ok3 || !ok4 || minor < 0 {
			return nil, false
		}
		if success.True() {
			list = append(list, entry{fmt.Sprintf("/%d/amount", i), name.String(), minor})
		}
	}
	return list, true
}

// within finds the first event whose kinds together go beyond a limit.
func within(v *rules.View, log []entry, limit int64, what string, names ...string) []harness.Finding {
	var sum int64
	for _, e := range log {
		counts := false
		for _, name := range names {
			counts = counts || e.name == name
		}
		if !counts {
			continue
		}
		if e.minor > limit-sum {
			return []harness.Finding{v.InAnswer(e.pointer+"/value",
				fmt.Sprintf("at most %d (%d %s, of which %d are used)", limit-sum, limit, what, sum))}
		}
		sum += e.minor
	}
	return nil
}
