package recurring

import (
	"net/http"

	"kontrakt/harness"
	"kontrakt/harness/contract"
	"kontrakt/harness/sandbox"
)

const (
	listID        = "ListAgreementsV3"
	draftID       = "DraftAgreementV3"
	fetchID       = "FetchAgreementV3"
	updateID      = "UpdateAgreementPatchV3"
	acceptID      = "acceptUsingPATCHV3"
	listChargesID = "ListChargesV3"
	createID      = "CreateChargeV3"
	bulkID        = "CreateChargeAsyncV3"
	fetchChargeID = "FetchChargeV3"
	findChargeID  = "FetchChargeByIdV3"
	cancelID      = "CancelChargeV3"
	captureID     = "CaptureChargeV3"
	refundID      = "RefundChargeV3"

	agreementParam = "agreementId"
	chargeParam    = "chargeId"

	base       = "/recurring/v3"
	agreements = base + "/agreements"
	oneOf      = agreements + "/{" + agreementParam + "}"
	chargesOf  = oneOf + "/charges"
	chargeOf   = chargesOf + "/{" + chargeParam + "}"
)

// A service behaves as Recurring v3. What it knows of merchants, agreements and
// charges is in their boxes.
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
		Begin:  Tell,
		Refuse: sandbox.RefuseAtGateway,
		Act:    act,
		Page:   page,
		Items:  items,
		Faults: faults(),
		Links:  []string{landingPath},
	}
}

// routes are the operations with their rate limits, by the tables of 2023 to
// 2026.
//
// Choice: of the two limits on creating charges the one that a merchant meets
// first is held, two a minute for one charge, which is told by its key; that of
// 500 a minute for all is not.
func (s *service) routes() []sandbox.Route {
	const get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	return []sandbox.Route{
		{Method: get, Path: agreements, PerMinute: 5, Handle: s.serve(listID, list)},
		{Method: post, Path: agreements, PerMinute: 300, Handle: s.serve(draftID, draft)},
		{Method: get, Path: oneOf, PerMinute: 120, LimitKey: byAgreement, Handle: s.serve(fetchID, fetch)},
		{Method: patch, Path: oneOf, PerMinute: 5, LimitKey: byAgreement, Handle: s.serve(updateID, update)},
		{Method: patch, Path: oneOf + "/accept", Handle: s.serve(acceptID, accept)},
		{Method: get, Path: chargesOf, PerMinute: 10, LimitKey: byAgreement, Handle: s.serve(listChargesID, listCharges)},
		{Method: post, Path: chargesOf, PerMinute: 2, LimitKey: byKey, Handle: s.serve(createID, create)},
		{Method: post, Path: agreements + "/charges", PerMinute: 100, Handle: s.serve(bulkID, s.createMany)},
		{Method: get, Path: chargeOf, PerMinute: 10, LimitKey: byCharge, Handle: s.serve(fetchChargeID, fetchCharge)},
		{Method: get, Path: base + "/charges/{" + chargeParam + "}", PerMinute: 100, Handle: s.serve(findChargeID, findCharge)},
		{Method: del, Path: chargeOf, PerMinute: 5, LimitKey: byCharge, Handle: s.serve(cancelID, cancel)},
		{Method: post, Path: chargeOf + "/capture", PerMinute: 5, LimitKey: byCharge, Handle: s.serve(captureID, capture)},
		{Method: post, Path: chargeOf + "/refund", PerMinute: 5, LimitKey: byCharge, Handle: s.serve(refundID, refund)},
	}
}

// byAgreement and byCharge are what limits count by.
func byAgreement(c *sandbox.Call) string {
	if c.Box.Fault(faultLimitShared) {
		return ""
	}
	return c.Params[agreementParam]
}

func byCharge(c *sandbox.Call) string {
	if c.Box.Fault(faultLimitShared) {
		return ""
	}
	return c.Params[agreementParam] + " " + c.Params[chargeParam]
}

// byKey counts the repetitions of one charge. A call without a key has its body
// for one, as it is refused anyway.
func byKey(c *sandbox.Call) string {
	if key := c.Request.Header.Get(headerKey); key != "" {
		return c.Params[agreementParam] + " " + key
	}
	return string(c.Body)
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
		if c.Request.Method == http.MethodGet {
			return alterReply(c.Box, operation, checked(c))
		}
		return alterReply(c.Box, operation, once(c, operation, func() sandbox.Reply { return checked(c) }))
	}
}

// A desk is what this API knows of one merchant's agreements beside what they
// are.
type desk struct {
	replies map[string]replay
	// pages are where lists of charges go on, by their token.
	pages map[string]continuation
}

func deskOf(b *sandbox.Box) *desk {
	return sandbox.State(b, ID, func() *desk {
		return &desk{replies: map[string]replay{}, pages: map[string]continuation{}}
	})
}
