package rules

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/andybalholm/brotli"

	"kontrakt/harness"
)

// maxPlain bounds what a compressed body may unpack to, in bytes.
const maxPlain = 64 << 20

// Encodings lists the content codings of a message, in the order in which they
// were applied; identity does not count.
func Encodings(h http.Header) []string {
	var codings []string
	for _, field := range h["Content-Encoding"] {
		for coding := range strings.SplitSeq(field, ",") {
			if coding = strings.ToLower(strings.TrimSpace(coding)); coding != "" && coding != "identity" {
				codings = append(codings, coding)
			}
		}
	}
	return codings
}

// Plain gives a body without its content codings. A body that was not captured
// whole, or breaks off, gives what could be unpacked, with the error.
func Plain(h http.Header, b harness.Body) ([]byte, error) {
	plain := b.Bytes
	codings := Encodings(h)
	for i := len(codings) - 1; i >= 0; i-- {
		var err error
		if plain, err = unpack(codings[i], plain); err != nil {
			return plain, fmt.Errorf("unpack %q: %w", codings[i], err)
		}
	}
	return plain, nil
}

func unpack(coding string, packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return packed, nil
	}
	var r io.Reader
	var err error
	switch coding {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(bytes.NewReader(packed))
	case "deflate":
		r, err = zlib.NewReader(bytes.NewReader(packed))
	case "br":
		r = brotli.NewReader(bytes.NewReader(packed))
	default:
		return nil, errors.New("unknown content coding")
	}
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxPlain+1))
	if len(plain) > maxPlain {
		return plain[:maxPlain], fmt.Errorf("more than %d bytes", maxPlain)
	}
	return plain, err
}
