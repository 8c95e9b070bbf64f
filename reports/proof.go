package reports

import (
	"cmp"
	"fmt"
	"slices"
)

// A proofGroup is what a contract's operations have proven.
type proofGroup struct {
	ID, Title  string
	Operations []provenOperation
	tally
}

type provenOperation struct {
	Name  string
	Kinds []provenKind
	tally
}

type provenKind struct {
	Name string
	Proof
}

// A tally adds clauses up.
type tally struct{ Total, Proven, Contradicted int }

func (t *tally) add(p Proof) {
	t.Total, t.Proven, t.Contradicted = t.Total+p.Total, t.Proven+p.Proven, t.Contradicted+p.Contradicted
}

// Share is how much is proven, in whole percent, rounded down.
func (t tally) Share() int {
	if t.Total == 0 {
		return 0
	}
	return t.Proven * 100 / t.Total
}

func (t tally) Parts() []barPart {
	return bar(barPart{"ok", "proven", t.Proven}, barPart{"bad", "contradicted", t.Contradicted},
		barPart{"none", "not proven", t.Total - t.Proven - t.Contradicted})
}

// kindNames words the kinds of clauses for people.
var kindNames = map[string]string{
	"operation": "called", "event": "told to the merchant", "status": "statuses", "sent": "members sent", "answered": "members answered",
	"value": "values of enums", "variant": "variants",
	"state": "states", "transition": "transitions", "code": "codes of errors",
}

// proven groups what is proven by contract and operation, in the report's order.
func (r *Report) proven() []proofGroup {
	var groups []proofGroup
	for _, p := range r.Coverage.Proof {
		if n := len(groups); n == 0 || groups[n-1].ID != p.Contract {
			groups = append(groups, proofGroup{ID: p.Contract, Title: r.title(p.Contract)})
		}
		g := &groups[len(groups)-1]
		if n := len(g.Operations); n == 0 || g.Operations[n-1].Name != p.Operation {
			g.Operations = append(g.Operations, provenOperation{Name: p.Operation})
		}
		op := &g.Operations[len(g.Operations)-1]
		g.add(p)
		op.add(p)
		op.Kinds = append(op.Kinds, provenKind{kindNames[p.Kind], p})
	}
	return groups
}

func (r *Report) title(contract string) string {
	i := slices.IndexFunc(r.Contracts, func(c Contract) bool { return c.ID == contract })
	if i < 0 {
		return contract
	}
	return cmp.Or(r.Contracts[i].Title, contract)
}

// depth is how much of the contracts is proven, in words; empty where nothing was
// measured.
func (r *Report) depth() string {
	var t tally
	for _, p := range r.Coverage.Proof {
		t.add(p)
	}
	if t.Total == 0 {
		return ""
	}
	return phrases(fmt.Sprintf("%d %% of %s clauses", t.Share(), thousands(t.Total)), suffixed(t.Contradicted, " contradicted"))
}
