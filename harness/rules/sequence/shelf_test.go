package sequence_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/rules/sequence"
)

type shelf struct {
	text []byte
	full bool
	lost bool
}

func (s *shelf) Append(p []byte) (int64, error) {
	if s.full {
		return 0, errors.New("no space left on device")
	}
	at := len(s.text)
	s.text = append(s.text, p...)
	return int64(at), nil
}

func (s *shelf) Read(p []byte, offset int64) error {
	if s.lost {
		return errors.New("input/output error")
	}
	copy(p, s.text[offset:])
	return nil
}

// everything is the facts of all examples, each about something of its own, and
// again and again about others, in the order in which they happened.
func everything(t *testing.T, times int) []*sequence.Fact {
	files, err := filepath.Glob("testdata/*/*.txt")
	require.NoError(t, err)
	var all []*sequence.Fact
	for n := range times {
		for i, file := range files {
			raw, err := os.ReadFile(file)
			require.NoError(t, err)
			story, _, _ := strings.Cut(string(raw), "-- findings --\n")
			for _, f := range read(t, story) {
				f.Subject += fmt.Sprintf("-%d-%d", n, i)
				f.Caller += uint64(i + n*len(files))
				f.Started, f.Ended = f.Started.Add(time.Duration(n)*time.Second), f.Ended.Add(time.Duration(n)*time.Second)
				f.RetryAfter, f.Sent = f.RetryAfter+time.Nanosecond, f.Sent+uint64(i)
				all = append(all, f)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *sequence.Fact) int { return a.Started.Compare(b.Started) })
	for i, f := range all {
		f.Exchange = fmt.Sprintf("x%04d", i+1)
	}
	return all
}

func found(r *sequence.Record) []string {
	var all []string
	for _, f := range r.Findings(sequence.All()) {
		all = append(all, fmt.Sprintf("%s %v %s", f.Rule, f.Exchanges, f.Message()))
	}
	slices.Sort(all)
	return all
}

func TestWhatIsOnTheShelfIsJudgedAlike(t *testing.T) {
	t.Parallel()
	var whole sequence.Record
	small := sequence.Record{Shelf: &shelf{}, Room: 500}
	for _, f := range everything(t, 60) {
		whole.Add(f)
	}
	for _, f := range everything(t, 60) {
		small.Add(f)
	}
	want := found(&whole)
	require.Greater(t, len(want), 1000)
	for range 2 { // asking changes nothing
		assert.Equal(t, want, found(&small))
	}
	require.NoError(t, small.Fault())
	assert.Zero(t, small.Forgotten())
	assert.Greater(t, len(small.Shelf.(*shelf).text), 100_000)
}

func TestAShelfThatFailsLosesWhatIsOldest(t *testing.T) {
	t.Parallel()
	kept := &shelf{}
	r := sequence.Record{Shelf: kept, Room: 50}
	for i, f := range everything(t, 3) {
		kept.full = i > 150
		r.Add(f)
	}
	require.ErrorContains(t, r.Fault(), "keep what exchanges say of payments: no space left on device")
	assert.Positive(t, r.Forgotten())
	kept.lost = true
	r.Findings(sequence.All())
	require.ErrorContains(t, r.Fault(), "no space left") // the first fault stays
	r = sequence.Record{Shelf: &shelf{lost: true}, Room: 50}
	for _, f := range everything(t, 3) {
		r.Add(f)
	}
	r.Findings(sequence.All())
	require.ErrorContains(t, r.Fault(), "read what exchanges say of payments: input/output error")
}
