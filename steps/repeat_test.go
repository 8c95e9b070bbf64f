package steps_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/steps"
)

// What is delivered again hangs on the scenario alone, never on the machine: on a
// slow one, by whose clock five seconds lie between any two looks that the sandbox
// takes, it is the same as on one that takes no time.
func TestASlowMachineIsToldNothingMore(t *testing.T) {
	t.Parallel()
	exchanges := func(pace time.Duration) map[string]int {
		start, looks := time.Now(), atomic.Int64{}
		th := openBy(t, nil, time.Now, func() time.Time { return start.Add(time.Duration(looks.Add(1)) * pace) })
		th.options.Tags, th.options.Seed = "@rule:webhooks-retry,@rule:session-told", 1
		all, err := steps.Run(t.Context(), th.options)
		require.NoError(t, err)
		counts := map[string]int{}
		for _, s := range all {
			assert.Equal(t, harness.StatusPassed, s.Status, "%s\n%s\n%s", s.ID, s.Reason, told(s))
			counts[s.ID] = len(s.Exchanges)
		}
		var run harness.Run
		th.judge.Fill(&run)
		counts["all together"] = run.Recorded
		return counts
	}
	quick := exchanges(0)
	require.Greater(t, len(quick), 5)
	assert.Equal(t, quick, exchanges(5*time.Second))
}
