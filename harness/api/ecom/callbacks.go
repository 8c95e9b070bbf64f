package ecom

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

const (
	// callbackTimeout is how long the merchant has for the one attempt (guide).
	callbackTimeout = 3 * time.Second
	// Choice: nobody says how long the removal of consent waits.
	consentTimeout = 10 * time.Second
)

// outcome is the callback on how a payment ended.
type outcome struct {
	MSN         string       `json:"merchantSerialNumber"`
	OrderID     string       `json:"orderId"`
	Shipping    *shippedTo   `json:"shippingDetails,omitempty"`
	Transaction transactedAt `json:"transactionInfo"`
	User        *person      `json:"userDetails,omitempty"`
	Error       *errorJSON   `json:"errorInfo,omitempty"`
}

type transactedAt struct {
	Amount        int64  `json:"amount"`
	Status        string `json:"status"`
	TimeStamp     string `json:"timeStamp"`
	TransactionID string `json:"transactionId"`
}

// shippedTo is where the goods go. The callback has zipCode where everything
// else has postCode.
type shippedTo struct {
	Address struct {
		Line1   string `json:"addressLine1"`
		Line2   string `json:"addressLine2,omitempty"`
		City    string `json:"city"`
		Country string `json:"country"`
		ZipCode string `json:"zipCode"`
	} `json:"address"`
	Cost   decimal `json:"shippingCost"`
	Method string  `json:"shippingMethod"`
	ID     string  `json:"shippingMethodId"`
}

// tell tells the merchant how the payment ended: once, whatever it answers.
func (o *order) tell(b *sandbox.Box) {
	if o.end == byTime && b.Fault(faultTimeoutUntold) || o.end == byCustomer && b.Fault(faultRejectUntold) {
		return
	}
	log := o.money.Log()
	last := log[len(log)-1]
	body := outcome{
		MSN: b.MSN(), OrderID: o.id, User: o.customer, Error: o.declined,
		Transaction: transactedAt{last.Amount, o.told(b), stamp(last.At), last.ID},
	}
	if o.customer != nil && o.shipping.chosen != nil {
		body.Shipping = o.shippedTo()
	}
	if b.Fault(faultCallbackAmount) {
		body.Transaction.Amount++
	}
	d := sandbox.Delivery{
		Kind:    tellCall,
		Method:  http.MethodPost,
		URL:     strings.TrimSuffix(o.shop.CallbackPrefix, "/") + "/v2/payments/" + o.id,
		Timeout: callbackTimeout,
	}
	if b.Fault(faultBareCallback) {
		d.URL = o.shop.CallbackPrefix
	}
	if b.Fault(faultTriesAgain) {
		d.Done = func(a sandbox.Answer) {
			if a.Status != http.StatusOK {
				d.Done = nil
				o.call(b, d, body)
			}
		}
	}
	o.call(b, d, body)
}

// told is the status in callbacks. The same fact has another word in express,
// whose form payments with a scope share.
func (o *order) told(b *sandbox.Box) string {
	switch stage := o.money.Stage(); {
	case stage == ledger.Sold:
		return "SALE"
	case o.end == byFailure && b.Abilities().DirectCapture:
		return "SALE_FAILED"
	case o.end == byFailure:
		return "RESERVE_FAILED"
	case o.end != "":
		return string(o.end)
	case (o.customer != nil) != b.Fault(faultCallbackStatus):
		return "RESERVE"
	}
	return "RESERVED"
}

func (o *order) shippedTo() *shippedTo {
	a, chosen := o.shipping.address, o.shipping.chosen
	s := &shippedTo{Cost: inKroner(chosen.cost), Method: chosen.method, ID: chosen.id}
	s.Address.Line1, s.Address.Line2, s.Address.City = a.Line1, a.Line2, a.City
	s.Address.Country, s.Address.ZipCode = a.Country, a.Code
	return s
}

// call makes a call to the merchant, with the token that it gave.
func (o *order) call(b *sandbox.Box, d sandbox.Delivery, body any) {
	d.API, d.Reference, d.Header = ID, o.id, map[string]string{}
	if body != nil {
		d.Header["Content-Type"] = mediaType
		d.Body = defect.Change(b, alterations(), d.Kind, sandbox.JSON(http.StatusOK, mediaType, body).Body)
	}
	if o.shop.AuthToken != "" && !b.Fault(faultNoToken) {
		d.Header["Authorization"] = o.shop.AuthToken
	}
	switch {
	case o.shop.AuthToken != "" && b.Fault(faultBearerToken):
		d.Header["Authorization"] = "Bearer " + o.shop.AuthToken
	case o.shop.AuthToken == "" && b.Fault(faultInventedToken):
		d.Header["Authorization"] = "vipps"
	}
	b.Deliver(d)
}

// withdraw tells the merchant that the customer has withdrawn consent.
//
// Choice: the call carries the merchant's token as the others do; nobody says
// whether it does.
func withdraw(b *sandbox.Box, o *order) error {
	switch {
	case o.customer == nil:
		return errors.New("the customer has given no consent")
	case o.shop.ConsentRemovalPrefix == "":
		return errors.New("the merchant gave no consentRemovalPrefix")
	}
	user := url.PathEscape(o.customer.UserID)
	user = strings.ReplaceAll(user, "=", "%3D") // a path could do without; eCom does not
	switch {
	case b.Fault(faultConsentUntold):
		return nil
	case b.Fault(faultConsentUnescaped):
		user = o.customer.UserID
	case b.Fault(faultConsentOther):
		user = "c29tZWJvZHkgZWxzZSE%3D"
	}
	o.call(b, sandbox.Delivery{
		Kind:    consentCall,
		Method:  http.MethodDelete,
		URL:     strings.TrimSuffix(o.shop.ConsentRemovalPrefix, "/") + "/v2/consents/" + user,
		Timeout: consentTimeout,
	}, nil)
	return nil
}
