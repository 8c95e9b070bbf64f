package checkout

import (
	"bytes"
	"encoding/json"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/api/sessionwire"
	"kontrakt/harness/sandbox"
)

const (
	headerKey    = "Idempotency-Key"
	headerSystem = "Vipps-System-"
)

// check holds a call against the contract as leniently as Checkout does. All
// that does not hold is named together.
func (s *service) check(operation string, c *sandbox.Call) error {
	body := c.Body
	if operation == createID {
		body = lenient(c.Box, body)
	}
	wrong := sessionwire.Broken(s.law.Of(operation, c, body), func(f harness.Finding) bool {
		extra := f.Rule == "body.undocumented-property" && c.Box.Fault(faultExtraRefused)
		return f.Severity != harness.Error && !extra || tolerated(f) || forgiven(c.Box, f)
	})
	if c.Box.Fault(faultNullRefused) && bytes.Contains(c.Body, []byte(":null")) {
		wrong = wrong.And("Body", "Nothing in it may be null.")
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// tolerated says whether Checkout lets pass what its contract forbids, so that
// only the proxy complains.
//
// Choice: the body is read whatever it calls itself, and of a member that stands
// twice the last counts; a reference that cannot be is one that is not there.
func tolerated(f harness.Finding) bool {
	switch f.In {
	case harness.PartHeader:
		// The keys were looked at before.
		system := strings.HasPrefix(strings.ToLower(f.Pointer), strings.ToLower(headerSystem))
		return !system && !strings.EqualFold(f.Pointer, headerKey)
	case harness.PartBody:
		return f.Rule == "body.trailing-data" || f.Rule == "body.duplicate-key"
	}
	return true
}

// forgiven says whether a seeded defect lets pass what does not hold.
func forgiven(b *sandbox.Box, f harness.Finding) bool {
	under := func(pointer string) bool { return f.Pointer == pointer || strings.HasPrefix(f.Pointer, pointer+"/") }
	return f.In == harness.PartHeader && !strings.EqualFold(f.Pointer, headerKey) && b.Fault(faultAnySystem) ||
		f.Pointer == "/transaction/paymentDescription" && b.Fault(faultAnyText) ||
		f.Pointer == "/transaction/amount/value" && b.Fault(faultAnyAmount) ||
		under("/merchantInfo") && b.Fault(faultNothingNeeded) ||
		under("/configuration") && b.Fault(faultAnyWord) ||
		under("/logistics/fixedOptions") && b.Fault(faultAnyOption) ||
		under("/logisticOptions") && b.Fault(faultAnyOption) ||
		under("/transaction/orderSummary") && b.Fault(faultAnySummary)
}

// lenient is the body as it is held against the contract: what Checkout does not
// insist on is put right. A body that is no object stays as it is.
func lenient(b *sandbox.Box, body []byte) []byte {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil || members == nil {
		return body
	}
	if _, typed := members["type"]; !typed && !b.Fault(faultTypeNeeded) {
		members["type"] = json.RawMessage(`"PAYMENT"`)
	}
	if !b.Fault(faultPrefillChecked) {
		delete(members, "prefillCustomer")
	}
	put, err := json.Marshal(members)
	if err != nil {
		return body
	}
	return put
}
