package rules

// Quote words a literal for a finding.
func Quote(v Value) string { return "" }

// QuoteString words a string that came from outside.
func QuoteString(s string) string { return s }
