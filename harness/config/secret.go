// Package config gathers what the user has said, flag before environment
// before file before default, and holds secrets so that they cannot print. The
// files that a project begins with are package start's.
package config

import (
	"fmt"
	"io"
)

// A Secret is a credential that does not print: neither fmt nor an encoder
// shows it. It hides behind a pointer because fmt reads unexported fields
// without asking their methods.
type Secret struct{ value *string }

// NewSecret wraps a credential; the empty string is no secret.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{&s}
}

// Reveal gives the credential in clear, to put into a request and nowhere else.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Set says whether there is one.
func (s Secret) Set() bool { return s.value != nil }

// Format implements fmt.Formatter for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.shown()) }

// MarshalText implements encoding.TextMarshaler.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.shown()), nil }

func (s Secret) shown() string {
	if s.value == nil {
		return "(none)"
	}
	return fmt.Sprintf("(secret, %d characters)", len(*s.value))
}

// Credentials are what a merchant gets for a sales unit. The client ID is
// public in no output either: it is half of a login.
type Credentials struct {
	ClientID, ClientSecret, SubscriptionKey Secret
	// MSN is the merchant serial number.
	MSN string
}

// Complete says whether nothing is missing.
func (c Credentials) Complete() bool {
	return c.ClientID.Set() && c.ClientSecret.Set() && c.SubscriptionKey.Set() && c.MSN != ""
}
