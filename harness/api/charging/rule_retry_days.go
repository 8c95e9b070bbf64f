package charging

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

const fewestRetries = 2

// RetryDays: who has no money on the day may have some on the next.
func RetryDays(source string, operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.retry-days",
			Severity: harness.Warning,
			Says:     "A charge is retried for two days at least, unless it is to be tried once only.",
			Source:   source + "; checklist of the API, 2025",
			Help:     "leave retries to retryDays instead of creating the charge again",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			var found []harness.Finding
			for _, pointer := range Places(v, "/retryDays") {
				value, _ := v.RequestBody.At(pointer)
				days, is := value.Int()
				once := v.Text(strings.TrimSuffix(pointer, "retryDays")+"processingMode") == "SINGLE_ATTEMPT"
				unscheduled := v.Text(strings.TrimSuffix(pointer, "retryDays")+"type") == "UNSCHEDULED"
				if is && days >= 0 && days < fewestRetries && !once && !unscheduled {
					found = append(found, v.InBody(pointer, "at least 2"))
				}
			}
			return found
		},
	}
}
