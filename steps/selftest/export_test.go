package selftest

// Unseedable gives the reasons why nothing that is seeded breaks a rule.
func Unseedable() map[string]string { return unseedable() }
