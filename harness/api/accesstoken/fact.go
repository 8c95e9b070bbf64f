package accesstoken

import (
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// fact says that a token was asked for.
func fact(_ *rules.View, f *sequence.Fact) { f.Deed = sequence.Token }
