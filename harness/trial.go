package harness

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// A Trial is what is known of a merchant's software beside its exchanges. It goes
// with the recording, so that whoever judges that later comes to the same.
type Trial struct {
	Scenarios []Tried
	// Abilities are those that the integration declared.
	Abilities []string
	// Sold are the profiles for which scenarios had things sold, by reference.
	Sold map[string]string
	// Unsound says why nothing can be certified, whatever was seen; empty where
	// nothing stands against it.
	Unsound string
}

// Tried is a scenario of features/merchant that has ended.
type Tried struct {
	Name string
	// Of are the requirements that it is about, by ID.
	Of     []string
	Passed bool
	// Unreached says that it did not come to what it is about: something before
	// went wrong, which another scenario is about.
	Unreached bool
	Reason    string
	// At is when it had ended, UTC.
	At time.Time
}

// And joins what several recordings say; nil is one that says nothing.
func (t *Trial) And(other *Trial) *Trial {
	switch {
	case t == nil:
		return other
	case other == nil:
		return t
	}
	both := &Trial{
		Scenarios: slices.Concat(t.Scenarios, other.Scenarios), Abilities: slices.Concat(t.Abilities, other.Abilities),
		Sold: map[string]string{}, Unsound: cmp.Or(t.Unsound, other.Unsound),
	}
	maps.Copy(both.Sold, t.Sold)
	maps.Copy(both.Sold, other.Sold)
	slices.Sort(both.Abilities)
	both.Abilities = slices.Compact(both.Abilities)
	return both
}
