package charging

import (
	"time"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// An End is where a request says when a campaign ends. Of one that is Loose the
// document does not say that it is a time, so that nobody else looks at its form.
type End struct {
	Pointer string
	Loose   bool
}

// CampaignDates: a campaign ends at a time to come, written in UTC. The samples
// of the documentation have slashes in their dates, which is no form of RFC 3339.
func CampaignDates(source string, operations []string, ends ...End) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.campaign-dates",
			Severity: harness.Warning,
			Says:     "A campaign ends at a time of RFC 3339, in UTC and to come.",
			Source:   source,
			Help:     "write it as 2026-12-25T00:00:00Z",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for _, end := range ends {
				if text := v.Text(end.Pointer); text != "" {
					found = append(found, judgeEnd(v, end, text)...)
				}
			}
			return found
		},
	}
}

// judgeEnd looks at one time. One that the API took is to come by its own clock.
func judgeEnd(v *rules.View, e End, text string) []harness.Finding {
	end, err := time.Parse(time.RFC3339, text)
	now := AnsweredAt(v)
	switch {
	case err != nil && e.Loose:
		return []harness.Finding{v.InBody(e.Pointer, "a time such as 2026-12-25T00:00:00Z")}
	case err != nil: // the contract says so
		return nil
	case offset(end) != 0:
		return []harness.Finding{v.InBody(e.Pointer, "a time in UTC, with Z at its end")}
	case !Took(v) && !now.IsZero() && !end.After(now):
		return []harness.Finding{v.InBody(e.Pointer, "a time after "+now.UTC().Format(time.RFC3339))}
	}
	return nil
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}
