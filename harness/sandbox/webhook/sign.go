package webhook

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/signature"
)

// sign gives what an attempt carries: headers and body. Every attempt is signed
// anew with the merchant's time.
func (r *registration) sign(b *sandbox.Box, p *parcel) (map[string]string, []byte) {
	header := r.headers(b, p.Body)
	if b.Fault(FaultDateKept) && p.headers != nil {
		header = maps.Clone(p.headers)
	}
	if p.headers == nil {
		p.headers = maps.Clone(header)
	}
	header["Content-Type"] = "application/json"
	header["Webhook-Id"] = r.ID
	if b.Fault(FaultBodyChanged) {
		return header, bytes.Replace(p.Body, []byte(":"), []byte(": "), 1)
	}
	return header, p.Body
}

// headers are those of the signature.
func (r *registration) headers(b *sandbox.Box, body []byte) map[string]string {
	host, target, err := signature.Address(r.URL)
	if err != nil {
		return map[string]string{} // the registration was refused for that
	}
	date := signature.Date(b.Now())
	if b.Fault(FaultDateForm) {
		date = b.Now().Format(time.RFC3339)
	}
	h := signature.Sign(r.Secret, http.MethodPost, target, host, date, body)
	if b.Fault(FaultHexHash) {
		sum := sha256.Sum256(body)
		h.ContentSHA256 = hex.EncodeToString(sum[:])
	}
	key, text, spoilt := r.spoil(b, h, target)
	if spoilt {
		h.Authorization = signature.Authorize(signature.Signature(key, text))
	}
	return h.Map()
}

// spoil lets the seeded defects of signatures take effect: another key, another
// text.
func (r *registration) spoil(b *sandbox.Box, h signature.Headers, target string) (key []byte, text string, spoilt bool) {
	key = []byte(r.Secret)
	newline, host := "\n", h.Host
	for _, fault := range []struct {
		name  string
		spoil func()
	}{
		{FaultOtherSecret, func() { key = append(key, '!') }},
		{FaultSecretDecoded, func() { key, _ = base64.StdEncoding.DecodeString(r.Secret) }},
		{FaultCarriageReturns, func() { newline = "\r\n" }},
		{FaultQueryUnsigned, func() { target, _, _ = strings.Cut(target, "?") }},
		{FaultDefaultPort, func() { host += ":443" }},
		{FaultHexHash, func() {}},
	} {
		if b.Fault(fault.name) {
			fault.spoil()
			spoilt = true
		}
	}
	return key, "POST" + newline + target + newline + h.Date + ";" + host + ";" + h.ContentSHA256, spoilt
}
