package logistics_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/sandbox/logistics"
)

var oslo = logistics.Address{Street: "Gata 1", PostalCode: "0150", City: "Oslo", Country: "NO"}

func option(id string, price int64) logistics.Option {
	return logistics.Option{ID: id, Brand: logistics.Posten, Amount: logistics.Amount{Value: price, Currency: "NOK"}}
}

// The table of edition 2025-10.
func TestWhatCarriersDo(t *testing.T) {
	t.Parallel()
	for brand, types := range map[string]string{
		"POSTEN": "MAILBOX PICKUP_POINT HOME_DELIVERY", "BRING": "MAILBOX PICKUP_POINT HOME_DELIVERY",
		"POSTNORD": "PICKUP_POINT HOME_DELIVERY", "PORTERBUDDY": "HOME_DELIVERY", "HELTHJEM": "HOME_DELIVERY PICKUP_POINT",
		"POSTI": "PICKUP_POINT", "GLS": "PICKUP_POINT", "DAO": "PICKUP_POINT", "OTHER": "HOME_DELIVERY PICKUP_POINT",
		"INSTABOX": "", "posten": "", "": "",
	} {
		b := logistics.Brand(brand)
		for _, kind := range []logistics.Type{logistics.Mailbox, logistics.PickUp, logistics.HomeDelivery} {
			assert.Equal(t, slices.Contains(strings.Fields(types), string(kind)), b.Does(kind), "%s %s", brand, kind)
		}
		assert.Equal(t, types != "", b.Known(), brand)
		assert.True(t, b.Does(logistics.Untyped))
		assert.False(t, b.Does("DRONE"))
	}
	assert.Len(t, logistics.Brands(), 9)
}

func TestWhatDoesNotHold(t *testing.T) {
	t.Parallel()
	change := func(c func(*logistics.Option)) logistics.Option {
		o := option("post", 4900)
		c(&o)
		return o
	}
	tests := []struct {
		name   string
		option logistics.Option
		field  string
		reason logistics.Reason
	}{
		{"a plain one", option("post", 0), "", ""},
		{"no id", option("", 0), "id", logistics.NoID},
		{"an id of 200 letters, which are not bytes", option(strings.Repeat("ø", 200), 0), "", ""},
		{"an id of 201", option(strings.Repeat("ø", 201), 0), "id", logistics.LongID},
		{"a carrier in lower case", change(func(o *logistics.Option) { o.Brand = "posten" }), "brand", logistics.UnknownBrand},
		{"a carrier of old", change(func(o *logistics.Option) { o.Brand = "INSTABOX" }), "brand", logistics.UnknownBrand},
		{"a mailbox of PostNord", change(func(o *logistics.Option) { o.Brand, o.Type = logistics.PostNord, logistics.Mailbox }), "type", logistics.ForeignType},
		{"a point of Porterbuddy", change(func(o *logistics.Option) { o.Brand, o.Type = logistics.Porterbuddy, logistics.PickUp }), "type", logistics.ForeignType},
		{"a priority below 0", change(func(o *logistics.Option) { o.Priority = -1 }), "priority", logistics.LowPriority},
		{"a negative price", change(func(o *logistics.Option) { o.Amount.Value = -1 }), "amount", logistics.NegativeAmount},
		{"another currency", change(func(o *logistics.Option) { o.Amount.Currency = "SEK" }), "amount", logistics.OtherCurrency},
		{"a price that the carrier names", change(func(o *logistics.Option) { o.Calculated, o.Amount = true, logistics.Amount{} }), "", ""},
		{"a long title", change(func(o *logistics.Option) { o.Title = strings.Repeat("x", 201) }), "title", logistics.LongTitle},
		{"other without a title", change(func(o *logistics.Option) { o.Brand = logistics.Other }), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := logistics.Check([]logistics.Option{option("first", 0), tt.option}, "NOK")
			if tt.reason == "" {
				assert.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tt.reason)
			var refusal *logistics.Refusal
			require.ErrorAs(t, err, &refusal)
			assert.Equal(t, 1, refusal.At)
			assert.Equal(t, tt.field, refusal.Field)
			assert.Equal(t, tt.option.ID, refusal.ID)
		})
	}
	twice := option("post", 1)
	twice.Default = true
	assert.NoError(t, logistics.Check([]logistics.Option{twice, twice}, "NOK"), "odd, and shown")
}

func TestTheOrderOfTheScreen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		options := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) logistics.Option {
			o := option(rapid.StringMatching("[a-z]{4}").Draw(t, "id"), 0)
			o.Priority = rapid.IntRange(0, 3).Draw(t, "priority")
			o.Default = rapid.Bool().Draw(t, "default")
			return o
		}), 1, 6).Draw(t, "options")
		given := slices.Clone(options)
		offer := logistics.Arrange(options)
		assert.Equal(t, given, options, "the merchant's list stays")
		assert.ElementsMatch(t, options, offer.Options)
		for i := range offer.Options[1:] {
			assert.LessOrEqual(t, offer.Options[i].Priority, offer.Options[i+1].Priority)
		}
		preferred, ok := offer.Default()
		assert.True(t, ok)
		marked := slices.ContainsFunc(options, func(o logistics.Option) bool { return o.Default })
		assert.Equal(t, marked, preferred.Default)
		for _, o := range options {
			if !marked || o.Default {
				assert.LessOrEqual(t, preferred.Priority, o.Priority)
			}
		}
	})
	_, ok := logistics.Arrange(nil).Default()
	assert.False(t, ok)
	_, err := logistics.Arrange(nil).Choose(logistics.Choice{}, oslo)
	assert.ErrorIs(t, err, logistics.NoOption)
}

func TestWhatTheCustomerReads(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		option logistics.Option
		label  string
	}{
		{logistics.Option{Brand: logistics.Posten}, "Posten"},
		{logistics.Option{Brand: logistics.Bring, Type: logistics.Mailbox}, "Bring to the mailbox"},
		{logistics.Option{Brand: logistics.PostNord, Type: logistics.PickUp}, "PostNord pick-up point"},
		{logistics.Option{Brand: logistics.Porterbuddy, Type: logistics.HomeDelivery}, "Porterbuddy home delivery"},
		{logistics.Option{Brand: logistics.Helthjem, Type: logistics.HomeDelivery, CustomType: "by night"}, "Helthjem by night"},
		{logistics.Option{Brand: logistics.Posti}, "Posti"},
		{logistics.Option{Brand: logistics.GLS}, "GLS"},
		{logistics.Option{Brand: logistics.DAO}, "DAO"},
		{logistics.Option{Brand: logistics.Other}, "Delivery"},
		{logistics.Option{Brand: logistics.Other, Title: "Collect in store"}, "Collect in store"},
		{logistics.Option{Brand: logistics.Posten, Product: "Posten to your home"}, "Posten to your home"},
	} {
		assert.Equal(t, tt.label, tt.option.Label())
	}
	assert.True(t, option("shop", 0).Free())
	assert.False(t, option("post", 1).Free())
	assert.False(t, logistics.Option{Calculated: true}.Free())
}

func TestPlacesNearBy(t *testing.T) {
	t.Parallel()
	post := option("post", 0)
	post.Type = logistics.PickUp
	points := post.PickupPoints(oslo)
	require.Len(t, points, 3)
	assert.Equal(t, points, post.PickupPoints(oslo), "the same address has the same ones")
	ids := map[string]bool{}
	for _, p := range points {
		ids[p.ID] = true
		assert.Equal(t, [3]string{"0150", "Oslo", "NO"}, [3]string{p.PostalCode, p.City, p.Country})
		assert.NotEmpty(t, p.Name)
		assert.NotEmpty(t, p.Address)
		assert.NotEmpty(t, p.OpeningHours)
	}
	assert.Len(t, ids, 3)
	bergen := oslo
	bergen.PostalCode, bergen.City = "5003", "Bergen"
	assert.NotEqual(t, points, post.PickupPoints(bergen))
	post.Brand = logistics.Bring
	assert.NotEqual(t, points, post.PickupPoints(oslo))
	assert.Empty(t, post.PickupPoints(logistics.Address{}), "near nothing there is nothing")
	post.Type = logistics.Mailbox
	assert.Empty(t, post.PickupPoints(oslo))
	post.Delivery = &logistics.Delivery{PickupPoints: []logistics.PickupPoint{{ID: "own"}}}
	assert.Equal(t, []logistics.PickupPoint{{ID: "own"}}, post.PickupPoints(oslo), "the merchant's own come first")
}

func TestPricesThatTheCarrierNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		to := oslo
		to.PostalCode = rapid.StringMatching("[0-9]{4}").Draw(t, "code")
		o := logistics.Option{ID: "p", Brand: logistics.Porterbuddy, Calculated: true, Amount: logistics.Amount{Currency: "NOK"}}
		priced := o.Priced(to)
		assert.False(t, priced.Calculated)
		assert.Equal(t, priced, o.Priced(to))
		assert.GreaterOrEqual(t, priced.Amount.Value, int64(7900))
		assert.LessOrEqual(t, priced.Amount.Value, int64(17800))
	})
	assert.Equal(t, option("post", 5), option("post", 5).Priced(oslo))
}

func TestChoosing(t *testing.T) {
	t.Parallel()
	slots := option("home", 7900)
	slots.Priority = 1
	slots.Delivery = &logistics.Delivery{Timeslots: []logistics.Timeslot{{ID: "am"}, {ID: "pm"}}}
	post := option("post", 0)
	post.Type = logistics.PickUp
	offer := logistics.Arrange([]logistics.Option{post, slots})
	points := post.PickupPoints(oslo)
	tests := []struct {
		name        string
		choice      logistics.Choice
		option      string
		point, slot string
		reason      error
	}{
		{"nothing", logistics.Choice{}, "post", points[0].ID, "", nil},
		{"a place", logistics.Choice{PickupPoint: points[2].ID}, "post", points[2].ID, "", nil},
		{"another place", logistics.Choice{PickupPoint: "1"}, "", "", "", logistics.UnknownPoint},
		{"an hour where there are none", logistics.Choice{Timeslot: "am"}, "", "", "", logistics.UnknownSlot},
		{"another option", logistics.Choice{Option: "home"}, "home", "", "am", nil},
		{"its second hour", logistics.Choice{Option: "home", Timeslot: "pm"}, "home", "", "pm", nil},
		{"another hour", logistics.Choice{Option: "home", Timeslot: "night"}, "", "", "", logistics.UnknownSlot},
		{"what nobody offers", logistics.Choice{Option: "drone"}, "", "", "", logistics.UnknownOption},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			chosen, err := offer.Choose(tt.choice, oslo)
			require.ErrorIs(t, err, tt.reason)
			point, slot := "", ""
			if chosen.PickupPoint != nil {
				point = chosen.PickupPoint.ID
			}
			if chosen.Timeslot != nil {
				slot = chosen.Timeslot.ID
			}
			assert.Equal(t, []string{tt.option, tt.point, tt.slot}, []string{chosen.ID, point, slot})
		})
	}
}
