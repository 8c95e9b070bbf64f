package api

import (
	"strings"

	"kontrakt/harness"
)

// A Sample is a request that keeps to its contract and that the API takes, for
// others to be made of by changing one place in it. What only the scenario knows
// stands in braces: {fresh} is a reference and {key} an idempotency key that
// nobody has used, {order}, {agreement}, {charge} and the like are those of its
// state, {msn} and {phone} the merchant's number and a payer's.
type Sample struct {
	// Operation is the contract's ID of what is asked.
	Operation string
	// Needs is the state in which the API takes the request.
	Needs Need
	// Spends says that the state is another one once the request was taken.
	Spends bool
	// Able says that not every sales unit may ask for this.
	Able   bool
	Target string
	// Header is beside what every call carries; nothing leaves a header out.
	Header map[string]string
	// Body is empty for none.
	Body string
	// Keys sends client id and secret themselves, Anonymous no credentials that
	// the client knows of.
	Keys, Anonymous bool
	// Bound are the places where more than the schema decides what is taken, by
	// their JSON Pointer or the parameter's name: edges are not tried there. One
	// that ends in a slash stands for everything below, one that ends in a
	// variation's words for that alone: /amount/value: the least that may be.
	Bound []string
}

// A Need is a state that a request needs.
type Need string

// The states that a request may need.
const (
	NoNeed            Need = ""
	AskedPayment      Need = "a payment that waits for its customer"
	ApprovedPayment   Need = "a payment that is approved"
	CapturedPayment   Need = "a payment that is captured"
	SharedProfile     Need = "a payment whose customer has shared a name"
	OfferedAgreement  Need = "an agreement that waits for its payer"
	ActiveAgreement   Need = "an agreement that is active"
	DueCharge         Need = "a charge that is due"
	ReservedCharge    Need = "a charge that is reserved"
	PaidCharge        Need = "a charge that is paid"
	OpenSession       Need = "a session that is open"
	KnownRegistration Need = "a registration for webhooks"
)

// Edge says whether what the sample has at a place may go to an edge, by the name
// of its variation.
func (s Sample) Edge(pointer, name string) bool {
	for _, b := range s.Bound {
		if b == pointer || strings.HasSuffix(b, "/") && strings.HasPrefix(pointer, b) ||
			strings.Contains(b, ": ") && strings.HasSuffix(name, " "+b) {
			return false
		}
	}
	return true
}

// A Lenience is a class of mistakes that the contract forbids and that the API is
// not held to refuse: because it is documented to take them, or because nobody
// says that it refuses them. Empty fields match everything; Rule and Pointer match
// whole or, with a dot, a slash or a hyphen at the end, as a family.
type Lenience struct {
	Operation string
	Rule      string
	In        harness.Part
	Pointer   string
	// Fails says that the API refuses them, but with a 5xx.
	Fails bool
	// Why says it in a sentence, with the source.
	Why string
}

// Covers says whether a mistake is of the class.
func (l Lenience) Covers(operation string, f harness.Finding) bool {
	return (l.Operation == "" || l.Operation == operation) && (l.In == "" || l.In == f.In) &&
		covers(l.Rule, f.Rule, ".") && (covers(l.Pointer, f.Pointer, "/") || covers(l.Pointer, f.Pointer, "-"))
}

func covers(want, have, end string) bool {
	return want == "" || strings.EqualFold(want, have) || strings.HasSuffix(want, end) && strings.HasPrefix(have, want)
}

// SystemNames is of the names that systems give themselves in headers.
//
// Choice: nobody says whether names over 30 characters are refused.
func SystemNames() Lenience {
	return Lenience{
		Rule: "header.invalid", In: harness.PartHeader, Pointer: "Vipps-System-",
		Why: "nobody says whether names of systems over 30 characters are refused",
	}
}
