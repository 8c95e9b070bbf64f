package epayment

import (
	"encoding/json"
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
)

const (
	createID  = "createPayment"
	paymentID = "getPayment"
	eventsID  = "getPaymentEventLog"
	captureID = "capturePayment"
	cancelID  = "cancelPayment"
	refundID  = "refundPayment"
	approveID = "forceApprove"

	// prefix is the server's path, which problems leave out of their instance.
	prefix   = "/epayment"
	payments = prefix + "/v1/payments"
	approval = prefix + "/v1/test/payments/{Reference}/approve"
)

// A service behaves as ePayment v1. What it knows of merchants and payments is
// in their boxes.
type service struct {
	contract   *contract.Contract
	operations map[string]harness.Operation
}

// newSandbox makes the API's behaviour; c is what requests are checked against.
func newSandbox(c *contract.Contract) sandbox.Service {
	s := &service{contract: c, operations: map[string]harness.Operation{}}
	for _, op := range c.Operations() {
		s.operations[op.ID] = op
	}
	return sandbox.Service{
		ID:     ID,
		Routes: s.routes(),
		Refuse: sandbox.RefuseAtGateway,
		Act:    act,
		Page:   page,
		Items:  items,
		Faults: faults(),
		Links:  []string{landingPath},
	}
}

// routes are the operations with their rate limits, by the table of 2026-08-21,
// and the images of QR codes, which no operation is.
func (s *service) routes() []sandbox.Route {
	const one = payments + "/{Reference}"
	return []sandbox.Route{
		{Method: http.MethodPost, Path: payments, PerMinute: 5, LimitKey: createdPayment, Handle: s.serve(createID, create)},
		{Method: http.MethodGet, Path: one, PerMinute: 120, LimitKey: namedPayment, Handle: s.serve(paymentID, readPayment)},
		{Method: http.MethodGet, Path: one + "/events", PerMinute: 120, LimitKey: namedPayment, Handle: s.serve(eventsID, readEvents)},
		{Method: http.MethodPost, Path: one + "/capture", PerMinute: 5, LimitKey: namedPayment, Handle: s.serve(captureID, capture)},
		{Method: http.MethodPost, Path: one + "/cancel", PerMinute: 5, LimitKey: namedPayment, Handle: s.serve(cancelID, cancel)},
		{Method: http.MethodPost, Path: one + "/refund", PerMinute: 5, LimitKey: namedPayment, Handle: s.serve(refundID, refund)},
		{Method: http.MethodPost, Path: approval, Handle: s.serve(approveID, forceApprove)},
		{Method: http.MethodGet, Path: imagePath, Public: true, Handle: image},
	}
}

// namedPayment is what limits count by: the reference of the path. The merchant
// is counted apart anyway.
func namedPayment(c *sandbox.Call) string {
	if c.Box.Fault(faultLimitShared) {
		return ""
	}
	return c.Params["Reference"]
}

// createdPayment is the same for the reference that the body names, whatever
// else is wrong with it. Where it names none, all such calls count together.
func createdPayment(c *sandbox.Call) string {
	var members map[string]json.RawMessage // not a struct, which would take Reference as well
	if json.Unmarshal(c.Body, &members) != nil {
		return ""
	}
	return string(members["reference"])
}

// serve checks a call by its contract before it does what the call asks. What
// can be repeated with a key is answered once, with what its check gave.
func (s *service) serve(operation string, do func(*sandbox.Call) sandbox.Reply) func(*sandbox.Call) sandbox.Reply {
	checked := func(c *sandbox.Call) sandbox.Reply {
		if err := s.check(operation, c); err != nil {
			return answer(c, 0, nil, err)
		}
		return do(c)
	}
	return func(c *sandbox.Call) sandbox.Reply {
		if c.Request.Method == http.MethodGet || operation == approveID {
			return alterReply(c.Box, operation, checked(c))
		}
		return alterReply(c.Box, operation, once(c, operation, func() sandbox.Reply { return checked(c) }))
	}
}
