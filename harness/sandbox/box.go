package sandbox

import "time"

// Abilities are what a sales unit may do; a tenant is created with them.
type Abilities struct {
	// DirectCapture: approval takes the money at once (SALE instead of RESERVE).
	DirectCapture bool `json:"directCapture"`
	// SkipLandingPage: the unit may send a push message at once.
	SkipLandingPage bool `json:"skipLandingPage"`
	// LoginOnly: the unit may not make payments.
	LoginOnly bool `json:"loginOnly"`
	// NationalIdentityNumber: the unit may ask for the scope nin.
	NationalIdentityNumber bool `json:"nationalIdentityNumber"`
	// Limits is "changelog" (the default: eCom capture 365, cancel 180, refund
	// 365 days) or "guide" (capture 180, cancel 180, refund 365 days).
	Limits string `json:"limits"`
}

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
