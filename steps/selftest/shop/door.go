package shop

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// Address is where the shop is called; no name server knows it, Door answers for
// it.
const Address = "https://shop.example"

// A reply is what the shop answers to a call.
type reply struct {
	status   int
	location string
	body     any
	// after is how long the shop takes.
	after time.Duration
}

// RoundTrip answers what the sandbox sends to [Address].
func (s *Shop) RoundTrip(q *http.Request) (*http.Response, error) {
	var asked object
	if q.Body != nil {
		raw, err := io.ReadAll(q.Body)
		if err != nil {
			return nil, err
		}
		_ = json.Unmarshal(raw, &asked) // what is no object asks for nothing
		_ = q.Body.Close()
	}
	r := s.reply(q.URL.Path, asked)
	if m := s.mistake; m != nil && m.answer != nil && strings.Contains(q.URL.Path, m.step) {
		m.answer(&r)
		s.made = true
	}
	if r.after > 0 {
		s.scene.Wait(r.after)
	}
	header := http.Header{}
	var raw []byte
	if r.body != nil {
		var err error
		if raw, err = json.Marshal(r.body); err != nil {
			return nil, err
		}
		header.Set("Content-Type", "application/json")
	}
	if r.location != "" {
		header.Set("Location", r.location)
	}
	return &http.Response{
		Status: http.StatusText(r.status), StatusCode: r.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(raw)), ContentLength: int64(len(raw)), Request: q,
	}, nil
}

// reply answers questions for ways to ship; all else the shop takes note of.
func (s *Shop) reply(path string, asked object) reply {
	switch {
	case strings.HasSuffix(path, "/shippingDetails"):
		parts := strings.Split(path, "/")
		return reply{status: http.StatusOK, body: object{
			"addressId": asked["addressId"], "orderId": parts[len(parts)-2], "shippingDetails": ecomShipping(),
		}}
	case strings.HasSuffix(path, "/ways"):
		return reply{status: http.StatusOK, body: checkoutWays()}
	}
	return reply{status: http.StatusOK}
}
