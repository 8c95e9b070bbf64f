package live

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// beat is how often a silent stream says that it is alive.
	beat = 15 * time.Second
	// patience is how long a listener may take to read; then it is dropped, and
	// may come again.
	patience = 10 * time.Second
)

func decimal(n int) string { return strconv.Itoa(n) }

// A stream is one listener's event stream (server-sent events, HTML §9.2).
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	run     string
	era     int
	at      int
	sent    *figures
}

// events streams what is judged, as it is. A listener reads at its own pace: who
// falls behind is told how many it missed.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	select {
	case p.listeners <- struct{}{}:
		defer func() { <-p.listeners }()
	default:
		http.Error(w, "too many pages are open", http.StatusServiceUnavailable)
		return
	}
	s := &stream{w: w, control: http.NewResponseController(w), run: p.options.Run.ID, era: -1}
	s.resume(r.Header.Get("Last-Event-ID"))
	_ = s.control.SetReadDeadline(time.Time{}) // it is meant to last
	w.Header().Set("Content-Type", "text/event-stream")
	if s.write("retry: 1000\nevent: hello\n", map[string]string{"run": s.run}) != nil {
		return
	}
	alive := time.NewTicker(beat)
	defer alive.Stop()
	for {
		n, more := p.options.Source.Recorded()
		turned := p.view.turns()
		due, err := s.catchUp(p.view)
		if err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(p.view.rests()):
		case <-turned:
		}
		if s.at < n {
			continue // it was too soon to look
		}
		select {
		case <-r.Context().Done():
			return
		case <-more:
		case <-turned:
		case <-due:
		case <-alive.C:
			if s.write(": alive\n", nil) != nil {
				return
			}
		}
	}
}

// resume goes on where a listener was, if that was in this run.
func (s *stream) resume(last string) {
	run, place, _ := strings.Cut(last, ".")
	era, at, _ := strings.Cut(place, ".")
	e, err1 := strconv.Atoi(era)
	n, err2 := strconv.Atoi(at)
	if run == s.run && err1 == nil && err2 == nil && n >= 0 {
		s.era, s.at = e, n
	}
}

// catchUp sends what is new. Where figures are too fresh to be made anew, it
// gives a channel that tells when they are not.
func (s *stream) catchUp(v *view) (<-chan time.Time, error) {
	b, err := v.since(s.era, s.at)
	if err != nil {
		return nil, err
	}
	if b.Era != s.era {
		if err := s.write("event: reset\n", struct{}{}); err != nil {
			return nil, err
		}
		s.sent = nil
	}
	moved := b.Era != s.era || b.Next != s.at
	s.era, s.at = b.Era, b.Next
	if moved {
		if err := s.write(fmt.Sprintf("id: %s.%d.%d\nevent: rows\n", s.run, s.era, s.at), b); err != nil {
			return nil, err
		}
	}
	f, due := v.stands()
	if f != s.sent {
		if err := s.write("event: figures\n", f); err != nil {
			return nil, err
		}
		s.sent = f
	}
	if f.at != s.at {
		return time.After(max(due.Sub(v.now()), 0)), nil
	}
	return nil, nil
}

// write sends one event, or a comment without data.
func (s *stream) write(head string, data any) error {
	text := head
	if data != nil {
		line, err := json.Marshal(data)
		if err != nil {
			return err
		}
		text += "data: " + string(line) + "\n"
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(patience))
	if _, err := s.w.Write([]byte(text + "\n")); err != nil {
		return err
	}
	return s.control.Flush()
}
