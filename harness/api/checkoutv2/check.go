package checkoutv2

import (
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
)

// check holds a call against the contract as leniently as Checkout does. All
// that does not hold is named together.
func (s *service) check(operation string, c *sandbox.Call) error {
	wrong := sessionwire.Broken(s.law.Of(operation, c, c.Body), func(f harness.Finding) bool {
		return f.Severity != harness.Error || tolerated(f) || forgiven(c.Box, f)
	})
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
