package sessionrule

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"kontrakt/harness"
	"kontrakt/harness/rules"
)

// shortest is how long a token is that nobody guesses in a hurry.
const shortest = 16

// CallbackToken: the token goes into a header as it is, and is all that tells a
// callback from a forged one.
//
// Choice: no length is documented. Examples are UUIDs.
func CallbackToken() rules.Check {
	return rules.Check{
		Rule: harness.Rule{
			ID:       "guide.callback-token",
			Severity: harness.Warning,
			Says:     "The callbackAuthorizationToken can stand in a header and cannot be guessed: visible ASCII, 16 characters or more.",
			Source:   "Checkout API guide, callbacks: the token comes back in the header Authorization; RFC 9110 section 5.5",
			Help:     "make a random one for each session, such as a UUID, and compare it when the callback comes",
		},
		Operations: []string{Create},
		Judge: func(v *rules.View) []harness.Finding {
			const pointer = "/merchantInfo/callbackAuthorizationToken"
			value, ok := v.RequestBody.At(pointer)
			if !ok || !value.Text() {
				return nil
			}
			token := value.Peek()
			if len(token) >= shortest && !strings.ContainsFunc(token, unseen) {
				return nil
			}
			want := ""
			switch n := utf8.RuneCountInString(token); {
			case strings.ContainsFunc(token, func(r rune) bool { return r != ' ' && unseen(r) }), strings.TrimSpace(token) != token:
				want = "visible ASCII characters, with no space at either end"
			case n < shortest:
				want = fmt.Sprintf("at least %d characters", shortest)
			default:
				return nil
			}
			f := v.InBody(pointer, want)
			f.Got = fmt.Sprintf("(secret, %d characters)", utf8.RuneCountInString(token))
			return []harness.Finding{f}
		},
	}
}

// unseen says whether a character is none of visible ASCII.
func unseen(r rune) bool { return r <= ' ' || r > '~' }
