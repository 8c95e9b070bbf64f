package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/judge"
	"kontrakt/harness/proxy/proxybench"
	"kontrakt/harness/rules/sequence"
	"kontrakt/steps"
)

// emptyScenario says four sentences, none of which calls anybody: what it costs
// is ours and godog's.
const emptyScenario = `
    Scenario: Nothing is sold, %d
      Given a merchant that sells in NOK
      And a merchant that sells in NOK and may capture in parts
      When a merchant whose sales unit captures directly
      Then a merchant that sells in DKK
`

// BenchmarkScenario measures the harness of a scenario: the plan, godog with all
// our sentences, the world, what the judge settles. It is the processor time of a
// thousand scenarios more in one run, all goroutines included, so that neither the
// start counts nor who waits for what. godog is given the sentences of the plan
// alone, as in any run; a feature that says more of them costs a little more. What
// calls cost is in BenchmarkProxy.
func BenchmarkScenario(b *testing.B) {
	tuneMemory(os.LookupEnv)
	loaded, err := catalog.Load(false)
	require.NoError(b, err)
	court, err := judge.New(judge.Options{Contracts: loaded.Contracts, Checks: loaded.Checks(), Facts: loaded.Facts(), Stories: sequence.All(), Key: []byte(rand.Text()), Dir: b.TempDir()})
	require.NoError(b, err)
	defer func() { require.NoError(b, court.Close()) }()
	const nobody = "http://127.0.0.1:9"
	took := func(scenarios int) time.Duration {
		var text strings.Builder
		text.WriteString("@ecom.v2 @core\nFeature: Nothing\n\n  @rule:x\n  Rule: One\n")
		for n := range scenarios {
			fmt.Fprintf(&text, emptyScenario, n)
		}
		began := proxybench.ProcessorTime()
		all, err := steps.Run(b.Context(), steps.Options{
			Features: fstest.MapFS{"ecom.v2/nothing.feature": {Data: []byte(text.String())}}, Definitions: catalog.All(), Contract: loaded.Contract,
			URL: nobody, Target: nobody, Control: nobody, Now: time.Now, Concurrency: 4,
			Settle: func(id string) steps.Settled { return steps.Settled(court.Settle(id)) },
			Excuse: court.Excuse,
		})
		spent := proxybench.ProcessorTime() - began
		require.NoError(b, err)
		require.Len(b, all, scenarios)
		for _, s := range all {
			require.Len(b, s.Steps, 4)
			for _, step := range s.Steps {
				require.Equal(b, harness.StatusPassed, step.Status, "%s: %s", step.Text, step.Error)
			}
		}
		return spent
	}
	const few, more = 100, 1000
	var each []time.Duration
	for range 9 {
		each = append(each, (took(few+more)-took(few))/more)
	}
	slices.Sort(each)
	middle := each[len(each)/2]
	held(goal{"harness of a scenario of four sentences", "≤ 0.300 ms", fmt.Sprintf("%.3f ms", float64(middle.Microseconds())/1000), middle <= 300*time.Microsecond})
}
