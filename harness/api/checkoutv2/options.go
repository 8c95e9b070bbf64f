package checkoutv2

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox/logistics"
)

// optionJSON is a way to ship: brand and product are free text, flags say what it
// is.
type optionJSON struct {
	Amount        sessionwire.Amount `json:"amount"`
	ID            string             `json:"id"`
	Priority      *int               `json:"priority"`
	Brand         string             `json:"brand"`
	Product       string             `json:"product"`
	IsDefault     bool               `json:"isDefault"`
	Description   string             `json:"description"`
	IsPickupPoint bool               `json:"isPickupPoint"`
	IsPorterbuddy bool               `json:"isPorterbuddy"`
}

// domain is what is meant by it.
//
// Choice: an option without a priority stands behind those that have one.
func (o optionJSON) domain() logistics.Option {
	out := logistics.Option{
		ID: o.ID, Brand: logistics.Brand(strings.ToUpper(o.Brand)), Priority: math.MaxInt32, Default: o.IsDefault,
		Amount: o.Amount.Meant(), Description: o.Description, Product: cmp.Or(strings.TrimSpace(o.Brand+" "+o.Product), o.ID),
	}
	if o.Priority != nil {
		out.Priority = max(*o.Priority, 0) // merchants' answers have no least one
	}
	switch {
	case o.IsPickupPoint:
		out.Type = logistics.PickUp
	case o.IsPorterbuddy:
		out.Brand, out.Type = logistics.Porterbuddy, logistics.HomeDelivery
	}
	if !out.Brand.Known() || !out.Brand.Does(out.Type) {
		out.Brand = logistics.Other // any text is a brand, with any flag
	}
	return out
}

func domain(list []optionJSON) []logistics.Option {
	var all []logistics.Option
	for _, o := range list {
		all = append(all, o.domain())
	}
	return all
}

// options are the fixed ones. What Porterbuddy brings for nothing costs what
// Porterbuddy says, where the merchant has given it keys.
func (f form) options() []logistics.Option {
	all := domain(f.Logistics.Fixed)
	for i, o := range f.Logistics.Fixed {
		if o.IsPorterbuddy && o.Amount.Value == 0 && f.Logistics.Integrations.Porterbuddy != nil {
			all[i].Calculated = true
		}
	}
	return all
}

// pointJSON is where a parcel can be fetched.
type pointJSON struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Address string   `json:"address"`
	Code    string   `json:"postalCode"`
	City    string   `json:"city"`
	Country string   `json:"country"`
	Hours   []string `json:"openingHours,omitempty"`
}

func asPoint(p *logistics.PickupPoint) *pointJSON {
	if p == nil {
		return nil
	}
	return &pointJSON{p.ID, p.Name, p.Address, p.PostalCode, p.City, p.Country, slices.Clone(p.OpeningHours)}
}
