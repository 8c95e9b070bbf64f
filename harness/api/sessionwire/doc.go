// Package sessionwire is what both versions of Checkout write and read alike in
// the sandbox: who is let in, what a contract says of a call and of a merchant's
// answer, why a call is refused, amounts.
//
// What one version words in its own way stands with that version; how sessions
// behave stands in package session.
package sessionwire

// MediaType is that of every body; problems have no type of their own.
const MediaType = "application/json"
