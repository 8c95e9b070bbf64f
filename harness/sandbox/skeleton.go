package sandbox

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// GatewayPath is where a person opens the link of a payment, with the query v=2
// and the token.
const GatewayPath = "/dwo-api-application/v1/deeplink/vippsgateway"

// Options make a sandbox.
type Options struct {
	Services  []Service
	Now       func() time.Time
	Seed      int64
	Transport http.RoundTripper
	Routes    map[string]string
	BaseURL   string
	Version   string
	Abilities Abilities
	Log       *slog.Logger
}

// A Sandbox is all tenants behind one http.Handler.
type Sandbox struct{}

// A Box is one tenant.
type Box struct{}

// A Token is an access token as it was issued.
type Token struct {
	Value           string
	Issued, Expires time.Time
}

func New(o Options) (*Sandbox, error)                               { return &Sandbox{}, nil }
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {}
func (s *Sandbox) Close() error                                     { return nil }

func (b *Box) MSN() string                            { return "" }
func (b *Box) Name() string                           { return "" }
func (b *Box) Abilities() Abilities                   { return Abilities{} }
func (b *Box) Fault(name string) bool                 { return false }
func (b *Box) Now() time.Time                         { return time.Time{} }
func (b *Box) At(t time.Time, name string, do func()) {}
func (b *Box) Deliver(d Delivery)                     {}
func (b *Box) Idle(ctx context.Context) error         { return nil }
func (b *Box) UUID() string                           { return "" }
func (b *Box) Digits(n int) string                    { return "" }
func (b *Box) Base() string                           { return "" }
func (b *Box) NewLink(kind string) string             { return "" }
func (b *Box) Link(token string) string               { return "" }
func (b *Box) LandingPage(token string, p Page) Reply { return Reply{} }
func (b *Box) Login(clientID, clientSecret string) (Token, bool) {
	return Token{}, false
}

// State is what one API keeps in a box.
func State[T any](b *Box, id string, make func() T) T { return make() }

// Gateway is an error in the shape of the API gateway.
func Gateway(status int, message string) Reply { return Reply{} }

// RefuseAtGateway words any refusal in the shape of the API gateway.
func RefuseAtGateway(r Refusal) Reply { return Reply{} }

// JSON renders v.
func JSON(status int, contentType string, v any) Reply { return Reply{} }
