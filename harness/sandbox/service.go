package sandbox

import (
	"net/http"
	"time"
)

// A Service is one API version as the sandbox serves it. The sandbox does what
// is the same for all: it finds the route (case and trailing slash forgiven),
// the tenant whose credentials the call carries, holds the rate limit, and
// locks the tenant's Box for the duration of the call.
type Service struct {
	// ID is the contract's, such as ecom.v2.
	ID     string
	Routes []Route
	// Begin is called once with every new Box, before anybody else has it; it must
	// not make links.
	Begin func(*Box)
	// Refuse words a refusal that the sandbox makes before the route's handler
	// runs, in this API's own format of errors.
	Refuse func(Refusal) Reply
	// Act lets the customer, or time, act on something of this API; ok is false
	// where the API has nothing of that reference.
	Act func(*Box, Act) (ok bool, err error)
	// Page finds what a person sees who opens the link that the API gave out
	// for this token.
	Page func(*Box, string) (Page, bool)
	// Items lists what stands on the page for people, newest first.
	Items func(*Box) []Item
	// Faults are the seeded defects that this API knows, by name, with what
	// each breaks.
	Faults map[string]string
	// Links are further paths, beside [GatewayPath], at which a person opens a
	// link of this API; the link's token is the query parameter token.
	Links []string
}

// A Route is one operation.
type Route struct {
	Method string
	// Path is the template with the base path: /ecomm/v2/payments/{orderId}.
	Path string
	// PerMinute is the rate limit, 0 for none; it counts per tenant and LimitKey
	// on the tenant's clock.
	PerMinute int
	LimitKey  func(*Call) string
	// Public routes need no credentials. Their Box is that of the tenant whose
	// subscription key or token the call happens to carry, else the default
	// tenant's.
	Public bool
	// Access says which credentials a route needs that is not public; the zero
	// value is subscription key and token.
	Access Access
	Handle func(*Call) Reply
}

// Access says which credentials a route needs.
type Access int

const (
	// KeyAndToken: the subscription key, and a token that was fetched with it.
	KeyAndToken Access = iota
	// KeyOnly: the subscription key (the token endpoint).
	KeyOnly
	// TokenOnly: the token; the key is not looked at (userinfo).
	TokenOnly
	// KeyAndClient: the subscription key, and no token but the client's id and
	// secret in headers of their own, which the service holds against
	// [Box.Owns] (Checkout).
	KeyAndClient
)

// A Call is one request to a route. Its Box is locked until Handle returns.
type Call struct {
	Box     *Box
	Request *http.Request
	// Body is the whole body.
	Body []byte
	// Params are the path parameters, percent-decoded.
	Params map[string]string
}

// A Reply is what the sandbox answers: the bytes are sent as they are.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte

	// hangUp closes the connection instead of answering.
	hangUp bool
}

// Reason says why the sandbox refuses a call before any API sees it.
type Reason string

const (
	MissingKey    Reason = "missing-subscription-key"
	UnknownKey    Reason = "unknown-subscription-key"
	MissingToken  Reason = "missing-token"
	UnknownToken  Reason = "unknown-token"
	ExpiredToken  Reason = "expired-token"
	OtherKey      Reason = "token-of-another-subscription-key"
	OtherMSN      Reason = "merchant-serial-number-of-another"
	TooMany       Reason = "too-many-requests"
	UnknownRoute  Reason = "unknown-route"
	UnknownMethod Reason = "unknown-method"
)

// A Refusal is a refusal with what is needed to word it.
type Refusal struct {
	Reason Reason
	// RetryAfter is set for TooMany.
	RetryAfter time.Duration
	Request    *http.Request
}

// An Act is what the customer, or time, does to a payment.
type Act struct {
	// Verb is approve, reject, expire or fail (payments), and for agreements,
	// charges and sessions what the control calls name; from a page, what its
	// buttons do.
	Verb string
	// Kind is payments, agreements, charges or sessions, as in the control call's path.
	Kind string
	// Reference is the orderId, reference or id that the merchant knows.
	Reference string
	// Data is the control call's body, if any: chosen shipping, contact data, a
	// reason of failure.
	Data []byte
}

// A Page is what a person sees who opens a payment link.
type Page struct {
	Title    string
	Merchant string
	// Lines are label and value pairs: amount, text, state.
	Lines []Line
	// Kind and Reference name what the page's buttons act on.
	Kind, Reference string
	// Choices are radio buttons, such as shipping methods; the chosen value is
	// sent as Choice in the Act's data.
	Choices []Choice
	// Inputs are what the person fills in. They are sent in the Act's data under
	// their names, in which a dot leads into an object.
	Inputs []Input
	// Buttons stand in place of Approve and Reject.
	Buttons []Button
	// Confirm are the words on the button that approves; "" is Approve.
	Confirm string
	// Open says that the person can still act.
	Open bool
	// Expires is when the link times out, on the tenant's clock.
	Expires time.Time
	// Return is where the person is sent afterwards.
	Return string
	// State is shown when the page is not open any more.
	State string
}

// A Line is a label with its value.
type Line struct{ Label, Value string }

// A Choice is one radio button.
type Choice struct {
	Value, Label, Note string
	Default            bool
}

// An Input is one field of a page's form.
type Input struct {
	Name, Label, Value string
	// Type is HTML's: text (also ""), email, tel, or checkbox, which is sent as a
	// boolean and is ticked where its value is not empty.
	Type string
	// Among are the only values that there are; none is any text.
	Among []string
	// Optional fields may be left empty.
	Optional bool
}

// A Button lets the person act with a verb of the service.
type Button struct {
	Verb, Label string
	// Stays: the person stays on the page afterwards, instead of being sent back
	// to the merchant.
	Stays bool
	// Bare: nothing needs to be filled in.
	Bare bool
}

// An Item is one thing on the page for people.
type Item struct {
	API, Kind, Reference string
	State                string
	Lines                []Line
	// Verbs are what the customer can do now.
	Verbs []string
	// Link is the payment link, if it is still open.
	Link    string
	Created time.Time
}
