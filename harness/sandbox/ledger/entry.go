package ledger

import "time"

// Act is what happens to a payment.
type Act string

const (
	// Open: the merchant asks for money.
	Open Act = "open"
	// Reserve: the customer approves, the money waits.
	Reserve Act = "reserve"
	// Sell: the customer approves, the money is taken at once.
	Sell Act = "sell"
	// End: it is over before anything was reserved.
	End Act = "end"
	// Capture: the merchant takes money.
	Capture Act = "capture"
	// Release: the merchant gives up what is left of the reservation.
	Release Act = "release"
	// Refund: the merchant gives money back.
	Refund Act = "refund"
)

// Ending is how a payment ended of which nothing was reserved.
type Ending string

const (
	// ByCustomer: the customer declined.
	ByCustomer Ending = "by the customer"
	// ByMerchant: the merchant took it back.
	ByMerchant Ending = "by the merchant"
	// ByTime: nobody reacted.
	ByTime Ending = "by time"
	// ByFailure: the approval did not come through.
	ByFailure Ending = "by failure"
)

// A Note is what a log keeps of an act beside the money.
type Note struct {
	At time.Time
	// Key is the idempotency key of the call, ID the API's own number of the act.
	Key, ID string
	Text    string
	// Ending is how it ended, of the act that ended it.
	Ending Ending
}

// An Entry is one line of a payment's log.
type Entry struct {
	Act Act
	// Amount is in minor units: what was moved, or what was asked for when the
	// act was refused.
	Amount int64
	// Refused is why nothing moved; "" when it did.
	Refused Reason
	Note
}

// OK says whether the act happened.
func (e Entry) OK() bool { return e.Refused == "" }
