package session

import "kontrakt/harness/sandbox/logistics"

// A Wire words what Checkout tells a merchant and reads what they answer, in the
// form of one version of the API.
type Wire interface {
	// API is the version's ID.
	API() string
	// Completed words how the session ended, as it stands: in version 3 that is
	// what polling says.
	Completed(s *Session) Message
	// Question words the question for ways to ship to an address.
	Question(s *Session, to logistics.Address) Message
	// Options reads the merchant's answer. An error is an answer that does not
	// have the form; null and an empty list are no options and no error.
	Options(s *Session, body []byte) ([]logistics.Option, error)
}

// A Message is a body to a merchant. Kind is what the contract calls it; Header
// is what goes with it beside what always does.
type Message struct {
	Kind   string
	Header map[string]string
	Body   []byte
}
