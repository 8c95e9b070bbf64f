package sandbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
)

// order is what the shop of these tests keeps: an API of its own, so that the
// core is tried without any real one.
type order struct {
	id, link, callback, back, state string
	made, until                     time.Time
	choices                         []sandbox.Choice
	lines                           []sandbox.Line
}

type shop struct{ orders []*order }

func shopOf(b *sandbox.Box) *shop {
	return sandbox.State(b, "shop.v1", func() *shop { return &shop{} })
}

func (s *shop) find(match func(*order) bool) *order {
	for _, o := range s.orders {
		if match(o) {
			return o
		}
	}
	return nil
}

var errDone = errors.New("the order is not pending any more")

func shopService() sandbox.Service {
	return sandbox.Service{
		ID: "shop.v1",
		Routes: []sandbox.Route{
			{Method: "POST", Path: "/shop/v1/orders", Handle: makeOrder},
			{Method: "GET", Path: "/shop/v1/orders/{id}", PerMinute: 3, LimitKey: func(c *sandbox.Call) string { return c.Params["id"] }, Handle: readOrder},
			{Method: "GET", Path: "/shop/v1/orders/latest", Handle: text("the latest")},
			{Method: "PUT", Path: "/shop/v1/orders/{id}/lines/{line}", Handle: func(c *sandbox.Call) sandbox.Reply {
				return sandbox.JSON(200, "application/json", c.Params)
			}},
			{Method: "POST", Path: "/login/get", Access: sandbox.KeyOnly, Handle: login},
			{Method: "GET", Path: "/who/{sub}", Access: sandbox.TokenOnly, Handle: text("somebody")},
			{Method: "GET", Path: "/keys", Access: sandbox.KeyAndClient, Handle: func(c *sandbox.Call) sandbox.Reply {
				return sandbox.JSON(200, "application/json", c.Box.Owns(c.Request.Header.Get("client_id"), c.Request.Header.Get("client_secret")))
			}},
			{Method: "GET", Path: "/open", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
				return sandbox.JSON(200, "application/json", c.Box.MSN())
			}},
		},
		Act:    actOnOrder,
		Page:   orderPage,
		Items:  orderItems,
		Faults: map[string]string{"shop-closed": "the shop is closed"},
		Links:  []string{"/shop/pay"},
	}
}

func text(says string) func(*sandbox.Call) sandbox.Reply {
	return func(*sandbox.Call) sandbox.Reply { return sandbox.JSON(200, "application/json", says) }
}

func login(c *sandbox.Call) sandbox.Reply {
	token, ok := c.Box.Login(c.Request.Header.Get("client_id"), c.Request.Header.Get("client_secret"))
	if !ok {
		return sandbox.Gateway(401, "wrong")
	}
	return sandbox.JSON(200, "application/json", token.Value)
}

func makeOrder(c *sandbox.Call) sandbox.Reply {
	b := c.Box
	var asked struct{ ID, Callback, Back string }
	if err := json.Unmarshal(c.Body, &asked); err != nil {
		return sandbox.Gateway(400, err.Error())
	}
	o := &order{
		id: asked.ID, callback: asked.Callback, back: asked.Back, state: "PENDING",
		link: b.NewLink("shop"), made: b.Now(), until: b.Now().Add(10 * time.Minute),
	}
	shopOf(b).orders = append(shopOf(b).orders, o)
	b.At(o.until, "expire "+o.id, func() { finish(b, o, "EXPIRED") })
	return sandbox.JSON(200, "application/json", map[string]string{"id": o.id, "uuid": b.UUID(), "number": b.Digits(10), "url": b.Link(o.link), "link": o.link})
}

func finish(b *sandbox.Box, o *order, state string) {
	if o.state != "PENDING" {
		return
	}
	o.state = state
	if o.callback == "" {
		return
	}
	b.Deliver(sandbox.Delivery{
		API: "shop.v1", Kind: "callback", Reference: o.id, Method: "POST", URL: o.callback,
		Header: map[string]string{"Content-Type": "application/json", "Authorization": "secret-1"},
		Body:   fmt.Appendf(nil, `{"state":%q,"at":%q}`, state, b.Now().Format(time.RFC3339)), Timeout: 3 * time.Second,
		Done: func(a sandbox.Answer) {
			o.lines = append(o.lines, sandbox.Line{Label: "callback", Value: fmt.Sprint(a.Status, " ", a.Err, " ", b.Now().Format(time.TimeOnly))})
		},
	})
}

func readOrder(c *sandbox.Call) sandbox.Reply {
	o := shopOf(c.Box).find(func(o *order) bool { return o.id == c.Params["id"] })
	if o == nil {
		return sandbox.Gateway(404, "no such order")
	}
	return sandbox.JSON(200, "application/json", map[string]any{"id": o.id, "state": o.state, "lines": o.lines})
}

func actOnOrder(b *sandbox.Box, a sandbox.Act) (bool, error) {
	o := shopOf(b).find(func(o *order) bool { return o.id == a.Reference })
	switch {
	case o == nil || a.Kind != "payments":
		return false, nil
	case o.state != "PENDING":
		return true, errDone
	}
	finish(b, o, strings.ToUpper(a.Verb)+string(a.Data))
	return true, nil
}

func orderPage(b *sandbox.Box, token string) (sandbox.Page, bool) {
	o := shopOf(b).find(func(o *order) bool { return o.link == token })
	if o == nil {
		return sandbox.Page{}, false
	}
	return sandbox.Page{
		Title: "Pay " + o.id, Merchant: b.Name(), Kind: "payments", Reference: o.id, Open: o.state == "PENDING", Expires: o.until,
		Return: o.back, State: o.state, Choices: o.choices, Lines: append([]sandbox.Line{{Label: "Amount", Value: "499.00 NOK"}}, o.lines...),
	}, true
}

func orderItems(b *sandbox.Box) []sandbox.Item {
	var items []sandbox.Item
	for _, o := range shopOf(b).orders {
		i := sandbox.Item{API: "shop.v1", Kind: "payments", Reference: o.id, State: o.state, Created: o.made, Lines: o.lines}
		if o.state == "PENDING" {
			i.Verbs, i.Link = []string{"approve", "reject"}, b.Link(o.link)
		}
		items = append(items, i)
	}
	return items
}

// merchant calls a sandbox without a network.
type merchant struct {
	t       *testing.T
	sandbox *sandbox.Sandbox
	sandbox.Tenant
	token string
}

func open(t *testing.T, change ...func(*sandbox.Options)) *merchant {
	t.Helper()
	o := sandbox.Options{Services: []sandbox.Service{shopService()}, Seed: 7, Version: "1.2.3"}
	for _, c := range change {
		c(&o)
	}
	s, err := sandbox.New(o)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return (&merchant{t: t, sandbox: s, Tenant: sandbox.Default()}).login()
}

// another makes a merchant beside m.
func (m *merchant) another(body string) *merchant {
	m.t.Helper()
	answer := m.control("POST", "/tenants", body)
	require.Equal(m.t, 201, answer.Code, answer.Body.String())
	n := &merchant{t: m.t, sandbox: m.sandbox}
	require.NoError(m.t, json.Unmarshal(answer.Body.Bytes(), &n.Tenant))
	return n.login()
}

func (m *merchant) login() *merchant {
	m.t.Helper()
	answer := m.do("POST", "/login/get", "", map[string]string{
		"Ocp-Apim-Subscription-Key": m.SubscriptionKey, "client_id": m.ClientID, "client_secret": m.ClientSecret,
	})
	require.Equal(m.t, 200, answer.Code, answer.Body.String())
	require.NoError(m.t, json.Unmarshal(answer.Body.Bytes(), &m.token))
	return m
}

func (m *merchant) do(method, target, body string, header map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://sandbox.test"+target, strings.NewReader(body))
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	m.sandbox.ServeHTTP(w, r)
	return w
}

// api calls the shop with the merchant's credentials.
func (m *merchant) api(method, target, body string) *httptest.ResponseRecorder {
	return m.do(method, target, body, map[string]string{
		"Ocp-Apim-Subscription-Key": m.SubscriptionKey, "Authorization": "Bearer " + m.token,
	})
}

// control makes a control call on the merchant.
func (m *merchant) control(method, target, body string) *httptest.ResponseRecorder {
	return m.do(method, "/__sandbox"+target, body, map[string]string{"Kontrakt-Tenant": m.MSN})
}

func (m *merchant) order(id, callback string) map[string]string {
	m.t.Helper()
	answer := m.api("POST", "/shop/v1/orders", fmt.Sprintf(`{"id":%q,"callback":%q,"back":"https://shop.example/back?id=1"}`, id, callback))
	require.Equal(m.t, 200, answer.Code, answer.Body.String())
	made := map[string]string{}
	require.NoError(m.t, json.Unmarshal(answer.Body.Bytes(), &made))
	return made
}

func (m *merchant) state(id string) string {
	m.t.Helper()
	var o struct{ State string }
	require.NoError(m.t, json.Unmarshal(m.api("GET", "/shop/v1/orders/"+id, "").Body.Bytes(), &o))
	return o.State
}

// network answers deliveries without a network.
type network struct {
	mu    sync.Mutex
	calls []string
	serve func(*http.Request) (*http.Response, error)
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	n.mu.Lock()
	n.calls = append(n.calls, r.Method+" "+r.URL.String()+" "+string(body))
	n.mu.Unlock()
	return n.serve(r)
}

// seen lists what was dialed.
func (n *network) seen() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.calls)
}

func status(code int) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: code, Body: http.NoBody, Header: http.Header{"Location": {"https://shop.example/elsewhere"}}}, nil
	}
}

// silent never answers.
func silent(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func dialing(n *network) func(*sandbox.Options) {
	return func(o *sandbox.Options) { o.Transport = n }
}

func TestServicesAreToldOfEveryBox(t *testing.T) {
	t.Parallel()
	var begun []string
	m := open(t, func(o *sandbox.Options) {
		o.Services[0].Begin = func(b *sandbox.Box) { begun = append(begun, b.MSN()) }
	})
	other := m.another(`{}`)
	assert.Equal(t, []string{m.MSN, other.MSN}, begun)
}
