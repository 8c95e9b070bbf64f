// Package coding undoes the content codings of message bodies: gzip, deflate
// and br, one upon the other where need be.
//
// It changes nothing that is on the wire; what it gives is a copy to look at.
package coding

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
)

// Errors that say that a body is not at fault: we do not read it.
var (
	ErrUnknown = errors.New("unknown content coding")
	ErrTooLong = fmt.Errorf("more than %d bytes", maxPlain)
)

// maxPlain is how much of a body is unpacked, in bytes: more than the largest
// body that is captured, far less than what a few kilobytes can swell to.
const maxPlain = 16 << 20

// Names lists the codings of a message, in lower case and in the order in which
// they were applied; identity does not count.
func Names(h http.Header) []string {
	var names []string
	for _, field := range h["Content-Encoding"] {
		for name := range strings.SplitSeq(field, ",") {
			if name = strings.ToLower(strings.TrimSpace(name)); name != "" && name != "identity" {
				names = append(names, name)
			}
		}
	}
	return names
}

// Plain gives a body without its codings; one that has none it gives itself.
// With an error comes what could be unpacked before it, at most 16 MiB.
func Plain(h http.Header, body []byte) ([]byte, error) {
	if len(h["Content-Encoding"]) == 0 || len(body) == 0 {
		return body, nil
	}
	names := Names(h)
	for i := len(names) - 1; i >= 0; i-- {
		var err error
		if body, err = unpack(names[i], body); err != nil {
			return body, fmt.Errorf("unpack %q: %w", names[i], err)
		}
	}
	return body, nil
}

func unpack(name string, packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return packed, nil
	}
	var r io.Reader
	var err error
	switch name {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(bytes.NewReader(packed))
	case "deflate":
		r, err = zlib.NewReader(bytes.NewReader(packed))
	case "br":
		r = brotli.NewReader(bytes.NewReader(packed))
	default:
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxPlain+1))
	if len(plain) > maxPlain {
		return plain[:maxPlain], ErrTooLong
	}
	return plain, err
}
