package webhook

// The seeded defects of registrations and deliveries. Each breaks one thing that
// a merchant relies on.
const (
	FaultOtherSecret     = "webhook-signed-with-another-secret"
	FaultSecretDecoded   = "webhook-secret-decoded"
	FaultCarriageReturns = "webhook-signed-with-carriage-returns"
	FaultQueryUnsigned   = "webhook-query-unsigned"
	FaultDefaultPort     = "webhook-default-port-signed"
	FaultHexHash         = "webhook-hash-in-hexadecimal"
	FaultBodyChanged     = "webhook-body-changed-after-signing"
	FaultDateForm        = "webhook-date-in-another-form"
	FaultDateKept        = "webhook-repeated-with-the-first-date"
	FaultOnce            = "webhook-never-repeated"
	FaultForEver         = "webhook-repeated-for-ever"
	FaultRepeated        = "webhook-repeated-after-success"
	FaultRedirectTaken   = "webhook-redirect-taken-for-success"
	FaultOrderLost       = "webhook-order-lost"
	FaultOneLine         = "webhook-one-payment-blocks-all"
	FaultFirstOnly       = "webhook-first-registration-only"
	FaultUnasked         = "webhook-events-nobody-asked-for"
	FaultAfterDeletion   = "webhook-delivered-after-deletion"
	FaultDeadKept        = "webhook-dead-registration-kept"
	FaultNotDeleted      = "webhook-deletion-without-effect"
	FaultSecretListed    = "webhook-secret-listed"
	FaultOneSecret       = "webhook-same-secret-for-all"
	FaultPlainHTTP       = "webhook-plain-http-registered"
	FaultNoLimit         = "webhook-limit-ignored"
	FaultUnknownEvents   = "webhook-unknown-event-registered"
)

// Faults says what each seeded defect breaks.
func Faults() map[string]string {
	return map[string]string{
		FaultOtherSecret:     "deliveries are signed with another secret than the registration's",
		FaultSecretDecoded:   "the secret is decoded from base64 before it signs",
		FaultCarriageReturns: "the lines that are signed end in CR LF",
		FaultQueryUnsigned:   "the query of the registered address is not signed",
		FaultDefaultPort:     "the signed host names the default port",
		FaultHexHash:         "the hash of the body is written in hexadecimal",
		FaultBodyChanged:     "the body gets a blank after it was signed",
		FaultDateForm:        "the date has the form of RFC 3339",
		FaultDateKept:        "repeated attempts carry the date and signature of the first",
		FaultOnce:            "an event that was not taken is dropped",
		FaultForEver:         "an event that nobody takes is repeated for longer than seven days",
		FaultRepeated:        "an event that was taken is delivered once more",
		FaultRedirectTaken:   "a redirect counts as taken",
		FaultOrderLost:       "an event does not wait for the earlier ones of its payment",
		FaultOneLine:         "an event that was not taken holds back those of other payments",
		FaultFirstOnly:       "of several registrations for an event only the first gets it",
		FaultUnasked:         "a registration gets events that it did not name",
		FaultAfterDeletion:   "a deleted registration still gets events",
		FaultDeadKept:        "a registration that has been unresponsive for two weeks is kept",
		FaultNotDeleted:      "a deletion is answered as a success and deletes nothing",
		FaultSecretListed:    "the list of registrations shows their secrets",
		FaultOneSecret:       "every registration gets the same secret",
		FaultPlainHTTP:       "an http address can be registered",
		FaultNoLimit:         "more than 25 registrations for an event are accepted",
		FaultUnknownEvents:   "events that do not exist can be registered for",
	}
}
