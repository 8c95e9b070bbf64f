package session_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/session"
)

const (
	ref      = "order-0001"
	callback = "https://shop.example/done"
	dynamic  = "https://shop.example/ship"
)

// start is the sandbox's time; it goes on only as the tests say.
var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A bench is a sandbox with one merchant, and nothing but sessions.
type bench struct {
	*testing.T
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	// do is what the next call does in the box.
	do   func(*sandbox.Box)
	shop *shop
}

// A shop is the merchant's server, in memory.
type shop struct {
	mu    sync.Mutex
	got   []delivered
	ship  func(question string) (int, string, error)
	taken func(attempt int) int
	// takes is how long an answer takes, on the clock of a bubble.
	takes time.Duration
}

// delivered is a call as the shop got it.
type delivered struct{ url, token, body string }

// RoundTrip implements [http.RoundTripper].
func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if s.takes > 0 {
		select {
		case <-time.After(s.takes):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, delivered{r.URL.String(), r.Header.Get("Authorization"), string(body)})
	status, answer := 200, ""
	switch {
	case r.URL.String() == dynamic && s.ship != nil:
		status, answer, err = s.ship(string(body))
	case r.URL.String() == callback && s.taken != nil:
		status = s.taken(len(s.told()))
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer)), Request: r}, nil
}

// told are the callbacks among what the shop got; it is locked.
func (s *shop) told() (list []delivered) {
	for _, d := range s.got {
		if d.url == callback {
			list = append(list, d)
		}
	}
	return list
}

// A plain wire says things in the fewest words, and reads options as
// "id price" by lines.
type plain struct{}

func (plain) API() string { return "test" }

func (plain) Completed(s *session.Session) session.Message {
	return session.Message{Kind: "end", Body: []byte(s.ID + " " + seen(s))}
}

func (plain) Question(_ *session.Session, to logistics.Address) session.Message {
	return session.Message{Kind: "ask", Body: []byte(to.PostalCode + " " + to.City)}
}

func (plain) Options(_ *session.Session, body []byte) ([]logistics.Option, error) {
	var list []logistics.Option
	for line := range strings.Lines(string(body)) {
		var o logistics.Option
		if n, _ := fmt.Sscanf(line, "%s %d %s", &o.ID, &o.Amount.Value, &o.Brand); n != 3 {
			return nil, errors.New("no option")
		}
		o.Amount.Currency = "NOK"
		list = append(list, o)
	}
	return list, nil
}

// seen is what a merchant sees of a session.
func seen(s *session.Session) string {
	said := []string{string(s.State()), fmt.Sprint(s.Total().Value)}
	if p, ok := s.Billing(); ok {
		said = append(said, "from "+p.FirstName+" "+p.Address.City)
	}
	if p, how, ok := s.Receiver(); ok {
		to := "to " + p.FirstName + " " + p.Address.City
		if how != nil {
			to += fmt.Sprintf(" by %s %d", how.ID, how.Amount.Value)
			if how.PickupPoint != nil {
				to += " at a point"
			}
			if how.Timeslot != nil {
				to += " at an hour"
			}
		}
		said = append(said, to)
	}
	if m := s.Payment(); m != nil {
		said = append(said, string(m.Stage()))
	}
	if sub, email := s.Identity(); sub != "" {
		said = append(said, "who "+email)
	}
	return strings.Join(said, ", ")
}

func open(t *testing.T, abilities ...sandbox.Abilities) *bench {
	t.Helper()
	b := &bench{T: t, shop: &shop{}}
	o := sandbox.Options{
		Transport: b.shop, Seed: 7, Now: func() time.Time { return start },
		Services: []sandbox.Service{{ID: "test", Faults: session.Faults(), Act: session.Act, Routes: []sandbox.Route{
			{Method: "POST", Path: "/do", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
				b.do(c.Box)
				return sandbox.Reply{Status: 204}
			}},
		}}},
	}
	var err error
	b.sandbox, err = sandbox.New(o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = b.sandbox.Close() })
	tenant := sandbox.Tenant{}
	if len(abilities) > 0 {
		tenant.Abilities = abilities[0]
	}
	b.tenant, err = b.sandbox.Add(tenant)
	require.NoError(t, err)
	return b
}

// in does something in the merchant's box, as a call of an API would, and waits
// for what the merchant is told.
func (b *bench) in(do func(*sandbox.Box)) {
	b.Helper()
	b.do = do
	r := httptest.NewRequest("POST", "/do", nil)
	r.Header.Set("Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, 204, w.Code)
	b.settle()
}

// order is a merchant's order, changed.
func order(changes ...func(*session.Order)) session.Order {
	o := session.Order{
		Reference: ref, Amount: nok(10000), Description: "Socks",
		Callback: callback, CallbackToken: "s3cr3t", Return: "https://shop.example/",
	}
	for _, c := range changes {
		c(&o)
	}
	return o
}

func nok(value int64) logistics.Amount { return logistics.Amount{Value: value, Currency: "NOK"} }

// fixed offers options: the first is the default.
func fixed(options ...logistics.Option) func(*session.Order) {
	return func(o *session.Order) { o.Logistics.Fixed = options }
}

func option(id string, price int64, priority int) logistics.Option {
	return logistics.Option{ID: id, Brand: logistics.Posten, Amount: nok(price), Priority: priority}
}

func asked(o *session.Order) { o.Logistics.Dynamic = dynamic }

func elements(e session.Elements) func(*session.Order) {
	return func(o *session.Order) { o.Elements = e }
}

// create starts a session.
func (b *bench) create(changes ...func(*session.Order)) (err error) {
	b.Helper()
	b.in(func(box *sandbox.Box) { _, err = session.Of(box).Create(order(changes...), plain{}) })
	return err
}

// created starts a session that must start.
func (b *bench) created(changes ...func(*session.Order)) {
	b.Helper()
	require.NoError(b, b.create(changes...))
}

// with does something with the session.
func (b *bench) with(do func(*session.Session) error) (err error) {
	b.Helper()
	b.in(func(box *sandbox.Box) {
		var s *session.Session
		if s, err = session.Of(box).ByReference(ref); err == nil {
			err = do(s)
		}
	})
	return err
}

// polled is what the merchant sees of the session, with its ID.
func (b *bench) polled() (said string) {
	b.Helper()
	require.NoError(b, b.with(func(s *session.Session) error { said = s.ID + " " + seen(s); return nil }))
	return said
}

// seen is what the merchant sees of the session.
func (b *bench) seen() (said string) {
	b.Helper()
	if err := b.with(func(s *session.Session) error { said = seen(s); return nil }); err != nil {
		return err.Error()
	}
	return said
}

// change does something with the payment as ePayment does.
func (b *bench) change(do func(*ledger.Payment) error) (err error) {
	b.Helper()
	b.in(func(box *sandbox.Box) {
		p, ok := sandbox.State(box, "ledger", ledger.NewBook).Find(ref)
		if !ok {
			err = errors.New("ePayment does not know it")
			return
		}
		err = do(p)
	})
	return err
}

// act is a control call; the answer is what it refuses with.
func (b *bench) act(verb string, data ...any) string {
	b.Helper()
	body := ""
	if len(data) > 0 {
		raw, err := json.Marshal(data[0])
		require.NoError(b, err)
		body = string(raw)
	}
	said := ""
	b.in(func(box *sandbox.Box) {
		ok, err := session.Act(box, sandbox.Act{Kind: session.Kind, Verb: verb, Reference: ref, Data: []byte(body)})
		if err != nil {
			said = err.Error()
		} else if !ok {
			said = "nobody knows it"
		}
	})
	return said
}

func (b *bench) control(method, path string, body any) []byte {
	b.Helper()
	text := ""
	if body != nil {
		raw, err := json.Marshal(body)
		require.NoError(b, err)
		text = string(raw)
	}
	r := httptest.NewRequest(method, "/__sandbox/"+path, strings.NewReader(text))
	r.Header.Set(sandbox.HeaderTenant, b.tenant.MSN)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, 200, w.Code, w.Body.String())
	return w.Body.Bytes()
}

// settle waits until the merchant has answered everything.
func (b *bench) settle() { b.Helper(); b.control("GET", "deliveries?wait=PT30S", nil) }

// pass lets time go by.
func (b *bench) pass(period string) {
	b.Helper()
	b.control("POST", "clock", map[string]string{"advance": period})
	b.settle()
}

func (b *bench) fault(names ...string) {
	b.Helper()
	b.control("PUT", "faults", map[string][]string{"faults": names})
}

// told are the callbacks that the shop got.
func (b *bench) told() []delivered {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	return b.shop.told()
}

// questions are what the shop was asked.
func (b *bench) questions() (list []string) {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	for _, d := range b.shop.got {
		if d.url == dynamic {
			list = append(list, d.body)
		}
	}
	return list
}

// ships decides on the answers to questions from now on.
func (b *bench) ships(status int, answer string, err error) {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	b.shop.ship = func(string) (int, string, error) { return status, answer, err }
}

// takes decides on the answers to callbacks from now on.
func (b *bench) takes(status func(attempt int) int) {
	b.shop.mu.Lock()
	defer b.shop.mu.Unlock()
	b.shop.taken = status
}
