package harness

import (
	"net/http"
	"time"
)

// Flow says who called whom.
type Flow string

const (
	// FlowAPI is a call by the merchant to the API.
	FlowAPI Flow = "api"
	// FlowCallback is a call by the API to the merchant: a callback, a request
	// for shipping details, a consent removal, a webhook.
	FlowCallback Flow = "callback"
)

// MarkHeader is the header with which the scenarios' own client marks a
// request as belonging to a scenario. Our listener strips it, so the target
// never sees it.
const MarkHeader = "Kontrakt-Scenario"

// An Exchange is one HTTP request with its answer, as it went over the wire.
// It is immutable once recorded.
type Exchange struct {
	// ID is unique in the run and counts up in the order in which requests
	// arrived: x0001, x0002, …
	ID   string
	Flow Flow
	// Scenario is the ID of the scenario that caused the exchange, "" when
	// nobody knows (as in proxy mode).
	Scenario string
	// Started is when the request's head had arrived, UTC.
	Started time.Time
	// Duration ends with the last byte of the answer.
	Duration time.Duration
	// Waited is the part of Duration that the target took, for the figures
	// on latency.
	Waited   time.Duration
	Request  Request
	Response Response
	// Failure is set when the exchange did not come to its regular end.
	Failure *Failure
	// Signature is what the receiver of a signed delivery, who knows the secret,
	// found of its signature; nil where nobody verified one.
	Signature *Signature
	// Acts are what was asked of the sandbox itself before the exchange, since its
	// scenario's last one, in order; none where nobody saw.
	Acts []Act
}

// A Signature is how the signature of a delivery was found. No flaws: it holds.
type Signature struct{ Flaws []Flaw }

// A Flaw is one thing that does not hold in a signature.
type Flaw struct {
	// Header is where it stands, such as X-Ms-Date.
	Header string
	// Want and Got are as in a [Finding]; no secret, hash or signature is in
	// them.
	Want, Got string
	// Cause is the mistake that explains it, if one is known.
	Cause string
}

// A Request is what the caller sent.
type Request struct {
	Method string
	// Scheme is "http" or "https" as the caller used it, Host is the authority
	// it named. For a callback they are what the merchant registered.
	Scheme, Host string
	// Target is the request-target as sent: path and query, percent-encoding
	// untouched.
	Target string
	Proto  string
	Header http.Header
	Body   Body
	// Trailer holds the fields that followed the body.
	Trailer http.Header
}

// A Response is what the callee answered. Status 0 means there was no answer.
type Response struct {
	Status  int
	Proto   string
	Header  http.Header
	Body    Body
	Trailer http.Header
}

// A Body is a message body as it went over the wire, still compressed if it
// was.
type Body struct {
	// Bytes is the body, or its beginning where it was longer than what is
	// captured.
	Bytes []byte
	// Size is the length that went over the wire, in bytes. Size > len(Bytes)
	// means that the rest was relayed and not captured.
	Size int64
}

// Whole says whether all of the body was captured.
func (b Body) Whole() bool { return b.Size == int64(len(b.Bytes)) }

// FailureKind says how an exchange ended early.
type FailureKind string

const (
	// Unreachable: no connection to the target, or its TLS certificate does
	// not verify.
	Unreachable FailureKind = "unreachable"
	// TimedOut: the target did not answer in time.
	TimedOut FailureKind = "timed-out"
	// CutOff: the target broke off within its answer.
	CutOff FailureKind = "cut-off"
	// CallerGone: the caller hung up before it had its answer.
	CallerGone FailureKind = "caller-gone"
	// Refused: our own listener would not take the request, for its size or its
	// form.
	Refused FailureKind = "refused"
	// Enforced: the guard answered in the target's place (enforce mode).
	Enforced FailureKind = "enforced"
)

// A Failure is the reason why an exchange ended early.
type Failure struct {
	Kind FailureKind
	// Detail is for people; it holds no secret.
	Detail string
}

// An Operation is what a contract calls one kind of exchange.
type Operation struct {
	// Contract is the contract's ID, such as ecom.v2.
	Contract string
	// ID is the published operationId, or the one that the overlay gives.
	ID     string
	Method string
	// Path is the template with the server's base path:
	// /ecomm/v2/payments/{orderId}/capture.
	Path string
	Flow Flow
	// Deprecated is what the contract says of the operation itself.
	Deprecated bool
}

// String names the operation as the merchants' API Dashboard did:
// POST:/ecomm/v2/payments.
func (o Operation) String() string { return o.Method + ":" + o.Path }
