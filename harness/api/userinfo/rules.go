package userinfo

import "kontrakt/harness/rules"

// checks are the prose rules about Userinfo.
func checks() []rules.Check { return []rules.Check{noSubscriptionKey} }
