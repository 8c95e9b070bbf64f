package regress

import "github.com/oasdiff/oasdiff/checker"

// PlaceIn is placeIn, for tests.
var PlaceIn = placeIn

// Sayings gives what each rule of oasdiff says, with the same word for all
// that stands in it.
func Sayings() map[string]string {
	out, say := map[string]string{}, checker.NewDefaultLocalizer()
	for _, r := range checker.GetAllRules() {
		out[r.Id] = say(r.Id, "`query`", "`query`", "`query`", "`query`", "`query`")
	}
	return out
}
