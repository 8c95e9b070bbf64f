package profile

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// A Person is a customer.
type Person struct {
	FirstName, LastName, Email string
	// Phone is an MSISDN: the country code and the number, digits only.
	Phone string
	// Born is a day: 1988-12-03.
	Born string
	// NIN is a national identity number. Those of the sandbox have a month that
	// no calendar has, so that they are nobody's.
	NIN     string
	Address Address
}

// An Address is where a person lives.
type Address struct {
	Line1, Line2, City, Code string
	// Country is an ISO 3166-1 alpha-2 code.
	Country string
}

// Or fills what is not said with what the other says; an address counts as a
// whole.
func (p Person) Or(other Person) Person {
	p.FirstName, p.LastName = cmp.Or(p.FirstName, other.FirstName), cmp.Or(p.LastName, other.LastName)
	p.Email, p.Phone = cmp.Or(p.Email, other.Email), cmp.Or(p.Phone, other.Phone)
	p.Born, p.NIN = cmp.Or(p.Born, other.Born), cmp.Or(p.NIN, other.NIN)
	if p.Address.Line1 == "" {
		p.Address = other.Address
	}
	return p
}

// Somebody is the customer of whom nothing is known. No network gives out this
// number.
func Somebody() Person {
	return Person{
		FirstName: "Kari", LastName: "Prøve", Email: "kari.prove@example.com", Phone: "4710000001",
		Born: "1988-12-03", NIN: "03928812345",
		Address: Address{Line1: "Prøveveien 7", City: "Trondheim", Code: "7010", Country: "NO"},
	}
}

// ByPhone is the customer who has this number; ok is false where nobody has it.
//
// Choice: numbers say who is behind them. One that ends in 9000 is nobody's, one
// that ends in 90 and two other digits belongs to somebody of that age, and any
// other to an adult.
func ByPhone(number string, now time.Time) (p Person, ok bool) {
	p = Somebody()
	p.Phone = number
	if len(number) < 4 {
		return p, false
	}
	digits, special := strings.CutPrefix(number[len(number)-4:], "90")
	if !special {
		return p, true
	}
	age, err := strconv.Atoi(digits)
	if err != nil || age == 0 {
		return p, false
	}
	p.Born = now.AddDate(-age, 0, -1).Format(time.DateOnly)
	return p, true
}

// NeverApproved says whether a person has approved nothing in the app yet, so
// that nobody can approve in their place.
//
// Choice: these are the numbers whose first digit behind the country code is 0,
// as no network gives out any.
func (p Person) NeverApproved() bool {
	for _, country := range []string{"47", "45", "46", "358"} {
		if rest, found := strings.CutPrefix(p.Phone, country); found {
			return rest != "" && rest[0] == '0'
		}
	}
	return false
}

// Telling gives how many characters of a number, at its front and at its back, say
// who is behind it, see [ByPhone] and [Person.NeverApproved]; 0 and 0 of any other.
func Telling(number string) (front, back int) {
	digits := strings.TrimPrefix(number, "+")
	for _, country := range []string{"47", "45", "46", "358"} {
		if rest, found := strings.CutPrefix(digits, country); found && rest != "" && rest[0] == '0' {
			front = len(number) - len(rest) + 1
		}
	}
	if len(digits) >= 8 && digits[len(digits)-4:len(digits)-2] == "90" {
		back = 4
	}
	return front, back
}

// Age is how old a person is, in whole years; -1 where nobody knows.
func (p Person) Age(now time.Time) int {
	born, err := time.Parse(time.DateOnly, p.Born)
	if err != nil {
		return -1
	}
	years := now.Year() - born.Year()
	if now.Before(born.AddDate(years, 0, 0)) {
		years--
	}
	return years
}
