package harness

// A Proof says how much of one kind of a contract's clauses a run has proven.
type Proof struct {
	Contract string
	// Operation is that of the document; of states and transitions the thing that
	// has them (payment, charge, agreement, session), of codes the word errors.
	Operation string
	// Kind is operation, event (an operation that the merchant is called with),
	// status, sent (a member of a request), answered (a member of an answer), value
	// (of an enum), variant (of several shapes), state, transition or code.
	Kind string
	// Total counts the clauses, Proven those that an exchange has borne out, and
	// Contradicted those that one has broken.
	Total, Proven, Contradicted int
	// Missing names what is not proven, Broken what is contradicted.
	Missing, Broken []string
}

// Proven adds up: how many clauses are proven, of how many that can be.
func (r *Run) Proven() (proven, total int) {
	for _, p := range r.Proof {
		proven, total = proven+p.Proven, total+p.Total
	}
	return proven, total
}
