package redact

import (
	"net/url"
	"strings"

	"kontrakt/harness/contract"
)

// shopURL finds what a merchant hides in a URL, which a text holds from "://" on:
// the segments of its path that look generated, the values of its query that
// are not listed. Many shops put a token there, so that nobody else can call.
// Nothing of it is learned: an order's number stands there as well, and is
// shown elsewhere.
func shopURL(spans []span, text string, at int) []span {
	if !strings.HasSuffix(text[:at], "http") && !strings.HasSuffix(text[:at], "https") {
		return spans
	}
	end := at + len("://")
	for end < len(text) && strings.IndexByte("\"'<>\\`…, \t\r\n", text[end]) < 0 {
		end++
	}
	from := at + len("://")
	host, _, _ := strings.Cut(text[from:end], "/")
	host, _, _ = strings.Cut(host, "?")
	if ofTheAPI(host) {
		return spans
	}
	from += len(host)
	path, rest, _ := strings.Cut(text[from:end], "?")
	for segment := range strings.SplitSeq(path, "/") {
		if generated(segment) {
			spans = append(spans, span{from: from, to: from + len(segment), value: segment})
		}
		from += len(segment) + 1
	}
	query, _, _ := strings.Cut(rest, "#")
	from -= len("/")
	for pair := range strings.SplitSeq(query, "&") {
		from++
		spans = unlisted(spans, pair, from)
		from += len(pair)
	}
	return spans
}

// unlisted finds the value of a query's parameter that is not shown. What has
// no name may be a token, too.
func unlisted(spans []span, pair string, from int) []span {
	name, raw, has := strings.Cut(pair, "=")
	if has {
		from += len(name) + 1
	} else if raw = name; !generated(raw) {
		return spans
	}
	if raw == "" || has && clearParameter(name) || strings.HasPrefix(raw, "{") || strings.HasPrefix(raw, "[A-Za-z0-9") {
		return spans // a template's place, or what a contract's pattern asks for
	}
	value, err := url.QueryUnescape(raw)
	if err != nil || url.QueryEscape(value) != raw {
		return append(spans, span{from: from, to: from + len(raw), value: raw, class: contract.Public})
	}
	return append(spans, span{from: from, to: from + len(raw), value: value, encode: url.QueryEscape})
}

// ofTheAPI says that a host is the API's, or ours: what is secret in their URLs
// is marked in the contracts.
func ofTheAPI(host string) bool {
	host, _, _ = strings.Cut(host, ":")
	for _, ours := range []string{"vipps.no", "vippsmobilepay.com", "localhost", "127.0.0.1"} {
		if host == ours || strings.HasSuffix(host, "."+ours) {
			return true
		}
	}
	return false
}

// generated says that a segment of a path was drawn, not named: long, without a
// word's hyphens, digits and letters mixed; or a UUID.
func generated(segment string) bool {
	if len(segment) < 16 {
		return false
	}
	if len(segment) >= 32 && hexadecimal(segment) {
		return true
	}
	digits, letters := 0, 0
	for i := range len(segment) {
		switch c := segment[i]; {
		case digit(c):
			digits++
		case letter(c):
			letters++
		default:
			return false
		}
	}
	return digits > 2 && letters > 2
}
