package har

import (
	"encoding/json"
	"fmt"

	"kontrakt/harness"
)

// actJSON is a control call of the sandbox that came before an exchange.
type actJSON struct {
	Tenant string          `json:"tenant,omitempty"`
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"`
}

func actsOf(all []harness.Act) []actJSON {
	var out []actJSON
	for _, a := range all {
		out = append(out, actJSON(a))
	}
	return out
}

func actsFrom(all []actJSON) ([]harness.Act, error) {
	var out []harness.Act
	for i, a := range all {
		if a.Method == "" || a.Path == "" {
			return nil, fmt.Errorf("%d: want a method and a path", i)
		}
		out = append(out, harness.Act(a))
	}
	return out, nil
}

// departureJSON is why an answer may come out otherwise.
type departureJSON struct {
	Row    string `json:"row,omitempty"`
	Says   string `json:"says"`
	Mended bool   `json:"mended,omitempty"`
	Code   string `json:"code,omitempty"`
}

func departuresOf(all []harness.Departure) []departureJSON {
	var out []departureJSON
	for _, d := range all {
		out = append(out, departureJSON(d))
	}
	return out
}
