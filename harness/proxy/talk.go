package proxy

import (
	"bytes"
	"net"
	"net/http"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/proxy/line"
)

const (
	// patience is how long a front waits for an answer, and for a connection to
	// the target. It does not see meanwhile whether the caller is still there.
	patience = 250 * time.Millisecond
	// haste is how long it waits for the rest of a message that has begun.
	haste = 20 * time.Millisecond
	// mostAsked is the longest request, head and body, that it takes.
	mostAsked = 32 << 10
)

// A talk is what a caller and the target say to each other through a front, one
// exchange after the other.
type talk struct {
	front *front
	conn  net.Conn
	// in is what has come of the caller and was not answered.
	in []byte
	// out is where messages are put together.
	out []byte
	// asks and tells are how both put their heads.
	asks, tells headReader
	// until is when the caller's time is up; zero where it must be set.
	until time.Time
}

func (t *talk) run() {
	defer t.front.forget(t)
	for wait := t.front.limits.Header; t.turn(wait); {
		wait = t.front.limits.Idle
	}
}

// turn takes one exchange to the target and back, for whose request is waited for
// so long. There are no more where the connection is at its end or the server's.
func (t *talk) turn(wait time.Duration) (more bool) {
	var b *begun
	defer func() {
		if v := recover(); v != nil { // it costs this connection, as with net/http, and no other
			b.abandon()
			t.conn.Close()
			more = false
		}
	}()
	q, whole := t.hear(wait)
	if !whole {
		return false
	}
	b = t.begin(q)
	if !t.ask(b) || !t.tell(b) {
		return false
	}
	t.in = append(t.in[:0], t.in[q.size:]...)
	x := b.exchange
	b = nil
	t.front.proxy.settle(x, q.came)
	return true
}

// A plainRequest is a request that a front takes.
type plainRequest struct {
	head
	method string
	target string
	// size is the length of all of it, at the beginning of what has come.
	size int
	// came is when its head had.
	came time.Time
}

// hear waits for a whole request. Where it is not a plain one the server is given
// the connection.
func (t *talk) hear(wait time.Duration) (q plainRequest, whole bool) {
	hurried := false
	for {
		state := t.read(&q)
		switch {
		case state == isWhole:
			return q, true
		case state == isUnusual || len(t.in) >= mostAsked:
			t.give(nil)
			return q, false
		case len(t.in) == 0:
			t.limit(wait)
		case !hurried:
			hurried = true
			t.until = time.Time{}
			t.conn.SetReadDeadline(time.Now().Add(haste))
		}
		if len(t.in) == cap(t.in) {
			t.in = append(make([]byte, 0, max(2*cap(t.in), 4<<10)), t.in...)
		}
		n, err := t.conn.Read(t.in[len(t.in):cap(t.in)])
		t.in = t.in[:len(t.in)+n]
		switch {
		case n > 0:
		case err != nil && len(t.in) == 0:
			t.conn.Close()
			return q, false
		case err != nil:
			t.give(nil)
			return q, false
		}
	}
}

// limit gives the caller time for its next request, which is not set anew for
// each.
func (t *talk) limit(wait time.Duration) {
	if until := time.Now().Add(wait); until.Sub(t.until) > wait/64 {
		t.until = until
		t.conn.SetReadDeadline(until)
	}
}

// A state says how much of a message has come.
type state uint8

const (
	isPart state = iota
	isWhole
	isUnusual
)

var blankLine = []byte("\r\n\r\n")

// read reads the request at the beginning of what has come. The fields to pass on
// are in out.
func (t *talk) read(q *plainRequest) state {
	if q.method == "" {
		end := bytes.Index(t.in, blankLine)
		if end < 0 {
			if len(t.in) > t.front.limits.HeaderBytes {
				return isUnusual
			}
			return isPart
		}
		if end > t.front.limits.HeaderBytes {
			return isUnusual
		}
		q.came = t.front.proxy.options.Now()
		first := bytes.IndexByte(t.in, '\r')
		method, target, plain := asked(t.in[:first])
		if !plain || t.in[first+1] != '\n' {
			return isUnusual
		}
		t.out = append(append(append(append(t.out[:0], method...), ' '), t.front.proxy.base...), target...)
		t.out = append(append(append(t.out, " HTTP/1.1\r\nHost: "...), t.front.proxy.options.Target.Host...), "\r\n"...)
		if q.head, t.out, plain = t.asks.read(t.in[first+2:end+2], t.out); !plain || q.host == "" {
			return isUnusual
		}
		if int64(q.body) > min(atOnce, t.front.proxy.options.MaxBody) {
			return isUnusual
		}
		q.method, q.target, q.size = method, string(target), end+len(blankLine)+max(q.body, 0)
	}
	if len(t.in) < q.size {
		return isPart
	}
	body := t.in[q.size-max(q.body, 0) : q.size]
	t.out = append(append(t.out, "\r\n"...), body...)
	return isWhole
}

// begin makes an exchange of a request.
func (t *talk) begin(q plainRequest) *begun {
	x := t.front.proxy.exchange(q.scenario, q.came)
	x.Request.Method, x.Request.Target, x.Request.Proto, x.Request.Header = q.method, q.target, "HTTP/1.1", q.header
	if t.front.proxy.options.Public == nil {
		x.Request.Host = q.host
	}
	if q.body > 0 {
		x.Request.Body = bodyOf(t.in[q.size-q.body : q.size])
	}
	return &begun{proxy: t.front.proxy, exchange: x, started: q.came}
}

func bodyOf(text []byte) harness.Body {
	return harness.Body{Bytes: bytes.Clone(text), Size: int64(len(text))}
}

// ask sends the request on. Where the target is not at hand the server is given
// the connection.
func (t *talk) ask(b *begun) bool {
	p := t.front.proxy
	b.asked = p.options.Now()
	call, err := p.trunk.Call(t.out, time.Now(), min(patience, p.options.AnswerTimeout/2))
	if err != nil {
		t.give(b)
		return false
	}
	b.call = &call
	return true
}

// tell takes the answer back. Where it is not a plain one, or long in coming, the
// server is given the connection.
func (t *talk) tell(b *begun) bool {
	x := b.exchange
	size, heard := t.answer(b.call, x)
	if !heard {
		t.give(b)
		return false
	}
	now := b.proxy.options.Now()
	x.Waited += now.Sub(b.asked)
	b.call.Done(size, time.Now())
	b.call = nil
	if _, err := t.conn.Write(t.out); err != nil {
		x.Failure = &harness.Failure{Kind: harness.CallerGone, Detail: "the caller hung up within the answer"}
		b.abandon()
		t.conn.Close()
		return false
	}
	return true
}

// answer waits for a whole answer, records it and puts it together; size is its
// length.
func (t *talk) answer(c *line.Call, x *harness.Exchange) (size int, plain bool) {
	text, err := c.Heard(0)
	for hurried := false; err == nil; {
		state := isPart
		if end := bytes.Index(text, blankLine); end >= 0 {
			if size, state = t.readAnswer(text, end, x); state != isPart {
				return size, state == isWhole
			}
		}
		if !hurried {
			hurried = true
			c.Hurry(time.Now().Add(haste))
		}
		text, err = c.Heard(len(text))
	}
	return 0, false
}

func (t *talk) readAnswer(text []byte, end int, x *harness.Exchange) (size int, _ state) {
	first := bytes.IndexByte(text, '\r')
	status, plain := answered(text[:first])
	if !plain || text[first+1] != '\n' {
		return 0, isUnusual
	}
	t.out = append(t.out[:0], text[:first+2]...)
	var h head
	if h, t.out, plain = t.tells.read(text[first+2:end+2], t.out); !plain || h.host != "" || h.scenario != "" {
		return 0, isUnusual
	}
	if (h.body < 0) != (status == http.StatusNoContent) || int64(h.body) > t.front.proxy.options.MaxBody {
		return 0, isUnusual
	}
	from := end + len(blankLine)
	size = from + max(h.body, 0)
	if len(text) < size {
		return 0, isPart
	}
	t.out = append(append(t.out, "\r\n"...), text[from:size]...)
	x.Response.Status, x.Response.Proto, x.Response.Header = status, "HTTP/1.1", h.header
	if h.body > 0 {
		x.Response.Body = bodyOf(text[from:size])
	}
	return size, isWhole
}

// give hands the connection to the server, with the exchange that is under way.
func (t *talk) give(b *begun) {
	t.front.forget(t)
	t.conn.SetReadDeadline(time.Time{})
	t.front.give(&handed{Conn: t.conn, rest: t.in, begun: b})
}
