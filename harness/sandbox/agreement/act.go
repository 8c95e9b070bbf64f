package agreement

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"

	"kontrakt/harness/sandbox"
)

// A wish is what comes with an act: the control call's body. All of it is
// optional.
type wish struct {
	// MaxAmount is the payer's maximum. With approve on an agreement that is
	// active it changes it.
	MaxAmount int64 `json:"maxAmount"`
	// Consent is false where the payer does not share what is asked for.
	Consent *bool `json:"consent"`
	// Actor is who stops: USER (the default), ADMIN or MERCHANT.
	Actor Actor `json:"actor"`
	// Reason and Description say why a charge fails.
	Reason      FailureReason `json:"failureReason"`
	Description string        `json:"failureDescription"`
	// Retry lets every attempt fail from now on, instead of the charge at once.
	Retry bool `json:"retry"`
}

// Act lets the payer, or time, act on agreements and charges, for the services
// of both versions: approve, reject, expire and stop; settle and fail. To let a
// charge fail that waits for the payer's approval is an approval that does not
// come through.
func Act(b *sandbox.Box, act sandbox.Act) (ok bool, err error) {
	book := Of(b)
	switch act.Kind {
	case "agreements":
		a, err := book.Agreement(act.Reference)
		if err != nil {
			return false, nil
		}
		w, err := wished(act.Data)
		if err != nil {
			return true, err
		}
		return true, a.act(act.Verb, w)
	case "charges":
		c, err := book.Charge(act.Reference)
		if err != nil {
			return false, nil
		}
		w, err := wished(act.Data)
		if err != nil {
			return true, err
		}
		return true, c.act(act.Verb, w)
	}
	return false, nil
}

func wished(data []byte) (w wish, err error) {
	if len(data) > 0 && json.Unmarshal(data, &w) != nil {
		return w, errors.New("what is asked for does not have the documented form")
	}
	switch w.Reason {
	case "", UserActionRequired, ChargeAmountTooHigh, NonTechnicalError, TechnicalError:
	default:
		return w, fmt.Errorf("no charge fails because of %q", w.Reason)
	}
	switch w.Actor {
	case "", ByPayer, ByAdmin, ByMerchant:
		return w, nil
	}
	return w, fmt.Errorf("nobody is %q", w.Actor)
}

func (a *Agreement) act(verb string, w wish) error {
	switch verb {
	case "approve":
		if a.Status == Active && w.MaxAmount > 0 {
			return a.Raise(w.MaxAmount)
		}
		return a.Approve(Approval{Max: w.MaxAmount, NoConsent: w.Consent != nil && !*w.Consent})
	case "reject":
		return a.Reject()
	case "expire":
		return a.Expire()
	case "stop":
		return a.EndBy(cmp.Or(w.Actor, ByPayer), "")
	}
	return fmt.Errorf("nobody can %s an agreement", verb)
}

func (c *Charge) act(verb string, w wish) error {
	why := Failure{cmp.Or(w.Reason, UserActionRequired), cmp.Or(w.Description, "The payer has to act.")}
	first := c == c.Agreement.Initial && c.Agreement.Status == Pending
	switch {
	case verb == "settle" && first:
		return c.Agreement.Approve(Approval{})
	case verb == "settle":
		return c.Settle()
	case verb == "fail" && first:
		return c.Agreement.Approve(Approval{Declined: &why})
	case verb == "fail" && w.Retry:
		return c.Decline(why)
	case verb == "fail":
		return c.Fail(why)
	}
	return fmt.Errorf("nobody can %s a charge", verb)
}
