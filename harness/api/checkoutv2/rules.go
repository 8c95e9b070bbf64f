package checkoutv2

import "kontrakt/harness/rules"

// checks are the prose rules about Checkout v2.
func checks() []rules.Check { return nil }
