package harness_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
)

var morning = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)

// shards are n parts of one run, each with two exchanges and a finding.
func shards(n int) []*harness.Run {
	var all []*harness.Run
	for i := 1; i <= n; i++ {
		all = append(all, &harness.Run{
			Tool: harness.Tool{Name: "kontrakt", Version: "v1"}, ID: fmt.Sprintf("r%d", i), Command: "run", Seed: 7, Environment: "sandbox",
			Target:  harness.Target{Kind: "sandbox", URL: fmt.Sprintf("http://127.0.0.1:%d", i)},
			Started: morning.Add(-time.Duration(i) * time.Minute), Finished: morning.Add(time.Duration(i) * time.Minute),
			Shard:  &harness.Shard{Index: i, Of: n, Plan: "abc", Planned: 2 * n, Measured: []string{"ecom.v2"}},
			Policy: harness.Policy{FailOn: harness.Error},
			Scenarios: []harness.Scenario{{
				ID: fmt.Sprintf("s%d", i), Status: harness.StatusInconclusive, Reason: "exchange x0002: cut off: gone", Exchanges: []string{"x0001", "x0002"},
				Steps: []harness.Step{{Error: "see exchange x0001"}},
			}},
			Findings:  []harness.Finding{{Rule: "a.b", Exchanges: []string{"x0001"}, Got: "x0001", Count: 1}},
			Accepted:  []harness.Acceptance{{Rule: "a.b", Operation: "ecom.v2 pay", Owner: "till", Reason: "old", Expires: morning, Seen: i}},
			Contracts: []harness.ContractUsed{{ID: "ecom.v2", State: "in-force"}},
			Recorded:  2,
		})
	}
	return all
}

func TestWholeTakesShardsInAnyOrder(t *testing.T) {
	t.Parallel()
	all := shards(3)
	ordered, err := harness.Whole([]*harness.Run{all[2], all[0], all[1]})
	require.NoError(t, err)
	assert.Equal(t, all, ordered)
}

func TestWholeRefusesWhatAreNoShardsOfOneRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func([]*harness.Run) []*harness.Run
		want  string
	}{
		{"none", func([]*harness.Run) []*harness.Run { return nil }, "no shard is given"},
		{"a whole run", func(r []*harness.Run) []*harness.Run { r[1].Shard = nil; return r }, "run r2 is whole, no shard of one"},
		{"one is missing", func(r []*harness.Run) []*harness.Run { return r[:2] }, "shard 3/3 is missing"},
		{"one is there twice", func(r []*harness.Run) []*harness.Run { return append(r, r[0]) }, "shard 1/3 is there 2 times"},
		{"most are missing", func(r []*harness.Run) []*harness.Run {
			for i := range r {
				r[i].Shard.Of = 1 << 40
			}
			return r
		}, "1099511627773 of 1099511627776 shards are missing"},
		{"one too many", func(r []*harness.Run) []*harness.Run {
			more := *r[0]
			more.Shard = &harness.Shard{Index: 9, Of: 3, Plan: "abc", Planned: 6, Measured: []string{"ecom.v2"}}
			return append(r, &more)
		}, "there is no shard 9/3"},
		{"another number of shards", func(r []*harness.Run) []*harness.Run { r[1].Shard.Of = 4; return r }, "shards 1 and 2 differ in their number: 3 and 4"},
		{"another plan", func(r []*harness.Run) []*harness.Run { r[2].Shard.Plan = "abd"; return r }, "shards 1 and 3 differ in their plan: abc and abd"},
		{"another measure", func(r []*harness.Run) []*harness.Run { r[2].Shard.Measured = nil; return r }, "shards 1 and 3 differ in their measured contracts: [ecom.v2] and []"},
		{"another seed", func(r []*harness.Run) []*harness.Run { r[1].Seed = 8; return r }, "shards 1 and 2 differ in their seed: 7 and 8"},
		{"another tool", func(r []*harness.Run) []*harness.Run { r[1].Tool.Version = "v2"; return r }, "shards 1 and 2 differ in their tool: kontrakt v1 and kontrakt v2"},
		{"another command", func(r []*harness.Run) []*harness.Run { r[1].Command = "proxy"; return r }, "shards 1 and 2 differ in their command: run and proxy"},
		{"another kind of target", func(r []*harness.Run) []*harness.Run {
			r[1].Target = harness.Target{Kind: "url", URL: "http://a"}
			return r
		}, "shards 1 and 2 differ in their target: sandbox and url http://a"},
		{"another address", func(r []*harness.Run) []*harness.Run {
			for i := range r {
				r[i].Target = harness.Target{Kind: "url", URL: fmt.Sprintf("http://a%d", i)}
			}
			return r
		}, "shards 1 and 2 differ in their target: url http://a0 and url http://a1"},
		{"another environment", func(r []*harness.Run) []*harness.Run { r[1].Environment = "test"; return r }, "shards 1 and 2 differ in their environment: sandbox and test"},
		{"another severity", func(r []*harness.Run) []*harness.Run { r[1].Policy.FailOn = harness.Off; return r }, "differ in their least severity that fails: error and off"},
		{"another blame", func(r []*harness.Run) []*harness.Run { r[1].Policy.Blamed = []harness.Blame{harness.Ours}; return r }, "differ in their blame"},
		{"another share", func(r []*harness.Run) []*harness.Run { r[1].Require = 5; return r }, "differ in their required proof: 0 and 5"},
		{"other contracts", func(r []*harness.Run) []*harness.Run {
			r[1].Contracts = []harness.ContractUsed{{ID: "ecom.v2", AsPublished: true}}
			return r
		}, "shards 1 and 2 were judged by different contracts"},
		{"another agreement", func(r []*harness.Run) []*harness.Run { r[1].Accepted[0].Owner = "web"; return r }, "shards 1 and 2 accept different findings"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := harness.Whole(tt.spoil(shards(3)))
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

func TestJoinPutsOneBehindTheOther(t *testing.T) {
	t.Parallel()
	all := shards(2)
	all[1].Renumber(all[0].Last())
	assert.Equal(t, []string{"x0003", "x0004"}, all[1].Scenarios[0].Exchanges)
	assert.Equal(t, "exchange x0004: cut off: gone", all[1].Scenarios[0].Reason)
	assert.Equal(t, "see exchange x0003", all[1].Scenarios[0].Steps[0].Error)
	assert.Equal(t, []string{"x0003"}, all[1].Findings[0].Exchanges)
	assert.Equal(t, "x0001", all[1].Findings[0].Got, "what is no name of an exchange stays")
	assert.Equal(t, "x12 y", harness.Later("x12 y", 3))

	all[1].Interrupted = true
	all[0].Incomplete, all[1].Incomplete = []string{"no room"}, []string{"no room", "a rule broke"}
	whole := harness.Join(all)
	assert.Nil(t, whole.Shard)
	assert.Len(t, whole.Scenarios, 2)
	assert.Equal(t, 4, whole.Recorded)
	assert.Equal(t, 3, whole.Accepted[0].Seen)
	assert.Equal(t, []time.Time{morning.Add(-2 * time.Minute), morning.Add(2 * time.Minute)}, []time.Time{whole.Started, whole.Finished})
	assert.True(t, whole.Interrupted)
	assert.Equal(t, []string{"no room", "a rule broke"}, whole.Incomplete)
	assert.Len(t, whole.ID, 26)
	assert.Equal(t, whole.ID, harness.Join(all).ID)
}

// What is gone from one shard may be in another.
func TestAShardSaysNothingOfTheWhole(t *testing.T) {
	t.Parallel()
	run := shards(1)[0]
	run.Scenarios, run.Findings, run.Require = []harness.Scenario{{Status: harness.StatusPassed}}, nil, 80
	run.Proof = []harness.Proof{{Total: 10, Proven: 1}}
	run.Accepted[0].Seen = 0
	run.Settle(harness.Error)
	assert.Equal(t, harness.Passed, run.Verdict)

	run.Accepted[0].Past = true
	run.Settle(harness.Error)
	assert.Equal(t, harness.Failed, run.Verdict, "a day that has passed has passed everywhere")

	run.Accepted[0].Past, run.Shard, run.Reason = false, nil, ""
	run.Settle(harness.Error)
	assert.Equal(t, "1 accepted finding is gone or out of date", run.Reason)

	run.Accepted, run.Reason = nil, ""
	run.Settle(harness.Error)
	assert.Equal(t, "1 of 10 clauses are proven, fewer than 80 %", run.Reason)
}
