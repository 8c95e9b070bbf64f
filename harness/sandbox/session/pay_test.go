package session_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/session"
)

func TestThePaymentBehindItIsTheLedgers(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created(fixed(option("post", 4900, 0)))
	look := func(p *ledger.Payment) error { return nil }
	assert.EqualError(t, b.change(look), "ePayment does not know it", "nobody pays yet")
	require.Empty(t, b.act("pay"))
	require.NoError(t, b.change(func(p *ledger.Payment) error {
		assert.Equal(t, session.Origin, p.Origin)
		assert.Equal(t, int64(14900), p.Ordered())
		assert.Equal(t, ledger.Pending, p.Stage())
		assert.Equal(t, "Socks", p.Log()[0].Text)
		assert.Equal(t, start, p.Log()[0].At)
		return nil
	}))
	require.Empty(t, b.act("approve"))
	require.NoError(t, b.change(func(p *ledger.Payment) error { return p.Capture(10000, ledger.Note{}) }))
	require.NoError(t, b.change(func(p *ledger.Payment) error { return p.Capture(4900, ledger.Note{}) }))
	assert.ErrorIs(t, b.change(func(p *ledger.Payment) error { return p.Capture(1, ledger.Note{}) }), ledger.ExceedsReservation)
	require.NoError(t, b.change(func(p *ledger.Payment) error { return p.Refund(4900, ledger.Note{}) }))
	assert.Equal(t, "successful, 14900, from Kari Trondheim, to Kari Trondheim by post 4900, taken", b.seen())
}

func TestAPaymentThatTheMerchantTakesBackEndsTheSession(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created()
	require.Empty(t, b.act("pay"))
	require.NoError(t, b.change(func(p *ledger.Payment) error { return p.End(ledger.Note{}) }))
	assert.Contains(t, b.seen(), "terminated")
	assert.Len(t, b.told(), 1)
	b.pass("PT1H")
	assert.Len(t, b.told(), 1)
}

func TestAReservationThatIsGivenUpStaysPaid(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created()
	require.Empty(t, b.act("approve"))
	require.NoError(t, b.change(func(p *ledger.Payment) error { _, err := p.Release(ledger.Note{}); return err }))
	assert.Contains(t, b.seen(), "successful")
	assert.Contains(t, b.seen(), "void")
}

func TestHowAPaymentEnds(t *testing.T) {
	t.Parallel()
	for verb, ending := range map[string]ledger.Ending{"reject": ledger.ByCustomer, "fail": ledger.ByFailure, "expire": ledger.ByTime} {
		b := open(t)
		b.created()
		require.Empty(t, b.act("pay"))
		require.Empty(t, b.act(verb))
		require.NoError(t, b.change(func(p *ledger.Payment) error {
			assert.Equal(t, ending, p.Ending(), verb)
			assert.Zero(t, p.Reserved())
			return nil
		}))
	}
}

func TestADirectCaptureUnitCannotSell(t *testing.T) {
	t.Parallel()
	b := open(t, sandbox.Abilities{DirectCapture: true})
	b.created()
	require.Empty(t, b.act("approve"))
	assert.Contains(t, b.seen(), "terminated")
}

func TestMethods(t *testing.T) {
	t.Parallel()
	for given, method := range map[string]session.Method{"": session.Wallet, "Wallet": session.Wallet, "Card": session.Card} {
		b := open(t)
		b.created()
		require.Empty(t, b.act("approve", map[string]any{"method": given}))
		assert.NoError(t, b.with(func(s *session.Session) error { assert.Equal(t, method, s.Method()); return nil }))
	}
	b := open(t)
	b.created()
	assert.Equal(t, session.NoMethod.Error(), b.act("approve", map[string]any{"method": "Cash"}))
}

func TestConsent(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	tests := []struct {
		name     string
		consent  *session.Consent
		given    any
		said     string
		provided *bool
	}{
		{"none asked for", nil, nil, "", nil},
		{"asked for and given", &session.Consent{Text: "News?"}, true, "", &yes},
		{"asked for and not said", &session.Consent{Text: "News?"}, nil, "", &yes},
		{"asked for and not given", &session.Consent{Text: "News?"}, false, "", &no},
		{"required and given", &session.Consent{Text: "18?", Required: true}, true, "", &yes},
		{"required and not given", &session.Consent{Text: "18?", Required: true}, false, session.NoConsent.Error(), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			b.created(func(o *session.Order) { o.Consent = tt.consent })
			data := map[string]any{}
			if tt.given != nil {
				data["consent"] = tt.given
			}
			assert.Equal(t, tt.said, b.act("approve", data))
			require.NoError(t, b.with(func(s *session.Session) error { assert.Equal(t, tt.provided, s.Consented()); return nil }))
		})
	}
}

func TestWhoTheCustomerIs(t *testing.T) {
	t.Parallel()
	identity := func(o *session.Order) { o.Identity = true }
	b := open(t)
	b.created(identity)
	require.Empty(t, b.act("pay"))
	assert.NotContains(t, b.seen(), "who", "not before it is paid")
	require.Empty(t, b.act("approve"))
	assert.Contains(t, b.seen(), "who kari.prove@example.com")
	for name, act := range map[string]func(*bench){
		"nobody asked":         func(b *bench) { b.created(); b.act("approve") },
		"a card says nothing":  func(b *bench) { b.created(identity); b.act("approve", map[string]any{"method": "Card"}) },
		"nobody paid, the end": func(b *bench) { b.created(identity); b.act("reject") },
	} {
		b := open(t)
		act(b)
		assert.NotContains(t, b.seen(), "who", name)
	}
	b = open(t)
	b.created(identity, elements(session.PaymentOnly))
	require.Empty(t, b.act("approve"))
	assert.Equal(t, "successful, 10000, held, who kari.prove@example.com", b.seen(), "without any form")
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	subscribed := func(o *session.Order) {
		o.Subscription = &session.Subscription{Name: "Socks", Amount: nok(2000), Every: 1, Unit: "MONTH", URL: "https://shop.example/terms"}
	}
	later := func(o *session.Order) { o.Amount = logistics.Amount{} }
	for verb, state := range map[string]string{"submit": "PENDING", "pay": "PENDING", "approve": "ACTIVE", "reject": "STOPPED", "expire": "EXPIRED"} {
		for paid, changes := range map[string][]func(*session.Order){
			"pays at once": {subscribed}, "pays later": {subscribed, later},
		} {
			b := open(t)
			b.created(changes...)
			require.Empty(t, b.act(verb))
			require.NoError(t, b.with(func(s *session.Session) error {
				got, id := s.Agreement()
				assert.Equal(t, state, got, verb+paid)
				assert.Equal(t, verb != "submit" && verb != "expire", id != "")
				assert.Equal(t, paid == "pays at once" && id != "", s.Payment() != nil)
				return nil
			}))
		}
	}
	b := open(t)
	b.created()
	require.Empty(t, b.act("approve"))
	require.NoError(t, b.with(func(s *session.Session) error {
		state, id := s.Agreement()
		assert.Empty(t, state+id)
		return nil
	}))
}

func TestTheAgreementBehindASubscriptionIsRecurrings(t *testing.T) {
	t.Parallel()
	subscribed := func(o *session.Order) {
		o.Subscription = &session.Subscription{Name: "Socks", Description: "Two", Amount: nok(2000), Every: 2, Unit: "WEEK", URL: "https://shop.example/terms"}
	}
	known := func(b *bench) (list []*agreement.Agreement) {
		b.in(func(box *sandbox.Box) { list = agreement.Of(box).Agreements() })
		return list
	}
	b := open(t)
	b.created(subscribed)
	require.Empty(t, b.act("submit"))
	assert.Empty(t, known(b), "nobody pays yet")
	require.Empty(t, b.act("approve"))
	list := known(b)
	require.Len(t, list, 1)
	assert.Equal(t, agreement.Active, list[0].Status)
	assert.Equal(t, "Socks Two https://shop.example/terms https://shop.example/", strings.Join([]string{
		list[0].Terms.ProductName, list[0].Terms.ProductDescription, list[0].Terms.AgreementURL, list[0].Terms.RedirectURL,
	}, " "))
	assert.Equal(t, agreement.Pricing{Type: agreement.Legacy, Currency: "NOK", Amount: 2000}, list[0].Terms.Pricing)
	assert.Equal(t, &agreement.Period{Unit: agreement.Week, Count: 2}, list[0].Terms.Interval)
	assert.Nil(t, list[0].Initial, "what is paid at once is a payment")
	require.NoError(t, list[0].Update(agreement.Update{Stop: true}, ""))
	require.NoError(t, b.with(func(s *session.Session) error {
		state, id := s.Agreement()
		assert.Equal(t, "STOPPED "+list[0].ID, state+" "+id, "what Recurring does to it counts")
		return nil
	}))

	for verb, status := range map[string]agreement.Status{"reject": agreement.Ended, "fail": agreement.Ended, "expire": agreement.Lapsed} {
		b := open(t)
		b.created(subscribed)
		require.Empty(t, b.act("pay"))
		assert.Equal(t, agreement.Pending, known(b)[0].Status)
		require.Empty(t, b.act(verb))
		assert.Equal(t, status, known(b)[0].Status, verb)
	}
	b = open(t)
	b.created(subscribed)
	require.Empty(t, b.act("pay"))
	require.NoError(t, b.change(func(p *ledger.Payment) error { return p.End(ledger.Note{}) }))
	assert.Contains(t, b.seen(), "terminated")
	assert.Equal(t, agreement.Ended, known(b)[0].Status, "the merchant took the payment back")
}

func TestWhatASubscriptionMayCost(t *testing.T) {
	t.Parallel()
	for cost, reason := range map[logistics.Amount]error{
		nok(0): nil, nok(99): session.TooLittle, nok(100): nil, {Value: 100, Currency: "EUR"}: session.ForeignCurrency,
	} {
		b := open(t)
		err := b.create(func(o *session.Order) {
			o.Subscription = &session.Subscription{Name: "Socks", Amount: cost, Every: 1, Unit: "MONTH"}
		})
		require.ErrorIs(t, err, reason, cost)
		if reason == nil {
			require.Empty(t, b.act("approve"))
			assert.Contains(t, b.seen(), "successful")
		}
	}
}

func TestASumThatDoesNotFit(t *testing.T) {
	t.Parallel()
	b := open(t)
	carried := option("post", 0, 0)
	carried.Brand, carried.Calculated = logistics.Porterbuddy, true
	b.created(func(o *session.Order) { o.Amount.Value = math.MaxInt32 }, fixed(carried))
	assert.Equal(t, session.TooMuch.Error(), b.act("approve"))
	assert.Contains(t, b.seen(), "created")
}

func TestAReferenceThatEPaymentTookMeanwhile(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created()
	b.in(func(box *sandbox.Box) {
		p, err := ledger.NewPayment(ref, "NOK", "epayment.v1", 100, ledger.Note{})
		require.NoError(t, err)
		sandbox.State(box, "ledger", ledger.NewBook).Enter(p)
	})
	assert.Equal(t, session.Duplicate.Error(), b.act("approve"))
	assert.Equal(t, "created, 10000", b.seen())
}

func TestActsThatNobodyDoes(t *testing.T) {
	t.Parallel()
	b := open(t)
	assert.Equal(t, "nobody knows it", b.act("approve"))
	b.created()
	assert.Equal(t, "nobody can dance a session", b.act("dance"))
	assert.Equal(t, "what the customer wants does not have the documented form", b.act("approve", []int{1}))
	require.Empty(t, b.act("approve"))
	assert.Equal(t, "the session is successful", b.act("expire"))
	assert.Equal(t, session.Over.Error(), b.act("approve"))
}

// What is reserved is always the goods and what is chosen, and never anything
// else, however often either changes.
func TestMoneyAddsUp(t *testing.T) {
	t.Parallel()
	b := open(t)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		reference := fmt.Sprintf("order-%06d", n)
		prices := rapid.SliceOfN(rapid.Int64Range(0, 1<<30), 0, 5).Draw(t, "prices")
		var options []logistics.Option
		for i, price := range prices {
			options = append(options, option(fmt.Sprint(i), price, rapid.IntRange(0, 3).Draw(t, "priority")))
		}
		goods := rapid.Int64Range(100, 1<<30-1).Draw(t, "goods")
		picks := rapid.SliceOfN(rapid.IntRange(0, 5), 0, 4).Draw(t, "picks")
		more := rapid.Int64Range(100, 1<<30-1).Draw(t, "more")
		b.in(func(box *sandbox.Box) {
			s, err := session.Of(box).Create(order(fixed(options...), func(o *session.Order) {
				o.Reference, o.Amount.Value = reference, goods
			}), plain{})
			require.NoError(t, err)
			require.NoError(t, s.Submit(session.Details{Billing: s.Somebody()}))
			want := goods
			if d, ok := logistics.Arrange(options).Default(); ok {
				want += d.Amount.Value
			}
			assert.Equal(t, want, s.Total().Value)
			for _, pick := range picks {
				if err := s.Choose(logistics.Choice{Option: fmt.Sprint(pick)}); err == nil {
					want = goods + prices[pick]
				}
				assert.Equal(t, want, s.Total().Value)
			}
			change := nok(more)
			require.NoError(t, s.Patch(session.Change{Amount: &change}))
			want += more - goods
			require.NoError(t, s.Pay(session.Payment{}))
			require.NoError(t, s.Authorize())
			assert.Equal(t, want, s.Total().Value)
			assert.Equal(t, want, s.Payment().Reserved())
		})
	})
}
