package adversary

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"sync"
)

// A Moment is when a connection breaks, in the words of the scenarios.
type Moment string

const (
	// BeforeSent is before anybody has the body.
	BeforeSent Moment = "before the call is sent"
	// AfterSent is when the merchant has sent all of it; it does not arrive.
	AfterSent Moment = "after the call was sent"
	// AfterDone is when the API has done it; none of its answer arrives.
	AfterDone Moment = "after the API has done it"
	// WithinAnswer is when the first half of the answer has arrived.
	WithinAnswer Moment = "in the middle of the answer"
)

// A Cut breaks the connection of one call that changes something, and looks at
// what is sent again. It is safe for concurrent use.
type Cut struct {
	path   string
	moment Moment

	mu    sync.Mutex
	calls []call
}

// call is a call as far as its repetition must equal it.
type call struct {
	key string
	// body is nil where nobody has read it.
	body []byte
}

// Break breaks the connection of the next call that changes something at a path,
// in place of whatever was to break before.
func (a *Adversary) Break(path string, moment Moment) *Cut {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cut = &Cut{path: path, moment: moment}
	return a.cut
}

// Mend breaks no connection any more.
func (a *Adversary) Mend() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cut = nil
}

// Before stands between the merchant and next, and breaks what is to break. What
// next does for the merchant it does in full: it is the merchant that does not
// hear of it.
func (a *Adversary) Before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		c := a.cut
		a.mu.Unlock()
		if c == nil || r.Method == http.MethodGet || r.URL.Path != c.path {
			next.ServeHTTP(w, r)
			return
		}
		c.pass(next, w, r)
	})
}

// longest is how much of a body is held against its repetition.
const longest = 1 << 20

func (c *Cut) pass(next http.Handler, w http.ResponseWriter, r *http.Request) {
	made := call{key: cmp.Or(r.Header.Get("Idempotency-Key"), r.Header.Get("X-Request-Id"))}
	first := c.first(made)
	if first && c.moment == BeforeSent {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, longest))
	made.body = body
	c.note(first, made)
	if err != nil || first && c.moment == AfterSent {
		panic(http.ErrAbortHandler)
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), r.Body), r.Body}
	if !first {
		next.ServeHTTP(w, r)
		return
	}
	lost := &answer{header: http.Header{}}
	next.ServeHTTP(lost, r)
	if half := lost.body.Len() / 2; c.moment == WithinAnswer && half > 0 {
		maps.Copy(w.Header(), lost.header)
		w.Header().Set("Content-Length", strconv.Itoa(lost.body.Len()))
		w.WriteHeader(lost.status)
		_, _ = w.Write(lost.body.Bytes()[:half])
		_ = http.NewResponseController(w).Flush()
	}
	panic(http.ErrAbortHandler)
}

// first says whether the call is the one that breaks, and notes that it was
// made.
func (c *Cut) first(made call) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.calls) > 0 {
		return false
	}
	c.calls = append(c.calls, made)
	return true
}

func (c *Cut) note(first bool, made call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if first {
		c.calls[0] = made
	} else {
		c.calls = append(c.calls, made)
	}
}

// Happened says whether the call was made whose connection was to break.
func (c *Cut) Happened() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.calls) > 0
}

// Repeated says what is wrong with the calls that were made afterwards: each is
// either the first again, with its key and its body, or another.
func (c *Cut) Repeated() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.calls) == 0 {
		return errors.New("the call was never made")
	}
	first := c.calls[0]
	for _, again := range c.calls[1:] {
		sameKey, sameBody := first.key == again.key, bytes.Equal(first.body, again.body)
		if first.body == nil { // what was in it only the path says
			sameBody = named(again.body) == "" || sameKey
		}
		switch {
		case sameBody && !sameKey:
			return fmt.Errorf("%s was sent again with another idempotency key, though nobody knows what became of the first", c.path)
		case sameKey && !sameBody:
			return fmt.Errorf("%s was sent again with the same idempotency key and another body", c.path)
		}
	}
	return nil
}

// named is the payment that a body names; empty where the path does.
func named(body []byte) string {
	var about struct{ Reference string }
	if json.Unmarshal(body, &about) != nil {
		return ""
	}
	return about.Reference
}

// An answer is one that does not arrive.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}
