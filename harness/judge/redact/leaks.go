package redact

// Leaks counts the places of a text where a value that must not be shown
// stands in clear. It looks for what is known, and for no patterns: pseudonyms
// have the patterns of what they stand for.
func (r *Redactor) Leaks(text string) int { return len(r.known.find(nil, text)) }
