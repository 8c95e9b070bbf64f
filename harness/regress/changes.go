package regress

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"

	"kontrakt/harness/contract"
)

// A Change is one thing that two editions say differently.
type Change struct {
	// ID is the same whenever the same two editions are compared: 12 hex digits.
	ID     string
	Weight Weight
	// Rule is kebab case: oasdiff's name for the check, or path-moved,
	// request-variant-added and the like.
	Rule string
	// Text says what changed, Why which clause of the lifecycle policy weighs it.
	Text, Why string
	// Operations are those that it is in, sorted; none where it is in all.
	Operations []Operation
	// Place is where in them it is; Variants are those that it is in, of choices on
	// the way there, the outermost first.
	Place    Place
	Variants []Variant
}

// An Operation is one that a change is in.
type Operation struct {
	Method string
	// Path is the template with the server's base path, as the new edition has
	// it; the old one's where it has none, or From where the two differ.
	Path, From string
	// ID is the operationId, if there is one.
	ID string
}

func (o Operation) compare(p Operation) int {
	return cmp.Or(cmp.Compare(o.Path, p.Path), cmp.Compare(o.Method, p.Method))
}

// A Comparison is what Changes finds.
type Comparison struct {
	// Old and New are the editions' names, with their info.version.
	Old, New Side
	// Changes are sorted: the heaviest first, then by rule and text.
	Changes []Change
}

// A Side is one of the two editions.
type Side struct {
	Name, Version string
	// Missing are the references that lead to no file at hand; what they stand
	// for was not compared.
	Missing []string
}

// Changes compares two editions of a contract and weighs what it finds by the
// API's lifecycle policy. Whoever has broken something to be found has not: only
// what cannot be read at all is an error.
func Changes(old, new Edition) (*Comparison, error) {
	before, err := old.open()
	if err != nil {
		return nil, err
	}
	after, err := new.open()
	if err != nil {
		return nil, err
	}
	found := align(before, after)
	a, err := before.spec()
	if err != nil {
		return nil, err
	}
	b, err := after.spec()
	if err != nil {
		return nil, err
	}
	config := diff.NewConfig()
	config.IncludePathParams = !renamed(before.doc, after.doc)
	d, sources, err := diff.GetWithOperationsSourcesMap(config, a, b)
	if err != nil {
		return nil, fmt.Errorf("compare %s with %s: %w", old.Name, new.Name, err)
	}
	said := checker.CheckBackwardCompatibilityUntilLevel(checker.NewConfig(checker.GetAllChecks()), d, sources, checker.INFO)
	words := newWording(before, after, said)
	for _, c := range said {
		if change, ok := words.change(c); ok {
			found = append(found, change)
		}
	}
	return &Comparison{
		Old:     Side{before.name, before.version, before.missing},
		New:     Side{after.name, after.version, after.missing},
		Changes: gather(found),
	}, nil
}

// renamed says whether a path of one document may be one of the other that names its
// parameters otherwise. Where none can be, oasdiff need not look for it, which it does
// by holding every path that is gone or new against every one that there is.
func renamed(old, new map[string]any) bool {
	before, after := object(old, "paths"), object(new, "paths")
	was, is := templates(before), templates(after)
	if len(was) < len(before) || len(is) < len(after) {
		return true
	}
	for t, p := range was {
		if other := is[t]; other != "" && other != p {
			return true
		}
	}
	return false
}

// spec gives an edition to oasdiff: what an allOf is made of in one piece, header
// names without regard to case.
func (o *opened) spec() (*load.SpecInfo, error) {
	doc, err := contract.Open(o.name, o.doc)
	if err != nil {
		return nil, err
	}
	infos := []*load.SpecInfo{{Url: o.name, Spec: doc}}
	for _, change := range []load.Option{load.WithFlattenParams(), load.WithLowercaseHeaders(), load.WithFlattenAllOf()} {
		if infos, err = change(nil, infos); err != nil {
			return nil, fmt.Errorf("read %s: %w", o.name, err)
		}
	}
	return infos[0], nil
}

// gather makes one change of the same change in several operations.
func gather(found []Change) []Change {
	moved := map[string]string{}
	for _, c := range found {
		for _, o := range c.Operations {
			if o.From != "" {
				moved[o.Path] = o.From
			}
		}
	}
	index := map[[2]string]int{}
	var out []Change
	for _, c := range found {
		key := [2]string{c.Rule, c.Text}
		i, known := index[key]
		if !known {
			sum := sha256.Sum256([]byte(c.Rule + "|" + c.Text))
			c.ID = hex.EncodeToString(sum[:6])
			index[key] = len(out)
			out = append(out, c)
			continue
		}
		out[i].Operations = append(out[i].Operations, c.Operations...)
	}
	for i := range out {
		for j := range out[i].Operations {
			o := &out[i].Operations[j]
			if o.From = moved[o.Path]; o.From != "" && out[i].Why == clauseGone {
				o.Path, o.From = o.From, "" // it is where it was
			}
		}
		slices.SortFunc(out[i].Operations, Operation.compare)
		out[i].Operations = slices.CompactFunc(out[i].Operations, func(a, b Operation) bool { return a.compare(b) == 0 })
	}
	slices.SortStableFunc(out, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Weight.Rank(), b.Weight.Rank()), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Text, b.Text))
	})
	return out
}
