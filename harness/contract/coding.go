package contract

import (
	"errors"
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/coding"
)

// bodyState says what became of a body.
type bodyState int

const (
	bodyRead bodyState = iota
	// bodyCut: not all of it was captured.
	bodyCut
	// bodyCoded: it is in a coding that we do not read, or too long unpacked.
	bodyCoded
	// bodyBroken: it is not what its Content-Encoding says.
	bodyBroken
)

// plainBody undoes the Content-Encoding on a copy. Without one it gives the
// captured bytes themselves, which are never changed.
func plainBody(b harness.Body, h http.Header) ([]byte, bodyState) {
	if !b.Whole() {
		return nil, bodyCut
	}
	plain, err := coding.Plain(h, b.Bytes)
	switch {
	case errors.Is(err, coding.ErrUnknown), errors.Is(err, coding.ErrTooLong):
		return nil, bodyCoded
	case err != nil:
		return nil, bodyBroken
	}
	return plain, bodyRead
}
