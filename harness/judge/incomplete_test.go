package judge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
	"kontrakt/harness/rules"
	"kontrakt/harness/rules/sequence"
)

// filled judges some payments and settles the run.
func filled(t *testing.T, payments, room int, change func(*judge.Options)) (run harness.Run, closing error) {
	t.Helper()
	o := judge.Options{Contracts: set(t, load(t, "ecom.v2")...), Dir: t.TempDir()}
	change(&o)
	j, err := judge.New(o)
	require.NoError(t, err)
	j.LittleRoom(room)
	for n := range payments {
		j.Submit(initiate(n + 1))
	}
	j.Fill(&run)
	run.Settle(harness.Error)
	return run, j.Close()
}

func TestARunSaysWhatThereWasNoRoomFor(t *testing.T) {
	t.Parallel()
	about := func(o *judge.Options) {
		o.Facts = map[string]func(*rules.View, *sequence.Fact){"ecom.v2": func(v *rules.View, f *sequence.Fact) {
			f.Subject, f.Kind = v.Exchange.ID, "payment"
		}}
	}
	run, err := filled(t, 40, 100, about)
	require.NoError(t, err)
	assert.Empty(t, run.Incomplete)
	assert.Equal(t, harness.Passed, run.Verdict)

	run, err = filled(t, 40, 16, about)
	require.ErrorIs(t, err, judge.ErrNoRoom, "who closes the judge hears of it as well")
	require.Len(t, run.Incomplete, 1)
	assert.Regexp(t, `^hold exchanges against each other: \d+ of the oldest were left out for want of room$`, run.Incomplete[0])
	assert.Equal(t, harness.Inconclusive, run.Verdict)
	assert.Equal(t, "not everything was judged: "+run.Incomplete[0], run.Reason)
}

func TestARuleThatBreaksIsToldWithoutWhatItHeld(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, want string
		judge      func(*rules.View) []harness.Finding
	}{
		{"the runtime's words are known", "judge x0001 POST: a rule broke; this is a mistake of ours, please report it: index out of range [3] with length 0",
			func(v *rules.View) []harness.Finding {
				return []harness.Finding{make([]harness.Finding, 0)[len(v.Request.Method)-1]}
			}},
		{"others may quote anything", "judge x0001 POST: a rule broke; this is a mistake of ours, please report it",
			func(v *rules.View) []harness.Finding { panic("client secret " + v.Request.Method) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			run, err := filled(t, 1, 100, func(o *judge.Options) {
				o.Checks = map[string][]rules.Check{"ecom.v2": {{Rule: harness.Rule{ID: "guide.broken", Severity: harness.Error}, Judge: tt.judge}}}
			})
			require.Error(t, err)
			require.Len(t, run.Incomplete, 1)
			assert.Equal(t, tt.want, run.Incomplete[0])
			assert.Equal(t, harness.Inconclusive, run.Verdict)
		})
	}
}
