package sequence

import (
	"fmt"

	"kontrakt/harness/rules"
)

// A History says how an API writes what has happened to money: where the list
// stands, and where in each of its entries what an entry needs.
type History struct {
	// At leads to the list, the others into an entry.
	At, Event, Success, Amount, Key string
	// Capture and Refund are the API's words for them.
	Capture, Refund string
}

// Moved are the captures and refunds of a history that succeeded. A body without
// the list has none.
func (h History) Moved(body *rules.JSON) []Entry {
	entries, ok := body.At(h.At)
	if !ok || !entries.Array() {
		return nil
	}
	var list []Entry
	for i, e := range entries.Items {
		event, _ := e.At(h.Event)
		deed := Capture
		switch {
		case event.Is(h.Capture):
		case event.Is(h.Refund):
			deed = Refund
		default:
			continue
		}
		success, _ := e.At(h.Success)
		amount, _ := e.At(h.Amount)
		key, _ := e.At(h.Key)
		minor, exact := amount.Int()
		if success.True() && exact {
			list = append(list, Entry{deed, minor, Digest([]byte(key.String())), fmt.Sprintf("%s/%d%s", h.At, i, h.Amount)})
		}
	}
	return list
}

// An Aggregate says where the four sums stand that ePayment and Checkout tell of a
// payment.
type Aggregate struct{ authorized, captured, refunded, cancelled string }

// AggregateAt is the one whose amounts stand below a pointer, which ends with a
// slash.
func AggregateAt(at string) Aggregate {
	sum := func(field string) string { return at + field + "/value" }
	return Aggregate{sum("authorizedAmount"), sum("capturedAmount"), sum("refundedAmount"), sum("cancelledAmount")}
}

// In reads the sums of a body.
func (a Aggregate) In(body *rules.JSON) *Standing {
	return &Standing{
		Authorized: Told(body, a.authorized), Captured: Told(body, a.captured),
		Refunded: Told(body, a.refunded), Cancelled: Told(body, a.cancelled),
	}
}
