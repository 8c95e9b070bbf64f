package steps

import (
	"context"
	"net/http"

	"kontrakt/harness/api"
	"kontrakt/harness/api/checkout"
	"kontrakt/harness/client/receiver"
)

func sayLogisticsWhole(b *book) {
	b.say(`the order says everything of its ways to ship`, orderSaysEverything)
	b.say(`asked, the merchant says everything of its ways to ship`, askedMerchantSaysEverything)
	b.say(`the merchant changes the session to say everything of its ways to ship`, merchantChangesToEverything)
}

// wholeWays are ways to ship with all that version 3 lets a merchant say of
// them: places, hours, and how long it takes.
func wholeWays(currency string) []api.Way {
	soon := map[string]any{"earliest": "2030-01-07", "latest": "2030-01-09"}
	way := func(n int, carrier, id string, delivery map[string]any) api.Way {
		return api.Way{
			ID: id, Carrier: carrier, Title: "As you like", Cost: api.Money{Minor: int64(4900 + n), Currency: currency}, Priority: n, Default: n == 0,
			More: map[string]any{"customType": "as you like", "description": "On a bike", "taxRate": 2500, "delivery": delivery},
		}
	}
	place := map[string]any{
		"id": "p1", "name": "The kiosk", "address": "Torget 1", "postalCode": "0155", "city": "Oslo", "country": "NO",
		"openingHours": []string{"Mon-Fri 8-20"}, "leadTime": soon,
	}
	hour := map[string]any{"id": "am", "date": "2030-01-07", "start": "08:00", "end": "12:00"}
	return []api.Way{
		way(0, "POSTEN", "place", map[string]any{"pickupPoints": []any{place}}),
		way(1, "BRING", "hour", map[string]any{"timeslots": []any{hour}}),
		way(2, "POSTNORD", "soon", map[string]any{"leadTime": soon}),
	}
}

func orderSaysEverything(ctx context.Context) error {
	ways := wholeWays(worldFrom(ctx).currency)
	return asksOf(ctx, func(o *checkout.Opening) { o.Fixed = ways })
}

func askedMerchantSaysEverything(ctx context.Context) error {
	w := worldFrom(ctx)
	box, err := w.inbox()
	if err != nil {
		return err
	}
	s, err := w.sessions(ctx)
	if err != nil {
		return err
	}
	body, err := s.Offer(wholeWays(w.currency))
	if err == nil {
		box.On(http.MethodPost, optionsSuffix, receiver.Behaviour{Body: body})
	}
	return err
}

func merchantChangesToEverything(ctx context.Context) error {
	w := worldFrom(ctx)
	return w.amend(ctx, checkout.Amendment{Ways: wholeWays(w.currency)})
}
