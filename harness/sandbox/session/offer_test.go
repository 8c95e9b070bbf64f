package session_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox/logistics"
	"kontrakt/harness/sandbox/profile"
	"kontrakt/harness/sandbox/session"
)

// at is an address in a town.
func at(city string) map[string]any {
	return map[string]any{"streetAddress": "Testgata 1", "postalCode": "5003", "city": city, "country": "NO"}
}

// shown is what the customer can choose from, the chosen one first.
func (b *bench) shown() (said []string) {
	b.Helper()
	require.NoError(b, b.with(func(s *session.Session) error {
		if s.Chosen() != nil {
			said = append(said, s.Chosen().ID+":")
		}
		for _, o := range s.Offer().Options {
			said = append(said, o.ID)
		}
		if s.Shipping() != session.Offered {
			said = append(said, string(s.Shipping()))
		}
		return nil
	}))
	return said
}

func marked(o logistics.Option) logistics.Option {
	o.Default = true
	return o
}

func TestFixedOptions(t *testing.T) {
	t.Parallel()
	cheap, dear := option("cheap", 1000, 2), option("dear", 9000, 1)
	tests := []struct {
		name    string
		options []logistics.Option
		shown   []string
	}{
		{"none", nil, []string{"nothing"}},
		{"the lowest priority number stands first and is chosen", []logistics.Option{cheap, dear}, []string{"dear:", "dear", "cheap"}},
		{"the default is chosen", []logistics.Option{marked(cheap), dear}, []string{"cheap:", "dear", "cheap"}},
		{"of two defaults the first on the screen", []logistics.Option{marked(cheap), marked(dear)}, []string{"dear:", "dear", "cheap"}},
		{"equal priorities stay as they came", []logistics.Option{option("b", 1, 0), option("a", 1, 0)}, []string{"b:", "b", "a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			b.created(fixed(tt.options...))
			assert.Equal(t, []string{"nothing"}, b.shown(), "nobody has said where to")
			require.Empty(t, b.act("submit"))
			assert.Equal(t, tt.shown, b.shown())
		})
	}
}

func TestFixedOptionsNeedNoAddressWhereNobodyAsksForOne(t *testing.T) {
	t.Parallel()
	for _, e := range []session.Elements{session.ContactOnly, session.PaymentOnly} {
		b := open(t)
		b.created(fixed(option("post", 4900, 0)), elements(e))
		assert.Equal(t, []string{"post:", "post"}, b.shown())
		require.Empty(t, b.act("approve"))
		assert.Contains(t, b.seen(), "successful, 14900")
		assert.Contains(t, b.seen(), "by post 4900")
	}
}

func TestDynamicOptions(t *testing.T) {
	t.Parallel()
	slow := errors.New("no answer within 8s")
	tests := []struct {
		name   string
		status int
		answer string
		err    error
		fixed  bool
		shown  []string
	}{
		{"an answer", 200, "post 4900 POSTEN\nbox 100 POSTI", nil, false, []string{"post:", "post", "box"}},
		{"an answer in place of fixed options", 200, "post 4900 POSTEN", nil, true, []string{"post:", "post"}},
		{"another success", 202, "post 4900 POSTEN", nil, false, []string{"post:", "post"}},
		{"a redirect", 302, "post 4900 POSTEN", nil, false, []string{"impossible"}},
		{"a redirect beside fixed options", 302, "post 4900 POSTEN", nil, true, []string{"fix:", "fix"}},
		{"an error", 500, "", nil, false, []string{"impossible"}},
		{"an error beside fixed options", 500, "", nil, true, []string{"fix:", "fix"}},
		{"nothing", 200, "", nil, false, []string{"impossible"}},
		{"nothing beside fixed options", 200, "", nil, true, []string{"fix:", "fix"}},
		{"another form", 200, "{}", nil, true, []string{"fix:", "fix"}},
		{"an unknown carrier", 200, "post 4900 INSTABOX", nil, true, []string{"fix:", "fix"}},
		{"too late", 0, "", slow, false, []string{"impossible"}},
		{"too late beside fixed options", 0, "", slow, true, []string{"fix:", "fix"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			b.ships(tt.status, tt.answer, tt.err)
			changes := []func(*session.Order){asked}
			if tt.fixed {
				changes = append(changes, fixed(option("fix", 5900, 0)))
			}
			b.created(changes...)
			assert.Empty(t, b.questions(), "nobody has said where to")
			require.Empty(t, b.act("submit", map[string]any{"customer": at("Bergen")}))
			assert.Equal(t, []string{"5003 Bergen"}, b.questions(), "once, whatever the answer")
			assert.Equal(t, tt.shown, b.shown())
			assert.Contains(t, b.seen(), "created")
		})
	}
}

// A merchant who is not called has not answered.
func TestAMerchantWhoIsNotCalled(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.fault("callback-never")
	b.created(asked, fixed(option("fix", 5900, 0)))
	require.Empty(t, b.act("submit"))
	assert.Equal(t, []string{"fix:", "fix"}, b.shown())
	assert.Empty(t, b.questions())
}

func TestTheMerchantHasEightSeconds(t *testing.T) {
	t.Parallel()
	assert.Equal(t, 8.0, session.Asked.Seconds())
	b := open(t)
	b.created(asked)
	require.Empty(t, b.act("submit"))
	assert.Contains(t, string(b.control("GET", "deliveries", nil)), `"api":"test","kind":"ask","reference":"order-0001","method":"POST","url":"https://shop.example/ship"`)
	assert.Empty(t, b.shop.got[0].token, "the callback's token does not go with the question")
}

func TestEveryAddressIsAskedAbout(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.ships(200, "post 4900 POSTEN", nil)
	b.created(asked)
	require.Empty(t, b.act("submit", map[string]any{"customer": at("Bergen")}))
	b.ships(404, "", nil)
	require.Empty(t, b.act("submit", map[string]any{"customer": at("Ny-Ålesund")}))
	assert.Equal(t, []string{"impossible"}, b.shown())
	assert.Equal(t, session.Undeliverable.Error(), b.act("pay"))
	assert.Equal(t, session.Undeliverable.Error(), b.act("choose", map[string]any{"choice": "post"}))
	b.ships(200, "boat 9900 OTHER", nil)
	require.Empty(t, b.act("submit", map[string]any{"customer": at("Tromsø")}))
	assert.Equal(t, []string{"boat:", "boat"}, b.shown())
	assert.Equal(t, []string{"5003 Bergen", "5003 Ny-Ålesund", "5003 Tromsø"}, b.questions())
	require.Empty(t, b.act("approve"))
	assert.Equal(t, "successful, 19900, from Kari Tromsø, to Kari Tromsø by boat 9900, held", b.seen())
	assert.Len(t, b.questions(), 3, "an address that is filled in already is not filled in again")
}

func TestOneActWaitsForTheMerchant(t *testing.T) {
	t.Parallel()
	for verb, state := range map[string]string{"pay": "initiated, 14900", "approve": "successful, 14900", "reject": "terminated, 14900", "fail": "terminated, 14900"} {
		b := open(t)
		b.ships(200, "post 4900 POSTEN", nil)
		b.created(asked)
		require.Empty(t, b.act(verb))
		assert.Contains(t, b.seen(), state, verb)
	}
	b := open(t)
	b.ships(500, "", nil)
	b.created(asked)
	require.Empty(t, b.act("approve"))
	assert.Equal(t, "created, 10000", b.seen(), "nothing is shipped there")
}

func TestFreeGoodsAreNotShippedForNothing(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.ships(200, "shop 0 OTHER", nil)
	b.created(asked, func(o *session.Order) { o.Amount.Value = 0 })
	require.Empty(t, b.act("submit"))
	assert.Equal(t, []string{"impossible"}, b.shown())
	b.ships(200, "post 4900 POSTEN", nil)
	require.Empty(t, b.act("submit"))
	require.Empty(t, b.act("approve"))
	assert.Contains(t, b.seen(), "successful, 4900")
}

func TestChoices(t *testing.T) {
	t.Parallel()
	points := option("point", 2900, 1)
	points.Type = logistics.PickUp
	own := option("own", 0, 2)
	own.Delivery = &logistics.Delivery{PickupPoints: []logistics.PickupPoint{{ID: "a"}, {ID: "b"}}}
	hours := option("hours", 7900, 3)
	hours.Delivery = &logistics.Delivery{Timeslots: []logistics.Timeslot{{ID: "am"}, {ID: "pm"}}}
	choices := []any{option("post", 4900, 0), points, own, hours}
	tests := []struct {
		name   string
		choice map[string]any
		said   string
		seen   string
	}{
		{"nothing", nil, "", "by post 4900, held"},
		{"an option", map[string]any{"choice": "own"}, "", "by own 0 at a point, held"},
		{"an option with points near by", map[string]any{"choice": "point"}, "", "by point 2900 at a point, held"},
		{"an option with hours", map[string]any{"choice": "hours", "timeslot": "pm"}, "", "by hours 7900 at an hour, held"},
		{"an option that nobody offers", map[string]any{"choice": "drone"}, `shipping option "drone": nobody offers it`, "created"},
		{"a point that it does not have", map[string]any{"choice": "own", "pickupPoint": "c"}, `shipping option "c": it has no such pick-up point`, "created"},
		{"a point where there are none", map[string]any{"choice": "post", "pickupPoint": "a"}, `shipping option "a": it has no such pick-up point`, "created"},
		{"an hour that it does not have", map[string]any{"choice": "hours", "timeslot": "night"}, `shipping option "night": it has no such time slot`, "created"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			b.created(fixed(choices[0].(logistics.Option), points, own, hours))
			assert.Equal(t, tt.said, b.act("approve", tt.choice))
			assert.Contains(t, b.seen(), tt.seen)
		})
	}
}

func TestAChoiceCanBeChangedUntilItIsPaid(t *testing.T) {
	t.Parallel()
	b := open(t)
	b.created(fixed(option("post", 4900, 0), option("shop", 0, 1)))
	assert.Equal(t, session.NoForms.Error(), b.act("choose", map[string]any{"choice": "shop"}), "nobody has said where to")
	require.Empty(t, b.act("submit"))
	require.Empty(t, b.act("choose", map[string]any{"choice": "shop"}))
	require.Empty(t, b.act("choose", map[string]any{"choice": "post"}))
	require.Empty(t, b.act("pay"))
	assert.Equal(t, session.Paying.Error(), b.act("choose", map[string]any{"choice": "shop"}))
	assert.Equal(t, "initiated, 14900, from Kari Trondheim, to Kari Trondheim by post 4900, pending", b.seen())
}

func TestChangedOptions(t *testing.T) {
	t.Parallel()
	to := func(options ...logistics.Option) func(*session.Session) error {
		return func(s *session.Session) error { return s.Patch(session.Change{Options: &options}) }
	}
	b := open(t)
	b.created(fixed(option("post", 4900, 0), option("shop", 0, 1)))
	require.NoError(t, b.with(to(option("a", 1, 0), option("shop", 100, 1))))
	require.Empty(t, b.act("submit"))
	require.Empty(t, b.act("choose", map[string]any{"choice": "shop"}))
	require.NoError(t, b.with(to(option("b", 1, 0), option("shop", 200, 1))))
	assert.Equal(t, []string{"shop:", "b", "shop"}, b.shown(), "the choice is still there")
	assert.Equal(t, "created, 10200", b.seen())
	require.NoError(t, b.with(to(option("c", 1, 0), option("d", 1, 1))))
	assert.Equal(t, []string{"c:", "c", "d"}, b.shown(), "the choice is gone")
	bad := option("e", 1, 0)
	bad.Type = "DRONE"
	err := b.with(to(bad))
	assert.EqualError(t, err, `logisticOptions: shipping option "e": the carrier has no such type of delivery`)
	assert.ErrorIs(t, err, logistics.ForeignType)
	require.NoError(t, b.with(to()))
	assert.Equal(t, []string{"nothing"}, b.shown())
	require.Empty(t, b.act("approve"))
	assert.Contains(t, b.seen(), "successful, 10000")
}

func TestWhatAChangeOfOptionsDoes(t *testing.T) {
	t.Parallel()
	to := func(options ...logistics.Option) func(*session.Session) error {
		return func(s *session.Session) error { return s.Patch(session.Change{Options: &options}) }
	}
	hours := option("door", 100, 0)
	hours.Delivery = &logistics.Delivery{Timeslots: []logistics.Timeslot{{ID: "am"}, {ID: "pm"}}}
	late := hours
	late.Delivery = &logistics.Delivery{Timeslots: []logistics.Timeslot{{ID: "night"}}}
	tests := []struct {
		name   string
		do     func(*bench) error
		shown  []string
		chosen string
	}{
		{"where there were none, they are shown", func(b *bench) error {
			b.created()
			b.act("submit")
			return b.with(to(option("a", 1, 0)))
		}, []string{"a:", "a"}, ""},
		{"where nothing was shipped, they are shown", func(b *bench) error {
			b.ships(500, "", nil)
			b.created(asked)
			b.act("submit")
			return b.with(to(option("a", 1, 0)))
		}, []string{"a:", "a"}, ""},
		{"in place of an answer, they are shown", func(b *bench) error {
			b.ships(200, "post 4900 POSTEN", nil)
			b.created(asked)
			b.act("submit")
			return b.with(to(option("a", 1, 0)))
		}, []string{"a:", "a"}, ""},
		{"none leave an answer as it is", func(b *bench) error {
			b.ships(200, "post 4900 POSTEN", nil)
			b.created(asked, fixed(option("a", 1, 0)))
			b.act("submit")
			return b.with(to())
		}, []string{"post:", "post"}, ""},
		{"without an address that is needed, nothing is shown", func(b *bench) error {
			b.created()
			return b.with(to(option("a", 1, 0)))
		}, []string{"nothing"}, ""},
		{"without an address that nobody asks for, they are shown", func(b *bench) error {
			b.created(elements(session.PaymentOnly))
			return b.with(to(option("a", 1, 0)))
		}, []string{"a:", "a"}, ""},
		{"an hour that is still there stays", func(b *bench) error {
			b.created(fixed(hours))
			b.act("submit")
			b.act("choose", map[string]any{"timeslot": "pm"})
			return b.with(to(option("a", 1, 0), hours))
		}, []string{"door:", "a", "door"}, "pm"},
		{"an hour that is gone gives way to another", func(b *bench) error {
			b.created(fixed(hours))
			b.act("submit")
			b.act("choose", map[string]any{"timeslot": "pm"})
			return b.with(to(option("a", 1, 0), late))
		}, []string{"door:", "a", "door"}, "night"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			require.NoError(t, tt.do(b))
			assert.Equal(t, tt.shown, b.shown())
			require.NoError(t, b.with(func(s *session.Session) error {
				slot := ""
				if c := s.Chosen(); c != nil && c.Timeslot != nil {
					slot = c.Timeslot.ID
				}
				assert.Equal(t, tt.chosen, slot)
				return nil
			}))
		})
	}
}

// What stands at eight seconds, and a little to either side.
func TestAnAnswerAfterEightSecondsIsNone(t *testing.T) {
	t.Parallel()
	for wait, shown := range map[time.Duration]string{7900 * time.Millisecond: "post: post", 8100 * time.Millisecond: "cheap: cheap"} {
		synctest.Test(t, func(t *testing.T) {
			b := open(t)
			b.ships(200, "post 4900 POSTEN", nil)
			b.shop.takes = wait
			b.created(asked, fixed(option("cheap", 1000, 0)))
			require.Empty(t, b.act("submit"))
			assert.Equal(t, shown, strings.Join(b.shown(), " "))
			require.NoError(t, b.sandbox.Close())
		})
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	other := profile.Somebody()
	other.FirstName, other.Address.City = "Ola", "Bodø"
	tests := []struct {
		elements session.Elements
		seen     string
	}{
		{"", "successful, 10000, from Kari Trondheim, to Ola Bodø, held"},
		{session.Full, "successful, 10000, from Kari Trondheim, to Ola Bodø, held"},
		{session.ContactOnly, "successful, 10000, from Kari , held"},
		{session.PaymentOnly, "successful, 10000, held"},
	}
	for _, tt := range tests {
		b := open(t)
		b.created(elements(tt.elements))
		err := b.with(func(s *session.Session) error {
			return s.Submit(session.Details{Billing: profile.Somebody(), Shipping: &other})
		})
		if tt.elements == session.PaymentOnly {
			assert.ErrorIs(t, err, session.NoForms)
		}
		require.Empty(t, b.act("approve"))
		assert.Equal(t, tt.seen, b.seen())
	}
}

func TestCountries(t *testing.T) {
	t.Parallel()
	swede := at("Lund")
	swede["country"] = "SE"
	for _, tt := range []struct {
		countries []string
		said      string
	}{
		{nil, ""}, {[]string{}, ""}, {[]string{"NO", "SE"}, ""}, {[]string{"se"}, ""}, {[]string{"NO"}, session.NotServed.Error()},
	} {
		b := open(t)
		b.created(func(o *session.Order) { o.Countries = tt.countries })
		assert.Equal(t, tt.said, b.act("approve", map[string]any{"customer": swede}))
	}
}

func TestPrefill(t *testing.T) {
	t.Parallel()
	home := profile.Address{Line1: "Gata 1", City: "Oslo", Code: "0150", Country: "no"}
	known := home
	known.Country = "NO"
	for _, tt := range []struct{ name, given, filled string }{
		{"with a plus", "+4748644347", "4748644347"},
		{"without", "4748644347", "4748644347"},
		{"Norway's", "48644347", "4748644347"},
		{"too short", "4864", ""},
		{"letters", "call me", ""},
		{"nothing", "", ""},
	} {
		p := session.Prefilled(profile.Person{Phone: tt.given, Email: "ola@shop.example", Address: home})
		assert.Equal(t, profile.Person{Phone: tt.filled, Email: "ola@shop.example", Address: known}, p, tt.name)
	}
	home.Country = "Norway"
	assert.Empty(t, session.Prefilled(profile.Person{Email: "ola", Address: home}))

	b := open(t)
	b.created(func(o *session.Order) {
		o.Prefill = profile.Person{FirstName: "Ola", Phone: "none", Address: known}
	})
	require.Empty(t, b.act("approve"))
	assert.Contains(t, b.seen(), "from Ola Oslo, to Ola Oslo")
}
