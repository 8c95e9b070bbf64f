package target

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

// The labels by which what a harness has left behind is recognised: who started a
// container or built an image, and until when the container lives.
const (
	labelOwner   = "kontrakt.started-by"
	labelBuilt   = "kontrakt.built-by"
	labelExpires = "kontrakt.expires"
)

// An owner is this process as others see it, for as long as it lives: a listener
// that says a word of its own. A number of a process would be given to another
// one, and says nothing to who runs in a container.
type owner struct {
	listener net.Listener
	// label is machine, address and word.
	label string
}

func newOwner() (*owner, error) {
	machine, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("ask for the name of the machine: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on the loopback interface: %w", err)
	}
	word := rand.Text()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_ = conn.SetDeadline(time.Now().Add(time.Second))
			_, _ = io.WriteString(conn, word) // who hangs up knows why
			_ = conn.Close()
		}
	}()
	return &owner{listener, strings.Join([]string{machine, listener.Addr().String(), word}, " ")}, nil
}

func (o *owner) close() { _ = o.listener.Close() }

// dead says whether the process of a label is known to have ended. Nothing is
// known of other machines.
func (o *owner) dead(label string) bool {
	mine, theirs := strings.Fields(o.label), strings.Fields(label)
	if len(theirs) != 3 || theirs[0] != mine[0] || !strings.HasPrefix(theirs[1], "127.0.0.1:") {
		return false
	}
	conn, err := net.DialTimeout("tcp", theirs[1], time.Second)
	if err != nil {
		var slow net.Error
		return !errors.As(err, &slow) || !slow.Timeout()
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	word, err := io.ReadAll(io.LimitReader(conn, 64))
	return err == nil && string(word) != theirs[2]
}
