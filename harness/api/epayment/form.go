package epayment

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"kontrakt/harness/sandbox"
)

// The words of the request.
const (
	wallet      = "WALLET"
	card        = "CARD"
	passthrough = "CARD_PASSTHROUGH"

	webRedirect = "WEB_REDIRECT"
	pushMessage = "PUSH_MESSAGE"
	native      = "NATIVE_REDIRECT"
	qrCode      = "QR"
)

// A form is the request to create, as far as the sandbox reads it: what airlines
// add has no effect here, nor who is present.
type form struct {
	Amount        amountJSON    `json:"amount"`
	Customer      *customerJSON `json:"customer"`
	MinimumAge    *int          `json:"minimumUserAge"`
	PaymentMethod struct {
		Type    string   `json:"type"`
		Blocked []string `json:"blockedSources"`
	} `json:"paymentMethod"`
	Profile struct {
		Scope string `json:"scope"`
	} `json:"profile"`
	Reference   string            `json:"reference"`
	ReturnURL   string            `json:"returnUrl"`
	UserFlow    string            `json:"userFlow"`
	ExpiresAt   *string           `json:"expiresAt"`
	QR          *qrForm           `json:"qrFormat"`
	Description string            `json:"paymentDescription"`
	Receipt     json.RawMessage   `json:"receipt"`
	ReceiptURL  *string           `json:"receiptUrl"`
	Metadata    map[string]string `json:"metadata"`
	Shipping    *shippingForm     `json:"shipping"`
	Legal       struct {
		Terms   string `json:"termsOfSaleUrl"`
		Privacy string `json:"privacyPolicyUrl"`
	} `json:"merchantLegalLinks"`
}

// qrForm is the form that the QR code is to have.
type qrForm struct {
	Format string `json:"format"`
	Size   int    `json:"size"`
}

// amountJSON is an amount in minor units.
type amountJSON struct {
	Currency string `json:"currency"`
	Value    int64  `json:"value"`
}

// UnmarshalJSON says so where the amount is no integer.
func (a *amountJSON) UnmarshalJSON(body []byte) error {
	var wire struct {
		Currency string
		Value    json.RawMessage
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		return err
	}
	a.Currency = wire.Currency
	if wire.Value == nil {
		return nil
	}
	value, err := strconv.ParseInt(string(wire.Value), 10, 64)
	if err != nil {
		return refused("4040")
	}
	a.Value = value
	return nil
}

// customerJSON names the customer in one of three ways.
type customerJSON struct {
	Phone      *phoneText `json:"phoneNumber"`
	PersonalQR *string    `json:"personalQr"`
	Token      *string    `json:"customerToken"`
}

// phoneText is a number that official examples send as text, and as a JSON
// number too.
type phoneText string

// UnmarshalJSON takes both.
func (t *phoneText) UnmarshalJSON(body []byte) error {
	text := string(body)
	if strings.HasPrefix(text, `"`) {
		if err := json.Unmarshal(body, &text); err != nil {
			return err
		}
	}
	*t = phoneText(text)
	return nil
}

// readForm reads the request to create, which the contract has let pass.
func readForm(c *sandbox.Call) (form, error) {
	var f form
	if err := read(c.Body, &f); err != nil {
		return f, err
	}
	if string(f.Receipt) == "null" {
		f.Receipt = nil
	}
	return f, nil
}

// read reads a body; what stands behind its one JSON value does not count.
func read(body []byte, into any) error {
	err := json.NewDecoder(bytes.NewReader(body)).Decode(into)
	var why *problem
	switch {
	case errors.As(err, &why):
		return why
	case err != nil:
		return invalid("Body", "It does not have the documented form.")
	}
	return nil
}

// expiry is when the payment is to expire; ok is false where it does not say.
func (f form) expiry() (at time.Time, ok bool, err error) {
	if f.ExpiresAt == nil {
		return time.Time{}, false, nil
	}
	at, err = time.Parse(time.RFC3339, strings.ToUpper(*f.ExpiresAt))
	if err != nil {
		return time.Time{}, true, invalid("ExpiresAt", "It is not a time of RFC 3339.")
	}
	return at, true, nil
}

// object is a JSON object.
type object = map[string]any
