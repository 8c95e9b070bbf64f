package line

import (
	"context"
	"net/http"
	"net/textproto"
	"time"
)

// A Call is a request that was sent as bytes. Who made it either reads what
// comes and ends it with Done, or leaves it to [Trunk.Resume].
type Call struct {
	line *line
	// reused says that the line had been used before.
	reused bool
	failed error
}

// Call sends a whole request of HTTP/1.1 as it stands there. The answer is
// awaited for as long as patience says, and so is a new line; there is no call
// where none could be had in that time.
func (t *Trunk) Call(request []byte, now time.Time, patience time.Duration) (Call, error) {
	for {
		l := t.take(now, patience)
		c := Call{line: l, reused: l != nil}
		if l == nil {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			var err error
			l, err = t.dial(ctx)
			cancel()
			if err != nil {
				return Call{}, err
			}
			c.line = l
			l.limit(now.Add(patience))
		}
		l.written, l.heard, l.room, l.stop = 0, 0, t.options.HeaderBytes, nil
		_, c.failed = writing{l}.Write(request)
		if c.failed == nil || l.written > 0 {
			return c, nil
		}
		l.conn.Close()
		if !c.reused {
			return Call{}, c.failed
		}
	}
}

// Heard waits until something of the answer has come, or more than there was
// before, and gives all of it. It is good until the next call of a method.
func (c *Call) Heard(before int) ([]byte, error) {
	if c.failed != nil {
		return nil, c.failed
	}
	if _, err := c.line.in.Peek(before + 1); err != nil {
		return nil, err
	}
	return c.line.in.Peek(c.line.in.Buffered())
}

// Hurry limits the wait for the rest of an answer that has begun.
func (c *Call) Hurry(until time.Time) { c.line.limit(until) }

// Done takes an answer of so many bytes, and gives the line back unless it is the
// last.
func (c *Call) Done(size int, now time.Time) {
	_, err := c.line.in.Discard(size)
	c.line.end(err == nil, now)
	c.line = nil
}

// Drop ends a call whose answer nobody wants.
func (c *Call) Drop() {
	if c.line != nil {
		c.line.end(false, time.Time{})
	}
}

// Resume waits for the answer to a call, of which r is the request, as RoundTrip
// does.
func (t *Trunk) Resume(c Call, r *http.Request, inform func(int, textproto.MIMEHeader) error) (*http.Response, error) {
	l := c.line
	l.limit(time.Time{})
	l.stop = context.AfterFunc(r.Context(), l.cut)
	response, err := l.concluded(l.hear(r, inform, c.failed))
	if err == nil || !c.reused || !l.forgives(r, err) {
		return response, err
	}
	return t.anew(r, inform)
}

// limit sets until when is waited for an answer; the zero time is no limit.
func (l *line) limit(until time.Time) {
	l.limited = !until.IsZero()
	l.conn.SetReadDeadline(until)
}

// anew sends a request on a line of its own.
func (t *Trunk) anew(r *http.Request, inform func(int, textproto.MIMEHeader) error) (*http.Response, error) {
	if r.GetBody != nil {
		var err error
		if r.Body, err = r.GetBody(); err != nil {
			return nil, err
		}
	}
	l, err := t.dial(r.Context())
	if err != nil {
		return nil, err
	}
	return l.exchange(r, inform)
}
