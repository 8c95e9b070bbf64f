package sessionrule

import (
	"fmt"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// States are, by the state of a session, the states that its payment may be in;
// none where there is no payment.
type States map[string][]string

// MoneyState: a session and its payment tell the same story. Words that the
// version does not have are left to the contract. authorized is the word for money
// that is reserved.
func MoneyState(authorized string, states States) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "money.state",
			Severity: harness.Error,
			Says:     "The states of a session and of its payment go together, and authorizedAmount is above zero where money is reserved, and only there.",
			Source:   "Checkout, descriptions of sessionState and of the payment's state",
			Help:     "the report contradicts itself: report it to whoever runs the target",
		},
		Operations: []string{Poll, Complete},
		Judge: func(v *rules.View) []harness.Finding {
			r, ok := reported(v)
			if !ok {
				return nil
			}
			state := Text(r.Value, detailsAt+"/state")
			may, known := states[Text(r.Value, "/sessionState")]
			if known && state != "" && knownTo(states, state) && !slices.Contains(may, state) {
				return []harness.Finding{r.found(detailsAt+"/state", wanted(may, Text(r.Value, "/sessionState")))}
			}
			reserved, _, there := r.minor(aggregateAt + "authorizedAmount")
			switch {
			case !there || state == "":
			case reserved > 0 && state != authorized && knownTo(states, state):
				return []harness.Finding{r.found(detailsAt+"/state", fmt.Sprintf("%q, with %d authorized", authorized, reserved))}
			case reserved == 0 && state == authorized:
				return []harness.Finding{r.found(aggregateAt+"authorizedAmount/value", "an amount above 0 in the state "+authorized)}
			}
			return nil
		},
	}
}

func knownTo(states States, state string) bool {
	for _, may := range states {
		if slices.Contains(may, state) {
			return true
		}
	}
	return false
}

func wanted(may []string, session string) string {
	if len(may) == 0 {
		return "no payment in a session that is " + session
	}
	return fmt.Sprintf("%s in a session that is %s", strings.Join(may, " or "), session)
}
