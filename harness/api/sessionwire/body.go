package sessionwire

import (
	"net/http"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
	"kontrakt/harness/sandbox/logistics"
)

// An Amount is an amount in minor units. In requests of version 2 the value may
// be missing, which is none.
type Amount struct {
	Value    int64  `json:"value"`
	Currency string `json:"currency"`
}

// Meant is what is meant by it.
func (a Amount) Meant() logistics.Amount { return logistics.Amount(a) }

// An Aggregate is what became of the money behind a session.
type Aggregate struct {
	Cancelled  Amount `json:"cancelledAmount"`
	Captured   Amount `json:"capturedAmount"`
	Refunded   Amount `json:"refundedAmount"`
	Authorized Amount `json:"authorizedAmount"`
}

// AggregateOf sums a payment up.
func AggregateOf(m *ledger.Payment) Aggregate {
	return Aggregate{
		Cancelled: Amount{m.Cancelled(), m.Currency}, Captured: Amount{m.Captured(), m.Currency},
		Refunded: Amount{m.Refunded(), m.Currency}, Authorized: Amount{m.Reserved(), m.Currency},
	}
}

// Created is the answer to create.
type Created struct {
	Token    string `json:"token"`
	Frontend string `json:"checkoutFrontendUrl"`
	Polling  string `json:"pollingUrl"`
}

// A Question is the question for ways to ship. Here the city is the region in
// both versions.
type Question struct {
	Street  string `json:"streetAddress"`
	Code    string `json:"postalCode"`
	Region  string `json:"region"`
	Country string `json:"country"`
}

// QuestionAbout asks about an address.
func QuestionAbout(to logistics.Address) Question {
	return Question{to.Street, to.PostalCode, to.City, to.Country}
}

// JSON is a body.
func JSON(v any) []byte { return sandbox.JSON(http.StatusOK, MediaType, v).Body }
