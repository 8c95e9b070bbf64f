package target

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"kontrakt/harness/config"
)

// What is kept of a container's output, in bytes, and what is shown of it.
const (
	tailKept  = 64 << 10
	tailLines = 20
	lineShown = 300
)

// A tail keeps the end of what a container writes, and shows it without secrets.
type tail struct {
	secrets []string

	mu    sync.Mutex
	text  []byte
	cut   bool
	ended chan struct{}
}

func newTail(secrets []string) *tail { return &tail{secrets: secrets, ended: make(chan struct{})} }

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if over := len(t.text) - tailKept; over > 0 {
		t.text, t.cut = append([]byte(nil), t.text[over:]...), true
	}
	return len(p), nil
}

// end says that nothing more will come.
func (t *tail) end() { close(t.ended) }

// settle waits until all is read that a container wrote before its end.
func (t *tail) settle() {
	select {
	case <-t.ended:
	case <-time.After(2 * time.Second):
	}
}

// forget drops what has come so far.
func (t *tail) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text, t.cut = nil, false
}

// last are the last lines, fit for a terminal.
func (t *tail) last() []string {
	t.mu.Lock()
	text, cut := string(t.text), t.cut
	t.mu.Unlock()
	if cut { // the first line may be half a secret
		_, text, _ = strings.Cut(text, "\n")
	}
	var lines []string
	for line := range strings.SplitSeq(t.clean(text), "\n") {
		if line = strings.TrimRight(line, " \t\r"); line != "" {
			lines = append(lines, shortened(line))
		}
	}
	return lines[max(0, len(lines)-tailLines):]
}

func shortened(line string) string {
	runes := []rune(line)
	if len(runes) <= lineShown {
		return line
	}
	return fmt.Sprintf("%s… (%d characters)", string(runes[:lineShown]), len(runes))
}

// clean takes secrets out of a text, and what would move a terminal's cursor.
func (t *tail) clean(text string) string {
	for _, secret := range t.secrets {
		text = strings.ReplaceAll(text, secret, fmt.Sprintf("(secret, %d characters)", len(secret)))
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

// secretsOf are the values that may not be shown, in the forms in which programs
// write them, the longest first.
func secretsOf(s Spec) []string {
	var clear []string
	for _, c := range []config.Credentials{s.Credentials, defaultTenant()} { // a sandbox's banner shows its own
		clear = append(clear, c.ClientID.Reveal(), c.ClientSecret.Reveal(), c.SubscriptionKey.Reveal())
	}
	if s.Container != nil {
		for _, v := range s.Container.Environment {
			if v.Hidden {
				clear = append(clear, v.Value.Reveal())
			}
		}
	}
	var all []string
	for _, value := range clear {
		all = append(all, value, url.QueryEscape(value), url.PathEscape(value), base64.StdEncoding.EncodeToString([]byte(value)))
		for line := range strings.Lines(value) { // a key in several lines is logged in several
			if line = strings.TrimSpace(line); len(line) > 7 {
				all = append(all, line)
			}
		}
	}
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) })
	return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return s == "" })
}
