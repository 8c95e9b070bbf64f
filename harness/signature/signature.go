// Package signature signs and verifies webhook deliveries the way Vipps
// MobilePay does: HMAC-SHA256 over method, path and query, date, host and the
// hash of the body.
//
// It knows no HTTP client or server, no registrations and no clock, and when a
// signature does not hold it finds out which of the usual mistakes was made.
// Where the facts come from: the webhooks page on request authentication of
// 2023, whose own example is a test here.
package signature

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The headers that carry the signature.
const (
	HeaderDate          = "X-Ms-Date"
	HeaderContent       = "X-Ms-Content-Sha256"
	HeaderHost          = "Host"
	HeaderAuthorization = "Authorization"
)

const (
	scheme        = "HMAC-SHA256"
	signedHeaders = "x-ms-date;host;x-ms-content-sha256"
)

// Tolerance is how far a delivery's date may be from the present. No document
// names one; the official WooCommerce plugin allows five minutes.
const Tolerance = 5 * time.Minute

// Headers are the values that a signed delivery carries.
type Headers struct {
	// Date is RFC 1123 in GMT, ContentSHA256 base64 of the body's hash.
	Date, ContentSHA256, Host, Authorization string
}

// Map gives the values by the names of their headers.
func (h Headers) Map() map[string]string {
	return map[string]string{
		HeaderDate: h.Date, HeaderContent: h.ContentSHA256, HeaderHost: h.Host, HeaderAuthorization: h.Authorization,
	}
}

// Sign signs a delivery. The secret is the text that was given out at the
// registration; its bytes are the key as they are. pathAndQuery and host are
// those of the registered URL, see [Address]; date is see [Date].
func Sign(secret, method, pathAndQuery, host, date string, body []byte) Headers {
	hash := ContentHash(body)
	signed := text{method: method, target: pathAndQuery, date: date, host: host, hash: hash, newline: "\n"}
	return Headers{Date: date, ContentSHA256: hash, Host: host, Authorization: Authorize(Signature([]byte(secret), signed.String()))}
}

// ContentHash is the hash of a body as the header x-ms-content-sha256 has it.
func ContentHash(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Signature signs a text with a key, in base64.
func Signature(key []byte, text string) string {
	return base64.StdEncoding.EncodeToString(mac(key, text))
}

// Authorize is the header Authorization for a signature.
func Authorize(signature string) string {
	return fmt.Sprintf("%s SignedHeaders=%s&Signature=%s", scheme, signedHeaders, signature)
}

// Date is a moment as x-ms-date has it.
func Date(t time.Time) string { return t.UTC().Format(http.TimeFormat) }

// Address gives what of a registered URL is signed: the authority in lower case,
// with a port only where it is not the scheme's own, and path with query.
func Address(registered string) (host, pathAndQuery string, err error) {
	u, err := url.Parse(registered)
	if err != nil || u.Host == "" {
		return "", "", errors.New("read the registered address: it is no absolute URL")
	}
	host = strings.ToLower(u.Host)
	if u.Port() == "" || u.Scheme == "https" && u.Port() == "443" || u.Scheme == "http" && u.Port() == "80" {
		host = strings.TrimSuffix(strings.TrimSuffix(host, u.Port()), ":")
	}
	return host, u.RequestURI(), nil
}

// A text is what is signed, in its parts.
type text struct {
	method, target, date, host, hash string
	// newline stands between the lines, end behind the last.
	newline, end string
}

// String is the three lines: method; path and query; date, host and hash.
func (t text) String() string {
	return t.method + t.newline + t.target + t.newline + t.date + ";" + t.host + ";" + t.hash + t.end
}

func mac(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}
