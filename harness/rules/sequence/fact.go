package sequence

import (
	"hash/maphash"
	"time"

	"kontrakt/harness"
)

// A Deed is what an exchange does, in words that mean the same for every API.
type Deed string

const (
	// Token asks for an access token.
	Token Deed = "token"
	// Start starts a payment, an agreement or a session.
	Start Deed = "start"
	// Approve approves in the customer's place.
	Approve Deed = "approve"
	Capture Deed = "capture"
	Cancel  Deed = "cancel"
	Refund  Deed = "refund"
	// Read asks how something stands, Log what has happened to it.
	Read Deed = "read"
	Log  Deed = "log"
	// Stop ends an agreement.
	Stop Deed = "stop"
	// Register, List and Remove are of webhooks.
	Register Deed = "register"
	List     Deed = "list"
	Remove   Deed = "remove"
	// Tell is a call to the merchant that says what has happened.
	Tell Deed = "tell"
	// Other is everything else.
	Other Deed = ""
)

// A Fact is what one exchange says, as far as others can be held against it. It
// holds no secret and no personal datum.
type Fact struct {
	// Exchange is its ID, Scenario the scenario that caused it, if any.
	Exchange, Scenario string
	Operation          harness.Operation
	// Started is when the request arrived, Ended when the answer was complete.
	Started, Ended time.Time
	// Status is 0 where there was no answer.
	Status int
	// Undecided says that the caller cannot know what became of its call.
	Undecided bool

	Deed Deed
	// Merchant is the serial number; empty where the exchange does not say.
	Merchant string
	// Caller is a digest of the subscription key; 0 where there is none.
	Caller uint64
	// Place is the environment that is called, test or production; empty where the
	// exchange does not say.
	Place string
	// Kind and Subject name what the exchange is about: payment, order-1. APIs
	// that have a view of the same thing use the same kind.
	Kind, Subject string
	// Key and Sent are digests of the idempotency key and of the request; 0 is
	// none.
	Key, Sent uint64
	// Address is a digest of where a call to the merchant went.
	Address uint64
	// Asked is the amount that the request names.
	Asked Amount
	// Counter says that the customer stands there while it is started.
	Counter bool
	// Cart is what a session, or an order in express, sells without shipping, in minor
	// units; 0 where it is not said.
	Cart int64
	// Terms are those of a draft or a charge; nil where there are none.
	Terms *Terms
	// Stands is how the answer, or the call to the merchant, says that the money
	// stands; nil where it does not.
	Stands *Standing
	// Moved are the entries of a history, in any order.
	Moved []Entry
	// Event names what the merchant is told, Number the event itself; a
	// repetition has the number of the first. Of a webhook Number is its ID.
	Event, Number string
	// Hooks are digests: of what a webhook is registered for, address and event in
	// one, or of the IDs in a list.
	Hooks []uint64
	// At is when the event happened, by the teller's clock.
	At time.Time
	// RetryAfter is how long the answer asks to wait; 0 where it does not.
	RetryAfter time.Duration

	// repeats says that an earlier call of the story had the same key: it moves
	// nothing, and its answer may be that of the first time.
	repeats bool
}

// OK says whether the call was answered as a success.
func (f *Fact) OK() bool { return f.Status >= 200 && f.Status <= 299 }

// Before says whether the exchange ended before the other began; of two that
// overlap neither did.
func (f *Fact) Before(g *Fact) bool { return f.Ended.Before(g.Started) }

// An Amount is an amount in minor units; one that is not known has no value to
// hold anything against.
type Amount struct {
	Minor    int64
	Currency string
	Known    bool
}

// A Standing is how the money of something stands, in minor units. Each sum may
// be unknown.
type Standing struct {
	Authorized, Captured, Refunded, Cancelled Sum
	Currency                                  string
	// State is the state in words of package api; empty where it is not said.
	State string
	// Final says that the state is one that nothing leads out of.
	Final bool
}

// A Sum is a sum that may be unknown.
type Sum struct {
	Minor int64
	Known bool
	// Pointer is where it stands in the answer.
	Pointer string
}

// Of makes a known sum.
func Of(minor int64, pointer string) Sum { return Sum{minor, true, pointer} }

// An Entry is one line of a history that succeeded.
type Entry struct {
	Deed  Deed
	Minor int64
	// Key is the digest of the key of the call that caused it, 0 for none.
	Key uint64
	// Pointer is where its amount stands.
	Pointer string
}

// seed makes digests comparable within a process, and nowhere else.
var seed = maphash.MakeSeed()

// Digest makes a number of some text that is equal for equal texts; 0 for no
// text.
func Digest(text []byte) uint64 {
	if len(text) == 0 {
		return 0
	}
	return maphash.Bytes(seed, text) | 1
}
