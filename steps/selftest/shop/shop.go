package shop

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"kontrakt/harness/config"
)

// A Scene is where a shop trades.
type Scene struct {
	// URL is where calls go: the proxy. Control is the sandbox itself.
	URL, Control string
	Credentials  config.Credentials
	// Wait lets time pass, for everybody who looks at the scene's clock.
	Wait func(time.Duration)
	// Lose makes the answer to the next call get lost on its way.
	Lose func()
}

// A Shop is a merchant for one visit.
type Shop struct {
	// mistake is nil for a merchant that makes none.
	mistake *Mistake
	scene   Scene
	ctx     context.Context
	client  *http.Client
	token   string
	// keys counts the idempotency keys.
	keys int
	// pause is what lies between two calls.
	pause time.Duration
	// playing is the script's name.
	playing string
	// made says that the mistake was made, over that nothing more can come of
	// this script.
	made, over bool
	trouble    error
}

// New makes a merchant that makes this mistake; nil is none.
func New(m *Mistake) *Shop {
	return &Shop{mistake: m, pause: 5 * time.Second, client: &http.Client{
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Trade plays the merchant: all that it sells, or the part with its mistake. The
// error says that the script did not go as written, which is nobody's finding.
func (s *Shop) Trade(ctx context.Context, at Scene) error {
	defer s.client.CloseIdleConnections()
	s.ctx, s.scene = ctx, at
	s.begin()
	switch m := s.mistake; {
	case m == nil:
		for _, script := range scripts() {
			s.over, s.playing = false, script.name
			script.play(s)
		}
	case m.play != nil:
		s.made = true
		m.play(s)
	default:
		scriptNamed(m.script).play(s)
	}
	s.settle()
	if s.trouble == nil && s.mistake != nil && !s.made {
		s.trouble = fmt.Errorf("the script of %s has no step %s", s.mistake.Name, s.mistake.step)
	}
	return s.trouble
}

// begin fetches the token that the whole visit uses.
func (s *Shop) begin() {
	c := s.scene.Credentials
	r := &request{step: "token", method: http.MethodPost, target: "/accesstoken/get", header: named()}
	r.header["Client_id"], r.header["Client_secret"] = []string{c.ClientID.Reveal()}, []string{c.ClientSecret.Reveal()}
	r.header["Ocp-Apim-Subscription-Key"], r.header["Merchant-Serial-Number"] = []string{c.SubscriptionKey.Reveal()}, []string{c.MSN}
	a := s.send(r)
	s.token = a.text("access_token")
}

// named are headers that say who calls.
func named() http.Header {
	return http.Header{
		"Vipps-System-Name": {"honey"}, "Vipps-System-Version": {"3.1.2"},
		"Vipps-System-Plugin-Name": {"honey-pay"}, "Vipps-System-Plugin-Version": {"4.5.6"},
	}
}

// A request is a call before it goes out.
type request struct {
	step, method, target string
	header               http.Header
	// body is an object or a list; raw, where there is one, goes out in its place.
	body any
	raw  []byte
}

// An answer is what came back; Status 0 is nothing.
type answer struct {
	status int
	body   any
}

// text gives a member of the answer.
func (a answer) text(name string) string {
	o, _ := a.body.(object)
	text, _ := o[name].(string)
	return text
}

type object = map[string]any

// call makes a call with a token, or with the keys themselves where Checkout
// wants them. Words after the body are names and values of headers.
func (s *Shop) call(step, method, target string, body any, header ...string) answer {
	c := s.scene.Credentials
	r := &request{step: step, method: method, target: target, body: body, header: named()}
	r.header["Ocp-Apim-Subscription-Key"], r.header["Merchant-Serial-Number"] = []string{c.SubscriptionKey.Reveal()}, []string{c.MSN}
	if strings.HasPrefix(target, "/checkout/") {
		r.header["Client_id"], r.header["Client_secret"] = []string{c.ClientID.Reveal()}, []string{c.ClientSecret.Reveal()}
	} else {
		r.header["Authorization"] = []string{"Bearer " + s.token}
	}
	if body != nil {
		r.header["Content-Type"] = []string{"application/json"}
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.header[http.CanonicalHeaderKey(header[i])] = []string{header[i+1]}
	}
	return s.send(r)
}

// send lets the mistake at the request, and sends it.
func (s *Shop) send(r *request) answer {
	if s.over || s.trouble != nil {
		return answer{}
	}
	s.scene.Wait(s.pause)
	spoilt := false
	if m := s.mistake; m != nil && m.spoil != nil && m.step == r.step {
		m.spoil(r)
		s.made, spoilt = true, true
	}
	if r.raw == nil && r.body != nil {
		raw, err := json.Marshal(r.body)
		if err != nil {
			s.trouble = fmt.Errorf("write the request of %s: %w", r.step, err)
			return answer{}
		}
		r.raw = raw
	}
	a, err := s.do(s.scene.URL, r)
	switch {
	case err != nil:
		s.trouble = fmt.Errorf("%s: %w", r.step, err)
	case a.status < 300:
	case spoilt:
		s.over = true
	case s.mistake == nil || !s.made:
		s.trouble = fmt.Errorf("%s: %s: the answer has the status %d", s.playing, r.step, a.status)
	}
	return a
}

func (s *Shop) do(base string, r *request) (answer, error) {
	q, err := http.NewRequestWithContext(s.ctx, r.method, base+r.target, bytes.NewReader(r.raw))
	if err != nil {
		return answer{}, err
	}
	q.Header = r.header
	if q.Header == nil {
		q.Header = http.Header{}
	}
	q.Host = q.Header.Get("Host")
	got, err := s.client.Do(q)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(got.Body, 10<<20))
	if err != nil {
		return answer{}, err
	}
	a := answer{status: got.StatusCode}
	if json.Unmarshal(raw, &a.body) != nil {
		a.body = nil
	}
	return a, nil
}

// act has the customer, or time, do something in the sandbox.
func (s *Shop) act(target string, data any) {
	if s.over || s.trouble != nil {
		return
	}
	raw, err := json.Marshal(data)
	if data == nil {
		raw = nil
	}
	if err == nil {
		var a answer
		a, err = s.do(s.scene.Control+"/__sandbox", &request{method: http.MethodPost, target: target, raw: raw})
		if err == nil && a.status >= 300 && s.made { // what comes of a mistake may be nothing
			s.over = true
			return
		}
		if err == nil && a.status >= 300 {
			err = fmt.Errorf("the answer has the status %d", a.status)
		}
	}
	if err != nil {
		s.trouble = fmt.Errorf("%s: %w", target, err)
		return
	}
	s.settle()
}

// settle waits until the sandbox has told the merchant all there is to tell.
func (s *Shop) settle() {
	if s.trouble == nil {
		_, s.trouble = s.do(s.scene.Control+"/__sandbox", &request{method: http.MethodPost, target: "/clock", raw: []byte(`{"advance":"PT0S"}`)})
	}
}

// key makes an idempotency key.
func (s *Shop) key() string {
	s.keys++
	return fmt.Sprintf("key-of-call-%04d", s.keys)
}
