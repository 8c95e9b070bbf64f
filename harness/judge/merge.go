package judge

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"kontrakt/harness"
	"kontrakt/harness/judge/proof"
)

// evidence gives what the figures of a whole are reckoned from, by contract and
// operation. The lock is held.
func (j *Judge) evidence() []harness.Evidence {
	list := j.proof.Marks()
	for op, f := range j.tally.operations {
		i := slices.IndexFunc(list, func(e harness.Evidence) bool { return e.Contract == op.Contract && e.Operation == op.ID })
		if i < 0 {
			i = len(list)
			list = append(list, harness.Evidence{Contract: op.Contract, Operation: op.ID})
		}
		list[i].Answered = slices.Sorted(maps.Keys(f.answered))
		list[i].Latencies = f.latencies.list()
	}
	slices.SortFunc(list, func(a, b harness.Evidence) int {
		return cmp.Or(cmp.Compare(a.Contract, b.Contract), cmp.Compare(a.Operation, b.Operation))
	})
	return list
}

// Merge makes one run of all the shards of a plan: what is judged over all exchanges
// is reckoned as it would have been, had one run seen them. Of the options it wants
// Measured, Words and Unexercisable, which must be those of the shards. The verdict is left
// to Settle. Exchanges are left to the caller; those of each part come by as many
// later as all parts before it have.
func Merge(parts []*harness.Run, o Options) (*harness.Run, error) {
	parts, err := harness.Whole(parts)
	if err != nil {
		return nil, err
	}
	by := 0
	for i := range parts {
		later := *parts[i]
		later.Renumber(by)
		by += parts[i].Last()
		parts[i] = &later
	}
	whole := harness.Join(parts)
	j := &Judge{options: o, tally: newTally(), proof: proof.New(o.Measured, o.Words)}
	for _, p := range parts {
		if err := j.take(p); err != nil {
			return nil, fmt.Errorf("shard %d/%d: %w", p.Shard.Index, p.Shard.Of, err)
		}
	}
	whole.Findings = j.tally.findings.list()
	whole.Operations = j.tally.stats(whole.Findings)
	whole.Coverage = j.coverage()
	whole.Proof = j.proof.Report(whole.Findings, o.Unexercisable)
	return whole, nil
}

// take adds what a shard has counted.
func (j *Judge) take(p *harness.Run) error {
	j.tally.findings.add(p.Findings)
	for _, o := range p.Operations {
		f := j.tally.operations[o.Operation]
		if f == nil {
			f = &figures{statuses: map[int]int{}, answered: map[int]bool{}}
			j.tally.operations[o.Operation] = f
		}
		f.calls, f.ok, f.client, f.server = f.calls+o.Calls, f.ok+o.OK, f.client+o.ClientErrors, f.server+o.ServerErrors
		for status, n := range o.Statuses {
			f.statuses[status] += n
		}
		for _, s := range o.Shapes {
			f.shape(&s)
		}
		for _, e := range p.Shard.Evidence {
			if e.Contract == o.Contract && e.Operation == o.ID {
				f.take(e, o)
			}
		}
	}
	for _, e := range p.Shard.Evidence {
		if err := j.proof.Mark(e); err != nil {
			return err
		}
	}
	return nil
}

func (f *figures) take(e harness.Evidence, o harness.OperationStats) {
	for _, status := range e.Answered {
		f.answered[status] = true
	}
	f.latencies.take(e.Latencies)
	f.latencies.max = max(f.latencies.max, o.Max)
}
