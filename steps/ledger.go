package steps

import (
	"fmt"

	"kontrakt/harness/api"
)

// A money is what the scenario itself knows of the payment, from what it did:
// the answers are held against it.
type money struct{ authorized, captured, refunded, cancelled api.Money }

// foreseen is how a payment stands after a change that succeeds.
type foreseen struct {
	money
	// moved is what the change moves, nil where the APIs do not agree on what
	// the answer names.
	moved *api.Money
}

func (m money) left() int64       { return m.authorized.Minor - m.captured.Minor - m.cancelled.Minor }
func (m money) refundable() int64 { return m.captured.Minor - m.refunded.Minor }

func (m money) totals() api.Totals {
	in := func(minor int64) api.Money { return api.Money{Minor: minor, Currency: m.currency()} }
	return api.Totals{
		Captured: in(m.captured.Minor), Refunded: in(m.refunded.Minor),
		LeftToCapture: in(m.left()), LeftToRefund: in(m.refundable()),
	}
}

func (m money) currency() string {
	if m.authorized.Currency != "" {
		return m.authorized.Currency
	}
	return "NOK"
}

// after foresees a change; amount is nil for all that is left.
func (m money) after(act string, amount *api.Money) (foreseen, error) {
	f := foreseen{money: m}
	all := api.Money{Minor: m.left(), Currency: m.currency()}
	if act == "refund" {
		all.Minor = m.refundable()
	}
	if amount == nil {
		amount = &all
	}
	switch act {
	case "capture":
		f.captured.Minor, f.moved = f.captured.Minor+amount.Minor, amount
	case "refund":
		f.refunded.Minor, f.moved = f.refunded.Minor+amount.Minor, amount
	case "cancel", "release":
		f.cancelled.Minor += m.left()
	default:
		return f, fmt.Errorf("nobody can %s a payment", act)
	}
	return f, nil
}
