package pace

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"kontrakt/harness/client"
)

// A call that the target puts off is sent again so many times, and waits so long
// in all, before it is given up.
const (
	repeats  = 4
	patience = 3 * time.Minute
)

// Options say how a Pacer goes about it.
type Options struct {
	Limits []Limit
	// Now and Wait are the clock; nil is the wall clock.
	Now  func() time.Time
	Wait func(context.Context, time.Duration) error
	// Tell is told of every wait that a person would notice; nil is nobody.
	Tell func(d time.Duration, why string)
}

// noticed is how long a wait is that is told of.
const noticed = 10 * time.Second

// A Pacer holds the calls of one merchant back until there is room for them. It
// is safe for concurrent use.
type Pacer struct {
	o       Options
	mu      sync.Mutex
	buckets map[string]*bucket
}

// New makes a pacer.
func New(o Options) *Pacer {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = Sleep
	}
	if o.Tell == nil {
		o.Tell = func(time.Duration, string) {}
	}
	return &Pacer{o: o, buckets: map[string]*bucket{}}
}

// Sleep waits by the wall clock, or until ctx ends.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Around sends a request when there is room for it, and again after as long as
// the target asks for. A target that goes on asking is a *client.Broken with the
// cause client.ErrThrottled: nothing is known of what was asked.
func (p *Pacer) Around(ctx context.Context, r client.Request, send client.Send) (client.Answer, error) {
	waited := time.Duration(0)
	for sent := 1; ; sent++ {
		if err := p.room(ctx, r); err != nil {
			return client.Answer{}, broken(r, err)
		}
		answer, err := send(ctx, r)
		if err != nil || answer.Status != http.StatusTooManyRequests && answer.Status != http.StatusLocked {
			return answer, err
		}
		pause := p.asked(answer, sent)
		if sent > repeats || waited+pause > patience {
			return client.Answer{}, broken(r, fmt.Errorf("%w: status %d to %s, and %s more", client.ErrThrottled,
				answer.Status, times(sent), pause.Round(time.Second)))
		}
		if err := p.wait(ctx, pause, fmt.Sprintf("status %d to %s %s", answer.Status, r.Method, r.Target)); err != nil {
			return client.Answer{}, broken(r, err)
		}
		waited += pause
	}
}

// room waits until every limit of the request has room, and takes it.
func (p *Pacer) room(ctx context.Context, r client.Request) error {
	var longest time.Duration
	why := ""
	p.mu.Lock()
	now := p.o.Now()
	for _, l := range p.o.Limits {
		key, ok := l.counts(r)
		if !ok {
			continue
		}
		b := p.buckets[key]
		if b == nil {
			b = &bucket{n: l.PerMinute}
			p.buckets[key] = b
		}
		if d := b.reserve(now); d > longest {
			longest, why = d, fmt.Sprintf("%s %s is for %d calls a minute", l.Method, l.Path, l.PerMinute)
		}
	}
	p.mu.Unlock()
	if longest == 0 {
		return nil
	}
	return p.wait(ctx, longest, why)
}

func (p *Pacer) wait(ctx context.Context, d time.Duration, why string) error {
	if d >= noticed {
		p.o.Tell(d, why)
	}
	return p.o.Wait(ctx, d)
}

// asked is how long the target asks to wait: by Retry-After, in seconds or as a
// date; where it says nothing, longer each time.
func (p *Pacer) asked(a client.Answer, sent int) time.Duration {
	said := a.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(said, 10, 31); err == nil {
		return max(time.Duration(seconds)*time.Second, time.Second)
	}
	if at, err := http.ParseTime(said); err == nil {
		now := p.o.Now()
		if theirs, err := http.ParseTime(a.Header.Get("Date")); err == nil {
			now = theirs // clocks differ
		}
		return max(at.Sub(now), time.Second)
	}
	return time.Second << sent
}

func broken(r client.Request, cause error) error {
	return &client.Broken{Doing: r.Method + " " + r.Target, Cause: cause}
}

func times(n int) string {
	if n == 1 {
		return "one try"
	}
	return fmt.Sprintf("%d tries", n)
}
