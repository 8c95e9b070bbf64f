package recurringv2

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"
)

// draftForm is the request to draft an agreement.
type draftForm struct {
	Currency      string        `json:"currency"`
	Price         *int64        `json:"price"`
	Variable      *variableForm `json:"variableAmount"`
	Interval      string        `json:"interval"`
	IntervalCount int           `json:"intervalCount"`
	Campaign      *campaignForm `json:"campaign"`
	Initial       *initialForm  `json:"initialCharge"`
	Name          string        `json:"productName"`
	Description   string        `json:"productDescription"`
	AgreementURL  string        `json:"merchantAgreementUrl"`
	RedirectURL   string        `json:"merchantRedirectUrl"`
	Phone         string        `json:"customerPhoneNumber"`
	App           bool          `json:"isApp"`
	SkipLanding   bool          `json:"skipLandingPage"`
	Scope         string        `json:"scope"`
}

type variableForm struct {
	SuggestedMax int64 `json:"suggestedMaxAmount"`
}

// campaignForm is the one kind of campaign. When it was to begin could be said,
// and had no effect.
type campaignForm struct {
	Price int64     `json:"campaignPrice"`
	End   time.Time `json:"end"`
}

// initialForm is the charge that is paid with the approval.
type initialForm struct {
	Amount          int64  `json:"amount"`
	Currency        string `json:"currency"`
	Description     string `json:"description"`
	TransactionType string `json:"transactionType"`
	OrderID         string `json:"orderId"`
}

// updateForm is what an update may change; what is nil stays, with PUT as well.
type updateForm struct {
	Price        *int64        `json:"price"`
	SuggestedMax *int64        `json:"suggestedMaxAmount"`
	Campaign     *campaignForm `json:"campaign"`
	Name         *string       `json:"productName"`
	Description  *string       `json:"productDescription"`
	AgreementURL *string       `json:"merchantAgreementUrl"`
	Status       string        `json:"status"`
}

// chargeForm is the request to create a charge.
type chargeForm struct {
	Amount      int64  `json:"amount"`
	Currency    string `json:"currency"`
	Description string `json:"description"`
	Due         string `json:"due"`
	RetryDays   int    `json:"retryDays"`
	OrderID     string `json:"orderId"`
}

// refundForm is the request to refund.
type refundForm struct {
	Amount      int64  `json:"amount"`
	Description string `json:"description"`
}

// acceptForm is the request to accept in the customer's place.
type acceptForm struct {
	Phone string `json:"customerPhoneNumber"`
}

// read reads a body; what stands behind its one JSON value does not count.
func read(body []byte, into any) error {
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(into); err != nil {
		return &problem{status: http.StatusUnprocessableEntity, list: []errorJSON{{Message: "The body does not have the documented form."}}}
	}
	return nil
}
