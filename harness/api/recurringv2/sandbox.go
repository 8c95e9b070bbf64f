package recurringv2

import (
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/api/recurring"
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

const (
	listID        = "ListAgreements"
	draftID       = "DraftAgreement"
	fetchID       = "FetchAgreement"
	putID         = "UpdateAgreementPut"
	patchID       = "UpdateAgreementPatch"
	acceptID      = "acceptUsingPATCH"
	listChargesID = "ListCharges"
	createID      = "CreateCharge"
	fetchChargeID = "FetchCharge"
	cancelID      = "CancelCharge"
	captureID     = "CaptureCharge"
	refundID      = "RefundCharge"

	agreementParam = "agreementId"
	chargeParam    = "chargeId"

	agreements = "/recurring/v2/agreements"
	oneOf      = agreements + "/{" + agreementParam + "}"
	chargesOf  = oneOf + "/charges"
	chargeOf   = chargesOf + "/{" + chargeParam + "}"
)

// A service behaves as Recurring v2. What it knows of merchants, agreements and
// charges is in their boxes.
type service struct {
	contract   *contract.Contract
	operations map[string]harness.Operation
}

// newSandbox makes the API's behaviour; c is what requests are checked against.
// The page for payers is that of version 3, which finds every agreement.
func newSandbox(c *contract.Contract) sandbox.Service {
	s := &service{contract: c, operations: map[string]harness.Operation{}}
	for _, op := range c.Operations() {
		s.operations[op.ID] = op
	}
	return sandbox.Service{
		ID: ID, Routes: s.routes(), Refuse: sandbox.RefuseAtGateway, Act: act, Faults: faults(),
	}
}

// routes are the operations with their rate limits, by the table of 2023.
func (s *service) routes() []sandbox.Route {
	const get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
	return []sandbox.Route{
		{Method: get, Path: agreements, PerMinute: 5, Handle: s.serve(listID, list)},
		{Method: post, Path: agreements, PerMinute: 300, Handle: s.serve(draftID, draft)},
		{Method: get, Path: oneOf, PerMinute: 120, LimitKey: byAgreement, Handle: s.serve(fetchID, fetch)},
		{Method: put, Path: oneOf, PerMinute: 5, LimitKey: byAgreement, Handle: s.serve(putID, update)},
		{Method: patch, Path: oneOf, PerMinute: 5, LimitKey: byAgreement, Handle: s.serve(patchID, update)},
		{Method: patch, Path: oneOf + "/accept", Handle: s.serve(acceptID, accept)},
		{Method: get, Path: chargesOf, PerMinute: 10, LimitKey: byAgreement, Handle: s.serve(listChargesID, listCharges)},
		{Method: post, Path: chargesOf, PerMinute: 2, LimitKey: byKey, Handle: s.once(createID, create)},
		{Method: get, Path: chargeOf, PerMinute: 10, LimitKey: byCharge, Handle: s.serve(fetchChargeID, fetchCharge)},
		{Method: del, Path: chargeOf, PerMinute: 5, LimitKey: byCharge, Handle: s.serve(cancelID, cancel)},
		{Method: post, Path: chargeOf + "/capture", PerMinute: 5, LimitKey: byCharge, Handle: s.once(captureID, capture)},
		{Method: post, Path: chargeOf + "/refund", PerMinute: 5, LimitKey: byCharge, Handle: s.once(refundID, refund)},
	}
}

func byAgreement(c *sandbox.Call) string { return c.Params[agreementParam] }

func byCharge(c *sandbox.Call) string { return c.Params[agreementParam] + " " + c.Params[chargeParam] }

// byKey counts a charge before it has an ID: by its key.
func byKey(c *sandbox.Call) string { return c.Params[agreementParam] + " " + keyOf(c) }

// serve checks a call by its contract before it does what the call asks.
func (s *service) serve(operation string, do func(*sandbox.Call) (any, error)) func(*sandbox.Call) sandbox.Reply {
	return altered(operation, func(c *sandbox.Call) sandbox.Reply { return s.do(operation, c, do) })
}

// once is serve for what can be repeated with a key: it is done once.
func (s *service) once(operation string, do func(*sandbox.Call) (any, error)) func(*sandbox.Call) sandbox.Reply {
	return altered(operation, func(c *sandbox.Call) sandbox.Reply {
		return repeated(c, operation, func() sandbox.Reply { return s.do(operation, c, do) })
	})
}

func (s *service) do(operation string, c *sandbox.Call, do func(*sandbox.Call) (any, error)) sandbox.Reply {
	if err := s.check(operation, c); err != nil {
		return refuse(c, err)
	}
	body, err := do(c)
	if err != nil {
		return refuse(c, err)
	}
	status := http.StatusOK
	if operation == draftID || operation == createID {
		status = http.StatusCreated
	}
	return sandbox.JSON(status, "application/json", body)
}

// bookOf is a merchant's agreements. The merchant is told of them as with version
// 3.
func bookOf(b *sandbox.Box) *agreement.Book {
	recurring.Tell(b)
	return agreement.Of(b)
}

// act lets the payer, or time, act.
func act(b *sandbox.Box, a sandbox.Act) (bool, error) {
	bookOf(b)
	return agreement.Act(b, a)
}

// named is the agreement of the path.
func named(c *sandbox.Call) (*agreement.Agreement, error) {
	return bookOf(c.Box).Agreement(c.Params[agreementParam])
}

// chargeIn is the charge of the path, under its agreement.
func chargeIn(c *sandbox.Call) (*agreement.Charge, error) {
	a, err := named(c)
	if err != nil {
		return nil, err
	}
	return a.Charge(c.Params[chargeParam])
}
