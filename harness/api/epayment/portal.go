package epayment

import (
	"kontrakt/harness/sandbox"
	"kontrakt/harness/sandbox/ledger"
)

// portal does what the merchant's people do by hand in the portal: they take,
// give up or give back all that there is. The merchant's systems are told of it
// like of anything else (webhooks FAQ). done is false for any other verb.
//
// Choice: limits of time and parts, which the API holds, are not looked at.
func portal(b *sandbox.Box, p *payment, verb string) (done bool, err error) {
	m, n := p.money, p.note(b, "")
	switch verb {
	case "capture":
		err = m.Capture(m.Left(), n)
	case "refund":
		err = m.Refund(m.Refundable(), n)
	case "cancel":
		if m.Stage() == ledger.Pending {
			return true, p.end(b, ledger.ByMerchant)
		}
		_, err = m.Release(n)
	default:
		return false, nil
	}
	p.tell(b)
	return true, err
}
