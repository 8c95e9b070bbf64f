package selftest

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"kontrakt/harness"
)

// Which scenario finds which defect first is only known by looking. The file
// saves the looking and may be wrong: then all is looked at.
//
//go:embed killers.txt
var killers string

// leads gives, for each defect, the scenario that found it when somebody last
// looked; what is not there any more is left out.
func leads(plan []harness.Scenario) map[string]harness.Scenario {
	byID := map[string]harness.Scenario{}
	for _, s := range plan {
		byID[s.ID] = s
	}
	found := map[string]harness.Scenario{}
	for line := range strings.Lines(killers) {
		defect, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		if s, ok := byID[strings.TrimSpace(id)]; ok {
			found[defect] = s
		}
	}
	return found
}

// Killers is the file anew, from what was found: what still finds its defect
// stays, and so does the line of a defect that was not on trial.
func Killers(m Matrix) string {
	scenario := map[string]string{}
	for line := range strings.Lines(killers) {
		defect, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		scenario[defect] = strings.TrimSpace(id)
	}
	for _, t := range m.Defects {
		delete(scenario, t.Name)
		if t.Caught() {
			scenario[t.Name] = t.Kills[0].By
		}
	}
	var lines []string
	for defect, id := range scenario {
		lines = append(lines, fmt.Sprintf("%-40s %s\n", defect, id))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
