package recurring

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api/charging"
	"kontrakt/harness/rules"
)

// A charge that waits for its day names the day and how long it is retried. One
// that is made at once has neither.
var chargeType = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.charge-type",
		Severity: harness.Warning,
		Says:     "A RECURRING charge has due and retryDays, of which the latter is 0 for a single attempt; an UNSCHEDULED one has no due, no processingMode and no retries.",
		Source:   sourceCreate + "/properties/due and retryDays; recurring.v3 #/components/schemas/ProcessingMode",
		Help:     "leave out type, or what does not go with it",
	},
	Operations: []string{createID, bulkID},
	Judge: func(v *rules.View) []harness.Finding {
		var found []harness.Finding
		for _, at := range charging.Places(v, "") {
			if v.Text(at+"/type") == "UNSCHEDULED" {
				found = append(found, judgeUnscheduled(v, at)...)
				continue
			}
			found = append(found, judgeScheduled(v, at)...)
		}
		return found
	},
}

func judgeUnscheduled(v *rules.View, at string) []harness.Finding {
	var found []harness.Finding
	for _, member := range []string{"/due", "/processingMode"} {
		if asked(v, at+member) {
			found = append(found, v.InBody(at+member, "nothing where the type is UNSCHEDULED"))
		}
	}
	days, _ := v.RequestBody.At(at + "/retryDays")
	if n, is := days.Int(); is && n > 0 {
		found = append(found, v.InBody(at+"/retryDays", "nothing where the type is UNSCHEDULED"))
	}
	return found
}

func judgeScheduled(v *rules.View, at string) []harness.Finding {
	days, _ := v.RequestBody.At(at + "/retryDays")
	if n, is := days.Int(); is && n > 0 && v.Text(at+"/processingMode") == "SINGLE_ATTEMPT" {
		return []harness.Finding{v.InBody(at+"/retryDays", "0 where processingMode is SINGLE_ATTEMPT")}
	}
	var found []harness.Finding
	for _, member := range []string{"/due", "/retryDays"} {
		// In a list the contract asks for both.
		if v.Operation.ID == createID && v.RequestBody.Valid() && !asked(v, at+member) {
			found = append(found, v.InBody(at+member, strings.TrimPrefix(member, "/")+" where the type is RECURRING"))
		}
	}
	return found
}
