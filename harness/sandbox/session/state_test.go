package session_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/session"
)

// reach brings a session to a state.
func reach(b *bench, state session.State) {
	b.Helper()
	b.created()
	verb := map[session.State]string{
		session.Initiated: "pay", session.Successful: "approve", session.Terminated: "reject", session.Expired: "expire",
	}[state]
	if verb != "" {
		require.Empty(b, b.act(verb))
	}
}

// The table of states and events of the dossier.
func TestStates(t *testing.T) {
	t.Parallel()
	patch := func(b *bench) error {
		more := nok(20000)
		return b.with(func(s *session.Session) error { return s.Patch(session.Change{Amount: &more}) })
	}
	expire := func(b *bench) error { return b.with((*session.Session).Expire) }
	hour := func(b *bench) error { b.pass("PT1H"); return nil }
	quarter := func(b *bench) error { b.pass("PT10M"); return nil }
	pay := func(b *bench) error {
		return b.with(func(s *session.Session) error { return s.Pay(session.Payment{}) })
	}
	authorize := func(b *bench) error { return b.with((*session.Session).Authorize) }
	leave := func(b *bench) error {
		return b.with(func(s *session.Session) error { return s.Fail(ledger.ByCustomer) })
	}
	submit := func(b *bench) error {
		return b.with(func(s *session.Session) error { return s.Submit(session.Details{Billing: s.Somebody()}) })
	}
	tests := []struct {
		name   string
		from   session.State
		event  func(*bench) error
		reason error
		to     string
		told   int
	}{
		{"a new session can be changed", session.Created, patch, nil, "created, 20000", 0},
		{"a new session can be expired", session.Created, expire, nil, "expired, 10000", 0},
		{"a new session expires after an hour", session.Created, hour, nil, "expired, 10000", 0},
		{"a new session does not expire before", session.Created, quarter, nil, "created, 10000", 0},
		{"nobody pays before the forms", session.Created, pay, session.Unfilled, "created, 10000", 0},
		{"nothing is approved that nobody pays", session.Created, authorize, session.NotPaying, "created, 10000", 0},
		{"nothing is left that nobody pays", session.Created, leave, session.NotPaying, "created, 10000", 0},

		{"what is being paid cannot be changed", session.Initiated, patch, session.Paying, "initiated, 10000, from Kari Trondheim, to Kari Trondheim, pending", 0},
		{"what is being paid cannot be expired", session.Initiated, expire, session.Paying, "initiated, 10000, from Kari Trondheim, to Kari Trondheim, pending", 0},
		{"what is being paid is paid once", session.Initiated, pay, session.Paying, "initiated, 10000, from Kari Trondheim, to Kari Trondheim, pending", 0},
		{"the forms are locked while it is paid", session.Initiated, submit, session.Paying, "initiated, 10000, from Kari Trondheim, to Kari Trondheim, pending", 0},
		{"an approval ends it well", session.Initiated, authorize, nil, "successful, 10000, from Kari Trondheim, to Kari Trondheim, held", 1},
		{"a customer who leaves ends it", session.Initiated, leave, nil, "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", 1},
		{"the payment's time ends it", session.Initiated, quarter, nil, "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", 1},

		{"what is paid stays", session.Successful, hour, nil, "successful, 10000, from Kari Trondheim, to Kari Trondheim, held", 1},
		{"what is paid cannot be changed", session.Successful, patch, session.Paying, "successful, 10000, from Kari Trondheim, to Kari Trondheim, held", 1},
		{"what is paid cannot be expired", session.Successful, expire, session.Paying, "successful, 10000, from Kari Trondheim, to Kari Trondheim, held", 1},
		{"what is paid is paid once", session.Successful, pay, session.Over, "successful, 10000, from Kari Trondheim, to Kari Trondheim, held", 1},
		{"what is paid is approved once", session.Successful, authorize, session.NotPaying, "successful, 10000, from Kari Trondheim, to Kari Trondheim, held", 1},

		{"what is terminated stays", session.Terminated, hour, nil, "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", 1},
		{"what is terminated cannot be changed", session.Terminated, patch, session.Over, "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", 1},
		{"what is terminated cannot be expired", session.Terminated, expire, session.Over, "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", 1},
		{"what is terminated is not paid again", session.Terminated, pay, session.Over, "terminated, 10000, from Kari Trondheim, to Kari Trondheim, ended", 1},

		{"what is expired is not there to change", session.Expired, patch, session.Unknown, "expired, 10000", 0},
		{"what is expired is not there to expire", session.Expired, expire, session.Unknown, "expired, 10000", 0},
		{"what is expired cannot be paid", session.Expired, pay, session.Over, "expired, 10000", 0},
		{"what is expired has no forms", session.Expired, submit, session.Over, "expired, 10000", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			reach(b, tt.from)
			assert.ErrorIs(t, tt.event(b), tt.reason)
			assert.Equal(t, tt.to, b.seen())
			assert.Len(t, b.told(), tt.told)
		})
	}
}

func TestASessionThatIsPaidWhenItsHourIsOverWaitsForThePayment(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created()
	b.pass("PT55M")
	require.Empty(t, b.act("pay"))
	b.pass("PT9M59S")
	assert.Contains(t, b.seen(), "initiated")
	b.pass("PT1S")
	assert.Contains(t, b.seen(), "terminated")
}

func TestAnExpiredSessionIsKnownForADay(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created()
	b.pass("PT24H59M59S")
	assert.Equal(t, "expired, 10000", b.seen())
	b.pass("PT1S")
	assert.Equal(t, session.Unknown.Error(), b.seen())
	assert.ErrorIs(t, b.create(), session.Duplicate, "its reference is gone for good")
}

func TestAnExpiredSessionCanBeForgottenAtOnce(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created()
	assert.Equal(t, "only an expired session is forgotten", b.act("forget"))
	assert.Equal(t, "created, 10000", b.seen())
	require.Empty(t, b.act("expire"))
	require.Empty(t, b.act("forget"))
	assert.Equal(t, session.Unknown.Error(), b.seen())
}

func TestASessionIsFoundByItsNames(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created()
	b.in(func(box *sandbox.Box) {
		k := session.Of(box)
		s, err := k.ByReference(ref)
		require.NoError(t, err)
		assert.Len(t, s.ID, 22)
		assert.Equal(t, []*session.Session{s}, k.All())
		other, err := k.ByID(s.ID)
		assert.NoError(t, err)
		assert.Same(t, s, other)
		byToken, ok := k.ByToken(s.Token)
		assert.True(t, ok)
		assert.Same(t, s, byToken)
		assert.Equal(t, "test", s.API())
		assert.Equal(t, start.Add(session.Life), s.Expires)
		for _, name := range []string{"", s.ID, "order-0002"} {
			_, err = k.ByReference(name)
			assert.ErrorIs(t, err, session.Unknown, name)
		}
		_, err = k.ByID(ref)
		assert.ErrorIs(t, err, session.Unknown)
		_, ok = k.ByToken(ref)
		assert.False(t, ok)
	})
}

func TestWhatCreateRefuses(t *testing.T) {
	t.Parallel()
	amount := func(value int64) func(*session.Order) {
		return func(o *session.Order) { o.Amount.Value = value }
	}
	named := func(reference string) func(*session.Order) {
		return func(o *session.Order) { o.Reference = reference }
	}
	currency := func(c string) func(*session.Order) {
		return func(o *session.Order) { o.Amount.Currency = c }
	}
	integrated := func(o *session.Order) { o.Logistics.Integrations = true }
	wrong := option("post", 100, 0)
	wrong.Brand = "INSTABOX"
	tests := []struct {
		name    string
		changes []func(*session.Order)
		field   string
		reason  error
	}{
		{"seven characters", []func(*session.Order){named("order-1")}, "transaction.reference", session.BadReference},
		{"eight characters", []func(*session.Order){named("order-01")}, "", nil},
		{"fifty characters", []func(*session.Order){named("12345678901234567890123456789012345678901234567890")}, "", nil},
		{"fifty-one characters", []func(*session.Order){named("123456789012345678901234567890123456789012345678901")}, "transaction.reference", session.BadReference},
		{"an underscore", []func(*session.Order){named("order_0001")}, "transaction.reference", session.BadReference},
		{"nothing to pay", []func(*session.Order){amount(0)}, "transaction.amount", session.TooLittle},
		{"less than a krone", []func(*session.Order){amount(99)}, "transaction.amount", session.TooLittle},
		{"a krone", []func(*session.Order){amount(100)}, "", nil},
		{"free goods, shipping that costs", []func(*session.Order){amount(0), fixed(option("post", 4900, 0))}, "", nil},
		{"free goods, free shipping", []func(*session.Order){amount(0), fixed(option("post", 4900, 0), option("shop", 0, 1))}, "transaction.amount", session.TooLittle},
		{"free goods, shipping that nobody knows yet", []func(*session.Order){amount(0), asked}, "", nil},
		{"another market's currency", []func(*session.Order){currency("DKK")}, "transaction.amount", session.ForeignCurrency},
		{"no currency", []func(*session.Order){currency("")}, "transaction.amount", session.ForeignCurrency},
		{"another currency than the market's and the options'", []func(*session.Order){currency("DKK"), fixed(option("post", 4900, 0))}, "transaction.amount", session.ForeignCurrency},
		{"all that an amount holds", []func(*session.Order){amount(math.MaxInt32)}, "", nil},
		{"more than an amount holds, with shipping", []func(*session.Order){amount(math.MaxInt32), fixed(option("shop", 0, 0), option("post", 1, 1))}, "transaction.amount", session.TooMuch},
		{"an option that does not hold", []func(*session.Order){fixed(wrong)}, "logistics.fixedOptions", logistics.UnknownBrand},
		{"dynamic options without address", []func(*session.Order){asked, elements(session.ContactOnly)}, "logistics.dynamicOptionsCallback", session.NeedsAddress},
		{"integrations without address", []func(*session.Order){integrated, elements(session.PaymentOnly)}, "logistics.integrations", session.NeedsAddress},
		{"integrations with address", []func(*session.Order){integrated}, "", nil},
		{"fixed options without address", []func(*session.Order){fixed(option("post", 4900, 0)), elements(session.PaymentOnly)}, "", nil},
		{"a prefill that does not hold", []func(*session.Order){func(o *session.Order) { o.Prefill.Phone = "none" }}, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := open(t).create(tt.changes...)
			require.ErrorIs(t, err, tt.reason)
			var refusal *session.Refusal
			if tt.reason != nil {
				require.ErrorAs(t, err, &refusal)
				assert.Equal(t, tt.field, refusal.Field)
			}
		})
	}
}

func TestAChangeKeepsToTheCurrency(t *testing.T) {
	t.Parallel()
	for _, currency := range []string{"", "EUR"} {
		for _, options := range [][]logistics.Option{nil, {option("post", 4900, 0)}} {
			b := open(t)
			b.created(fixed(options...))
			err := b.with(func(s *session.Session) error {
				return s.Patch(session.Change{Amount: &logistics.Amount{Value: 100, Currency: currency}})
			})
			require.ErrorIs(t, err, session.ForeignCurrency, currency)
			assert.ErrorContains(t, err, "transaction.amount: ", "that is what the merchant sent")
			assert.Equal(t, "created, 10000", b.seen())
		}
	}
}

func TestMarketsSellInTheirCurrency(t *testing.T) {
	t.Parallel()
	for market, currency := range map[string]string{"": "NOK", "NO": "NOK", "DK": "DKK", "FI": "EUR"} {
		for _, c := range []string{"NOK", "DKK", "EUR"} {
			b := open(t, sandbox.Abilities{Market: market})
			err := b.create(func(o *session.Order) { o.Amount = logistics.Amount{Value: 500, Currency: c} })
			if c == currency {
				assert.NoError(t, err, market+c)
				continue
			}
			assert.ErrorIs(t, err, session.ForeignCurrency, market+c)
		}
	}
}

func TestAReferenceIsUsedOnce(t *testing.T) {
	t.Parallel()
	for _, state := range []session.State{session.Created, session.Initiated, session.Successful, session.Terminated, session.Expired} {
		b := open(t)
		reach(b, state)
		assert.ErrorIs(t, b.create(), session.Duplicate, state)
	}
	b := open(t)
	b.in(func(box *sandbox.Box) {
		p, err := ledger.NewPayment(ref, "NOK", "epayment.v1", 100, ledger.Note{})
		require.NoError(t, err)
		sandbox.State(box, "ledger", ledger.NewBook).Enter(p)
	})
	assert.ErrorIs(t, b.create(), session.Duplicate, "a payment of ePayment has it")
}
