package logistics

import (
	"fmt"
	"unicode/utf8"
)

// Reason is why an option does not hold. Reasons are compared with [errors.Is].
type Reason string

// The reasons.
const (
	NoID           Reason = "it has no id"
	LongID         Reason = "its id is longer than 200 characters"
	UnknownBrand   Reason = "there is no such carrier"
	ForeignType    Reason = "the carrier has no such type of delivery"
	LowPriority    Reason = "its priority is below 0"
	NegativeAmount Reason = "it costs less than nothing"
	OtherCurrency  Reason = "it has another currency than the order"
	LongTitle      Reason = "its title is longer than 200 characters"
	NoOption       Reason = "there is none"
	UnknownOption  Reason = "nobody offers it"
	UnknownPoint   Reason = "it has no such pick-up point"
	UnknownSlot    Reason = "it has no such time slot"
)

func (r Reason) Error() string { return string(r) }

// A Refusal is an option that does not hold. It unwraps to its Reason.
type Refusal struct {
	// At is the option's place in what the merchant said, from 0; ID its id.
	At int
	ID string
	// Field is the member that is wrong: id, brand, type, priority, amount,
	// title.
	Field  string
	Reason Reason
}

func (r *Refusal) Error() string { return fmt.Sprintf("shipping option %q: %s", r.ID, r.Reason) }

func (r *Refusal) Unwrap() error { return r.Reason }

// Check holds a merchant's options to what can be shown and counted; the first
// that does not hold decides.
//
// What is merely odd passes: two defaults, equal priorities, one id twice, a
// type beside a delivery.
//
// Choice: nobody says what becomes of an option in another currency than the
// order. What cannot be added up is refused.
func Check(options []Option, currency string) error {
	for i, o := range options {
		if field, why := o.wrong(currency); why != "" {
			return &Refusal{At: i, ID: o.ID, Field: field, Reason: why}
		}
	}
	return nil
}

// wrong is the first thing that is wrong with an option.
func (o Option) wrong(currency string) (field string, why Reason) {
	switch {
	case o.ID == "":
		return "id", NoID
	case utf8.RuneCountInString(o.ID) > 200:
		return "id", LongID
	case !o.Brand.Known():
		return "brand", UnknownBrand
	case !o.Brand.Does(o.Type):
		return "type", ForeignType
	case o.Priority < 0:
		return "priority", LowPriority
	case utf8.RuneCountInString(o.Title) > 200:
		return "title", LongTitle
	case o.Calculated:
		return "", ""
	case o.Amount.Value < 0:
		return "amount", NegativeAmount
	case o.Amount.Currency != currency:
		return "amount", OtherCurrency
	}
	return "", ""
}
