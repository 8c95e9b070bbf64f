package adversary

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A Fate is what befalls a delivery on its way to the merchant.
type Fate string

const (
	// Kept is a delivery that the merchant has not got, though the API thinks so.
	Kept Fate = "kept"
	// Refused is one for which nobody answers at the merchant's address.
	Refused Fate = "refused"
	// Unheard is one that the merchant gets, and whose answer the API does not.
	Unheard Fate = "unheard"
)

// What the API is told.
var (
	errNobody  = errors.New("connect: connection refused")
	errUnheard = errors.New("no answer within 10s")
)

// A spell is what befalls the deliveries about something.
type spell struct {
	about string
	fate  Fate
	// left is how many it still befalls; below zero, all.
	left int
	kept []Letter
	// quiet is closed when the merchant has answered a delivery; the API does not
	// answer before. It is nil where the API is as quick as ever.
	quiet chan struct{}
}

// Befall lets the next deliveries about something meet a fate; below zero times,
// all of them do.
func (a *Adversary) Befall(about string, fate Fate, times int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.spells = append(a.spells, &spell{about: about, fate: fate, left: times})
}

// Stall lets the API answer no question about something until the merchant has
// answered a delivery about it, or could have.
func (a *Adversary) Stall(about string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.spells = append(a.spells, &spell{about: about, quiet: make(chan struct{})})
}

// Spare ends whatever befalls the deliveries about something, and gives those
// that were kept, in the order in which they came.
func (a *Adversary) Spare(about string) []Letter {
	a.mu.Lock()
	defer a.mu.Unlock()
	var kept []Letter
	a.spells = slices.DeleteFunc(a.spells, func(s *spell) bool {
		if s.about != about {
			return false
		}
		kept = append(kept, s.kept...)
		s.speak()
		return true
	})
	return kept
}

// Kept is how many deliveries about something are kept.
func (a *Adversary) Kept(about string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, s := range a.spells {
		if s.about == about {
			n += len(s.kept)
		}
	}
	return n
}

// Carries says whether deliveries pass through here, so that something can befall
// them.
func (a *Adversary) Carries() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.carries
}

// Carry stands between the API and next, which reaches the merchant.
func (a *Adversary) Carry(next http.RoundTripper) http.RoundTripper {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.carries = true
	return carrier(func(r *http.Request) (*http.Response, error) { return a.carry(next, r) })
}

type carrier func(*http.Request) (*http.Response, error)

func (c carrier) RoundTrip(r *http.Request) (*http.Response, error) { return c(r) }

func (a *Adversary) carry(next http.RoundTripper, r *http.Request) (*http.Response, error) {
	l, err := letterOf(r)
	if err != nil {
		return nil, err
	}
	fate := a.meets(l)
	switch fate {
	case Refused:
		return nil, errNobody
	case Kept:
		return &http.Response{StatusCode: http.StatusNoContent, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	}
	answer, err := next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	a.heardAbout(l)
	if fate == Unheard {
		answer.Body.Close()
		return nil, errUnheard
	}
	return answer, nil
}

// letterOf is what a delivery carries; its body is left to be sent.
func letterOf(r *http.Request) (Letter, error) {
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	l := Letter{URL: "https://" + host + r.URL.RequestURI(), Header: r.Header.Clone()}
	if r.GetBody == nil {
		return l, nil
	}
	body, err := r.GetBody()
	if err != nil {
		return l, err
	}
	defer body.Close()
	l.Body, err = io.ReadAll(body)
	return l, err
}

// meets is the fate of a delivery, empty where none befalls it.
func (a *Adversary) meets(l Letter) Fate {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, s := range a.spells {
		if s.fate == "" || s.left == 0 || !s.befalls(l) {
			continue
		}
		if s.left > 0 {
			s.left--
		}
		if s.fate == Kept {
			s.kept = append(s.kept, l)
		}
		return s.fate
	}
	return ""
}

func (s *spell) befalls(l Letter) bool {
	return bytes.Contains(l.Body, []byte(s.about)) || strings.Contains(l.URL, s.about)
}

// heardAbout lets the API answer again: the merchant has answered.
func (a *Adversary) heardAbout(l Letter) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, s := range a.spells {
		if s.befalls(l) {
			s.speak()
		}
	}
}

// speak lets the API answer; the lock is held.
func (s *spell) speak() {
	if s.quiet != nil {
		close(s.quiet)
		s.quiet = nil
	}
}

// stall holds back a question while the API is not to answer: longer than a
// merchant may take for a delivery, unless the merchant has answered it before.
func (a *Adversary) stall(r *http.Request) {
	if r.Method != http.MethodGet {
		return
	}
	a.mu.Lock()
	var quiet chan struct{}
	for _, s := range a.spells {
		if s.quiet != nil && strings.Contains(r.URL.Path, s.about) {
			quiet = s.quiet
		}
	}
	a.mu.Unlock()
	if quiet == nil {
		return
	}
	select {
	case <-quiet:
	case <-time.After(patience + time.Second):
	case <-r.Context().Done():
	}
}
