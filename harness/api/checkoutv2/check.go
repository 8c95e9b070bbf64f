package checkoutv2

import (
	"net/url"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
)

// credentials are the keys themselves, in headers. There is no token: whoever
// sends one is let in, and nobody looks at it.
func credentials(c *sandbox.Call) error {
	h := c.Request.Header
	id, secret := h.Get("client_id"), h.Get("client_secret")
	switch {
	case c.Box.Fault(faultAnyKeys):
	case id == "" || secret == "":
		return unauthorized("client_id and client_secret must be there")
	case !c.Box.Owns(id, secret):
		return unauthorized("client_id and client_secret are not those of the subscription key")
	}
	if h.Get("Merchant-Serial-Number") == "" && !c.Box.Fault(faultSerialOptional) {
		return unauthorized("the merchant serial number is missing")
	}
	if c.Box.Abilities().LoginOnly && !c.Box.Fault(faultLoginPays) {
		return refused(403, codeUnit, "The sales unit is for login only.")
	}
	return nil
}

// check holds a call against the contract as leniently as Checkout does. All
// that does not hold is named together.
func (s *service) check(operation string, c *sandbox.Call) error {
	op := s.operations[operation]
	target := strings.ReplaceAll(op.Path, "{sessionId}", url.PathEscape(c.Params["sessionId"]))
	var wrong *problem
	for _, f := range s.contract.Request(op, target, c.Request.Header, c.Body) {
		switch {
		case f.Severity != harness.Error || tolerated(f) || forgiven(c.Box, f):
		case wrong == nil:
			wrong = invalid(dotted(f.Pointer), "The value does not hold: want "+f.Want+".")
		default:
			wrong.add(dotted(f.Pointer), "The value does not hold: want "+f.Want+".")
		}
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// tolerated says whether Checkout lets pass what its contract forbids, so that
// only the proxy complains.
//
// Choice: the keys are looked at by themselves, and this version sets no bounds
// to what names a system. The body is read whatever it calls itself, and of a
// member that stands twice the last counts; a session's name that cannot be is
// one that nobody has.
func tolerated(f harness.Finding) bool {
	return f.In != harness.PartBody || f.Rule == "body.trailing-data" || f.Rule == "body.duplicate-key"
}

// forgiven says whether a seeded defect lets pass what does not hold.
func forgiven(b *sandbox.Box, f harness.Finding) bool {
	at := func(pointer string) bool { return f.Pointer == pointer || strings.HasPrefix(f.Pointer, pointer+"/") }
	return at("/merchantInfo") && b.Fault(faultNothingNeeded) ||
		(at("/contactFields") || at("/addressFields")) && b.Fault(faultFlagsOptional) ||
		at("/logistics/fixedOptions") && b.Fault(faultAnyOption) ||
		at("/prefillCustomer") && b.Fault(faultPrefillInParts) ||
		at("/transaction/paymentDescription") && b.Fault(faultAnyText)
}
