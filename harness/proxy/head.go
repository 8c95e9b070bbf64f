package proxy

import (
	"bytes"
	"net/http"
	"net/textproto"
	"strings"

	"kontrakt/harness"
)

// A use is what a field of a head is for.
type use uint8

const (
	// passed on, and recorded.
	passed use = iota
	// ofHere is recorded and concerns the one connection only.
	ofHere
	host
	length
	mark
	// unusual makes a message one for net/http.
	unusual
)

// A field is one line of a head.
type field struct {
	line, name, value string
	use               use
	// size is the value of a Content-Length.
	size int
}

// A head is what a plain message says before its body.
type head struct {
	header http.Header
	// host and scenario are the values of Host and of our own mark.
	host, scenario string
	// body is the Content-Length, -1 where there is none.
	body int
}

// A headReader reads the heads of plain messages. Whoever sends one after the
// other says mostly the same again: it knows the fields that it read last by
// their place, and all of the last head, with what was sent of it. Exchanges of
// one head share its header.
type headReader struct {
	known      []field
	last       head
	text, sent []byte
}

// mostFields is how many fields a plain message has at most.
const mostFields = 64

// read reads the fields of a head, each with the end of its line, and appends to
// out those that are passed on. It is not plain, and then says nothing, where
// there is anything that more than one way of reading is known of.
func (r *headReader) read(text, out []byte) (h head, sent []byte, plain bool) {
	if len(text) > 0 && bytes.Equal(text, r.text) {
		return r.last, append(out, r.sent...), true
	}
	before := len(out)
	if h, out, plain = r.take(text, out); plain {
		r.last, r.text, r.sent = h, append(r.text[:0], text...), append(r.sent[:0], out[before:]...)
	}
	return h, out, plain
}

// take reads a head field by field.
func (r *headReader) take(text, out []byte) (h head, sent []byte, plain bool) {
	n := bytes.Count(text, []byte{'\n'})
	if n > mostFields {
		return head{}, out, false
	}
	h.header, h.body = make(http.Header, n), -1
	values := make([]string, n)
	for i := 0; len(text) > 0; i++ {
		end := bytes.IndexByte(text, '\n')
		if end < 1 || text[end-1] != '\r' {
			return head{}, out, false
		}
		line, whole := text[:end-1], text[:end+1]
		text = text[end+1:]
		if i == len(r.known) {
			r.known = append(r.known, field{})
		}
		f := &r.known[i]
		if f.line != string(line) || f.line == "" {
			*f = readField(string(line))
		}
		switch f.use {
		case passed:
			out = append(out, whole...)
		case host:
			if h.host != "" {
				return head{}, out, false
			}
			h.host = f.value
			continue
		case length:
			if h.body >= 0 {
				return head{}, out, false
			}
			h.body = f.size
			out = append(out, whole...)
		case mark:
			if h.scenario == "" {
				h.scenario = f.value
			}
			continue
		case unusual:
			return head{}, out, false
		}
		if have := h.header[f.name]; have != nil {
			h.header[f.name] = append(have, f.value)
			continue
		}
		values[0] = f.value
		h.header[f.name], values = values[:1:1], values[1:]
	}
	return h, out, true
}

// readField takes a line apart as net/http does.
func readField(line string) field {
	name, value, ok := strings.Cut(line, ":")
	if !ok || !all(name, ofToken) || name == "" || !all(value, ofValue) {
		return field{use: unusual}
	}
	f := field{line: line, name: textproto.CanonicalMIMEHeaderKey(name), value: textproto.TrimString(value)}
	switch f.name {
	case "Host":
		if f.use = host; f.value == "" || !all(f.value, ofHost) {
			f.use = unusual
		}
	case "Content-Length":
		if f.use = length; f.value == "" || len(f.value) > 9 {
			f.use = unusual
		}
		for _, digit := range []byte(f.value) {
			if digit < '0' || digit > '9' {
				f.use = unusual
			}
			f.size = 10*f.size + int(digit-'0')
		}
	case "Connection":
		if f.use = ofHere; !strings.EqualFold(f.value, "keep-alive") {
			f.use = unusual
		}
	case "Keep-Alive":
		f.use = ofHere
	case harness.MarkHeader:
		f.use = mark
	case "Transfer-Encoding", "Te", "Trailer", "Upgrade", "Expect", "Proxy-Connection", "Http2-Settings":
		f.use = unusual
	case "Pragma": // net/http adds a Cache-Control to it
		f.use = unusual
	}
	return f
}

// kinds of bytes, by what they may stand in.
const (
	ofToken = 1 << iota
	ofValue
	ofHost
	ofTarget
)

// byteKinds says of each byte what it may stand in.
var byteKinds = func() (kinds [256]uint8) {
	for i := range kinds {
		b := byte(i)
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
		if letter || strings.IndexByte("!#$%&'*+-.^_`|~", b) >= 0 && b != 0 {
			kinds[i] |= ofToken
		}
		if letter || strings.IndexByte(".:-[]_", b) >= 0 && b != 0 {
			kinds[i] |= ofHost
		}
		if b >= ' ' && b != 0x7f || b == '\t' {
			kinds[i] |= ofValue
		}
		if b > ' ' && b != 0x7f {
			kinds[i] |= ofTarget
		}
	}
	return kinds
}()

func all[T string | []byte](text T, kind uint8) bool {
	for i := range len(text) {
		if byteKinds[text[i]]&kind == 0 {
			return false
		}
	}
	return true
}

// plainMethods are those of which net/http thinks nothing special.
var plainMethods = [...]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// asked reads the first line of a plain request.
func asked(line []byte) (method string, target []byte, plain bool) {
	rest, ok := bytes.CutSuffix(line, []byte(" HTTP/1.1"))
	if !ok {
		return "", nil, false
	}
	word, target, _ := bytes.Cut(rest, []byte{' '})
	for _, m := range plainMethods {
		if m == string(word) {
			method = m
		}
	}
	if method == "" || len(target) == 0 || target[0] != '/' || bytes.HasPrefix(target, []byte("//")) || !all(target, ofTarget) {
		return "", nil, false
	}
	for i := range target {
		if target[i] == '%' && (i+2 >= len(target) || !hex(target[i+1]) || !hex(target[i+2])) {
			return "", nil, false
		}
	}
	return method, target, true
}

func hex(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F' }

// answered reads the first line of a plain answer.
func answered(line []byte) (status int, plain bool) {
	rest, ok := bytes.CutPrefix(line, []byte("HTTP/1.1 "))
	if !ok || len(rest) < 3 || len(rest) > 3 && rest[3] != ' ' || !all(rest, ofValue) {
		return 0, false
	}
	for _, digit := range rest[:3] {
		if digit < '0' || digit > '9' {
			return 0, false
		}
		status = 10*status + int(digit-'0')
	}
	// An answer that has no body is net/http's, but for one that has no word of it.
	return status, status >= http.StatusOK && status != http.StatusNotModified
}
