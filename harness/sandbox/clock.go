package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A clock is a tenant's virtual time: real time and an offset that only grows.
// It is guarded by its box's mutex.
type clock struct {
	now    func() time.Time
	offset time.Duration
	// still is the time while it stands still, zero while it runs.
	still  time.Time
	agenda []event
	timer  *time.Timer
	closed bool
	// stands says that the offset alone moves it.
	stands bool
}

// An event is what falls due on the virtual clock.
type event struct {
	due  time.Time
	name string
	do   func()
}

// latest is the end of time; a time.Duration reaches no further than 292 years.
var latest = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

var (
	errBackwards = errors.New("the clock never goes backwards")
	errTooFar    = errors.New("the clock ends with the year 2199")
)

// read is the virtual time in UTC with milliseconds.
func (c *clock) read() time.Time {
	if !c.still.IsZero() {
		return c.still
	}
	return c.now().Add(c.offset).UTC().Truncate(time.Millisecond)
}

// stop lets real time count no more.
func (c *clock) stop() {
	at := c.now()
	c.now, c.stands = func() time.Time { return at }, true
}

func (c *clock) freeze() { c.still = c.read() }
func (c *clock) thaw()   { c.still = time.Time{} }

// jump sets the clock forward to t, if it is not there already.
func (c *clock) jump(t time.Time) {
	if d := t.Sub(c.read()); d > 0 {
		c.offset += d
	}
}

// add puts an event into the agenda, behind those that are due at the same time.
func (c *clock) add(e event) {
	at, _ := slices.BinarySearchFunc(c.agenda, e, func(have, e event) int {
		if have.due.After(e.due) {
			return 1
		}
		return -1
	})
	c.agenda = slices.Insert(c.agenda, at, e)
}

// next takes the next event that is due at t or before.
func (c *clock) next(t time.Time) (event, bool) {
	if len(c.agenda) == 0 || c.agenda[0].due.After(t) {
		return event{}, false
	}
	e := c.agenda[0]
	c.agenda = slices.Delete(c.agenda, 0, 1)
	return e, true
}

// run lets everything happen that is due, each at its own time.
func (c *clock) run() {
	for e, ok := c.next(c.read()); ok; e, ok = c.next(c.read()) {
		c.happen(e)
	}
}

func (c *clock) happen(e event) {
	c.still = e.due
	defer c.thaw()
	e.do()
}

// Now is the virtual time: UTC, in whole milliseconds. It stands still during a
// call; during an event it is the time at which the event fell due.
func (b *Box) Now() time.Time { return b.clock.read() }

// At lets do happen at t on the virtual clock, with the box locked; what is past
// already happens as soon as the box is free. Events happen in the order of
// their times, those of one time in the order in which they were asked for. The
// name says what happens, for whoever reads the log.
func (b *Box) At(t time.Time, name string, do func()) {
	t = t.UTC().Truncate(time.Millisecond)
	if now := b.Now(); t.Before(now) {
		t = now
	}
	b.clock.add(event{t, name, do})
}

// arm sets the box's one timer to the next event.
func (b *Box) arm() {
	if b.clock.closed || len(b.clock.agenda) == 0 {
		return
	}
	wait := max(b.clock.agenda[0].due.Sub(b.clock.now().Add(b.clock.offset)), 0)
	if wait > 0 && b.clock.stands {
		return // it falls due when the clock is moved
	}
	if b.clock.timer == nil {
		b.clock.timer = time.AfterFunc(wait, b.tick)
		return
	}
	b.clock.timer.Reset(wait)
}

// tick is what the timer does: lock lets happen what is due.
func (b *Box) tick() {
	b.lock()
	defer b.unlock()
}

// advance moves the clock to what target makes of the present. What falls due
// on the way happens in order, and time goes on only when the deliveries it
// caused have been answered, so that what hangs on an answer (a retry) keeps
// its place. The box must not be locked.
func (b *Box) advance(ctx context.Context, target func(now time.Time) time.Time) (time.Time, error) {
	b.lock()
	defer b.unlock()
	end := target(b.Now()).UTC().Truncate(time.Millisecond)
	if end.Before(b.Now()) {
		return b.Now(), fmt.Errorf("%w: it is %s already", errBackwards, stamp(b.Now()))
	}
	if end.After(latest) {
		return b.Now(), errTooFar
	}
	b.clock.thaw()
	for {
		if err := b.settle(ctx); err != nil {
			return b.Now(), err
		}
		e, ok := b.clock.next(end)
		if !ok {
			break
		}
		b.clock.jump(e.due)
		b.clock.happen(e)
	}
	b.clock.jump(end)
	return b.Now(), nil
}

// stamp writes a time as the control calls do.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }
