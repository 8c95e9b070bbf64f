package harness

// An Outcome is what came of a scenario, in words that mean the same for every
// API: sums, states and refusals.
type Outcome struct {
	// Ledger is how each payment, charge and session stands at the end, in the
	// order in which they were made.
	Ledger []string
	// States are those that were seen, in their order.
	States []string
	// Refusals are in their order.
	Refusals []Refusal
}

// A Refusal is an answer that said no.
type Refusal struct {
	// Doing names the act.
	Doing string
	// Reasons are what it may mean; several where an API leaves that open.
	Reasons []string
}

// A Twin says how the same scenarios came out on two APIs.
type Twin struct {
	Old, New string
	// Compared is how many scenarios ran on both.
	Compared    int
	Differences []TwinDifference
	// Unmatched are declarations that matched nothing.
	Unmatched []string
}

// A TwinDifference is one thing that came out otherwise.
type TwinDifference struct {
	// Scenario is the ID without the API.
	Scenario, Name string
	// Part is status, ledger, states or refusals.
	Part string
	// Old and New are what came out on either side.
	Old, New string
	// Kind is gain, lose or change for what is declared, empty for what is not;
	// Says and Source are the declaration's.
	Kind, Says, Source string
}

// Undeclared counts the differences that nobody has declared.
func (t *Twin) Undeclared() int {
	if t == nil {
		return 0
	}
	n := 0
	for _, d := range t.Differences {
		if d.Kind == "" {
			n++
		}
	}
	return n
}

// twins gives the reason why a twin run does not conform; empty where it does.
func (r *Run) twins() string {
	switch {
	case r.Twin.Undeclared() > 0:
		return plural(r.Twin.Undeclared(), "difference is", "differences are") + " not declared"
	case r.Twin != nil && len(r.Twin.Unmatched) > 0:
		return plural(len(r.Twin.Unmatched), "declared difference is", "declared differences are") + " not there"
	}
	return ""
}
