package reports

import (
	"fmt"

	"kontrakt/harness"
)

const (
	never  = "never"
	anyone = "any"
)

func policyOf(run *harness.Run) Policy {
	p := Policy{FailOn: string(run.Policy.FailOn), FailOnBlame: []string{}, RequireProof: run.Require}
	switch run.Policy.FailOn {
	case "":
		p.FailOn = string(harness.Error)
	case harness.Off:
		p.FailOn = never
	}
	for _, b := range run.Policy.Blamed {
		p.FailOnBlame = append(p.FailOnBlame, string(b))
	}
	if len(p.FailOnBlame) == 0 {
		p.FailOnBlame = append(p.FailOnBlame, anyone)
	}
	return p
}

func (p Policy) harness() harness.Policy {
	policy := harness.Policy{FailOn: harness.Severity(p.FailOn)}
	if p.FailOn == never {
		policy.FailOn = harness.Off
	}
	for _, b := range p.FailOnBlame {
		if b != anyone {
			policy.Blamed = append(policy.Blamed, harness.Blame(b))
		}
	}
	return policy
}

// String is which part it is, for people; empty where the run is whole.
func (s *Shard) String() string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf("%d of %d, of %s in all", s.Index, s.Of, count(s.Planned, "scenario"))
}

func shardOf(s *harness.Shard) *Shard {
	if s == nil {
		return nil
	}
	return &Shard{Index: s.Index, Of: s.Of, Plan: s.Plan, Planned: s.Planned, Measured: list(s.Measured), Evidence: each(s.Evidence, evidenceOf)}
}

func evidenceOf(e harness.Evidence) Evidence {
	return Evidence{
		Contract: e.Contract, Operation: e.Operation, Answered: append([]int{}, e.Answered...), Proven: append([]byte{}, e.Proven...),
		Latencies: each(e.Latencies, func(b harness.Bucket) [2]uint32 { return [2]uint32{uint32(b.Number), b.Count} }),
	}
}

func (s *Shard) harness() *harness.Shard {
	if s == nil {
		return nil
	}
	return &harness.Shard{Index: s.Index, Of: s.Of, Plan: s.Plan, Planned: s.Planned, Measured: s.Measured, Evidence: each(s.Evidence, Evidence.harness)}
}

func (e Evidence) harness() harness.Evidence {
	return harness.Evidence{
		Contract: e.Contract, Operation: e.Operation, Answered: e.Answered, Proven: e.Proven,
		Latencies: each(e.Latencies, func(b [2]uint32) harness.Bucket {
			return harness.Bucket{Number: uint16(b[0]), Count: b[1]}
		}),
	}
}
