package recurring

import (
	"kontrakt/harness/api/defect"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
	"kontrakt/harness/sandbox/webhook"
)

// tellCall is the word that defects have for webhooks.
const tellCall = "webhook"

// tooHighCode is the one code of a failure that is known (third parties' runs,
// August 2026): a charge of more than five times the price.
const tooHighCode = "70001"

// agreementToldJSON is the payload of an agreement's event. The actor is only in
// the one of a stop.
type agreementToldJSON struct {
	AgreementID string `json:"agreementId"`
	UUID        string `json:"agreementUUID"`
	ExternalID  string `json:"agreementExternalId,omitempty"`
	EventType   string `json:"eventType"`
	Occurred    string `json:"occurred"`
	Actor       string `json:"actor,omitempty"`
	MSN         string `json:"msn"`
}

// chargeToldJSON is the payload of a charge's event. What is null is left out
// (change log of December 2024).
//
// Choice: amount is that of the charge, and the three sums are as they stand
// after the event; nobody says so.
type chargeToldJSON struct {
	AgreementID   string `json:"agreementId"`
	ChargeID      string `json:"chargeId"`
	ExternalID    string `json:"chargeExternalId,omitempty"`
	TransactionID string `json:"transactionId,omitempty"`
	Amount        int64  `json:"amount"`
	ChargeType    string `json:"chargeType"`
	EventType     string `json:"eventType"`
	Currency      string `json:"currency"`
	Occurred      string `json:"occurred"`
	Captured      int64  `json:"amountCaptured"`
	Canceled      int64  `json:"amountCanceled"`
	Refunded      int64  `json:"amountRefunded"`
	FailureCode   string `json:"failureCode,omitempty"`
	FailureReason string `json:"failureReason,omitempty"`
	MSN           string `json:"msn"`
}

// bookOf is a merchant's agreements, of whose events this API tells the merchant.
func bookOf(b *sandbox.Box) *agreement.Book {
	book := agreement.Of(b)
	book.Told(func(e agreement.Event) { publish(b, e) })
	return book
}

// Tell lets the merchant be told of what happens to its agreements, whichever
// version of the API it uses.
func Tell(b *sandbox.Box) { bookOf(b) }

// eventName is what merchants register for. A charge is canceled with one l
// here.
func eventName(kind agreement.EventKind) string {
	switch kind {
	case agreement.Activated:
		return "agreement-activated"
	case agreement.Rejected:
		return "agreement-rejected"
	case agreement.Stopped:
		return "agreement-stopped"
	case agreement.Expired:
		return "agreement-expired"
	case agreement.ChargeReserved:
		return "charge-reserved"
	case agreement.ChargeCaptured:
		return "charge-captured"
	case agreement.ChargeCancelled:
		return "charge-canceled"
	case agreement.ChargeRefunded:
		return "charge-refunded"
	case agreement.ChargeFailed:
		return "charge-failed"
	}
	return "charge-creation-failed"
}

// publish tells the merchant of an event. Those of one agreement keep their
// order.
func publish(b *sandbox.Box, e agreement.Event) {
	name := eventName(e.Kind)
	if b.Fault(untold(name)) {
		return
	}
	full := "recurring." + name + ".v1"
	var body any
	subject := ""
	switch {
	case e.Charge != nil:
		body, subject = chargeTold(b, e, full), e.Agreement.ID
	case e.Kind == agreement.CreationFailed:
		body, subject = creationTold(b, e, full), e.Order.OrderID
	default:
		body, subject = agreementTold(b, e, full), e.Agreement.ID
	}
	raw := defect.Change(b, alterations(), tellCall, sandbox.JSON(200, "", body).Body)
	webhook.Publish(b, webhook.Event{Name: full, Subject: subject, Body: raw})
}

func agreementTold(b *sandbox.Box, e agreement.Event, name string) agreementToldJSON {
	return agreementToldJSON{
		AgreementID: e.Agreement.ID, UUID: e.Agreement.UUID, ExternalID: e.Agreement.Terms.ExternalID,
		EventType: name, Occurred: stamp(e.At), Actor: string(e.Actor), MSN: b.MSN(),
	}
}

func chargeTold(b *sandbox.Box, e agreement.Event, name string) chargeToldJSON {
	c, sums := e.Charge, e.Charge.Summary()
	return chargeToldJSON{
		AgreementID: e.Agreement.ID, ChargeID: c.ID, ExternalID: c.ExternalID, TransactionID: e.TransactionID,
		Amount: c.Amount, ChargeType: string(c.Kind), EventType: name, Currency: e.Agreement.Terms.Pricing.Currency,
		Occurred: stamp(e.At), Captured: sums.Captured, Canceled: sums.Cancelled, Refunded: sums.Refunded,
		FailureReason: string(c.Failure().Reason), MSN: b.MSN(),
	}
}

// creationTold is about a charge that is none.
func creationTold(b *sandbox.Box, e agreement.Event, name string) chargeToldJSON {
	told := chargeToldJSON{
		ChargeID: e.Order.OrderID, ExternalID: e.Order.ExternalID, Amount: e.Order.Amount, ChargeType: string(e.Order.Kind),
		EventType: name, Currency: bookOf(b).Currency(), Occurred: stamp(e.At), MSN: b.MSN(),
	}
	if e.Agreement != nil {
		told.AgreementID = e.Agreement.ID
	}
	told.FailureReason = string(agreement.NonTechnicalError)
	if r, ok := agreement.Because(e.Why); ok && r.Reason == agreement.AmountTooHigh {
		told.FailureCode, told.FailureReason = tooHighCode, string(agreement.ChargeAmountTooHigh)
	}
	return told
}
