package ecom

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
)

// shippingTimeout is how long the merchant has to offer ways to ship (guide).
const shippingTimeout = 10 * time.Second

// shippingJSON is a way to ship as merchants offer it.
type shippingJSON struct {
	IsDefault string  `json:"isDefault"`
	Priority  int64   `json:"priority"`
	Cost      decimal `json:"shippingCost"`
	Method    string  `json:"shippingMethod"`
	ID        string  `json:"shippingMethodId"`
}

// An option is a way to ship with its cost in øre.
type option struct {
	id, method string
	cost       int64
	isDefault  bool
	priority   int64
}

// shipping is how an express order gets to the customer.
type shipping struct {
	options []option
	// fixed: the merchant gave the options at the start.
	fixed bool
	// asked: the merchant was asked for them. then is what the customer's
	// approval waits for the answer with.
	asked, answered bool
	then            func()
	chosen          *option
	address         address
}

// An address is where a customer lives.
type address struct {
	Line1   string `json:"addressLine1"`
	Line2   string `json:"addressLine2,omitempty"`
	City    string `json:"city"`
	Country string `json:"country"`
	Code    string `json:"postCode"`
}

// home is where customers of the sandbox live who say nothing else.
func home() address {
	return address{Line1: "Prøveveien 7", City: "Trondheim", Country: "Norway", Code: "7010"}
}

// or fills what is not said with what the other address says.
func (a address) or(other address) address {
	if a.Line1 == "" {
		return other
	}
	a.City, a.Country, a.Code = cmp.Or(a.City, other.City), cmp.Or(a.Country, other.Country), cmp.Or(a.Code, other.Code)
	return a
}

// checkExpress holds what express needs beside a regular payment.
func checkExpress(b *sandbox.Box, i shopInfo) error {
	switch {
	case i.ConsentRemovalPrefix == "" && !b.Fault(faultConsentOptional):
		return invalid("consentRemovalPrefix", "It is needed for an express payment.")
	case i.ShippingDetailsPrefix == "" && len(i.Static) == 0 && !b.Fault(faultDynamicOptional):
		return invalid("shippingDetailsPrefix", "It is needed where there are no staticShippingDetails.")
	}
	return nil
}

// fix takes the options that the merchant gave at the start.
func (s *shipping) fix(list []shippingJSON) error {
	options, err := readOptions(list)
	if err != nil {
		return invalid("staticShippingDetails", "They do not hold: "+err.Error()+".")
	}
	s.options, s.fixed = options, len(options) > 0
	return nil
}

func readOptions(list []shippingJSON) ([]option, error) {
	var options []option
	for _, o := range list {
		cost, err := o.Cost.ore()
		known := func(have option) bool { return have.id == o.ID }
		switch {
		case err != nil:
			return nil, err
		case o.ID == "" || o.Method == "" || len([]rune(o.ID)) > 100 || len([]rune(o.Method)) > 256:
			return nil, errors.New("a method has no name or id, or too long ones")
		case o.IsDefault != "Y" && o.IsDefault != "N":
			return nil, errors.New("isDefault is neither Y nor N")
		case slices.ContainsFunc(options, known):
			return nil, errors.New("two methods have one id")
		}
		options = append(options, option{o.ID, o.Method, cost, o.IsDefault == "Y", o.Priority})
	}
	slices.SortStableFunc(options, func(a, b option) int { return cmp.Compare(a.priority, b.priority) })
	return options, nil
}

// choose takes the customer's choice, or the default one where there is none.
func (s *shipping) choose(id string) error {
	for i, o := range s.options {
		if id == o.id || id == "" && o.isDefault {
			s.chosen = &s.options[i]
			return nil
		}
	}
	if id != "" || len(s.options) == 0 {
		return fmt.Errorf("nobody offers the shipping method %q", id)
	}
	s.chosen = &s.options[0]
	return nil
}

// askedAbout is the question for ways to ship.
type askedAbout struct {
	AddressID   int    `json:"addressId"`
	Line1       string `json:"addressLine1"`
	Line2       string `json:"addressLine2,omitempty"`
	City        string `json:"city"`
	Country     string `json:"country"`
	Code        string `json:"postCode"`
	AddressType string `json:"addressType"`
}

// ask asks the merchant once for ways to ship to the customer's address.
func (o *order) ask(b *sandbox.Box) {
	o.shipping.asked = true
	number, _ := strconv.Atoi(b.Digits(4)) // digits are a number
	a := o.shipping.address
	prefix := cmp.Or(o.shop.ShippingDetailsPrefix, o.shop.CallbackPrefix) // a seeded defect asks where nobody said
	o.call(b, sandbox.Delivery{
		Kind:    askCall,
		Method:  http.MethodPost,
		URL:     strings.TrimSuffix(prefix, "/") + "/v2/payments/" + o.id + "/shippingDetails",
		Timeout: shippingTimeout,
		Done:    func(answer sandbox.Answer) { o.offered(b, number, answer) },
	}, askedAbout{number, a.Line1, a.Line2, a.City, "NO", a.Code, "H"})
}

// offered goes on with what the merchant answered. A payment whose shipping the
// app cannot show fails.
func (o *order) offered(b *sandbox.Box, number int, answer sandbox.Answer) {
	o.shipping.answered = true
	then := o.shipping.then
	o.shipping.then = nil
	if !o.pending() {
		return
	}
	if o.shipping.fixed {
		if then != nil {
			then() // a seeded defect asked without need
		}
		return
	}
	options, err := readOffer(o.id, number, answer)
	if err != nil && b.Fault(faultBadOffer) {
		options, err = []option{{id: "post", method: "By post"}}, nil
	}
	if err != nil {
		fail(b, o, refused(groupPayment, "45")[0])
		return
	}
	if o.shipping.options = options; then != nil {
		then()
	}
}

func readOffer(id string, number int, a sandbox.Answer) ([]option, error) {
	var offer struct {
		AddressID int            `json:"addressId"`
		OrderID   string         `json:"orderId"`
		Shipping  []shippingJSON `json:"shippingDetails"`
	}
	switch {
	case a.Err != nil:
		return nil, a.Err
	case a.Status != http.StatusOK:
		return nil, fmt.Errorf("the answer has the status %d", a.Status)
	}
	if err := json.Unmarshal(a.Body, &offer); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	switch {
	case offer.AddressID != number || offer.OrderID != id:
		return nil, errors.New("the answer is about something else")
	case len(offer.Shipping) == 0:
		return nil, errors.New("the answer offers nothing")
	}
	return readOptions(offer.Shipping)
}
