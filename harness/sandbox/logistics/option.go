package logistics

import (
	"cmp"
	"slices"
)

// An Amount is money in minor units.
type Amount struct {
	Value    int64
	Currency string
}

// An Option is one way to ship.
type Option struct {
	// ID is what the merchant knows it by.
	ID       string
	Brand    Brand
	Type     Type
	Priority int
	// Default marks the one that is chosen before the customer chooses.
	Default bool
	Amount  Amount
	// Calculated: the carrier says what it costs, not the merchant; Amount counts
	// only after [Option.Priced].
	Calculated bool
	// Title is the merchant's own name for it, CustomType their own word for the
	// type; Description stands below.
	Title, CustomType, Description string
	// TaxRate is in hundredths of a percent; nil where nobody said.
	TaxRate  *int64
	Delivery *Delivery
	// Product is the free text by which version 2 calls it.
	Product string
}

// A Delivery is when, or where, an option delivers. Of its three members an
// option has one.
type Delivery struct {
	LeadTime     *LeadTime
	PickupPoints []PickupPoint
	Timeslots    []Timeslot
}

// A LeadTime is the days between which a parcel comes: 2026-03-15.
type LeadTime struct{ Earliest, Latest string }

// A PickupPoint is where a parcel can be fetched.
type PickupPoint struct {
	ID, Name, Address, PostalCode, City, Country string
	OpeningHours                                 []string
	LeadTime                                     *LeadTime
}

// A Timeslot is when a parcel is brought: a day, and two times of the day.
type Timeslot struct{ ID, Date, Start, End string }

// An Address is where the goods are sent to.
type Address struct {
	Street, PostalCode, City string
	// Country is an ISO 3166-1 alpha-2 code.
	Country string
}

// Label is what the customer reads of an option.
func (o Option) Label() string {
	name := o.Brand.Name()
	switch {
	case o.Product != "":
		return o.Product
	case o.Title != "":
		return o.Title
	case o.CustomType != "":
		return name + " " + o.CustomType
	}
	switch o.Type {
	case Mailbox:
		return name + " to the mailbox"
	case PickUp:
		return name + " pick-up point"
	case HomeDelivery:
		return name + " home delivery"
	}
	return name
}

// Free says whether it costs nothing.
func (o Option) Free() bool { return o.Amount.Value == 0 && !o.Calculated }

// An Offer is what the customer may choose from, in the order of the screen.
type Offer struct {
	Options []Option
	// Preferred is the place of the one that is chosen already.
	Preferred int
}

// Arrange puts options in order: the lowest priority number stands first, those
// of one priority stay as they came. The first that is marked as the default is
// chosen already; where none is, it is the first of all.
func Arrange(options []Option) Offer {
	sorted := slices.Clone(options)
	slices.SortStableFunc(sorted, func(a, b Option) int { return cmp.Compare(a.Priority, b.Priority) })
	marked := slices.IndexFunc(sorted, func(o Option) bool { return o.Default })
	return Offer{sorted, max(marked, 0)}
}

// Find gives the option of an id.
func (o Offer) Find(id string) (Option, bool) {
	i := slices.IndexFunc(o.Options, func(o Option) bool { return o.ID == id })
	if i < 0 {
		return Option{}, false
	}
	return o.Options[i], true
}

// Default is the option that is chosen before the customer chooses; ok is false
// where there is none at all.
func (o Offer) Default() (preferred Option, ok bool) {
	if len(o.Options) == 0 {
		return Option{}, false
	}
	return o.Options[o.Preferred], true
}
