// Package adversary sends a merchant what somebody else could send: deliveries
// of the API that were forged, changed, kept and sent again. It listens to what
// passes, and repeats it. Between merchant and API it is the network at its worst,
// too: calls whose connections break, deliveries that go astray.
//
// It judges nothing: whether the merchant was misled shows in the merchant's
// order, and in the money.
package adversary

import (
	"bytes"
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
)

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
	changes   []Change
	// cut is the last connection that is to break.
	cut *Cut
	// spells are what befalls deliveries.
	spells []*spell
	// carries says that deliveries pass through here.
	carries bool
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
				Status: x.Response.Status, Took: x.Duration,
			})
		}
	case x.Request.Method == http.MethodPatch:
		a.mu.Lock()
		defer a.mu.Unlock()
		a.hearChange(x)
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

// Last is the latest delivery whose body holds all of some words.
func (a *Adversary) Last(words ...string) (Letter, bool) {
	all := a.Letters(words...)
	if len(all) == 0 {
		return Letter{}, false
	}
	return all[len(all)-1], true
}

// Letters are the deliveries whose bodies hold all of some words, in the order in
// which they ended.
func (a *Adversary) Letters(words ...string) []Letter {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []Letter
	for _, l := range a.letters {
		if !slices.ContainsFunc(words, func(w string) bool { return !bytes.Contains(l.Body, []byte(w)) }) {
			all = append(all, l)
		}
	}
	return all
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
