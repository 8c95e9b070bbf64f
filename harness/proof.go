package harness

// A Proof says how much of one kind of a contract's clauses a run has proven.
type Proof struct {
	Contract, Operation string
	// Kind is operation, status, sent (a member of a request), answered (a member
	// of an answer), value (of an enum) or variant (of several shapes).
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
