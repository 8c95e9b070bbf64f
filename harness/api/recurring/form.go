package recurring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// draftForm is the request to draft an agreement.
type draftForm struct {
	Pricing      *pricingForm  `json:"pricing"`
	Interval     *periodJSON   `json:"interval"`
	Campaign     *campaignForm `json:"campaign"`
	Initial      *initialForm  `json:"initialCharge"`
	Name         string        `json:"productName"`
	Description  string        `json:"productDescription"`
	AgreementURL string        `json:"merchantAgreementUrl"`
	RedirectURL  string        `json:"merchantRedirectUrl"`
	Phone        *string       `json:"phoneNumber"`
	App          bool          `json:"isApp"`
	SkipLanding  bool          `json:"skipLandingPage"`
	Scope        string        `json:"scope"`
	ExternalID   *string       `json:"externalId"`

	PaymentMethod *paymentMethod `json:"paymentMethod"`
}

// pricingForm is a price as it is asked for, and as it is changed. Without a type
// it is LEGACY, which was all there was before there were types.
type pricingForm struct {
	Type         string `json:"type"`
	Currency     string `json:"currency"`
	Amount       *int64 `json:"amount"`
	SuggestedMax *int64 `json:"suggestedMaxAmount"`
}

// periodJSON is a span of the calendar: 2 WEEK.
type periodJSON struct {
	Unit  string `json:"unit"`
	Count number `json:"count"`
}

// number is a number that clients may also send as a text, as the published
// collection does.
type number int

func (n *number) UnmarshalJSON(raw []byte) error {
	text := strings.Trim(string(raw), `"`)
	i, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("want a number, got %q", raw)
	}
	*n = number(i)
	return nil
}

// campaignForm is a campaign of any type.
type campaignForm struct {
	Type      string      `json:"type"`
	Price     *int64      `json:"price"`
	End       *string     `json:"end"`
	Period    *periodJSON `json:"period"`
	Interval  *periodJSON `json:"interval"`
	EventDate *string     `json:"eventDate"`
	EventText *string     `json:"eventText"`
}

// initialForm is the charge with the approval.
type initialForm struct {
	Amount          int64   `json:"amount"`
	Description     string  `json:"description"`
	TransactionType string  `json:"transactionType"`
	OrderID         *string `json:"orderId"`
	ExternalID      *string `json:"externalId"`
}

// patchForm is what an update may change; what is nil stays.
type patchForm struct {
	Name         *string      `json:"productName"`
	Description  *string      `json:"productDescription"`
	AgreementURL *string      `json:"merchantAgreementUrl"`
	ExternalID   *string      `json:"externalId"`
	Status       *string      `json:"status"`
	Pricing      *pricingForm `json:"pricing"`
	Interval     *struct {
		Type   string      `json:"type"`
		Period *periodJSON `json:"period"`
	} `json:"interval"`
}

// chargeForm is the request to create a charge; in a bulk it names its agreement.
type chargeForm struct {
	AgreementID     string  `json:"agreementId"`
	Amount          int64   `json:"amount"`
	TransactionType string  `json:"transactionType"`
	Type            string  `json:"type"`
	Description     string  `json:"description"`
	Due             *string `json:"due"`
	RetryDays       *int    `json:"retryDays"`
	Mode            *string `json:"processingMode"`
	OrderID         *string `json:"orderId"`
	ExternalID      *string `json:"externalId"`
}

// moneyForm is the request to capture, or to refund.
type moneyForm struct {
	Amount      int64  `json:"amount"`
	Description string `json:"description"`
}

// acceptForm is the request to accept in the customer's place.
type acceptForm struct {
	Phone string `json:"phoneNumber"`
}

// read reads a body; what stands behind its one JSON value does not count.
func read(body []byte, into any) error {
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(into); err != nil {
		return refused(badJSON, "The body does not have the documented form.")
	}
	return nil
}

// or is a text that may not be there.
func or(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// day reads a date, which counts from midnight UTC.
func day(text string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, text)
	return t, err == nil
}

// stamp writes a time as Recurring does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
