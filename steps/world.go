package steps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/api/ecom"
	"kontrakt/harness/api/epayment"
	"kontrakt/harness/api/webhooks"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/client/pace"
	"kontrakt/harness/client/receiver"
	"kontrakt/harness/config"
	"kontrakt/steps/ending"
)

// A stage is what all scenarios of a run share.
type stage struct {
	Options
	mu        sync.Mutex
	transport *http.Transport
	direct    *http.Transport
	// tokens are those of the merchant that all share where the target is no
	// sandbox.
	tokens *client.Tokens
	run    string
	// slots has room for as many as may run at once.
	slots chan struct{}
}

func newStage(o Options) *stage {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Control == "" && o.Approval == ByHand {
		o.Concurrency = 1 // a person does one thing at a time
	}
	s := &stage{Options: o, slots: make(chan struct{}, max(o.Concurrency, 1)), transport: client.Transport(nil), direct: client.Transport(o.TLS), tokens: client.NewTokens()}
	switch {
	case o.Run != "":
		s.run = o.Run
	case o.Control != "":
		s.run = fmt.Sprintf("%x", uint32(o.Seed))
	default:
		s.run = fmt.Sprintf("%04x", uint16(o.Seed)) + strconv.FormatInt(o.Now().Unix(), 36)
	}
	if s.Journal == nil {
		s.Journal = journal.Memory(o.Target, o.Credentials.MSN, api.Makings(o.Definitions), o.Now)
	}
	if s.Pace == 0 {
		s.Pace = 2 * time.Second
	}
	if s.Wait == nil {
		s.Wait = pace.Sleep
	}
	return s
}

func (s *stage) close() {
	s.transport.CloseIdleConnections()
	s.direct.CloseIdleConnections()
}

type worldKey struct{}

// A world is one scenario's: its merchants, its payment, what it saw. Nothing of
// it is shared with another scenario.
type world struct {
	*stage
	plan    *planned
	started time.Time
	// stepped is when the step that runs began.
	stepped time.Time
	// ended are the steps so far; the first that failed ended the scenario.
	ended ending.Steps
	box   *receiver.Box

	currency string
	unit     unit
	merchant *merchant

	// payment is the one that the scenario is about, before the one that it was
	// about earlier, draft an order that is not started yet.
	payment payment
	before  *payment
	draft   *draft
	// callbackToken is what callbacks are to carry; empty for nothing.
	callbackToken string
	outcomes      []made
	// status is what the deprecated operation answered.
	status string
	// text is what the next change says; empty for the usual.
	text string
	// keys are the idempotency keys by the names that the scenario gives them.
	keys map[string]string
	ids  int

	// tried is how the last attempt ended, attempted says that there was one;
	// late is how the customer's last try ended.
	tried     error
	attempted bool
	// two is what came of two changes at once.
	two  twofold
	late error
	// kept is a token that the merchant goes on to use; customer is whose consent
	// is withdrawn.
	kept     config.Secret
	customer string
	// withEcom is the driver that the payment was made with where that is not the
	// scenario's API; asks is the sub that was asked about last.
	withEcom *ecom.Driver
	asks     string
	// recurs is what the scenario knows of agreements and charges.
	recurs subscription
	// shops is what the scenario knows of sessions.
	shops shopping
	// registrations are the addresses that the merchant registered for webhooks.
	registrations []webhooks.Registered
	// slow holds back the merchant's answer while it is open; nil does not.
	slow chan struct{}
	// outcome is what came of it so far.
	outcome outcome
	// answer is the last raw one.
	answer   client.Answer
	expected []expectation
}

// A payment is one that was started, with what the scenario knows of it.
type payment struct {
	order api.Order
	link  api.Link
	money
}

// A made change is one that succeeded, with its answer.
type made struct {
	act string
	api.Outcome
}

// A merchant is a sales unit with what is needed to call as it.
type merchant struct {
	credentials config.Credentials
	// tenant is the sandbox's name of it, empty on other targets.
	tenant   string
	tokens   *client.Tokens
	client   *client.Client
	payments api.Payments
}

// worldFrom gives the scenario's world; there is one in every step.
func worldFrom(ctx context.Context) *world { return ctx.Value(worldKey{}).(*world) }

func (s *stage) newWorld(p *planned) *world {
	return &world{stage: s, plan: p, started: s.Now(), currency: "NOK", keys: map[string]string{}}
}

// begin is the scenario's set-up; what costs calls is made when a step needs it.
func (w *world) begin(ctx context.Context) error {
	if w.plan == nil {
		return errors.New("the scenario is not in the plan")
	}
	if err := ctx.Err(); err != nil {
		return interrupted{}
	}
	w.expected = expectations(w.plan.Steps)
	if w.plan.skip != "" {
		return skip(w.plan.skip)
	}
	if w.Receiver != nil && w.ReceiverURL != "" {
		w.box = w.Receiver.Open(w.segment(), w.plan.ID)
	}
	return nil
}

// segment names the scenario in URLs and references.
func (w *world) segment() string { return fmt.Sprintf("s%04d", w.plan.number) }

// reference makes an order's reference that is unique on any target.
func (w *world) reference() string {
	w.ids++
	return fmt.Sprintf("kontrakt-%s-%s-%d", w.run, w.segment(), w.ids)
}

// id makes an idempotency key.
func (w *world) id() string {
	w.ids++
	return fmt.Sprintf("key-%s-%s-%d", w.run, w.segment(), w.ids)
}

// callbackURL is what the merchant registers for callbacks: our receiver, or an
// address that leads nowhere where the target cannot reach us.
func (w *world) callbackURL(kind string) string {
	if w.box != nil {
		return w.box.URL() + "/" + kind
	}
	return "https://shop.example/" + w.segment() + "/" + kind
}

// inbox gives the merchant's endpoints, and skips the scenario where the target
// cannot reach them.
func (w *world) inbox() (*receiver.Box, error) {
	if w.box == nil {
		return nil, skip("needs an address at which the target reaches our receiver: --callback-url")
	}
	return w.box, nil
}

// shop gives the merchant, made on first use.
func (w *world) shop(ctx context.Context) (*merchant, error) {
	if w.merchant == nil {
		m, err := w.newMerchant(ctx, w.unit)
		if err != nil {
			return nil, err
		}
		w.merchant = m
	}
	return w.merchant, nil
}

func (w *world) driver(ctx context.Context) (api.Payments, error) {
	m, err := w.shop(ctx)
	if err != nil {
		return nil, err
	}
	if m.payments == nil {
		return nil, fmt.Errorf("%s has no payments", w.plan.API)
	}
	return m.payments, nil
}

func (w *world) newMerchant(ctx context.Context, u unit) (*merchant, error) {
	m := &merchant{credentials: w.Credentials, tokens: w.tokens}
	if w.Control != "" {
		var err error
		if m, err = w.tenant(ctx, u); err != nil {
			return nil, err
		}
	} else if reason := w.unfit(u); reason != "" {
		return nil, skip(reason)
	}
	o := client.Options{
		URL: w.URL, Credentials: m.credentials, Scenario: w.plan.ID, Tokens: m.tokens, IDs: w.id, Transport: w.transport,
		System: client.Own("steps"),
	}
	if w.Control == "" {
		o.Around, o.Now = append(slices.Clone(w.Around), w.Journal.Around(w.plan.ID)), w.Now
	}
	if w.production() {
		o.Around = append([]client.Around{readingOnly}, o.Around...)
	}
	m.client = client.New(o)
	// What has no payments of its own is about those of ePayment.
	m.payments = epayment.NewDriver(m.client)
	for _, d := range w.Definitions {
		if d.ID == w.plan.API && d.Driver != nil {
			m.payments = d.Driver(m.client)
		}
	}
	m.payments = &paidWitness{m.payments, w}
	return m, nil
}

// production says whether the target is where real money moves.
func (o Options) production() bool { return harness.Target{URL: o.Target}.Production() }

// readingOnly lets through what changes nothing, in production.
func readingOnly(ctx context.Context, r client.Request, send client.Send) (client.Answer, error) {
	path, _, _ := strings.Cut(r.Target, "?")
	if r.Method != http.MethodGet && (r.Method != http.MethodPost || !strings.EqualFold(path, client.TokenPath)) {
		return client.Answer{}, &client.Broken{Doing: r.Method + " " + r.Target, Cause: errors.New("not sent: in production there is only reading")}
	}
	return send(ctx, r)
}
