package agreement_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// start is the sandbox's time; it goes on only as the tests say. It is winter
// time for a month more.
var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// able is a sales unit that may do everything.
var able = sandbox.Abilities{SkipLandingPage: true, Unscheduled: true, LateCapture: true}

// A bench is a sandbox with one merchant, and nothing but agreements.
type bench struct {
	testing.TB
	sandbox *sandbox.Sandbox
	tenant  sandbox.Tenant
	do      *func(*sandbox.Box)
	// told is what the merchant was told, in order.
	told []agreement.Event
}

func open(t testing.TB, a sandbox.Abilities, faults ...string) *bench {
	t.Helper()
	b := &bench{TB: t, do: new(func(*sandbox.Box))}
	var err error
	b.sandbox, err = sandbox.New(sandbox.Options{
		Seed: 7, Now: func() time.Time { return start }, Faults: faults,
		Services: []sandbox.Service{{ID: "test", Faults: agreement.Faults(), Act: agreement.Act, Routes: []sandbox.Route{
			{Method: "POST", Path: "/do", Public: true, Handle: func(c *sandbox.Call) sandbox.Reply {
				(*b.do)(c.Box)
				return sandbox.Reply{Status: 204}
			}},
		}}},
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = b.sandbox.Close() })
	b.tenant, err = b.sandbox.Add(sandbox.Tenant{Abilities: a})
	require.NoError(t, err)
	b.in(func(book *agreement.Book) { book.Told(func(e agreement.Event) { b.told = append(b.told, e) }) })
	return b
}

// in does something with the merchant's book, as a call of an API would.
func (b *bench) in(do func(*agreement.Book)) {
	b.Helper()
	b.inBox(func(box *sandbox.Box) { do(agreement.Of(box)) })
}

func (b *bench) inBox(do func(*sandbox.Box)) {
	b.Helper()
	*b.do = do
	r := httptest.NewRequest("POST", "/do", nil)
	r.Header.Set("Ocp-Apim-Subscription-Key", b.tenant.SubscriptionKey)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	require.Equal(b, 204, w.Code)
}

// control is a control call; it gives the status and the body.
func (b *bench) control(path, body string) (int, string) {
	b.Helper()
	r := httptest.NewRequest("POST", "/__sandbox/"+path, strings.NewReader(body))
	r.Header.Set("Kontrakt-Tenant", b.tenant.MSN)
	w := httptest.NewRecorder()
	b.sandbox.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// until moves the clock to a time.
func (b *bench) until(t time.Time) {
	b.Helper()
	status, body := b.control("clock", fmt.Sprintf(`{"set":%q}`, t.Format(time.RFC3339)))
	require.Equal(b, http.StatusOK, status, body)
}

// draft drafts an agreement for 100.00 a month, as changed.
func (b *bench) draft(change ...func(*agreement.Terms)) (a *agreement.Agreement, err error) {
	b.Helper()
	b.in(func(book *agreement.Book) { a, err = book.Draft(terms(change...), "draft-key") })
	return a, err
}

func terms(change ...func(*agreement.Terms)) agreement.Terms {
	t := agreement.Terms{
		Origin: "recurring.v3", ProductName: "Paper", RedirectURL: "https://shop.example/back",
		Pricing:  agreement.Pricing{Type: agreement.Legacy, Currency: "NOK", Amount: 10000},
		Interval: &agreement.Period{Unit: agreement.Month, Count: 1},
	}
	for _, c := range change {
		c(&t)
	}
	return t
}

// active drafts an agreement and lets the payer approve it.
func (b *bench) active(change ...func(*agreement.Terms)) *agreement.Agreement {
	b.Helper()
	a, err := b.draft(change...)
	require.NoError(b, err)
	b.in(func(*agreement.Book) { require.NoError(b, a.Approve(agreement.Approval{})) })
	return a
}

// order is a charge of 100.00 that is due in two days, as changed.
func order(change ...func(*agreement.Order)) agreement.Order {
	o := agreement.Order{
		Amount: 10000, Description: "March", Transaction: agreement.DirectCapture, Due: start.AddDate(0, 0, 2), RetryDays: 2,
	}
	for _, c := range change {
		c(&o)
	}
	return o
}

func (b *bench) charge(a *agreement.Agreement, change ...func(*agreement.Order)) (c *agreement.Charge, err error) {
	b.Helper()
	b.in(func(*agreement.Book) { c, err = a.CreateCharge(order(change...), "charge-key") })
	return c, err
}

// made is a charge of an agreement that is active.
func (b *bench) made(change ...func(*agreement.Order)) *agreement.Charge {
	b.Helper()
	c, err := b.charge(b.active(), change...)
	require.NoError(b, err)
	return c
}

// events names what the merchant was told.
func (b *bench) events() string {
	names := make([]string, len(b.told))
	for i, e := range b.told {
		names[i] = string(e.Kind)
		if e.Amount > 0 {
			names[i] += fmt.Sprint(" ", e.Amount)
		}
	}
	return strings.Join(names, ", ")
}

// standing is how a charge stands: status, captured, cancelled, refunded.
func (b *bench) standing(c *agreement.Charge) string {
	b.Helper()
	var s string
	b.in(func(*agreement.Book) {
		sum := c.Summary()
		s = fmt.Sprintf("%s %d %d %d", c.Status(), sum.Captured, sum.Cancelled, sum.Refunded)
	})
	return s
}

// because is why something was refused.
func because(err error) string {
	if r, ok := agreement.Because(err); ok {
		return string(r.Reason)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func amount(n int64) func(*agreement.Order) { return func(o *agreement.Order) { o.Amount = n } }
func reserve(o *agreement.Order)            { o.Transaction = agreement.ReserveCapture }
func dueIn(days int) func(*agreement.Order) {
	return func(o *agreement.Order) { o.Due = start.AddDate(0, 0, days) }
}
func retry(days int) func(*agreement.Order) { return func(o *agreement.Order) { o.RetryDays = days } }

func variable(suggested int64) func(*agreement.Terms) {
	return func(t *agreement.Terms) {
		t.Pricing = agreement.Pricing{Type: agreement.Variable, Currency: "NOK", SuggestedMax: suggested}
	}
}

func flexible(t *agreement.Terms) {
	t.Pricing = agreement.Pricing{Type: agreement.Flexible, Currency: "NOK"}
	t.Interval = nil
}

func initial(amount int64, how agreement.Transaction) func(*agreement.Terms) {
	return func(t *agreement.Terms) {
		t.Initial = &agreement.Order{Amount: amount, Description: "First", Transaction: how, OrderID: "first-0001"}
	}
}

func campaign(c agreement.Campaign) func(*agreement.Terms) {
	return func(t *agreement.Terms) { t.Campaign = &c }
}
