package judge_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
)

// traffic is what the scenario of a number does; every third one errs, in a way that
// others err too, and every fifth one's callee breaks off.
func traffic(number, first int) []*harness.Exchange {
	var all []*harness.Exchange
	for i := range 1 + number%3 {
		x := initiate(number)
		x.ID, x.Scenario = fmt.Sprintf("x%04d", first+i), fmt.Sprintf("ecom.v2/s%02d", number)
		x.Waited = time.Duration(number*7919+i*104729) * time.Microsecond
		switch {
		case number%5 == 4:
			x.Failure, x.Response.Body = &harness.Failure{Kind: harness.CutOff}, bodyOf("")
		case number%3 == 1:
			x.Request.Body = bodyOf(fmt.Sprintf(`{"transaction":{"amount":"%d"}}`, number))
			x.Response.Status = 400
		case number%3 == 2:
			x.Response.Status, x.Response.Body = 418, bodyOf(fmt.Sprintf(`{"n":%d}`, number))
		}
		all = append(all, x)
	}
	return all
}

// judged is the run that some scenarios give, their exchanges numbered as they come.
func judged(tb testing.TB, numbers []int, shard *harness.Shard) *harness.Run {
	contracts := load(tb, "ecom.v2", "epayment.v1")
	j, err := judge.New(judge.Options{Contracts: set(tb, contracts...), Measured: contracts, Dir: tb.TempDir(), Key: []byte("k")})
	require.NoError(tb, err)
	run := &harness.Run{Shard: shard}
	next := 1
	for _, n := range numbers {
		exchanges := traffic(n, next)
		next += len(exchanges)
		for _, x := range exchanges {
			j.Submit(x)
		}
		run.Scenarios = append(run.Scenarios, harness.Scenario{ID: exchanges[0].Scenario, Exchanges: j.Settle(exchanges[0].Scenario).Exchanges})
	}
	j.Fill(run)
	require.NoError(tb, j.Close())
	return run
}

// bare is a run without the IDs of its exchanges, which merging counts anew.
func bare(run *harness.Run) harness.Run {
	out := harness.Run{Operations: run.Operations, Coverage: run.Coverage, Proof: run.Proof, Recorded: run.Recorded, Broken: run.Broken}
	for _, f := range run.Findings {
		f.Exchanges = make([]string, len(f.Exchanges))
		out.Findings = append(out.Findings, f)
	}
	return out
}

func TestShardsMergedAreTheRun(t *testing.T) {
	t.Parallel()
	measured := judge.Options{Measured: load(t, "ecom.v2", "epayment.v1")}
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 0))
		numbers, of := r.Perm(12), 2+r.IntN(3)
		parts := make([]*harness.Run, of)
		for i := range parts {
			var mine []int
			for at, n := range numbers {
				if at%of == i {
					mine = append(mine, n)
				}
			}
			parts[i] = judged(t, mine, &harness.Shard{Index: i + 1, Of: of})
		}
		r.Shuffle(of, func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		whole, err := judge.Merge(parts, measured)
		require.NoError(t, err)
		single := judged(t, numbers, nil)
		require.NotEmpty(t, single.Findings)
		require.Positive(t, single.Broken)
		assert.Equal(t, bare(single), bare(whole), "seed %d", seed)

		named := map[string]bool{}
		for _, s := range whole.Scenarios {
			for _, id := range s.Exchanges {
				assert.False(t, named[id], "%s is named twice", id)
				named[id] = true
			}
		}
		assert.Len(t, named, single.Recorded)
	}
}

func TestMergeRefusesEvidenceOfAnotherEdition(t *testing.T) {
	t.Parallel()
	part := judged(t, []int{0}, &harness.Shard{Index: 1, Of: 1})
	require.NotEmpty(t, part.Shard.Evidence)
	part.Shard.Evidence[0].Proven = append(part.Shard.Evidence[0].Proven, 0)
	_, err := judge.Merge([]*harness.Run{part}, judge.Options{Measured: load(t, "ecom.v2")})
	assert.ErrorContains(t, err, "shard 1/1: the evidence on ecom.v2 ")
	assert.ErrorContains(t, err, "is of another edition of the contract")
}
