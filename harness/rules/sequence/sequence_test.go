package sequence_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/rules/sequence"
)

var update = flag.Bool("update", false, "write the findings of the examples anew")

// Every rule has a story that keeps it and one that breaks it. All checks judge
// every story, so that one mistake is one finding.
func TestEveryRuleHasStoriesThatKeepAndBreakIt(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for _, c := range sequence.All() {
		ids[c.ID] = true
		for _, kind := range []string{"keeps", "breaks"} {
			files, err := filepath.Glob(filepath.Join("testdata", c.ID, kind+"-*.txt"))
			require.NoError(t, err)
			assert.NotEmpty(t, files, "%s has no story that %s it", c.ID, kind)
			for _, file := range files {
				t.Run(c.ID+" "+filepath.Base(file), func(t *testing.T) {
					t.Parallel()
					judge(t, c.ID, kind == "breaks", file)
				})
			}
		}
	}
	folders, err := os.ReadDir("testdata")
	require.NoError(t, err)
	for _, f := range folders {
		assert.True(t, ids[f.Name()], "testdata/%s is of no rule", f.Name())
	}
}

func judge(t *testing.T, rule string, breaks bool, file string) {
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	story, want, _ := strings.Cut(string(raw), "-- findings --\n")
	var record sequence.Record
	for _, f := range read(t, story) {
		record.Add(f)
	}
	var got strings.Builder
	for _, f := range record.Findings(sequence.All()) {
		fmt.Fprintf(&got, "%s %s: %s\n", f.Rule, strings.Join(f.Exchanges, " "), f.Message())
		assert.Equal(t, harness.InSequence, f.Direction)
	}
	if *update && breaks {
		require.NoError(t, os.WriteFile(file, []byte(story+"-- findings --\n"+got.String()), 0o644))
		return
	}
	assert.Equal(t, want, got.String())
	assert.Equal(t, breaks, strings.HasPrefix(got.String(), rule+" "))
}

// read reads a story, an exchange a line: +10s capture 200 asked=100 key=a.
func read(t *testing.T, text string) []*sequence.Fact {
	t.Helper()
	start := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	var facts []*sequence.Fact
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		after, err := time.ParseDuration(strings.TrimPrefix(words[0], "+"))
		require.NoError(t, err)
		status, err := strconv.Atoi(words[2])
		require.NoError(t, err)
		f := &sequence.Fact{
			Exchange: fmt.Sprintf("x%04d", len(facts)+1), Started: start.Add(after), Ended: start.Add(after + 50*time.Millisecond),
			Deed: sequence.Deed(words[1]), Status: status, Undecided: status == 0,
			Kind: "payment", Subject: "order-1", Caller: 1,
			Operation: harness.Operation{Contract: "test.v1", ID: words[1], Method: "POST", Path: "/" + words[1]},
		}
		for _, word := range words[3:] {
			name, value, _ := strings.Cut(word, "=")
			tell(t, f, name, value)
		}
		facts = append(facts, f)
	}
	return facts
}

func tell(t *testing.T, f *sequence.Fact, name, value string) {
	t.Helper()
	stands := func() *sequence.Standing {
		if f.Stands == nil {
			f.Stands = &sequence.Standing{}
		}
		return f.Stands
	}
	terms := func() *sequence.Terms {
		if f.Terms == nil {
			f.Terms = &sequence.Terms{}
		}
		return f.Terms
	}
	day := func() time.Time {
		d, err := time.Parse(time.DateOnly, value)
		require.NoError(t, err)
		return d
	}
	minor := func() int64 {
		n, err := strconv.ParseInt(value, 10, 64)
		require.NoError(t, err)
		return n
	}
	span := func() time.Duration {
		d, err := time.ParseDuration(value)
		require.NoError(t, err)
		return d
	}
	switch name {
	case "asked":
		f.Asked = sequence.Amount{Minor: minor(), Currency: "NOK", Known: true}
	case "currency":
		f.Asked.Currency = value
	case "authorized":
		stands().Authorized = sequence.Of(minor(), "/authorized")
	case "captured":
		stands().Captured = sequence.Of(minor(), "/captured")
	case "refunded":
		stands().Refunded = sequence.Of(minor(), "/refunded")
	case "cancelled":
		stands().Cancelled = sequence.Of(minor(), "/cancelled")
	case "state":
		stands().State = value
	case "counter":
		f.Counter = true
	case "final":
		stands().Final = true
	case "key":
		f.Key = sequence.Digest([]byte(value))
	case "sent":
		f.Sent = sequence.Digest([]byte(value))
	case "took":
		f.Ended = f.Started.Add(span())
	case "wait":
		f.RetryAfter = span()
	case "event":
		f.Event = value
	case "number":
		f.Number = value
	case "at":
		f.At = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC).Add(span())
	case "msn":
		f.Merchant = value
	case "subject":
		f.Subject = value
	case "kind":
		f.Kind = value
	case "place":
		f.Place = value
	case "cart":
		f.Cart = minor()
	case "campaign":
		terms().Campaign = minor()
	case "usual":
		terms().Usual = minor()
	case "price":
		terms().Price = minor()
	case "until":
		terms().Until = day()
	case "due":
		terms().Due = day()
	case "external":
		terms().External = sequence.Digest([]byte(value))
	case "hooks":
		for hook := range strings.SplitSeq(value, ",") {
			f.Hooks = append(f.Hooks, sequence.Digest([]byte(hook)))
		}
	case "contract":
		f.Operation.Contract = value
	case "scenario":
		f.Scenario = value
	case "entry":
		parts := strings.Split(value, ":")
		n, err := strconv.ParseInt(parts[1], 10, 64)
		require.NoError(t, err)
		f.Moved = append(f.Moved, sequence.Entry{
			Deed: sequence.Deed(parts[0]), Minor: n, Key: sequence.Digest([]byte(parts[2])), Pointer: fmt.Sprintf("/%d/amount", len(f.Moved)),
		})
	default:
		t.Fatalf("a fact has no %q", name)
	}
}

func TestTheRecordKeepsWhatIsNewest(t *testing.T) {
	t.Parallel()
	var r sequence.Record
	for range 200_001 {
		r.Add(&sequence.Fact{Kind: "payment", Subject: "order-1"})
	}
	assert.Equal(t, 50_000, r.Forgotten())
}

func TestChecksAreListedByName(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, c := range sequence.All() {
		ids = append(ids, c.ID)
		assert.Regexp(t, `^\w.*\.$`, c.Says, c.ID)
		assert.NotEmpty(t, c.Source, c.ID)
		assert.NotRegexp(t, `^[A-Z]|\.$`, c.Help, c.ID)
	}
	assert.True(t, slices.IsSorted(ids), "%v", ids)
}
