package ecom

import (
	"bytes"
	"encoding/json"

	"kontrakt/harness/sandbox"
)

// A form is the request to initiate, as far as the sandbox reads it:
// useExplicitCheckoutFlow has no effect since March 2023, and what airlines
// add has none here.
type form struct {
	CustomerInfo struct {
		MobileNumber string `json:"mobileNumber"`
	} `json:"customerInfo"`
	MerchantInfo *shopInfo `json:"merchantInfo"`
	Transaction  *struct {
		Amount          int64  `json:"amount"`
		OrderID         string `json:"orderId"`
		Text            string `json:"transactionText"`
		SkipLandingPage bool   `json:"skipLandingPage"`
		Scope           string `json:"scope"`
	} `json:"transaction"`
}

// shopInfo is what the merchant says of itself.
type shopInfo struct {
	MSN                   string         `json:"merchantSerialNumber"`
	CallbackPrefix        string         `json:"callbackPrefix"`
	FallBack              string         `json:"fallBack"`
	AuthToken             string         `json:"authToken"`
	IsApp                 bool           `json:"isApp"`
	PaymentType           string         `json:"paymentType"`
	ConsentRemovalPrefix  string         `json:"consentRemovalPrefix"`
	ShippingDetailsPrefix string         `json:"shippingDetailsPrefix"`
	Static                []shippingJSON `json:"staticShippingDetails"`
}

func (i shopInfo) express() bool { return i.PaymentType == expressPayment }

func readForm(c *sandbox.Call) (form, error) {
	var f form
	return f, read(c.Body, &f)
}

// read reads a body that the contract has let pass. What stands behind its one
// JSON value is not looked at.
func read(body []byte, v any) error {
	if json.NewDecoder(bytes.NewReader(body)).Decode(v) != nil {
		return refused(groupVipps, "99")
	}
	return nil
}

// complete says what is missing of what the contract asks for as well, so that
// nobody reads what is not there.
func (f form) complete() error {
	switch {
	case f.MerchantInfo == nil:
		return invalid("merchantInfo", "It is missing.")
	case f.Transaction == nil:
		return invalid("transaction", "It is missing.")
	case f.Transaction.OrderID == "":
		return invalid("orderId", "It is missing.")
	case f.Transaction.Text == "":
		return invalid("transactionText", "It is missing.")
	}
	return nil
}
