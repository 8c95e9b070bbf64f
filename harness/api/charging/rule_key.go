package charging

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// keyLength is how long a key may be.
const keyLength = 40

// KeyLength: a key is at most forty characters long.
func KeyLength(source string, operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "idempotency.key-length",
			Severity: harness.Error,
			Says:     "An Idempotency-Key has at most 40 characters.",
			Source:   source,
			Help:     "use a UUID, or a number of your own for the operation",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			if n := utf8.RuneCountInString(v.Request.Header.Get(Key)); n > keyLength {
				return []harness.Finding{inKey(fmt.Sprintf("at most %d characters", keyLength), fmt.Sprintf("%d characters", n))}
			}
			return nil
		},
	}
}

// KeyCharacters: a key has none of the characters that paths are made of.
//
// Choice: a colon is documented nowhere; third parties saw keys with one refused,
// in August 2026, so that it is a warning.
func KeyCharacters(source string, operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "idempotency.key-characters",
			Severity: harness.Error,
			Says:     "An Idempotency-Key has neither # nor ?, no slash and no backslash.",
			Source:   source,
			Help:     "use a UUID, or letters, digits and hyphens",
		},
		Operations: operations,
		Judge: func(v *rules.View) []harness.Finding {
			key := v.Request.Header.Get(Key)
			if i := strings.IndexAny(key, `#?/\`); i >= 0 {
				return []harness.Finding{inKey(`none of # ? / \`, fmt.Sprintf("%s at character %d", rules.QuoteString(key[i:i+1]), i+1))}
			}
			if i := strings.IndexByte(key, ':'); i >= 0 {
				f := inKey("no colon, which the API has refused", fmt.Sprintf("a colon at character %d", i+1))
				f.Severity = harness.Warning
				return []harness.Finding{f}
			}
			return nil
		},
	}
}

// misspelt is what the header was called in the days of v2.
const misspelt = "Idempotent-Key"

// KeyName: the header goes by its name. Under the old one nobody reads it.
func KeyName(source string, operations ...string) rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "idempotency.key-name",
			Severity: harness.Error,
			Says:     "The header that makes a request repeatable is called Idempotency-Key.",
			Source:   source + "; v2-to-v3-migration-guide.md of vippsas/vipps-recurring-api, 2022",
			Help:     "the name Idempotent-Key was a misspelling of old samples",
		},
		Operations: operations,
		Replaces:   []string{"header.missing"},
		Judge: func(v *rules.View) []harness.Finding {
			if v.Request.Header.Get(Key) != "" || v.Request.Header.Get(misspelt) == "" {
				return nil
			}
			return []harness.Finding{inKey("the key under this name", "a header "+misspelt)}
		},
	}
}
