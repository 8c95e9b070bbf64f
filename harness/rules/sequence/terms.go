package sequence

import (
	"strings"
	"time"
)

// Terms are what a draft says of a campaign, or a charge of its day and price.
type Terms struct {
	// Campaign is the price until Until, Usual the one from then on, in minor
	// units; of a draft with a campaign.
	Campaign, Usual int64
	Until           time.Time
	// Due is the day of a charge, 00:00 UTC, and Price what it takes.
	Due   time.Time
	Price int64
	// External is a digest of the name that settlement files know a charge by.
	External uint64
}

// of says whether a fact is about something that belongs to another: a charge to
// its agreement.
func (f *Fact) of(agreement *Fact) bool {
	return f.Kind == "charge" && agreement.Kind == "agreement" && strings.HasPrefix(f.Subject, agreement.Subject+"/")
}
