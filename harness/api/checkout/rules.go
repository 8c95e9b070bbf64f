package checkout

import "kontrakt/harness/rules"

// checks are the prose rules about Checkout v3.
func checks() []rules.Check { return nil }
