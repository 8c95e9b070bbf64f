package receiver

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/signature"
)

// A seal is how deliveries to an address are signed.
type seal struct{ url, secret string }

// Trust lets the box verify what is delivered to an address that was registered
// for webhooks, with the secret that the registration gave.
func (b *Box) Trust(registered, secret string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seals = append(b.seals, seal{registered, secret})
}

// Clock sets the time by which the dates of deliveries are judged; without it
// that is the receiver's own. It is asked while a delivery waits.
func (b *Box) Clock(now func() time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = now
}

// verify holds a delivery against its registration the way a merchant must: the
// bytes of the body, the registered address, the date. It is nil where the
// address is not trusted. Of several registrations of one address the one that
// signed it counts.
func (b *Box) verify(q *http.Request, rest string, body []byte, now func() time.Time) *harness.Signature {
	b.mu.Lock()
	seals := append([]seal(nil), b.seals...)
	if b.now != nil {
		now = b.now
	}
	b.mu.Unlock()
	var best *harness.Signature
	for _, s := range seals {
		if !s.leads(b.url, rest, q.URL.RawQuery) {
			continue
		}
		r, err := signature.Received(s.url, q.Method, q.Host, q.Header, body)
		if err != nil {
			continue
		}
		found := &harness.Signature{}
		for _, f := range signature.Verify(s.secret, r, now(), signature.Tolerance).Flaws {
			found.Flaws = append(found.Flaws, harness.Flaw{Header: f.Part.Header(), Want: f.Want, Got: f.Got, Cause: f.Cause()})
		}
		if best == nil || len(found.Flaws) < len(best.Flaws) {
			best = found
		}
	}
	return best
}

// leads says whether a call came to the seal's address; box is what all
// addresses of the box begin with.
func (s seal) leads(box, rest, query string) bool {
	u, err := url.Parse(strings.TrimPrefix(s.url, box))
	return err == nil && u.EscapedPath() == rest && u.RawQuery == query
}
