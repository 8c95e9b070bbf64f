package har

import (
	"fmt"
	"time"

	"kontrakt/harness"
)

// logJSON is what an archive as a whole has no place for.
type logJSON struct {
	Trial *trialJSON `json:"trial,omitempty"`
}

type trialJSON struct {
	Scenarios []triedJSON       `json:"scenarios"`
	Abilities []string          `json:"abilities,omitempty"`
	Sold      map[string]string `json:"sold,omitempty"`
	Unsound   string            `json:"unsound,omitempty"`
}

type triedJSON struct {
	Name      string   `json:"name"`
	Of        []string `json:"of"`
	Passed    bool     `json:"passed"`
	Unreached bool     `json:"unreached,omitempty"`
	Reason    string   `json:"reason,omitempty"`
	At        string   `json:"at"`
}

func trialOf(t *harness.Trial) *trialJSON {
	out := &trialJSON{Scenarios: []triedJSON{}, Abilities: t.Abilities, Sold: t.Sold, Unsound: t.Unsound}
	for _, one := range t.Scenarios {
		out.Scenarios = append(out.Scenarios, triedJSON{
			Name: one.Name, Of: append([]string{}, one.Of...), Passed: one.Passed, Unreached: one.Unreached, Reason: one.Reason,
			At: one.At.UTC().Format(time.RFC3339Nano),
		})
	}
	return out
}

func trialFrom(t *trialJSON) (*harness.Trial, error) {
	if t == nil {
		return nil, nil
	}
	out := &harness.Trial{Abilities: t.Abilities, Sold: t.Sold, Unsound: t.Unsound}
	for i, one := range t.Scenarios {
		at, err := time.Parse(time.RFC3339, one.At)
		if err != nil {
			return nil, fmt.Errorf("log._kontrakt.trial.scenarios: at of the %d.: want a time such as 2026-01-31T12:00:00Z, got %q", i+1, one.At)
		}
		out.Scenarios = append(out.Scenarios, harness.Tried{Name: one.Name, Of: one.Of, Passed: one.Passed, Unreached: one.Unreached, Reason: one.Reason, At: at.UTC()})
	}
	return out, nil
}
