package ecom

import (
	"encoding/json"
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
)

// statusID names the one operation that no rule looks at.
const statusID = "getOrderStatusUsingGET"

// A service behaves as eCom v2. What it knows of merchants and orders is in
// their boxes.
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
	}
}

// routes are the operations with their rate limits, by the guide of 2023-11-15.
func (s *service) routes() []sandbox.Route {
	const order = payments + "/{orderId}"
	return []sandbox.Route{
		{Method: http.MethodPost, Path: payments, PerMinute: 2, LimitKey: initiatedOrder, Handle: s.serve(initiateID, initiate)},
		{Method: http.MethodPost, Path: order + "/capture", PerMinute: 5, LimitKey: namedOrder, Handle: s.serve(captureID, capture)},
		{Method: http.MethodPut, Path: order + "/cancel", PerMinute: 5, LimitKey: namedOrder, Handle: s.serve(cancelID, cancel)},
		{Method: http.MethodPost, Path: order + "/refund", PerMinute: 5, LimitKey: namedOrder, Handle: s.serve(refundID, refund)},
		{Method: http.MethodGet, Path: order + "/details", PerMinute: 120, LimitKey: namedOrder, Handle: s.serve(detailsID, readDetails)},
		{Method: http.MethodGet, Path: order + "/status", PerMinute: 120, LimitKey: namedOrder, Handle: s.serve(statusID, readStatus)},
		{Method: http.MethodPost, Path: "/ecomm/v2/integration-test/payments/{orderId}/approve", Handle: s.serve(approveID, forceApprove)},
	}
}

// namedOrder is what limits count by: the order of the path. The merchant is
// counted apart anyway.
func namedOrder(c *sandbox.Call) string {
	if c.Box.Fault(faultLimitShared) {
		return ""
	}
	return c.Params["orderId"]
}

// initiatedOrder is the same for the order that the body names, whatever else is
// wrong with it. Where it names none, all such calls count together.
func initiatedOrder(c *sandbox.Call) string {
	var named struct {
		Transaction struct {
			OrderID json.RawMessage `json:"orderId"`
		} `json:"transaction"`
	}
	if json.Unmarshal(c.Body, &named) != nil {
		return ""
	}
	return string(named.Transaction.OrderID)
}

// serve checks a call by its contract before it does what the call asks.
func (s *service) serve(operation string, do func(*sandbox.Call) sandbox.Reply) func(*sandbox.Call) sandbox.Reply {
	return func(c *sandbox.Call) sandbox.Reply {
		if err := s.check(operation, c); err != nil {
			return alterReply(c.Box, operation, answer(c.Box, nil, err))
		}
		return alterReply(c.Box, operation, do(c))
	}
}
