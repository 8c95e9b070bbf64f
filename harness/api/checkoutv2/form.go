package checkoutv2

import (
	"bytes"
	"encoding/json"
	"strings"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/profile"
	"kontrakt/harness/sandbox/session"
)

// form is the request to create, as far as the sandbox reads it.
type form struct {
	Merchant struct {
		Prefix string `json:"callbackPrefix"`
		Return string `json:"returnUrl"`
		Token  string `json:"callbackAuthorizationToken"`
		Terms  string `json:"termsAndConditionsUrl"`
	} `json:"merchantInfo"`
	Transaction struct {
		Amount      sessionwire.Amount `json:"amount"`
		Reference   string             `json:"reference"`
		Description string             `json:"paymentDescription"`
	} `json:"transaction"`
	Logistics struct {
		Dynamic      string       `json:"dynamicOptionsCallback"`
		Fixed        []optionJSON `json:"fixedOptions"`
		Integrations struct {
			Porterbuddy *struct{} `json:"porterbuddy"`
		} `json:"integrations"`
	} `json:"logistics"`
	Prefill struct {
		First   string `json:"firstName"`
		Last    string `json:"lastName"`
		Email   string `json:"email"`
		Phone   string `json:"phoneNumber"`
		Street  string `json:"streetAddress"`
		City    string `json:"city"`
		Code    string `json:"postalCode"`
		Country string `json:"country"`
	} `json:"prefillCustomer"`
	Interaction string `json:"customerInteraction"`
	Contact     bool   `json:"contactFields"`
	Address     bool   `json:"addressFields"`
	Flow        string `json:"userFlow"`
	Identity    bool   `json:"requireUserInfo"`
}

// readForm reads the body of create, which the contract has let pass; what stands
// behind its one JSON value does not count. An address is asked for together with
// the contact data only.
func readForm(c *sandbox.Call) (form, error) {
	var f form
	if json.NewDecoder(bytes.NewReader(c.Body)).Decode(&f) != nil {
		return f, sessionwire.Invalid("Body", "It does not have the documented form.")
	}
	if f.Address && !f.Contact && !c.Box.Fault(faultAddressAlone) {
		return f, sessionwire.Invalid("AddressFields", "It needs contactFields.")
	}
	return f, nil
}

// order is what the merchant means. Words for the flow and for where the customer
// stands are free ones, in any case.
func (f form) order() session.Order {
	p := f.Prefill
	return session.Order{
		Reference: f.Transaction.Reference, Amount: f.Transaction.Amount.Meant(), Description: f.Transaction.Description,
		Callback:      strings.TrimSuffix(f.Merchant.Prefix, "/") + "/checkout/v2/order/" + f.Transaction.Reference,
		CallbackToken: f.Merchant.Token, Return: f.Merchant.Return, Terms: f.Merchant.Terms,
		Elements: f.elements(), Identity: f.Identity,
		Interaction: strings.ToUpper(f.Interaction), Flow: strings.ToUpper(f.Flow),
		Logistics: session.Logistics{
			Dynamic: f.Logistics.Dynamic, Fixed: f.options(), Integrations: f.Logistics.Integrations.Porterbuddy != nil,
		},
		Prefill: profile.Person{
			FirstName: p.First, LastName: p.Last, Email: p.Email, Phone: p.Phone,
			Address: profile.Address{Line1: p.Street, City: p.City, Code: p.Code, Country: p.Country},
		},
	}
}

// elements are the forms that two flags stand for (migration guide).
func (f form) elements() session.Elements {
	switch {
	case f.Address:
		return session.Full
	case f.Contact:
		return session.ContactOnly
	}
	return session.PaymentOnly
}
