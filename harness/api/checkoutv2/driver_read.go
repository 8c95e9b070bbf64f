package checkoutv2

import (
	"cmp"
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

// readContact has the city under the name of region.
type readContact struct {
	FirstName, LastName, Email, PhoneNumber    string
	StreetAddress, PostalCode, Region, Country string
	ShippingMethodID                           string
	Amount                                     *readMoney
	PickupPoint                                map[string]any
}

func (c *readContact) contact() *api.Contact {
	if c == nil {
		return nil
	}
	return &api.Contact{
		FirstName: c.FirstName, LastName: c.LastName, Email: c.Email, Phone: c.PhoneNumber,
		Street: c.StreetAddress, PostCode: c.PostalCode, City: c.Region, Country: c.Country,
		Way: c.ShippingMethodID, Cost: c.Amount.money(), Point: c.PickupPoint,
	}
}

type readDetails struct {
	Amount    *readMoney
	State     string
	Aggregate *struct{ AuthorizedAmount, CapturedAmount, CancelledAmount, RefundedAmount *readMoney }
}

// readSession reads what is polled or told, whose states have other words.
func readSession(body []byte, state func(word, payment string) api.SessionState) (api.Session, error) {
	var answer struct {
		SessionID, MerchantSerialNumber, Reference, SessionState, PaymentMethod string

		PaymentDetails                  *readDetails
		UserDetails                     *struct{ Email, UserInfoSub string }
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
	if u := answer.UserDetails; u != nil && u.UserInfoSub != "" {
		s.Sub, s.Email = u.UserInfoSub, u.Email
	}
	payment := ""
	if p := answer.PaymentDetails; p != nil {
		payment, s.Amount = p.State, p.Amount.money()
		if a := p.Aggregate; a != nil {
			s.Sums = &api.Sums{
				Authorized: a.AuthorizedAmount.money(), Captured: a.CapturedAmount.money(),
				Refunded: a.RefundedAmount.money(), Cancelled: a.CancelledAmount.money(),
			}
		}
	}
	if s.State = state(s.Word, payment); s.State == "" {
		return s, fmt.Errorf("session: want a state, got %q with a payment that is %q", s.Word, cmp.Or(payment, "not there"))
	}
	return s, nil
}

// polledState tells by the payment what the two words of the session leave open.
func polledState(word, payment string) api.SessionState {
	switch word + " " + payment {
	case "SessionStarted ":
		return api.SessionOpen
	case "SessionStarted CREATED":
		return api.SessionPaying
	case "SessionStarted AUTHORISED", "SessionTerminated AUTHORISED":
		return api.SessionPaid
	case "SessionStarted TERMINATED", "SessionTerminated TERMINATED":
		return api.SessionFailed
	case "SessionTerminated ":
		return api.SessionExpired
	}
	return ""
}

func toldState(word, payment string) api.SessionState {
	switch word + " " + payment {
	case "PaymentSuccessful AUTHORISED":
		return api.SessionPaid
	case "PaymentFailed TERMINATED":
		return api.SessionFailed
	}
	return ""
}

// refusalOf reads an answer that says no: a problem, or what the gateway before
// the API says.
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
	if reason := map[int]api.Reason{
		http.StatusBadRequest: api.Invalid, http.StatusUnauthorized: api.Unauthorized, http.StatusForbidden: api.NotAllowed,
		http.StatusNotFound: api.UnknownSession, http.StatusConflict: api.DuplicateReference,
	}[a.Status]; reason != "" {
		r.Reasons, r.Documented = []api.Reason{reason}, a.Status
	}
	return r
}
