package session

import (
	"maps"
	"net/http"
	"time"

	"kontrakt/harness/sandbox"
)

// Repeats are how long after an attempt that failed the merchant is told again
// of a session's end.
//
// Choice: the guide says at most three, further and further apart; not how far.
func Repeats() []time.Duration {
	return []time.Duration{time.Second, 4 * time.Second, 16 * time.Second}
}

// tell tells the merchant of the session's end, once.
func (s *Session) tell() {
	if s.told || s.Order.Callback == "" || s.state == Terminated && s.box.Fault(faultFailureUntold) {
		return
	}
	s.told = true
	s.attempt(1)
}

// attempt tells the merchant as the session stands. Any answer of 2xx will do.
func (s *Session) attempt(number int) {
	m := s.wire.Completed(s)
	if s.box.Fault(faultToldOtherwise) {
		other := *s
		other.ID = newID(s.box)
		m = s.wire.Completed(&other)
	}
	s.box.Deliver(sandbox.Delivery{
		API: s.wire.API(), Kind: m.Kind, Reference: s.Reference, Method: http.MethodPost, URL: s.Order.Callback,
		Header: s.header(m), Body: m.Body, Attempt: number,
		Done: func(a sandbox.Answer) {
			if a.Err != nil || a.Status < 200 || a.Status > 299 {
				s.repeat(number)
			}
		},
	})
}

// header is what goes with a message.
func (m Message) header() map[string]string {
	header := map[string]string{"Content-Type": "application/json"}
	maps.Copy(header, m.Header)
	return header
}

// header carries the merchant's token as it is: no scheme stands before it.
func (s *Session) header(m Message) map[string]string {
	header := m.header()
	switch {
	case s.box.Fault(faultTokenLost):
	case s.box.Fault(faultTokenBearer):
		header["Authorization"] = "Bearer " + s.Order.CallbackToken
	default:
		header["Authorization"] = s.Order.CallbackToken
	}
	return header
}

// repeat plans the attempt after one that failed.
func (s *Session) repeat(number int) {
	gaps := Repeats()
	switch {
	case s.box.Fault(faultToldOnce):
		return
	case number > len(gaps) && !s.box.Fault(faultToldForEver):
		return
	}
	gap := gaps[min(number, len(gaps))-1]
	if s.box.Fault(faultToldSteadily) {
		gap = gaps[0]
	}
	s.box.At(s.box.Now().Add(gap), "checkout tells of a session again", func() { s.attempt(number + 1) })
}
