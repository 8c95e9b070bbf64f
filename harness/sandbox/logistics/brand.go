package logistics

import "slices"

// Brand is a carrier, spelled as edition 2025-10 of Checkout v3 has it.
type Brand string

// The carriers. Instabox was one until 2023-12-06 and is none any more.
const (
	Posten      Brand = "POSTEN"
	Bring       Brand = "BRING"
	PostNord    Brand = "POSTNORD"
	Porterbuddy Brand = "PORTERBUDDY"
	Helthjem    Brand = "HELTHJEM"
	Posti       Brand = "POSTI"
	GLS         Brand = "GLS"
	DAO         Brand = "DAO"
	// Other is whatever the merchant calls it.
	Other Brand = "OTHER"
)

// Type is how a parcel reaches the customer.
type Type string

// The types of delivery. An option without one shows the carrier only.
const (
	Untyped      Type = ""
	Mailbox      Type = "MAILBOX"
	PickUp       Type = "PICKUP_POINT"
	HomeDelivery Type = "HOME_DELIVERY"
)

// Brands are all carriers.
func Brands() []Brand {
	return []Brand{Posten, Bring, PostNord, Porterbuddy, Helthjem, Posti, GLS, DAO, Other}
}

// Known says whether there is such a carrier.
func (b Brand) Known() bool { return slices.Contains(Brands(), b) }

// Types are the types of delivery that a carrier has.
//
// Choice: for DAO the edition has a number where other carriers have words, a
// slip of whoever wrote it; it has pick-up points.
func (b Brand) Types() []Type {
	switch b {
	case Posten, Bring:
		return []Type{Mailbox, PickUp, HomeDelivery}
	case PostNord, Helthjem, Other:
		return []Type{PickUp, HomeDelivery}
	case Porterbuddy:
		return []Type{HomeDelivery}
	case Posti, GLS, DAO:
		return []Type{PickUp}
	}
	return nil
}

// Does says whether a carrier delivers that way; none has to say how.
func (b Brand) Does(t Type) bool { return t == Untyped || slices.Contains(b.Types(), t) }

// Name is what the customer reads.
func (b Brand) Name() string {
	switch b {
	case Posten:
		return "Posten"
	case Bring:
		return "Bring"
	case PostNord:
		return "PostNord"
	case Porterbuddy:
		return "Porterbuddy"
	case Helthjem:
		return "Helthjem"
	case Posti:
		return "Posti"
	}
	if b == Other {
		return "Delivery"
	}
	return string(b)
}
