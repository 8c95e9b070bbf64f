package proxybench

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A client is a number of connections that each send one request after the
// other. It does as little as possible itself, so that what is measured is not
// the measuring.
type client struct {
	conns   []net.Conn
	request []byte
	// number is the text that a number takes the place of, next the number.
	number string
	next   atomic.Uint64
	// length is that of the answer's body.
	length int
}

func dial(address string, connections int, c Case) (*client, error) {
	answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(c.Answer)), nil)
	if err != nil {
		return nil, err
	}
	k := &client{request: c.Request, number: c.Number, length: int(answer.ContentLength)}
	for range connections {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return nil, errors.Join(err, k.close())
		}
		k.conns = append(k.conns, conn)
	}
	return k, nil
}

func (k *client) close() error {
	var errs []error
	for _, conn := range k.conns {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}

// run sends for the duration on all connections and gives the time that each
// exchange took.
func (k *client) run(duration time.Duration) ([]time.Duration, error) {
	took := make([][]time.Duration, len(k.conns))
	errs := make([]error, len(k.conns))
	until := time.Now().Add(duration)
	var all sync.WaitGroup
	for i, conn := range k.conns {
		all.Go(func() { took[i], errs[i] = k.repeat(conn, until) })
	}
	all.Wait()
	var together []time.Duration
	for _, t := range took {
		together = append(together, t...)
	}
	return together, errors.Join(errs...)
}

func (k *client) repeat(conn net.Conn, until time.Time) (took []time.Duration, err error) {
	r := bufio.NewReaderSize(conn, 8<<10)
	request := bytes.Clone(k.request)
	for began := time.Now(); began.Before(until); {
		k.renew(request)
		if _, err := conn.Write(request); err != nil {
			return nil, err
		}
		if err := k.read(r); err != nil {
			return nil, err
		}
		now := time.Now()
		took = append(took, now.Sub(began))
		began = now
	}
	return took, nil
}

// renew writes the next number into a request.
func (k *client) renew(request []byte) {
	if k.number == "" {
		return
	}
	next, number := k.next.Add(1), []byte(k.number)
	for at := 0; ; at += len(number) {
		i := bytes.Index(k.request[at:], number)
		if i < 0 {
			return
		}
		at += i
		for n, i := next, at+len(number)-1; i >= at; i-- {
			request[i] = byte('0' + n%10)
			n /= 10
		}
	}
}

// read takes one answer off the connection: the head, and as much as the
// target's body is long.
func (k *client) read(r *bufio.Reader) error {
	for first := true; ; first = false {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if first && !bytes.HasPrefix(line, []byte("HTTP/1.1 2")) {
			return fmt.Errorf("want a status of success, got %q", line)
		}
		if len(line) == 2 {
			break
		}
	}
	_, err := r.Discard(k.length)
	return err
}

// answering answers every request with the head and body given.
func answering(answer []byte) http.Handler {
	response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(answer)), nil)
	if err != nil {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		})
	}
	body, err := io.ReadAll(response.Body)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		h := w.Header()
		for name, values := range response.Header {
			h[name] = values
		}
		if err == nil {
			w.WriteHeader(response.StatusCode)
			w.Write(body)
		}
	})
}
