package logistics

import (
	"hash/fnv"
	"slices"
)

// A Choice is what a customer chooses: an option by its id, and of the places or
// hours that it has one by its id. What is empty is left to the offer: the
// default, the first place, the first hour.
type Choice struct{ Option, PickupPoint, Timeslot string }

// A Chosen way to ship, with the place and the hour where it has such.
type Chosen struct {
	Option
	PickupPoint *PickupPoint
	Timeslot    *Timeslot
}

// Choose takes a customer's choice out of an offer, for an address.
func (o Offer) Choose(c Choice, to Address) (Chosen, error) {
	option, ok := o.Default()
	if !ok {
		return Chosen{}, NoOption
	}
	if c.Option != "" {
		if option, ok = o.Find(c.Option); !ok {
			return Chosen{}, &Refusal{ID: c.Option, Field: "id", Reason: UnknownOption}
		}
	}
	chosen := Chosen{Option: option.Priced(to)}
	points, slots := option.PickupPoints(to), option.Timeslots()
	if c.PickupPoint != "" || len(points) > 0 {
		i := slices.IndexFunc(points, func(p PickupPoint) bool { return c.PickupPoint == "" || p.ID == c.PickupPoint })
		if i < 0 {
			return Chosen{}, &Refusal{ID: c.PickupPoint, Field: "pickupPoint", Reason: UnknownPoint}
		}
		chosen.PickupPoint = &points[i]
	}
	if c.Timeslot != "" || len(slots) > 0 {
		i := slices.IndexFunc(slots, func(s Timeslot) bool { return c.Timeslot == "" || s.ID == c.Timeslot })
		if i < 0 {
			return Chosen{}, &Refusal{ID: c.Timeslot, Field: "timeslot", Reason: UnknownSlot}
		}
		chosen.Timeslot = &slots[i]
	}
	return chosen, nil
}

// Timeslots are the hours of which the customer chooses one: those that the
// merchant named.
//
// Choice: nobody says which hours there are for home delivery where the merchant
// names none; then there is nothing to choose.
func (o Option) Timeslots() []Timeslot {
	if o.Delivery == nil {
		return nil
	}
	return slices.Clone(o.Delivery.Timeslots)
}

// PickupPoints are the places of which the customer chooses one: those that the
// merchant named, or else, for a type of delivery that has such, those near the
// address. Without an address there are none near it.
func (o Option) PickupPoints(to Address) []PickupPoint {
	if o.Delivery != nil && len(o.Delivery.PickupPoints) > 0 {
		return slices.Clone(o.Delivery.PickupPoints)
	}
	if o.Type != PickUp || to.PostalCode == "" {
		return nil
	}
	return near(o.Brand, to)
}

// Priced is the option with what it costs to this address.
//
// Choice: what a carrier asks for is 79.00 to 178.00, by the postal code.
func (o Option) Priced(to Address) Option {
	if o.Calculated {
		o.Amount.Value, o.Calculated = 7900+int64(hash(string(o.Brand), to.Country, to.PostalCode)%100)*100, false
	}
	return o
}

func hash(texts ...string) uint32 {
	h := fnv.New32a()
	for _, t := range texts {
		_, _ = h.Write([]byte(t + "\n")) // a hash takes everything
	}
	return h.Sum32()
}
