package checkout

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"kontrakt/harness/api"
	"kontrakt/harness/client"
)

// readMoney is an amount in an answer.
type readMoney struct {
	Value    int64
	Currency string
}

func (m *readMoney) money() api.Money {
	if m == nil {
		return api.Money{}
	}
	return api.Money{Minor: m.Value, Currency: m.Currency}
}

type readContact struct {
	FirstName, LastName, Email, PhoneNumber  string
	StreetAddress, PostalCode, City, Country string
	ShippingMethodID                         string
	Amount                                   *readMoney
	PickupPoint, Timeslot                    map[string]any
}

func (c *readContact) contact() *api.Contact {
	if c == nil {
		return nil
	}
	return &api.Contact{
		FirstName: c.FirstName, LastName: c.LastName, Email: c.Email, Phone: c.PhoneNumber,
		Street: c.StreetAddress, PostCode: c.PostalCode, City: c.City, Country: c.Country,
		Way: c.ShippingMethodID, Cost: c.Amount.money(), Point: c.PickupPoint, Slot: c.Timeslot,
	}
}

type readDetails struct {
	Amount    *readMoney
	State     string
	Type      string
	Aggregate *struct{ AuthorizedAmount, CapturedAmount, CancelledAmount, RefundedAmount *readMoney }
}

// readSession reads what is polled and what is told: both have one form.
func readSession(body []byte) (api.Session, error) {
	var answer struct {
		SessionID, MerchantSerialNumber, Reference, SessionState, PaymentMethod string

		PaymentDetails                  *readDetails
		UserInfo                        *struct{ Sub, Email string }
		ShippingDetails, BillingDetails *readContact
	}
	fields := map[string]any{}
	for _, v := range []any{&answer, &fields} {
		if err := json.Unmarshal(body, v); err != nil {
			return api.Session{}, fmt.Errorf("read the session: %w", api.Plain(err))
		}
	}
	s := api.Session{
		ID: answer.SessionID, Reference: answer.Reference, MSN: answer.MerchantSerialNumber, Word: answer.SessionState,
		Method: answer.PaymentMethod, Shipping: answer.ShippingDetails.contact(), Billing: answer.BillingDetails.contact(),
		Fields: fields,
	}
	if u := answer.UserInfo; u != nil {
		s.Sub, s.Email = u.Sub, u.Email
	}
	if p := answer.PaymentDetails; p != nil {
		s.Amount = p.Amount.money()
		if a := p.Aggregate; a != nil {
			s.Sums = &api.Sums{
				Authorized: a.AuthorizedAmount.money(), Captured: a.CapturedAmount.money(),
				Refunded: a.RefundedAmount.money(), Cancelled: a.CancelledAmount.money(),
			}
		}
	}
	var err error
	s.State, err = sessionState(s.Word, answer.PaymentDetails)
	return s, err
}

// sessionState holds the state of the session against that of the payment.
func sessionState(word string, p *readDetails) (api.SessionState, error) {
	payment := ""
	if p != nil {
		payment = p.State
	}
	known := map[string]struct {
		state   api.SessionState
		payment string
	}{
		"SessionCreated":    {api.SessionOpen, ""},
		"PaymentInitiated":  {api.SessionPaying, "CREATED"},
		"PaymentSuccessful": {api.SessionPaid, "AUTHORIZED"},
		"PaymentTerminated": {api.SessionFailed, "TERMINATED"},
		"SessionExpired":    {api.SessionExpired, ""},
	}
	k, ok := known[word]
	switch {
	case !ok:
		return "", fmt.Errorf("session: want a state, got %q", word)
	case payment != k.payment && p != nil:
		return "", fmt.Errorf("session: want the payment of a session that is %s to be %q, got %q", word, k.payment, payment)
	}
	return k.state, nil
}

// refusalOf reads an answer that says no: a problem, or what the gateway before
// the API says. Only two codes are published, so the status tells the rest.
func refusalOf(doing string, a client.Answer) error {
	r := &api.Refusal{Doing: doing, Status: a.Status}
	var problem struct {
		ErrorCode string
		Errors    map[string][]string
	}
	if json.Unmarshal(a.Body, &problem) == nil {
		r.Code = problem.ErrorCode
		if names := slices.Sorted(maps.Keys(problem.Errors)); len(names) > 0 {
			r.Field = names[0]
		}
	}
	switch a.Status {
	case http.StatusBadRequest:
		r.Reasons, r.Documented = []api.Reason{api.Invalid}, a.Status
		if r.Code != "Validation-00001" && (doing == api.Amend || doing == api.Lapse) {
			r.Reasons, r.Documented = []api.Reason{api.SessionClosed}, 0
		}
	case http.StatusUnauthorized:
		r.Reasons, r.Documented = []api.Reason{api.Unauthorized}, a.Status
	case http.StatusForbidden:
		r.Reasons, r.Documented = []api.Reason{api.NotAllowed}, a.Status
	case http.StatusNotFound:
		r.Reasons, r.Documented = []api.Reason{api.UnknownSession}, a.Status
	case http.StatusConflict:
		r.Reasons, r.Documented = []api.Reason{api.DuplicateReference}, a.Status
	case http.StatusTooManyRequests:
		r.Reasons = []api.Reason{api.TooMany}
	}
	return r
}
