package checkout

import (
	"net/http"

	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/session"
)

const (
	createID    = "createSession"
	sessionID   = "getSession"
	updateID    = "updateSession"
	expireID    = "expireSession"
	questionID  = "fetchLogisticsOptions"
	completedID = "checkoutCallback"

	sessions = "/checkout/v3/session"
)

// A service behaves as Checkout v3. What it knows of merchants and sessions is in
// their boxes.
type service struct{ law *sessionwire.Law }

// newSandbox makes the API's behaviour; c is what requests, and the answers of
// merchants, are checked against.
func newSandbox(c *contract.Contract) sandbox.Service {
	s := &service{sessionwire.NewLaw(c)}
	return sandbox.Service{
		ID:     ID,
		Routes: s.routes(),
		Refuse: refuse,
		Act:    act,
		Page:   page,
		Items:  items,
		Faults: faults(),
		Links:  []string{landingPath},
	}
}

// routes are the operations. No rate limit is documented.
func (s *service) routes() []sandbox.Route {
	const one = sessions + "/{reference}"
	return []sandbox.Route{
		{Method: http.MethodPost, Path: sessions, Access: sandbox.KeyAndClient, Handle: s.serve(createID, s.create)},
		{Method: http.MethodGet, Path: one, Access: sandbox.KeyAndClient, Handle: s.serve(sessionID, poll)},
		{Method: http.MethodPatch, Path: one, Access: sandbox.KeyAndClient, Handle: s.serve(updateID, update)},
		{Method: http.MethodPost, Path: one + "/expire", Access: sandbox.KeyAndClient, Handle: s.serve(expireID, expire)},
	}
}

// serve looks at the keys, and holds a call against its contract, before it does
// what the call asks.
func (s *service) serve(operation string, do func(*sandbox.Call) sandbox.Reply) func(*sandbox.Call) sandbox.Reply {
	checked := func(c *sandbox.Call) sandbox.Reply {
		if err := s.check(operation, c); err != nil {
			return answer(c, nil, err)
		}
		return do(c)
	}
	door := sessionwire.Door{AnyKeys: faultAnyKeys, SerialOptional: faultSerialOptional, LoginPays: faultLoginPays}
	return func(c *sandbox.Call) sandbox.Reply {
		if err := door.Admit(c); err != nil {
			return alterReply(c.Box, operation, answer(c, nil, err))
		}
		if operation != createID {
			return alterReply(c.Box, operation, checked(c))
		}
		return alterReply(c.Box, operation, once(c, func() sandbox.Reply { return checked(c) }))
	}
}

// located does what a call asks of the session in its path.
func located(c *sandbox.Call, do func(*session.Session) (any, error)) sandbox.Reply {
	s, err := session.Of(c.Box).ByReference(c.Params["reference"])
	if err != nil {
		return answer(c, nil, err)
	}
	v, err := do(s)
	return answer(c, v, err)
}

// poll answers how a session stands.
func poll(c *sandbox.Call) sandbox.Reply {
	return located(c, func(s *session.Session) (any, error) { return answerOf(c.Box, s), nil })
}

// update changes a session; the answer is empty.
func update(c *sandbox.Call) sandbox.Reply {
	return located(c, func(s *session.Session) (any, error) {
		var f updateForm
		if err := read(c.Body, &f); err != nil {
			return nil, err
		}
		return nil, s.Patch(f.change())
	})
}

// expire ends a session; the answer is empty.
func expire(c *sandbox.Call) sandbox.Reply {
	return located(c, func(s *session.Session) (any, error) { return nil, s.Expire() })
}
