package rules

import (
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/coding"
)

// Encodings lists the content codings of a message, as [coding.Names] does.
func Encodings(h http.Header) []string { return coding.Names(h) }

// Plain gives a body without its content codings. A body that was not captured
// whole, or breaks off, gives what could be unpacked, with the error.
func Plain(h http.Header, b harness.Body) ([]byte, error) { return coding.Plain(h, b.Bytes) }
