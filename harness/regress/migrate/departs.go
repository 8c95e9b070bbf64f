package migrate

import (
	"slices"

	"kontrakt/harness"
)

// departures are the reasons that fields give, each once.
func departures(fields []Field) []harness.Departure {
	var all []harness.Departure
	for _, f := range fields {
		d := harness.Departure{Row: f.Row, Says: f.Says, Code: f.Code}
		if f.Departs && !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	return all
}

// mended says of a request that was refused for a mistake in it that the mistake
// may be gone.
func mended(old harness.Judged) []harness.Departure {
	if old.Response.Status < 400 {
		return nil
	}
	for _, f := range old.Findings {
		if f.Direction == harness.InRequest && f.Severity == harness.Error {
			return []harness.Departure{{Mended: true, Says: "it was refused for a mistake of the request, " + f.Rule + ", that is not in the rewritten one"}}
		}
	}
	return nil
}

// seen keeps what the recording says of the sandbox that it was made at: what the
// sales unit could do, as "unit NAME", and the defects that were switched on, as
// "switched".
func (m *Migrator) seen(x *harness.Exchange) {
	scope := x.Scenario + "\x00"
	for _, a := range x.Acts {
		body, _ := decodeJSON(a.Body)
		switch a.Path {
		case "tenants":
			abilities, _ := lookup(body, "/abilities")
			members, _ := abilities.(map[string]any)
			for name, v := range members {
				m.known[scope+"unit "+name] = v
			}
		case "faults":
			on, _ := lookup(body, "/faults")
			m.known[scope+"switched"] = literal(on)
		}
	}
}
