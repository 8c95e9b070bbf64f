// Package redact takes secrets and personal data out of exchanges and texts
// and puts pseudonyms of the same shape in their place. Nothing is known to be
// safe that is not said to be.
package redact
