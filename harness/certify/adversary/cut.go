package adversary

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
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
	method string
	path   string
	moment Moment

	mu    sync.Mutex
	calls []*call
}

// call is a call as far as its repetition must equal it.
type call struct {
	key string
	// body is nil where nobody has read it.
	body []byte
	// answered is what the API has answered to it, nil where it has not; over says
	// that it has done what it will do.
	answered []byte
	over     bool
}

// Break breaks the connection of the next call that changes something at a path,
// in place of whatever was to break before.
func (a *Adversary) Break(path string, moment Moment) *Cut {
	return a.BreakCall("", path, moment)
}

// BreakCall does so for calls with a method; without one, for all that change
// something.
func (a *Adversary) BreakCall(method, path string, moment Moment) *Cut {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.cut = &Cut{method: method, path: path, moment: moment}
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
	heard := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.hearPage(r)
		a.stall(r)
		next.ServeHTTP(w, r)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		c := a.cut
		a.mu.Unlock()
		if c == nil || !c.breaks(r) {
			heard.ServeHTTP(w, r)
			return
		}
		c.pass(heard, w, r)
	})
}

func (c *Cut) breaks(r *http.Request) bool {
	return samePath(r.URL.Path, c.path) && (r.Method == c.method || c.method == "" && r.Method != http.MethodGet)
}

func (c *Cut) pass(next http.Handler, w http.ResponseWriter, r *http.Request) {
	made := &call{key: cmp.Or(r.Header.Get("Idempotency-Key"), r.Header.Get("X-Request-Id"))}
	first := c.note(made)
	if first && c.moment == BeforeSent {
		panic(http.ErrAbortHandler)
	}
	body, err := peek(r)
	c.learn(func() { made.body = body })
	if err != nil || first && c.moment == AfterSent {
		panic(http.ErrAbortHandler)
	}
	told := &answer{header: http.Header{}}
	next.ServeHTTP(told, r)
	c.learn(func() {
		made.over = true
		if told.status/100 == 2 {
			made.answered = told.body.Bytes()
		}
	})
	if first {
		told.lose(w, c.moment)
	}
	told.give(w, told.body.Bytes())
}

// note notes a call, and says whether it is the one that breaks.
func (c *Cut) note(made *call) (first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, made)
	return len(c.calls) == 1
}

func (c *Cut) learn(what func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	what()
}

// Effects is how many things the API has made of the calls: answers that differ.
func (c *Cut) Effects() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	made := map[string]bool{}
	for _, one := range c.calls {
		if one.answered != nil {
			made[string(one.answered)] = true
		}
	}
	return len(made)
}

// Happened says whether the call was made whose connection was to break.
func (c *Cut) Happened() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.calls) > 0
}

// Again says whether the call was made once more after its connection broke, and
// the API has done what it makes of that.
func (c *Cut) Again() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.calls) > 1 && c.calls[1].over
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
			return fmt.Errorf("%s was sent again with another idempotency key, though nobody knows what became of the first", strings.TrimSpace(c.method+" "+c.path))
		case sameKey && !sameBody:
			return fmt.Errorf("%s was sent again with the same idempotency key and another body", strings.TrimSpace(c.method+" "+c.path))
		}
	}
	return nil
}

// named is what a body says that it is about; empty where the path does.
func named(body []byte) string {
	var about struct{ Reference, OrderID, ExternalID string }
	if json.Unmarshal(body, &about) != nil {
		return ""
	}
	return cmp.Or(about.Reference, about.OrderID, about.ExternalID)
}

// An answer is one that does not arrive, or not at once.
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

// give hands an answer on, or a part of it.
func (a *answer) give(w http.ResponseWriter, part []byte) {
	a.WriteHeader(http.StatusOK)
	maps.Copy(w.Header(), a.header)
	if len(part) < a.body.Len() {
		w.Header().Set("Content-Length", strconv.Itoa(a.body.Len()))
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(part)
}

// lose breaks the connection, at the latest in the middle of the answer.
func (a *answer) lose(w http.ResponseWriter, moment Moment) {
	if half := a.body.Len() / 2; moment == WithinAnswer && half > 0 {
		a.give(w, a.body.Bytes()[:half])
		_ = http.NewResponseController(w).Flush()
	}
	panic(http.ErrAbortHandler)
}
