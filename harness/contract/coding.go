package contract

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"

	"kontrakt/harness"
)

// maxPlain is how much of a compressed body we unpack: more than the largest
// body that the proxy captures, far less than what a few kilobytes can swell to.
const maxPlain = 64 << 20

// bodyState says what became of a body.
type bodyState int

const (
	bodyRead bodyState = iota
	// bodyCut: not all of it was captured.
	bodyCut
	// bodyCoded: it is in a coding that we do not read.
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
	values := h["Content-Encoding"]
	if len(values) == 0 || len(b.Bytes) == 0 {
		return b.Bytes, bodyRead
	}
	codings := strings.Split(strings.Join(values, ","), ",")
	out := b.Bytes
	for i := len(codings) - 1; i >= 0; i-- {
		var state bodyState
		if out, state = uncode(out, strings.ToLower(strings.TrimSpace(codings[i]))); state != bodyRead {
			return nil, state
		}
	}
	return out, bodyRead
}

func uncode(b []byte, coding string) ([]byte, bodyState) {
	var r io.Reader
	var err error
	switch coding {
	case "", "identity":
		return b, bodyRead
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(bytes.NewReader(b))
	case "deflate":
		r, err = zlib.NewReader(bytes.NewReader(b))
	case "br":
		r = brotli.NewReader(bytes.NewReader(b))
	default:
		return nil, bodyCoded
	}
	if err != nil {
		return nil, bodyBroken
	}
	out, err := io.ReadAll(io.LimitReader(r, maxPlain+1))
	switch {
	case len(out) > maxPlain:
		return nil, bodyCoded
	case errors.Is(err, io.ErrUnexpectedEOF), err != nil:
		return nil, bodyBroken
	}
	return out, bodyRead
}
