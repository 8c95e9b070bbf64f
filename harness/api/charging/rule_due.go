package charging

import (
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// Due: a charge is asked for before its day, so that the customer sees it coming.
//
// Choice: a day that the API took is a good one by its own clock, which may be
// another than ours, as a sandbox's is. In which time zone a day begins is not
// documented; days are counted in UTC.
func Due(source string, operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.charge-due",
			Severity: harness.Warning,
			Says:     "A charge is due at least one day and at most two years after it is created.",
			Source:   source + "; problems charge-due-too-soon and charge-due-in-too-long",
			Help:     "create charges early: they are tried on their day, and the customer is told before",
		},
		Operations: operations,
		Judge:      judgeDue,
	}
}

func judgeDue(v *rules.View) []harness.Finding {
	now := AnsweredAt(v).UTC()
	if Took(v) || now.IsZero() {
		return nil
	}
	today := now.Truncate(24 * time.Hour)
	var found []harness.Finding
	for _, pointer := range Places(v, "/due") {
		due, err := time.Parse(time.DateOnly, v.Text(pointer))
		switch {
		case err != nil: // the contract says so
		case !due.After(today):
			found = append(found, v.InBody(pointer, "a day after "+today.Format(time.DateOnly)))
		case due.After(today.AddDate(2, 0, 0)):
			found = append(found, v.InBody(pointer, "a day up to "+today.AddDate(2, 0, 0).Format(time.DateOnly)))
		}
	}
	return found
}
