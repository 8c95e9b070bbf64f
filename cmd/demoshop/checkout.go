package main

import (
	"context"
	"errors"
	"net/http"
)

const sessions = "/checkout/v3/session"

// startCheckout opens a session, in which the customer says where the goods go.
func (s *shop) startCheckout(ctx context.Context, o *order) error {
	var made struct{ CheckoutFrontendURL, Token string }
	if err := s.api.call(ctx, http.MethodPost, sessions, s.key(o, "session"), s.session(o), &made); err != nil {
		return err
	}
	o.URL = made.CheckoutFrontendURL
	return nil
}

func (s *shop) session(o *order) object {
	lines := receipt(o.Amount)
	return object{
		"type": "PAYMENT", "reference": o.Reference,
		"merchantInfo": object{
			"callbackUrl": s.public + "/hooks/checkout", "callbackAuthorizationToken": o.token,
			"returnUrl": s.public + "/thanks?order=" + o.Reference, "termsAndConditionsUrl": s.public + "/terms",
		},
		"transaction": object{
			"amount": nok(o.Amount), "paymentDescription": s.description,
			"orderSummary": object{"orderLines": lines["orderLines"], "orderBottomLine": lines["bottomLine"]},
		},
		"logistics": object{
			"dynamicOptionsCallback": s.public + "/hooks/shipping/" + o.Reference + "/" + o.address,
			"fixedOptions":           s.fixedWays(),
		},
		"configuration": object{
			"customerInteraction": "CUSTOMER_NOT_PRESENT", "userFlow": "WEB_REDIRECT", "elements": "Full", "showOrderSummary": true,
			"countries": object{"supported": []string{"NO", "SE"}},
		},
	}
}

// refreshCheckout asks how a session stands, until it has come to its end; then
// the payment behind it says how the money does. A session that is not known any
// more has expired.
func (s *shop) refreshCheckout(ctx context.Context, o *order) error {
	found := struct{ SessionState string }{"SessionExpired"}
	err := s.api.call(ctx, http.MethodGet, sessions+"/"+o.Reference, "", nil, &found)
	if r := new(refusal); err != nil && !(errors.As(err, &r) && r.status == http.StatusNotFound) {
		return err
	}
	over := found.SessionState == "SessionExpired" || found.SessionState == "PaymentTerminated"
	o.mu.Lock()
	switch {
	case found.SessionState == "PaymentSuccessful":
		o.by = byEpayment
	case over && o.gaveUp:
		s.take(o, "TERMINATED", aggregate{})
	case over:
		s.take(o, "ABORTED", aggregate{})
	default:
		s.take(o, "CREATED", aggregate{})
	}
	settled := o.by == byEpayment
	o.mu.Unlock()
	if settled {
		return s.refresh(ctx, o)
	}
	return nil
}

// cancelCheckout ends a session in which nobody has paid.
func (s *shop) cancelCheckout(ctx context.Context, o *order) error {
	o.mu.Lock()
	o.gaveUp = true
	o.mu.Unlock()
	err := s.api.call(ctx, http.MethodPost, sessions+"/"+o.Reference+"/expire", "", nil, nil)
	return errors.Join(err, s.refresh(ctx, o))
}
