package recurring

import "kontrakt/harness/rules"

// checks are the prose rules about Recurring v3.
func checks() []rules.Check { return nil }
