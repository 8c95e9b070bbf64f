package session

import (
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/agreement"
	"kontrakt/harness/sandbox/ledger"
)

// admitSubscription holds what is to be paid again and again to what Recurring
// lets be agreed to.
func admitSubscription(b *sandbox.Box, s *Subscription) error {
	if s == nil {
		return nil
	}
	currency, least := sold(b)
	switch {
	case s.Amount.Currency != currency && !b.Fault(faultAnyCurrency):
		return refuse("subscription.amount", ForeignCurrency)
	case s.Amount.Value > 0 && s.Amount.Value < least && !b.Fault(faultNothingToPay):
		return refuse("subscription.amount", TooLittle)
	}
	return nil
}

// subscribe drafts the agreement behind a subscription, which Recurring knows
// from now on.
//
// Choice: the session's campaign is not told to Recurring, where it moves no
// price; what is paid at once is a payment of ePayment, as in other sessions.
func (s *Session) subscribe(p Payment) error {
	sub := s.Order.Subscription
	if sub == nil {
		return nil
	}
	drafted, err := agreement.Of(s.box).Draft(agreement.Terms{
		Origin: s.API(), MayBeFree: true,
		Pricing:     agreement.Pricing{Type: agreement.Legacy, Currency: sub.Amount.Currency, Amount: sub.Amount.Value},
		Interval:    &agreement.Period{Unit: agreement.Unit(sub.Unit), Count: sub.Every},
		ProductName: sub.Name, ProductDescription: sub.Description, AgreementURL: sub.URL, RedirectURL: s.Order.Return,
		Phone: p.Phone,
	}, "")
	if err != nil {
		return refuse("", err)
	}
	s.agreement = drafted
	return nil
}

// unsubscribe ends an agreement that nobody agreed to.
func (s *Session) unsubscribe(how ledger.Ending) {
	switch {
	case s.agreement == nil:
	case how == ledger.ByTime:
		_ = s.agreement.Expire() // it may have done so by itself
	default:
		_ = s.agreement.Reject() // it is pending, unless Recurring was asked to end it
	}
}

// Agreement is the subscription that the customer agrees to: its state in words
// of Recurring, and its number, "" before the customer pays. There is none
// without a subscription.
func (s *Session) Agreement() (state, id string) {
	switch {
	case s.Order.Subscription == nil:
		return "", ""
	case s.agreement != nil:
		return string(s.agreement.Status), s.agreement.ID
	case s.state == Expired:
		return string(agreement.Lapsed), ""
	}
	return string(agreement.Pending), ""
}
