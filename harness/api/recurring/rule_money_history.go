package recurring

import (
	"fmt"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// The history of a charge begins with its creation, goes forward, and adds up to
// its sums: what succeeded counts, what failed does not.
//
// Choice: nobody says whether a charge that was cancelled before anything was
// reserved lists the whole amount as cancelled, so that what is cancelled is held
// to its events only where there are some.
var moneyHistory = rules.Check{
	Rule: harness.Rule{
		ID:       "money.history",
		Severity: harness.Error,
		Says:     "The history of a charge begins with CREATE, is in order, and its captures, refunds and cancellations add up to the summary.",
		Source:   "recurring.v3 #/components/schemas/ChargeEvent and ChargeSummary",
		Help:     "the history does not add up: report it to whoever runs the target",
	},
	Operations: []string{listChargesID, fetchChargeID, findChargeID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, at := range charges(v) {
			found = append(found, judgeHistory(v, at)...)
		}
		return found
	},
}

func judgeHistory(v *rules.View, at string) []harness.Finding {
	history, ok := v.ResponseBody.At(at + "/history")
	s, whole := sumsOf(v, at)
	if !ok || !whole || !history.Array() {
		return nil // the contract says what is missing
	}
	var found []harness.Finding
	moved := map[string]int64{}
	var before time.Time
	for i, e := range history.Items {
		pointer := fmt.Sprintf("%s/history/%d", at, i)
		event, _ := e.At("/event")
		if i == 0 && event.Text() && event.String() != "CREATE" {
			found = append(found, v.InAnswer(pointer+"/event", `"CREATE" first`))
		}
		occurred, _ := e.At("/occurred")
		when, err := time.Parse(time.RFC3339, occurred.String())
		if err == nil && when.Before(before) {
			found = append(found, v.InAnswer(pointer+"/occurred", "no time before that of the event above it"))
		}
		if err == nil {
			before = when
		}
		amount, _ := e.At("/amount")
		if success, _ := e.At("/success"); success.True() {
			minor, _ := amount.Int()
			moved[event.String()] += minor
		}
	}
	return append(found, s.unlike(v, moved)...)
}

// unlike are the sums that the events do not add up to.
func (s sums) unlike(v *rules.View, moved map[string]int64) []harness.Finding {
	var found []harness.Finding
	for _, sum := range []struct {
		name, event string
		value       int64
	}{{"captured", "CAPTURE", s.captured}, {"refunded", "REFUND", s.refunded}, {"cancelled", "CANCEL", s.cancelled}} {
		total, some := moved[sum.event]
		if total != sum.value && (some || sum.event != "CANCEL") {
			found = append(found, v.InAnswer(s.at+"/summary/"+sum.name, fmt.Sprintf("%d, the sum of the events %s", total, sum.event)))
		}
	}
	return found
}
