package recurringv2

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
)

// The codes that are known. No list of them was ever published: these are what
// the guide shows and what third parties' plugins look for.
//
// Choice: what has none of them has no code.
const (
	codeAgreement = "recurring.core.charges.create.invalid_agreement"
	codeUnit      = "merchant.not.allowed.for.recurring.operation"
	codeKeyTaken  = "idempotentkey.hash.mismatch"
	codeAddress   = "merchantagreementurl.apacheurlvalidation"
)

// A problem is why a call is refused.
type problem struct {
	status int
	list   []errorJSON
}

func (p *problem) Error() string { return p.list[0].Message }

// errorJSON is one error of the list that a refusal is. What it does not say is
// null.
type errorJSON struct {
	Field     string
	Message   string
	Code      string
	ContextID string
}

// object is the error on the wire.
func (e errorJSON) object() map[string]any {
	o := map[string]any{"field": nil, "message": e.Message, "code": nil, "contextId": e.ContextID}
	if e.Field != "" {
		o["field"] = e.Field
	}
	if e.Code != "" {
		o["code"] = e.Code
	}
	return o
}

// invalid is a field that does not hold.
func invalid(field, message string) *problem {
	return &problem{http.StatusBadRequest, []errorJSON{{Field: field, Message: message}}}
}

// badAddress is a page of the merchant's that has no address.
func badAddress() *problem {
	return &problem{http.StatusBadRequest, []errorJSON{
		{Field: "merchantAgreementUrl", Message: "It is not an address of the web.", Code: codeAddress},
	}}
}

// and adds a field that does not hold; p may be nil.
func (p *problem) and(field, message string) *problem {
	if p == nil {
		return invalid(field, message)
	}
	p.list = append(p.list, errorJSON{Field: field, Message: message})
	return p
}

// refuse answers why not.
func refuse(c *sandbox.Call, err error) sandbox.Reply {
	var p *problem
	if err = worded("", err); !errors.As(err, &p) {
		p = &problem{http.StatusInternalServerError, []errorJSON{{Message: "Something broke."}}}
	}
	context, list := c.Box.UUID(), []any{}
	for _, e := range p.list {
		e.ContextID = context
		list = append(list, e.object())
	}
	return sandbox.JSON(p.status, "application/json", list)
}

// worded is a refusal of the domain in the words of this API.
//
// Choice: which status stands for what is published nowhere. They are those of
// version 3, so that a merchant who changes over finds the same class of error.
func worded(operation string, err error) error {
	r, ok := agreement.Because(err)
	if !ok {
		return err
	}
	said := errorJSON{Field: fieldOf(r.Field), Message: sentence(r)}
	status := http.StatusBadRequest
	switch r.Reason {
	case agreement.UnknownAgreement, agreement.UnknownCharge:
		status = http.StatusNotFound
	case agreement.OrderTaken, agreement.Busy:
		status = http.StatusConflict
	case agreement.UnitNotAllowed:
		status, said.Code = http.StatusForbidden, codeUnit
	case agreement.PushNotAllowed:
		status = http.StatusForbidden
	case agreement.NotActive:
		if operation == createID {
			said.Code = codeAgreement
		}
	}
	return &problem{status, []errorJSON{said}}
}

// fieldOf is the name that version 2 has for a field of version 3.
func fieldOf(field string) string {
	switch field {
	case "pricing.amount":
		return "price"
	case "pricing.currency":
		return "currency"
	case "pricing.suggestedMaxAmount":
		return "suggestedMaxAmount"
	case "campaign.price":
		return "campaign.campaignPrice"
	case "interval":
		return "intervalCount"
	case "phoneNumber":
		return "customerPhoneNumber"
	}
	return field
}

// sentence says why, with how it stands and what would be possible.
func sentence(r *agreement.Refusal) string {
	said := string(r.Reason)
	said = strings.ToUpper(said[:1]) + said[1:]
	if r.Limit > 0 {
		said += fmt.Sprintf(": %d is asked for, the limit is %d", r.Asked, r.Limit)
	}
	if r.Status != "" {
		said += "; it is " + r.Status
	}
	return said + "."
}
