package harness

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// A Shard says which part of a plan a run was, of several that share it.
type Shard struct {
	// Index counts from 1 to Of.
	Index, Of int
	// Plan is a digest of the IDs of all that was planned, Planned their number.
	Plan    string
	Planned int
	// Measured are the contracts that coverage is measured against.
	Measured []string
	// Evidence is what the figures of the whole are reckoned from.
	Evidence []Evidence
}

// Evidence is what a run saw of an operation, as far as its figures do not say it.
type Evidence struct {
	Contract, Operation string
	// Answered are the statuses that its callee itself gave.
	Answered []int
	// Latencies count the times that the target took, in the buckets of the judge.
	Latencies []Bucket
	// Proven are the judge's marks on what the contract says of it.
	Proven []byte
}

// A Bucket of a histogram, and how much is in it.
type Bucket struct {
	Number uint16
	Count  uint32
}

// A Policy says what of a run's findings counts.
type Policy struct {
	// FailOn is the least severity that does not conform, Off none.
	FailOn Severity
	// Blamed are those whose findings count; none means anybody.
	Blamed []Blame
}

// Whole holds runs against one another: they must be the shards of one plan, each
// there once, of one tool, seed, target and policy. It gives them in their order. The
// error names everything that keeps them apart.
func Whole(parts []*Run) ([]*Run, error) {
	var errs []error
	for _, r := range parts {
		if r.Shard == nil {
			errs = append(errs, fmt.Errorf("run %s is whole, no shard of one", r.ID))
		}
	}
	if len(parts) == 0 || len(errs) > 0 {
		return nil, cmp.Or(errors.Join(errs...), errors.New("no shard is given"))
	}
	ordered := slices.Clone(parts)
	slices.SortStableFunc(ordered, func(a, b *Run) int { return cmp.Compare(a.Shard.Index, b.Shard.Index) })
	first := ordered[0]
	for _, r := range ordered[1:] {
		errs = append(errs, apart(first, r)...)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return ordered, complete(ordered)
}

// listedShards is how many missing ones are named.
const listedShards = 20

// complete says which shards are missing, and which are there twice.
func complete(parts []*Run) error {
	seen, of := map[int]int{}, parts[0].Shard.Of
	var errs []error
	for _, r := range parts {
		seen[r.Shard.Index]++
		if r.Shard.Index < 1 || r.Shard.Index > of {
			errs = append(errs, fmt.Errorf("there is no shard %d/%d", r.Shard.Index, of))
		}
	}
	if missing := of - len(seen); missing > listedShards {
		return errors.Join(append(errs, fmt.Errorf("%d of %d shards are missing", missing, of))...)
	}
	for i := 1; i <= of; i++ {
		switch {
		case seen[i] == 0:
			errs = append(errs, fmt.Errorf("shard %d/%d is missing", i, of))
		case seen[i] > 1:
			errs = append(errs, fmt.Errorf("shard %d/%d is there %d times", i, of, seen[i]))
		}
	}
	return errors.Join(errs...)
}

// apart says what keeps two shards from being parts of one run.
func apart(a, b *Run) []error {
	var errs []error
	compare := func(what string, x, y any) {
		if fmt.Sprint(x) != fmt.Sprint(y) {
			errs = append(errs, fmt.Errorf("shards %d and %d differ in their %s: %v and %v", a.Shard.Index, b.Shard.Index, what, x, y))
		}
	}
	compare("number", a.Shard.Of, b.Shard.Of)
	compare("plan", a.Shard.Plan, b.Shard.Plan)
	compare("measured contracts", a.Shard.Measured, b.Shard.Measured)
	compare("tool", a.Tool.Name+" "+a.Tool.Version, b.Tool.Name+" "+b.Tool.Version)
	compare("command", a.Command, b.Command)
	compare("seed", a.Seed, b.Seed)
	compare("target", a.Target.stands(), b.Target.stands())
	compare("environment", a.Environment, b.Environment)
	compare("least severity that fails", a.Policy.FailOn, b.Policy.FailOn)
	compare("blame", a.Policy.Blamed, b.Policy.Blamed)
	compare("required proof", a.Require, b.Require)
	if !slices.Equal(a.Contracts, b.Contracts) {
		errs = append(errs, fmt.Errorf("shards %d and %d were judged by different contracts", a.Shard.Index, b.Shard.Index))
	}
	if !slices.EqualFunc(a.Accepted, b.Accepted, Acceptance.same) {
		errs = append(errs, fmt.Errorf("shards %d and %d accept different findings", a.Shard.Index, b.Shard.Index))
	}
	return errs
}

// stands is the target as it is named; one that a run starts by itself has another
// address each time.
func (t Target) stands() string {
	if t.Kind == "sandbox" || t.Kind == "container" {
		return t.Kind
	}
	return t.Kind + " " + t.URL
}

// same says whether two entries say the same, whatever a run has seen of them.
func (a Acceptance) same(b Acceptance) bool {
	return a.Alike(b) && a.Owner == b.Owner && a.Reason == b.Reason && a.Expires.Equal(b.Expires)
}
