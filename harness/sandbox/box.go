package sandbox

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
