package harness

import "encoding/json"

// An Act is a control call that was made of a sandbox: what a customer did, what
// happened with time, a merchant that was made.
type Act struct {
	// Tenant is the serial number of the merchant that it was about; of one that
	// makes a merchant, that merchant's.
	Tenant string
	Method string
	// Path is what follows /__sandbox/, such as payments/order-1/approve.
	Path string
	// Body is JSON, or empty.
	Body json.RawMessage
}

// A Departure is a reason for which an answer may be another than the recorded one,
// that is known beforehand: what a request was made of says so.
type Departure struct {
	// Row is the row of the migration tables, empty where it has none.
	Row  string
	Says string
	// Mended says that it was refused for a mistake of the request, which may not be
	// in it any more.
	Mended bool
	// Code is a word that the answer holds where it comes out otherwise, such as the
	// number of a refusal; empty is any answer, and all that follows.
	Code string
}
