package webhooks

import (
	"fmt"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
	"kontrakt/harness/sandbox/webhook"
	"kontrakt/harness/spelling"
)

// Events have spelling traps: epayments is a plural, recurring has hyphens and
// canceled with one l. A name that is merely unknown passes, since new events
// come without notice.
var eventName = rules.Check{
	Rule: harness.Rule{
		ID:       "guide.webhook-event-name",
		Severity: harness.Warning,
		Says:     "The events that a merchant registers for are spelt as documented.",
		Source:   "Webhooks API, page on events",
		Help:     "copy the name from the list of events; a misspelt one never comes",
	},
	Operations: []string{registerID},
	Judge: func(v *rules.View) []harness.Finding {
		events, ok := v.RequestBody.At("/events")
		if !ok {
			return nil
		}
		var found []harness.Finding
		for i, name := range events.Items {
			meant, misspelt := misspelling(name.String())
			if !name.Text() || !misspelt {
				continue
			}
			pointer := fmt.Sprintf("/events/%d", i)
			found = append(found, harness.Finding{
				Direction: harness.InRequest, In: harness.PartBody, Pointer: pointer,
				Want: fmt.Sprintf("%q", meant), Got: v.RequestBody.Quoted(pointer),
			})
		}
		return found
	},
}

// misspelling gives the event that was meant with an unknown name.
func misspelling(name string) (meant string, ok bool) {
	if webhook.Known(name) {
		return "", false
	}
	for _, known := range webhook.AllNames() {
		if spelling.Distance(bare(name), bare(known)) <= 1 {
			return known, true
		}
	}
	return "", false
}

// bare leaves out of a name what people get wrong: case, hyphens for dots, and
// the version where it is missing.
func bare(name string) string {
	name = strings.NewReplacer("-", ".", "_", ".").Replace(strings.ToLower(strings.TrimSpace(name)))
	return strings.TrimSuffix(name, ".v1")
}
