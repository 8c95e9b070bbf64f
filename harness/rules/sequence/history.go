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
	deeds := map[string]Deed{h.Capture: Capture, h.Refund: Refund}
	var list []Entry
	for i, e := range entries.Items {
		event, _ := e.At(h.Event)
		success, _ := e.At(h.Success)
		amount, _ := e.At(h.Amount)
		key, _ := e.At(h.Key)
		minor, exact := amount.Int()
		if deed, moves := deeds[event.String()]; moves && success.True() && exact {
			list = append(list, Entry{deed, minor, Digest([]byte(key.String())), fmt.Sprintf("%s/%d%s", h.At, i, h.Amount)})
		}
	}
	return list
}

// Aggregate reads the four sums that ePayment and Checkout tell of a payment, as
// amounts below a pointer.
func Aggregate(body *rules.JSON, at string) *Standing {
	sum := func(field string) Sum { return Told(body, at+field+"/value") }
	return &Standing{
		Authorized: sum("authorizedAmount"), Captured: sum("capturedAmount"),
		Refunded: sum("refundedAmount"), Cancelled: sum("cancelledAmount"),
	}
}
