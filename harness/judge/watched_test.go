package judge_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
)

// Who watches is told that there is more, and sees it redacted, in the order in
// which it was judged.
func TestWatching(t *testing.T) {
	t.Parallel()
	j := newJudge(t, func(o *judge.Options) { o.Workers = 1 })
	n, more := j.Recorded()
	require.Zero(t, n)
	for i := range 5 {
		x := initiate(i + 1)
		x.ID, x.Scenario = fmt.Sprintf("x%04d", i+1), ""
		if i == 3 {
			x = with(x, `"91234567"`, `"+4798765432"`)
		}
		j.Submit(x)
	}
	deadline := time.After(20 * time.Second)
	for n < 5 {
		select {
		case <-more:
		case <-deadline:
			t.Fatal("nobody is told")
		}
		n, more = j.Recorded()
	}
	all, err := j.Between(2, 5)
	require.NoError(t, err)
	require.Len(t, all, 3)
	assert.Equal(t, "x0003", all[0].ID)
	assert.NotEmpty(t, all[1].Findings)
	assert.NotContains(t, string(all[1].Request.Body.Bytes), "98765432")
	for _, wrong := range [][2]int{{5, 9}, {9, 5}, {-3, 0}, {4, 2}} {
		none, err := j.Between(wrong[0], wrong[1])
		assert.NoError(t, err)
		assert.Empty(t, none, wrong)
	}
	one, known, err := j.Exchange("x0004")
	require.NoError(t, err)
	assert.True(t, known)
	assert.Equal(t, all[1], one)
	_, known, err = j.Exchange("x9999")
	assert.NoError(t, err)
	assert.False(t, known)

	var stands, filled harness.Run
	j.Stand(&stands)
	j.Fill(&filled)
	assert.Equal(t, filled.Findings, stands.Findings)
	require.Len(t, stands.Operations, 1)
	assert.Equal(t, filled.Operations[0].Statuses, stands.Operations[0].Statuses)
	assert.Equal(t, 5, stands.Recorded)
	assert.Zero(t, stands.Coverage.Operations.Documented, "that takes longer than a glance may")

	require.NoError(t, j.Close())
	_, err = j.Between(0, 5)
	assert.ErrorContains(t, err, "the recording is closed")
}

// It does not matter whether what is asked for is in memory, packed, or in the
// file.
func TestWatchingALongRecording(t *testing.T) {
	t.Parallel()
	const many = 700
	j := newJudge(t, func(o *judge.Options) { o.Workers, o.Memory = 1, 64<<10 })
	for i := range many {
		x := initiate(i + 1)
		x.Scenario = ""
		j.Submit(x)
	}
	var run harness.Run
	j.Fill(&run)
	require.Equal(t, many, run.Recorded)
	whole, err := j.Between(0, many)
	require.NoError(t, err)
	require.Len(t, whole, many)
	for from := 0; from < many; from += 37 {
		to := min(from+37, many)
		part, err := j.Between(from, to)
		require.NoError(t, err)
		require.Equal(t, whole[from:to], part)
	}
	for i, x := range whole {
		require.Equal(t, fmt.Sprintf("x%04d", i+1), x.ID)
	}
	for _, id := range []string{"x0001", "x0350", "x0700"} {
		one, known, err := j.Exchange(id)
		require.NoError(t, err)
		require.True(t, known)
		assert.Equal(t, id, one.ID)
	}
}
