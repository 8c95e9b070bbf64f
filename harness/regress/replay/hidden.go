package replay

import (
	"strings"

	"kontrakt/harness"
)

// Hidden are the reasons that a recording itself gives for another answer: what no
// contract declares may be anything, and stands as a pseudonym in a recording, which
// an API may not take.
func Hidden(recorded harness.Judged) []harness.Departure {
	var all []harness.Departure
	for _, place := range recorded.Redacted {
		pointer, of := strings.CutPrefix(place, "request body ")
		for _, f := range recorded.Findings {
			if of && f.Rule == "body.undocumented-property" && f.Direction == harness.InRequest && within(pointer, f.Pointer) {
				all = append(all, harness.Departure{Says: "what stood at " + pointer + " is declared by no contract, and hidden in the recording"})
				break
			}
		}
	}
	return all
}

func within(pointer, whole string) bool {
	return pointer == whole || strings.HasPrefix(pointer, whole+"/")
}
