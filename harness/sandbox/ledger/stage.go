package ledger

// Stage is where a payment stands, as far as money goes.
type Stage string

const (
	// Pending: the customer has not acted.
	Pending Stage = "pending"
	// Ended: it was over before anything was reserved.
	Ended Stage = "ended"
	// Held: all of the reservation waits.
	Held Stage = "held"
	// PartTaken: some is captured, some can still be.
	PartTaken Stage = "part-taken"
	// Taken: all of the reservation is captured.
	Taken Stage = "taken"
	// Sold: it was taken with the approval.
	Sold Stage = "sold"
	// Released: some is captured, the rest is given up.
	Released Stage = "released"
	// Void: all of the reservation is given up.
	Void Stage = "void"
)

// Stage says where the payment stands.
func (p *Payment) Stage() Stage {
	switch {
	case p.ended:
		return Ended
	case p.reserved == 0:
		return Pending
	case p.sold:
		return Sold
	case p.cancelled > 0 && p.captured == 0:
		return Void
	case p.cancelled > 0:
		return Released
	case p.captured == 0:
		return Held
	case p.captured < p.reserved:
		return PartTaken
	}
	return Taken
}
