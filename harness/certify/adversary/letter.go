package adversary

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness/signature"
)

// A Letter is a delivery as the API sent it.
type Letter struct {
	// URL is the merchant's, as registered.
	URL    string
	Header http.Header
	Body   []byte
	// Status is what the merchant answered, 0 where it did not; Took is how long
	// that took.
	Status int
	Took   time.Duration
}

// About is a letter in which another payment, or agreement, stands; it is signed as it was.
func (a *Adversary) About(l Letter, reference string) Letter {
	if was := a.Reference(l); was != "" {
		return a.Changed(l, was, reference, true)
	}
	return l
}

// Reference is what a letter is about, a payment or an agreement; empty where it
// names none.
func (*Adversary) Reference(l Letter) string {
	var event struct{ Reference, AgreementID, OrderID string }
	if json.Unmarshal(l.Body, &event) != nil {
		return ""
	}
	return cmp.Or(event.Reference, event.AgreementID, event.OrderID)
}

// Forged is a letter with a signature that nobody has made.
func (a *Adversary) Forged(l Letter) Letter { return signed(l, "the secret of somebody else", a.now()) }

// Changed is a letter in which a word of the body was replaced after it was
// signed; with hash, its hash is that of the new body. The event is another, too: a
// merchant that passes over what it has heard before is not saved by that.
func (a *Adversary) Changed(l Letter, old, other string, hash bool) Letter {
	c := Letter{URL: l.URL, Header: l.Header.Clone(), Body: bytes.ReplaceAll(l.Body, []byte(old), []byte(other))}
	var event struct{ PspReference string }
	if json.Unmarshal(c.Body, &event) == nil && event.PspReference != "" {
		c.Body = bytes.ReplaceAll(c.Body, []byte(event.PspReference), []byte(another(event.PspReference, other)))
	}
	if hash {
		c.Header.Set("X-Ms-Content-Sha256", signature.ContentHash(c.Body))
	}
	return c
}

// another is a number of the same form, the event's about something else: each
// digit, those of base 16 too, has become another.
func another(number, about string) string {
	shift := sha256.Sum256([]byte(about))
	i := 0
	turned := func(c, first rune, of byte) rune {
		by := 1 + shift[i%len(shift)]%(of-1)
		i++
		return first + (c-first+rune(by))%rune(of)
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '0' && c <= '9':
			return turned(c, '0', 10)
		case c >= 'a' && c <= 'f':
			return turned(c, 'a', 6)
		case c >= 'A' && c <= 'F':
			return turned(c, 'A', 6)
		}
		return c
	}, number)
}

// Old is a letter that was rightly signed long ago.
func (a *Adversary) Old(l Letter, age time.Duration) (Letter, error) {
	a.mu.Lock()
	secret, known := a.secrets[l.URL]
	a.mu.Unlock()
	if !known {
		return Letter{}, fmt.Errorf("the secret of %s was not seen: was it registered through the proxy?", l.URL)
	}
	return signed(l, secret, a.now().Add(-age)), nil
}

// Again is a letter that the API delivers once more: signed anew.
func (a *Adversary) Again(l Letter) (Letter, error) { return a.Old(l, 0) }

// Saying is a letter whose event says something else than it did, by member; it
// is signed as the API would have signed it.
func (a *Adversary) Saying(l Letter, says map[string]any) (Letter, error) {
	event := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(l.Body))
	decoder.UseNumber()
	if err := decoder.Decode(&event); err != nil {
		return Letter{}, fmt.Errorf("read the letter: %w", err)
	}
	maps.Copy(event, says)
	body, err := json.Marshal(event)
	if err != nil {
		return Letter{}, fmt.Errorf("write the letter: %w", err)
	}
	return a.Again(Letter{URL: l.URL, Header: l.Header, Body: body})
}

func signed(l Letter, secret string, at time.Time) Letter {
	c := Letter{URL: l.URL, Header: l.Header.Clone(), Body: l.Body}
	host, path, err := signature.Address(l.URL)
	if err != nil {
		return c
	}
	date := signature.Date(at)
	h := signature.Sign(secret, http.MethodPost, path, host, date, l.Body)
	c.Header.Set("X-Ms-Date", h.Date)
	c.Header.Set("X-Ms-Content-Sha256", h.ContentSHA256)
	c.Header.Set("Authorization", h.Authorization)
	return c
}
