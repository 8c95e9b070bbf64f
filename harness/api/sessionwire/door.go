package sessionwire

import (
	"net/http"

	"kontrakt/harness/sandbox"
)

// The headers in which the merchant says who calls.
const (
	headerID     = "client_id"
	headerSecret = "client_secret"
	headerMSN    = "Merchant-Serial-Number"
)

// A Door is what a version's seeded defects at its door are called.
type Door struct{ AnyKeys, SerialOptional, LoginPays string }

// Admit looks at the keys themselves, in headers. There is no token: whoever
// sends one is let in, and nobody looks at it.
func (d Door) Admit(c *sandbox.Call) error {
	h := c.Request.Header
	id, secret := h.Get(headerID), h.Get(headerSecret)
	switch {
	case c.Box.Fault(d.AnyKeys):
	case id == "" || secret == "":
		return unauthorized("client_id and client_secret must be there")
	case !c.Box.Owns(id, secret):
		return unauthorized("client_id and client_secret are not those of the subscription key")
	}
	if h.Get(headerMSN) == "" && !c.Box.Fault(d.SerialOptional) {
		return unauthorized("the merchant serial number is missing")
	}
	if c.Box.Abilities().LoginOnly && !c.Box.Fault(d.LoginPays) {
		return Refused(http.StatusForbidden, codeUnit, "The sales unit is for login only.")
	}
	return nil
}
