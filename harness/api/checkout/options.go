package checkout

import (
	"encoding/json"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox/logistics"
)

// optionJSON is a way to ship on the wire.
type optionJSON struct {
	ID          string             `json:"id"`
	Priority    int                `json:"priority"`
	IsDefault   bool               `json:"isDefault"`
	Description string             `json:"description"`
	Title       string             `json:"title"`
	Brand       string             `json:"brand"`
	Amount      sessionwire.Amount `json:"amount"`
	Type        typeText           `json:"type"`
	CustomType  string             `json:"customType"`
	TaxRate     *int64             `json:"taxRate"`
	Delivery    *deliveryJSON      `json:"delivery"`
}

// typeText is a type of delivery. The document has a number in its place for
// one carrier, of which nobody says what it means: that is no type.
type typeText string

// UnmarshalJSON takes both.
func (t *typeText) UnmarshalJSON(body []byte) error {
	var text string
	if json.Unmarshal(body, &text) == nil {
		*t = typeText(text)
	}
	return nil
}

type deliveryJSON struct {
	LeadTime     *leadTimeJSON `json:"leadTime"`
	PickupPoints []pointJSON   `json:"pickupPoints"`
	Timeslots    []slotJSON    `json:"timeslots"`
}

type leadTimeJSON struct {
	Earliest string `json:"earliest"`
	Latest   string `json:"latest"`
}

type pointJSON struct {
	ID           string        `json:"id"`
	Name         string        `json:"name"`
	Address      string        `json:"address"`
	PostalCode   string        `json:"postalCode"`
	City         string        `json:"city"`
	Country      string        `json:"country"`
	OpeningHours []string      `json:"openingHours,omitempty"`
	LeadTime     *leadTimeJSON `json:"leadTime,omitempty"`
}

type slotJSON struct {
	ID    string `json:"id"`
	Date  string `json:"date"`
	Start string `json:"start"`
	End   string `json:"end"`
}

func (l *leadTimeJSON) domain() *logistics.LeadTime {
	if l == nil {
		return nil
	}
	return &logistics.LeadTime{Earliest: l.Earliest, Latest: l.Latest}
}

func (d *deliveryJSON) domain() *logistics.Delivery {
	if d == nil {
		return nil
	}
	out := &logistics.Delivery{LeadTime: d.LeadTime.domain()}
	for _, p := range d.PickupPoints {
		out.PickupPoints = append(out.PickupPoints, logistics.PickupPoint{
			ID: p.ID, Name: p.Name, Address: p.Address, PostalCode: p.PostalCode, City: p.City, Country: p.Country,
			OpeningHours: p.OpeningHours, LeadTime: p.LeadTime.domain(),
		})
	}
	for _, s := range d.Timeslots {
		out.Timeslots = append(out.Timeslots, logistics.Timeslot{ID: s.ID, Date: s.Date, Start: s.Start, End: s.End})
	}
	return out
}

func (o optionJSON) domain() logistics.Option {
	return logistics.Option{
		ID: o.ID, Brand: logistics.Brand(o.Brand), Type: logistics.Type(o.Type), Priority: o.Priority, Default: o.IsDefault,
		Amount: o.Amount.Meant(),
		Title:  o.Title, CustomType: o.CustomType, Description: o.Description, TaxRate: o.TaxRate, Delivery: o.Delivery.domain(),
	}
}

// domain is what is meant by a list of ways to ship; nil stays nil.
func domain(list []optionJSON) []logistics.Option {
	var all []logistics.Option
	for _, o := range list {
		all = append(all, o.domain())
	}
	return all
}

func asPoint(p *logistics.PickupPoint) *pointJSON {
	if p == nil {
		return nil
	}
	out := &pointJSON{
		ID: p.ID, Name: p.Name, Address: p.Address, PostalCode: p.PostalCode, City: p.City, Country: p.Country, OpeningHours: p.OpeningHours,
	}
	if p.LeadTime != nil {
		out.LeadTime = &leadTimeJSON{p.LeadTime.Earliest, p.LeadTime.Latest}
	}
	return out
}

func asSlot(s *logistics.Timeslot) *slotJSON {
	if s == nil {
		return nil
	}
	return &slotJSON{s.ID, s.Date, s.Start, s.End}
}
