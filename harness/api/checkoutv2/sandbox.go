package checkoutv2

import (
	"net/http"
	"net/url"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/session"
)

const (
	createID    = "createSession"
	sessionID   = "getSession"
	questionID  = "fetchLogisticsOptions"
	completedID = "checkoutCallback"

	sessions = "/checkout/v2/session"
	// landing is where the customer's page is, which version 3 shows.
	landing = "/checkout/page"
)

// A service behaves as Checkout v2. What it knows of merchants and sessions is in
// their boxes.
type service struct{ law *sessionwire.Law }

// newSandbox makes the API's behaviour; c is what requests, and the answers of
// merchants, are checked against.
//
// Choice: customers act on sessions of both versions through version 3's service.
func newSandbox(c *contract.Contract) sandbox.Service {
	s := &service{sessionwire.NewLaw(c)}
	return sandbox.Service{ID: ID, Routes: s.routes(), Refuse: refuse, Faults: faults()}
}

// routes are the operations. No rate limit is documented.
//
// Choice: there is no cancel, which the document had until 2022-11-15.
func (s *service) routes() []sandbox.Route {
	return []sandbox.Route{
		{Method: http.MethodPost, Path: sessions, Access: sandbox.KeyAndClient, Handle: s.serve(createID, s.create)},
		{Method: http.MethodGet, Path: sessions + "/{sessionId}", Access: sandbox.KeyAndClient, Handle: s.serve(sessionID, poll)},
	}
}

// serve looks at the keys, and holds a call against its contract, before it does
// what the call asks.
func (s *service) serve(operation string, do func(*sandbox.Call) (any, error)) func(*sandbox.Call) sandbox.Reply {
	door := sessionwire.Door{AnyKeys: faultAnyKeys, SerialOptional: faultSerialOptional, LoginPays: faultLoginPays}
	return func(c *sandbox.Call) sandbox.Reply {
		err := door.Admit(c)
		if err == nil {
			err = s.check(operation, c)
		}
		var v any
		if err == nil {
			v, err = do(c)
		}
		return reply(c, operation, v, err)
	}
}

// create starts a session. It is polled by the name that Checkout gives it.
func (s *service) create(c *sandbox.Call) (any, error) {
	f, err := readForm(c)
	if err != nil {
		return nil, err
	}
	made, err := session.Of(c.Box).Create(f.order(), wire{s, c.Box})
	if err != nil {
		return nil, err
	}
	return sessionwire.Created{
		Token:    made.Token,
		Frontend: c.Box.Base() + landing + "?token=" + url.QueryEscape(made.Token),
		Polling:  c.Box.Base() + sessions + "/" + url.PathEscape(made.ID),
	}, nil
}

// poll answers how a session stands, whichever version started it.
func poll(c *sandbox.Call) (any, error) {
	s, err := session.Of(c.Box).ByID(c.Params["sessionId"])
	if err != nil && c.Box.Fault(faultByReference) {
		s, err = session.Of(c.Box).ByReference(c.Params["sessionId"])
	}
	if err != nil {
		return nil, err
	}
	return polled(s), nil
}
