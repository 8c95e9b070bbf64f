package line

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"net/textproto"
	"syscall"
	"time"
)

// A line is one connection. One exchange at a time has it.
type line struct {
	trunk *Trunk
	conn  net.Conn
	in    *bufio.Reader
	out   *bufio.Writer
	since time.Time
	// raw looks whether the connection still stands, and standing is what it
	// found.
	raw      syscall.RawConn
	look     func(fd uintptr) bool
	standing bool

	// written and heard count the bytes of the exchange; room is what may still
	// come of an answer's head.
	written, heard, room int64
	// limited says that reading has a deadline.
	limited bool
	// stop ends the watch on the request's context; nil where nobody watches.
	stop func() bool
	cut  func()
}

// answerBuffer is the longest answer that a [Call] gives whole.
const answerBuffer = 16 << 10

var errHead = errors.New("line: the head of the answer is too large")

func newLine(t *Trunk, conn net.Conn) *line {
	l := &line{trunk: t, conn: conn}
	l.in, l.out = bufio.NewReaderSize(reading{l}, answerBuffer), bufio.NewWriter(writing{l})
	l.look = l.peek
	if s, ok := conn.(syscall.Conn); ok {
		l.raw, _ = s.SyscallConn()
	}
	past := time.Unix(1, 0)
	l.cut = func() { l.conn.SetDeadline(past) }
	return l
}

// reading and writing are the line as bufio sees it.
type (
	reading struct{ *line }
	writing struct{ *line }
)

func (l reading) Read(p []byte) (int, error) {
	if l.room <= 0 {
		return 0, errHead
	}
	n, err := l.conn.Read(p[:min(int64(len(p)), l.room)])
	l.heard += int64(n)
	l.room -= int64(n)
	return n, err
}

func (l writing) Write(p []byte) (int, error) {
	n, err := l.conn.Write(p)
	l.written += int64(n)
	return n, err
}

// stands says that nothing has come and nobody has hung up while the line was
// idle.
func (l *line) stands(now time.Time) bool {
	if l.raw == nil || now.Sub(l.since) >= l.trunk.options.Idle {
		return false
	}
	l.standing = false
	return l.raw.Read(l.look) == nil && l.standing
}

// exchange sends a request and reads the head of the answer.
func (l *line) exchange(r *http.Request, inform func(int, textproto.MIMEHeader) error) (*http.Response, error) {
	l.written, l.heard = 0, 0
	l.stop = context.AfterFunc(r.Context(), l.cut)
	failed := r.Write(l.out)
	if failed == nil {
		failed = l.out.Flush()
	}
	if failed != nil && l.written == 0 {
		return l.concluded(nil, failed)
	}
	return l.concluded(l.hear(r, inform, failed))
}

// concluded gives an answer's body its end, and ends the line where there is
// none.
func (l *line) concluded(response *http.Response, err error) (*http.Response, error) {
	if err != nil {
		l.end(false, time.Time{})
		return nil, err
	}
	switch {
	case response.Body == http.NoBody:
		l.end(!response.Close, time.Now())
	default:
		response.Body = &body{ReadCloser: response.Body, line: l, last: response.Close}
	}
	return response, nil
}

// hear reads the head of the answer to a request, of which failed says that not
// all could be sent: a target may answer, and hang up, before it has it.
func (l *line) hear(r *http.Request, inform func(int, textproto.MIMEHeader) error, failed error) (*http.Response, error) {
	for {
		l.room = l.trunk.options.HeaderBytes
		response, err := http.ReadResponse(l.in, r)
		if err != nil {
			return nil, errors.Join(err, failed)
		}
		l.room = math.MaxInt64
		if s := response.StatusCode; s < 100 || s > 199 || s == http.StatusSwitchingProtocols {
			response.Close = response.Close || failed != nil || s == http.StatusSwitchingProtocols
			return response, nil
		}
		if err := inform(response.StatusCode, textproto.MIMEHeader(response.Header)); err != nil {
			return nil, err
		}
	}
}

// end gives the line back, or closes it where nothing more may be said on it.
func (l *line) end(reusable bool, now time.Time) {
	if l.stop != nil && !l.stop() || !reusable || l.in.Buffered() > 0 || l.out.Buffered() > 0 {
		l.conn.Close()
		return
	}
	l.since = now
	l.trunk.keep(l)
}

// A body gives its line back when it has been read.
type body struct {
	io.ReadCloser
	line *line
	// last says that the line ends with this answer.
	last, ended bool
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.end(err == io.EOF && !b.last)
	}
	return n, err
}

// Close ends the line where the body has not been read to its end.
func (b *body) Close() error {
	b.end(false)
	return nil
}

func (b *body) end(reusable bool) {
	if !b.ended {
		b.ended = true
		b.line.end(reusable, time.Now())
	}
}
