package accepted_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/regress/accepted"
)

const one = `- rule: schema.pattern
  operation: epayment.v1 createPayment
  pointer: /lines/*/name
  owner: payments team
  reason: the old till cannot send it otherwise
  expires: 2026-12-31
`

func found(pointer string) harness.Finding {
	return harness.Finding{
		Rule: "schema.pattern", Severity: harness.Error, Contract: "epayment.v1", Operation: "createPayment", Pointer: pointer, Count: 3,
	}
}

func at(day string) time.Time {
	t, err := time.Parse(time.DateTime, day)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAnAcceptedFindingDoesNotFailTheRunUntilItsDayHasPassed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		finding  harness.Finding
		now      string
		verdict  harness.Verdict
		reason   string
		accepted string
	}{
		{"it is held", found("/lines/7/name"), "2026-12-31 23:59:59", harness.Passed, "", "payments team, until 2026-12-31: the old till cannot send it otherwise"},
		{"its day has passed", found("/lines/7/name"), "2027-01-01 00:00:00", harness.Failed, "1 finding at or above error", ""},
		{"it is gone, and another is there", found("/reference"), "2026-12-01 00:00:00", harness.Failed, "1 finding at or above error", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			list, err := accepted.Parse("a.yaml", []byte(one))
			require.NoError(t, err)
			run := harness.Run{Recorded: 1, Findings: []harness.Finding{tt.finding}}
			list.Settle(&run, at(tt.now))
			run.Settle(harness.Error)
			assert.Equal(t, tt.verdict, run.Verdict)
			assert.Equal(t, tt.reason, run.Reason)
			assert.Equal(t, tt.accepted, run.Findings[0].Accepted)
		})
	}
}

func TestAnEntryThatAcceptsNothingFailsTheRun(t *testing.T) {
	t.Parallel()
	list, err := accepted.Parse("a.yaml", []byte(one))
	require.NoError(t, err)
	run := harness.Run{Recorded: 1}
	list.Settle(&run, at("2026-12-01 00:00:00"))
	run.Settle(harness.Error)
	assert.Equal(t, harness.Failed, run.Verdict)
	assert.Equal(t, "1 accepted finding is gone or out of date", run.Reason)
	require.Len(t, run.Accepted, 1)
	assert.Equal(t, 1, run.Accepted[0].Line)
	assert.True(t, run.Accepted[0].Stale())
	assert.False(t, run.Accepted[0].Past)
}

func TestEveryMistakeInTheFileIsReportedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := accepted.Parse("a.yaml", []byte(one+one+`- rule: schema.type
  operation: epayment.v1 createPayment
  owner: me
  reason: because
  expires: tomorrow
- rule: schema.type
  operation: x
  owner: me
  expires: 2027-01-01
- rule: schema.type
  operatoin: x
`))
	assert.EqualError(t, err, strings.Join([]string{
		"a.yaml:7: the entry of line 1 stands here a second time",
		`a.yaml:13: expires: want a day such as 2027-01-31, got "tomorrow"`,
		"a.yaml:18: reason is missing",
		"a.yaml:22: want rule, operation, pointer, owner, reason and expires, each a text",
	}, "\n"))
	for _, text := range []string{"rule: x", "- [", "7"} {
		_, err := accepted.Parse("a.yaml", []byte(text))
		assert.ErrorContains(t, err, "read a.yaml: want a list of entries", text)
	}
	none, err := accepted.Parse("a.yaml", nil)
	require.NoError(t, err)
	run := harness.Run{Recorded: 1}
	none.Settle(&run, at("2026-12-01 00:00:00"))
	assert.Empty(t, run.Accepted)
}

// What is written first is refused until somebody answers for it, and holds then.
func TestWhatIsWrittenIsReadOnceItHasOwners(t *testing.T) {
	t.Parallel()
	note := found("/note")
	note.Severity = harness.Note
	stranger := harness.Finding{Rule: "route.unknown", Severity: harness.Error, Method: "GET", Path: "/nowhere"}
	text, err := accepted.Write([]harness.Finding{found("/lines/0/name"), found("/lines/1/name"), note, stranger}, at("2026-12-31 00:00:00"))
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(string(text), "- rule:"), "%s", text)
	_, err = accepted.Parse("a.yaml", text)
	assert.ErrorContains(t, err, "owner is missing")

	filled := strings.NewReplacer(`owner: ""`, "owner: me", `reason: ""`, "reason: it is old").Replace(string(text))
	list, err := accepted.Parse("a.yaml", []byte(filled))
	require.NoError(t, err)
	run := harness.Run{Recorded: 1, Findings: []harness.Finding{found("/lines/0/name"), found("/lines/1/name"), stranger}}
	list.Settle(&run, at("2026-12-31 12:00:00"))
	run.Settle(harness.Error)
	assert.Equal(t, harness.Passed, run.Verdict, run.Reason)

	empty, err := accepted.Write(nil, at("2026-12-31 00:00:00"))
	require.NoError(t, err)
	_, err = accepted.Parse("a.yaml", empty)
	assert.NoError(t, err)
}
