package checkout

import (
	"net/url"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/session"
)

// landingPath is where the customer's page is.
const landingPath = "/checkout/page"

// create starts a session.
func (s *service) create(c *sandbox.Call) sandbox.Reply {
	var f createForm
	if err := read(c.Body, &f); err != nil {
		return answer(c, nil, err)
	}
	o, err := f.order(c.Box)
	if err != nil {
		return answer(c, nil, err)
	}
	made, err := session.Of(c.Box).Create(o, wire{s, c.Box})
	if err != nil {
		return answer(c, nil, err)
	}
	return answer(c, sessionwire.Created{
		Token: made.Token, Frontend: frontend(c.Box, made), Polling: c.Box.Base() + sessions + "/" + url.PathEscape(made.Reference),
	}, nil)
}

// frontend is where the customer's page is.
//
// Choice: in reality the address is the same for all, and a script puts the token
// to it. Here the address leads to the page as it stands, so that a person can
// open it.
func frontend(b *sandbox.Box, s *session.Session) string {
	return b.Base() + landingPath + "?token=" + url.QueryEscape(s.Token)
}
