// Package adversary sends a merchant what somebody else could send: deliveries
// of the API that were forged, changed, kept and sent again. It listens to what
// passes, and repeats it.
//
// It judges nothing: whether the merchant was misled shows in the merchant's
// order, and in the money.
package adversary

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/signature"
)

// A Letter is a delivery as the API sent it.
type Letter struct {
	// URL is the merchant's, as registered.
	URL    string
	Header http.Header
	Body   []byte
}

// An Adversary knows what was delivered, and the secrets that were handed out.
// It is safe for concurrent use.
type Adversary struct {
	// Routes lead the merchant's origins to where they stand.
	Routes map[string]string
	// Now is the time; nil is the clock's.
	Now func() time.Time

	mu      sync.Mutex
	letters []Letter
	secrets map[string]string
	// returns are the pages to come back to, by reference.
	returns   map[string]string
	questions []Question
	// cut is the last connection that is to break.
	cut *Cut
}

// most is how many letters are kept.
const most = 10_000

// Hear listens to an exchange, in clear: a registration tells the secret, a
// delivery can be sent again.
func (a *Adversary) Hear(x *harness.Exchange) {
	switch {
	case x.Flow == harness.FlowCallback:
		a.mu.Lock()
		defer a.mu.Unlock()
		a.hearQuestion(x)
		if len(a.letters) < most {
			a.letters = append(a.letters, Letter{
				URL:    x.Request.Scheme + "://" + x.Request.Host + x.Request.Target,
				Header: x.Request.Header.Clone(), Body: slices.Clone(x.Request.Body.Bytes),
			})
		}
	case x.Request.Method == http.MethodPost && slices.Contains(starts, x.Request.Target):
		a.hearStart(x)
	case x.Request.Method == http.MethodPost && strings.HasPrefix(x.Request.Target, "/webhooks/v1/webhooks") && x.Response.Status == http.StatusCreated:
		var asked struct{ URL string }
		var told struct{ Secret string }
		if json.Unmarshal(x.Request.Body.Bytes, &asked) == nil && json.Unmarshal(x.Response.Body.Bytes, &told) == nil {
			a.mu.Lock()
			defer a.mu.Unlock()
			if a.secrets == nil {
				a.secrets = map[string]string{}
			}
			a.secrets[asked.URL] = told.Secret
		}
	}
}

// ErrNoPage says that no page is known to which a payment comes back.
var ErrNoPage = errors.New("it names no page to come back to")

// Visit opens the page that a payment comes back to, without any cookie, and
// gives its status; ErrNoPage where none was heard of, or not yet.
func (a *Adversary) Visit(ctx context.Context, reference string) (int, error) {
	a.mu.Lock()
	page, known := a.returns[reference]
	a.mu.Unlock()
	if !known {
		return 0, fmt.Errorf("the payment %s: %w", reference, ErrNoPage)
	}
	return a.send(ctx, http.MethodGet, Letter{URL: page})
}

// About is a letter in which another payment stands; it is signed as it was.
func (a *Adversary) About(l Letter, reference string) Letter {
	if was := a.Reference(l); was != "" {
		return a.Changed(l, was, reference, true)
	}
	return l
}

// Reference is the payment that a letter is about; empty where it names none.
func (*Adversary) Reference(l Letter) string {
	var event struct{ Reference, OrderID string }
	if json.Unmarshal(l.Body, &event) != nil {
		return ""
	}
	return cmp.Or(event.Reference, event.OrderID)
}

// Last is the latest delivery whose body holds all of some words.
func (a *Adversary) Last(words ...string) (Letter, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.letters) - 1; i >= 0; i-- {
		if l := a.letters[i]; !slices.ContainsFunc(words, func(w string) bool { return !bytes.Contains(l.Body, []byte(w)) }) {
			return l, true
		}
	}
	return Letter{}, false
}

// Forged is a letter with a signature that nobody has made.
func (a *Adversary) Forged(l Letter) Letter { return signed(l, "the secret of somebody else", a.now()) }

// Changed is a letter in which a word of the body was replaced after it was
// signed; with hash, its hash is that of the new body.
func (a *Adversary) Changed(l Letter, old, other string, hash bool) Letter {
	c := Letter{l.URL, l.Header.Clone(), bytes.ReplaceAll(l.Body, []byte(old), []byte(other))}
	if hash {
		c.Header.Set("X-Ms-Content-Sha256", signature.ContentHash(c.Body))
	}
	return c
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

func signed(l Letter, secret string, at time.Time) Letter {
	c := Letter{l.URL, l.Header.Clone(), l.Body}
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

func (a *Adversary) now() time.Time {
	if a.Now == nil {
		return time.Now()
	}
	return a.Now()
}

// patience is how long a merchant may take: as long as the API gives it.
const patience = 10 * time.Second

// Send sends a letter and gives the status that the merchant answers.
func (a *Adversary) Send(ctx context.Context, l Letter) (int, error) {
	return a.send(ctx, http.MethodPost, l)
}

func (a *Adversary) send(ctx context.Context, method string, l Letter) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	u, err := url.Parse(l.URL)
	if err != nil {
		return 0, fmt.Errorf("send a letter: %w", err)
	}
	to, routed := a.Routes[u.Scheme+"://"+u.Host]
	if !routed {
		return 0, errors.New("send a letter: no route leads to " + u.Scheme + "://" + u.Host)
	}
	r, err := http.NewRequestWithContext(ctx, method, to+u.RequestURI(), bytes.NewReader(l.Body))
	if err != nil {
		return 0, fmt.Errorf("send a letter: %w", err)
	}
	r.Host = u.Host
	for field, values := range l.Header {
		r.Header[field] = values
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		return 0, fmt.Errorf("send a letter: %w", err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20))
	return answer.StatusCode, nil
}
