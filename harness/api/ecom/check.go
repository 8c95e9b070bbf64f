package ecom

import (
	"net/url"
	"slices"
	"strings"

	"kontrakt/harness"
	"kontrakt/harness/sandbox"
)

// A verdict is what eCom makes of something that its contract forbids.
type verdict int

const (
	// invalidField: 400, InvalidRequest with the field's name.
	invalidField verdict = iota
	// malformed: 500, VippsError 99.
	malformed
	// tolerated: it passes, and only the proxy complains.
	tolerated
)

// A lenience is a class of findings that eCom does not answer with 400. Empty
// fields match everything; Rule matches whole or, with a trailing dot, as a
// family.
type lenience struct {
	rule    string
	in      harness.Part
	pointer string
	verdict verdict
}

// leniences, of which the first that matches decides.
//
// Sources: the knowledge base on errors (2023-11-07) for what ends in 500, the
// technical updates of June and November 2022 for mobile numbers.
func leniences() []lenience {
	return []lenience{
		// Values of the wrong type, a merchant serial number as a number and an
		// amount with decimals among them.
		{"schema.type", harness.PartBody, "", malformed},
		{"schema.format", harness.PartBody, "", malformed},
		{"body.lossy-number", harness.PartBody, "", malformed},
		// A number in another form is repaired or left out.
		{"schema.", harness.PartBody, "/customerInfo/mobileNumber", tolerated},
		// Whether the guide's "may" or the document's "required" holds for
		// X-Request-Id depends on the amount.
		{"", harness.PartHeader, "", tolerated},
		{"", harness.PartQuery, "", tolerated},
		{"auth.", "", "", tolerated},
		{"route.", "", "", tolerated},
		// Choice: the body is read whatever it calls itself, and of a member
		// that stands twice the last counts.
		{"content-type.", "", "", tolerated},
		{"body.duplicate-key", "", "", tolerated},
		{"body.trailing-data", "", "", tolerated},
	}
}

func (l lenience) matches(f harness.Finding) bool {
	rule := l.rule == "" || l.rule == f.Rule || strings.HasSuffix(l.rule, ".") && strings.HasPrefix(f.Rule, l.rule)
	return rule && (l.in == "" || l.in == f.In) && (l.pointer == "" || l.pointer == f.Pointer)
}

func judge(f harness.Finding) verdict {
	for _, l := range leniences() {
		if l.matches(f) {
			return l.verdict
		}
	}
	return invalidField
}

// check holds a call against the contract as leniently as eCom does.
func (s *service) check(operation string, c *sandbox.Call) error {
	op := s.operations[operation]
	target := strings.ReplaceAll(op.Path, "{orderId}", url.PathEscape(c.Params["orderId"]))
	if c.Request.URL.RawQuery != "" {
		target += "?" + c.Request.URL.RawQuery
	}
	wrong := overstrict(c, operation)
	for _, f := range s.contract.Request(op, target, c.Request.Header, c.Body) {
		if misspelt(f) && !c.Box.Fault(faultAnyCase) {
			return refused(groupVipps, "99")
		}
		if f.Severity != harness.Error {
			continue
		}
		switch judge(f) {
		case malformed:
			return refused(groupVipps, "99")
		case invalidField:
			if forgiven(c.Box, f) {
				continue
			}
			wrong = append(wrong, invalid(field(f), "The value does not hold: want "+f.Want+".")...)
		}
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// forgiven says whether a seeded defect lets pass what does not hold.
func forgiven(b *sandbox.Box, f harness.Finding) bool {
	return f.Rule == "schema.minimum" && b.Fault(faultShortAmounts) ||
		f.Rule == "schema.required" && f.Pointer == "/merchantInfo/fallBack" && (b.Fault(faultWayOptional) || b.Fault(faultAnyCase)) ||
		f.Rule == "schema.required" && f.Pointer == "/merchantInfo/callbackPrefix" && b.Fault(faultToldOptional) ||
		f.Pointer == "/transaction/orderId" && f.Rule != "schema.required" && b.Fault(faultAnyID) ||
		f.Pointer == "/transaction/transactionText" && f.Rule == "schema.maxLength" && b.Fault(faultAnyText)
}

// overstrict is what a seeded defect refuses although it holds.
func overstrict(c *sandbox.Call, operation string) problems {
	f, err := readForm(c)
	switch {
	case operation != initiateID || err != nil || f.Transaction == nil:
	case len(f.Transaction.OrderID) == 50 && c.Box.Fault(faultLongIDs):
		return invalid("orderId", "It is too long.")
	case f.CustomerInfo.MobileNumber != "" && !eightDigits(f.CustomerInfo.MobileNumber) && c.Box.Fault(faultPhoneForms):
		return invalid("mobileNumber", "It has not eight digits.")
	}
	return nil
}

// field is the name that eCom gives as the code: the last one of the pointer.
func field(f harness.Finding) string {
	name := f.Pointer[strings.LastIndexByte(f.Pointer, '/')+1:]
	if name == "" {
		return "body"
	}
	return name
}

// misspelt says whether an undocumented member is a documented one but for its
// case, which eCom answers with 500.
func misspelt(f harness.Finding) bool {
	if f.Rule != "body.undocumented-property" || !strings.HasPrefix(f.Pointer, "/") {
		return false
	}
	name := field(f)
	return slices.ContainsFunc(fieldNames(), func(known string) bool {
		return name != known && strings.EqualFold(name, known)
	})
}

// fieldNames are the members that eCom reads.
func fieldNames() []string {
	return []string{
		"customerInfo", "mobileNumber", "merchantInfo", "merchantSerialNumber", "callbackPrefix", "fallBack", "authToken",
		"isApp", "paymentType", "consentRemovalPrefix", "shippingDetailsPrefix", "staticShippingDetails", "isDefault",
		"shippingCost", "shippingMethod", "shippingMethodId", "priority", "transaction", "amount", "orderId",
		"transactionText", "skipLandingPage", "scope", "useExplicitCheckoutFlow", "additionalData",
		"shouldReleaseRemainingFunds", "customerPhoneNumber", "token",
	}
}
