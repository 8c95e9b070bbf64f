package sequence

import (
	"fmt"
	"time"

	"kontrakt/harness"
)

// A token is good for an hour at least. A few processes may each have their own.
const (
	tokenRow    = 5
	tokenWindow = 10 * time.Minute
)

var tokenReuse = Check{
	Rule: harness.Rule{
		ID:       "guide.token-reuse",
		Severity: harness.Warning,
		Says:     "An access token is kept and used until it expires; it is not asked for with every call.",
		Source:   "vippsas/vipps-developers of 2023, access-token.md",
		Help:     "keep the token until shortly before expires_on",
	},
	Scope:  OfMerchant,
	Caller: true,
	Judge: func(story Story) []Sighting {
		var row []*Fact
		for _, f := range story {
			if f.Deed != Token || !f.OK() {
				continue
			}
			row = append(row, f)
			for f.Started.Sub(row[0].Started) > tokenWindow {
				row = row[1:]
			}
			if len(row) >= tokenRow {
				return []Sighting{{
					At: f, Because: row[:len(row)-1], Want: "the token that was issued before",
					Got: fmt.Sprintf("%d tokens within %s", len(row), f.Started.Sub(row[0].Started).Round(time.Second)),
				}}
			}
		}
		return nil
	},
}
