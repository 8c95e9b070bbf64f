// Package profile is the people of the sandbox: who they are, and what they have
// shared with a merchant, whichever API asked for it.
//
// APIs that make a customer share something say so with [Share]; the Userinfo
// API tells what was shared. It stands apart from both because neither may
// import the other, and because one consent is one fact, as one payment is.
package profile

import (
	"slices"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
)

// Window is how long after a consent it can be asked for (E22, section on
// Userinfo: 168 hours).
const Window = 168 * time.Hour

// A Consent is what a person lets a merchant know.
type Consent struct {
	// Sub names person and consent to the merchant.
	Sub    string
	Person Person
	// Scope is what was asked for: name, address, email, phoneNumber, birthDate,
	// nin.
	Scope []string
	At    time.Time
}

// Covers says whether the consent is about a word of the scope.
func (c Consent) Covers(word string) bool { return slices.Contains(c.Scope, word) }

// Open says whether it can still be asked for.
func (c Consent) Open(now time.Time) bool { return now.Sub(c.At) < Window }

// A shelf is what was shared with one merchant.
type shelf struct {
	bySub map[string]Consent
	// subs are the names of people by their numbers.
	subs map[string]string
}

func shelfOf(b *sandbox.Box) *shelf {
	return sandbox.State(b, "profile", func() *shelf {
		return &shelf{bySub: map[string]Consent{}, subs: map[string]string{}}
	})
}

// Share keeps a consent, in place of an earlier one of the same sub.
func Share(b *sandbox.Box, c Consent) { shelfOf(b).bySub[c.Sub] = c }

// Shared finds a consent by its sub, however old it is.
func Shared(b *sandbox.Box, sub string) (Consent, bool) {
	c, ok := shelfOf(b).bySub[sub]
	return c, ok
}

// Sub names a person to this merchant: the same number, the same name.
func Sub(b *sandbox.Box, phone string) string {
	s := shelfOf(b)
	if s.subs[phone] == "" {
		s.subs[phone] = b.UUID()
	}
	return s.subs[phone]
}

// Words splits a scope.
func Words(scope string) []string { return strings.Fields(scope) }

// Word says whether a scope may have this word (ePayment 1.8.1,
// ProfileRequest.scope).
func Word(word string) bool {
	switch word {
	case "name", "address", "email", "phoneNumber", "birthDate", "nin":
		return true
	}
	return false
}
