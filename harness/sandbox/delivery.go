package sandbox

import "time"

// A Delivery is a call from the API to the merchant.
type Delivery struct {
	// API and Kind say what it is, for the list of deliveries: ecom.v2,
	// callback.
	API, Kind, Reference string
	Method, URL          string
	Header               map[string]string
	Body                 []byte
	// Timeout is how long the merchant has, in real time.
	Timeout time.Duration
	// Done is called with the box locked when the merchant has answered, or
	// not.
	Done func(Answer)
}

// An Answer is what the merchant answered to a delivery; Status 0 with Err set
// where there was no answer. Redirects are not followed.
type Answer struct {
	Status int
	Body   []byte
	Took   time.Duration
	Err    error
}
