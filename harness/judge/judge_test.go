package judge_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
	"kontrakt/harness/rules"
)

const initiateID = "initiatePaymentV3UsingPOST"

// eightDigits restates a pattern of the schema, as rules of an API do.
var eightDigits = rules.Check{
	Rule:       harness.Rule{ID: "guide.mobile-number", Severity: harness.Error, Help: "send eight digits"},
	Operations: []string{initiateID},
	Replaces:   []string{"schema.pattern", "schema.maxLength"},
	Judge: func(v *rules.View) []harness.Finding {
		number, ok := v.RequestBody.At("/customerInfo/mobileNumber")
		if !ok || len(number.String()) == 8 {
			return nil
		}
		return []harness.Finding{{Direction: harness.InRequest, In: harness.PartBody, Pointer: "/customerInfo/mobileNumber", Want: "eight digits", Got: rules.Quote(number)}}
	},
}

func newJudge(t *testing.T, change func(*judge.Options)) *judge.Judge {
	t.Helper()
	contracts := load(t, "ecom.v2", "access-token.v1")
	o := judge.Options{Contracts: set(t, contracts...), Checks: map[string][]rules.Check{"ecom.v2": {eightDigits}}, Dir: t.TempDir(), Key: []byte("key"), Measured: contracts[:1]}
	if change != nil {
		change(&o)
	}
	j, err := judge.New(o)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, j.Close()) })
	return j
}

// with changes the body of a request.
func with(x *harness.Exchange, old, replacement string) *harness.Exchange {
	x.Request.Body = bodyOf(strings.Replace(string(x.Request.Body.Bytes), old, replacement, 1))
	return x
}

func lines(findings []harness.Finding) []string {
	all := []string{}
	for _, f := range findings {
		all = append(all, fmt.Sprintf("%s %s %s %s", f.Severity, f.Rule, f.Operation, f.Message()))
	}
	return all
}

func TestOne(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		exchange func() *harness.Exchange
		weigh    map[string]harness.Severity
		want     []string
	}{
		{"what keeps to the contract has no findings", func() *harness.Exchange { return initiate(1) }, nil, []string{}},
		{"a mistake that a rule restates is one finding, and shows no number", func() *harness.Exchange { return with(initiate(1), "91234567", "+4791234567") }, nil,
			[]string{`error guide.mobile-number initiatePaymentV3UsingPOST request body /customerInfo/mobileNumber: want eight digits, got (personal, 11 characters)`}},
		{"a rule that is off says nothing, and neither does what it restates", func() *harness.Exchange { return with(initiate(1), "91234567", "+4791234567") },
			map[string]harness.Severity{"guide.mobile-number": harness.Off}, []string{}},
		{"a rule of the guides can be weighed anew", func() *harness.Exchange { return with(initiate(1), "91234567", "+4791234567") },
			map[string]harness.Severity{"guide.mobile-number": harness.Note}, []string{`note guide.mobile-number initiatePaymentV3UsingPOST request body /customerInfo/mobileNumber: want eight digits, got (personal, 11 characters)`}},
		{"a rule of the contract cannot", func() *harness.Exchange { return with(initiate(1), `"amount":49900`, `"amount":"499"`) },
			map[string]harness.Severity{"schema.type": harness.Off}, []string{`error schema.type initiatePaymentV3UsingPOST request body /transaction/amount: want an integer, got "499"`}},
		{"an answer that broke off is not judged, the request is", func() *harness.Exchange {
			x := with(initiate(1), `"amount":49900`, `"amount":"499"`)
			x.Response.Body, x.Failure = bodyOf(`{"ord`), &harness.Failure{Kind: harness.CutOff, Detail: "connection reset"}
			return x
		}, nil, []string{`error schema.type initiatePaymentV3UsingPOST request body /transaction/amount: want an integer, got "499"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			j := newJudge(t, func(o *judge.Options) { o.Severities = tt.weigh })
			judged := j.One(tt.exchange())
			assert.Equal(t, tt.want, lines(judged.Findings))
			require.NotNil(t, judged.Operation)
			for _, f := range judged.Findings {
				assert.Equal(t, "ecom.v2", f.Contract)
				assert.Equal(t, "/ecomm/v2/payments", f.Path)
				assert.Equal(t, http.MethodPost, f.Method)
				assert.Equal(t, []string{"x0001"}, f.Exchanges)
				assert.Zero(t, f.Status, "the same mistake is the same, whatever was answered")
			}
		})
	}
}

func TestGuardSaysOnlyWhatARequestBreaks(t *testing.T) {
	t.Parallel()
	j := newJudge(t, nil)
	x := with(initiate(1), `"amount":49900`, `"amount":"499","colour":"blue"`)
	x.Response = harness.Response{}
	got := j.Guard(x)
	assert.Equal(t, []string{`error schema.type initiatePaymentV3UsingPOST request body /transaction/amount: want an integer, got "499"`}, lines(got))
	var run harness.Run
	j.Fill(&run)
	assert.Zero(t, run.Recorded, "a guarded request is not recorded twice")
}

func TestSettleWaitsForItsScenario(t *testing.T) {
	t.Parallel()
	contracts := set(t, load(t, "ecom.v2")...)
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		slow := rules.Check{Rule: harness.Rule{ID: "guide.slow", Severity: harness.Warning}, Judge: func(v *rules.View) []harness.Finding {
			if v.Scenario == "slow" {
				<-release
			}
			return []harness.Finding{{Direction: harness.InRequest, In: harness.PartNone, Want: "haste"}}
		}}
		j, err := judge.New(judge.Options{Contracts: contracts, Checks: map[string][]rules.Check{"ecom.v2": {slow}}, Workers: 2, Queue: 1})
		require.NoError(t, err)
		submit := func(n int, scenario string) {
			x := initiate(n)
			x.Scenario = scenario
			j.Submit(x)
		}
		submit(1, "slow")
		submit(2, "quick")
		assert.Len(t, j.Settle("quick").Findings, 1, "another scenario does not hold it up")
		assert.Empty(t, j.Settle("nobody").Exchanges)

		var settled []harness.Finding
		go func() { settled = j.Settle("slow").Findings }()
		synctest.Wait()
		assert.Nil(t, settled)
		close(release)
		synctest.Wait()
		require.Len(t, settled, 1)
		assert.Equal(t, []string{"x0001"}, settled[0].Exchanges)
		assert.Equal(t, []string{"slow"}, settled[0].Scenarios)
		require.NoError(t, j.Close())
	})
}

func TestAFullQueueMakesTheCallerWaitAndDropsNothing(t *testing.T) {
	t.Parallel()
	contracts := set(t, load(t, "ecom.v2")...)
	for _, tt := range []struct {
		name    string
		options judge.Options
	}{
		{"of exchanges", judge.Options{Queue: 2}},
		{"of bytes", judge.Options{Queue: 1000, QueueBytes: 3 << 10}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				gate := rules.Check{Rule: harness.Rule{ID: "guide.gate"}, Judge: func(*rules.View) []harness.Finding { <-release; return nil }}
				o := tt.options
				o.Contracts, o.Checks, o.Workers = contracts, map[string][]rules.Check{"ecom.v2": {gate}}, 1
				j, err := judge.New(o)
				require.NoError(t, err)
				submitted := 0
				go func() {
					for n := range 20 {
						j.Submit(initiate(n + 1))
						submitted++
					}
				}()
				synctest.Wait()
				assert.Less(t, submitted, 5, "the caller waits")
				close(release)
				synctest.Wait()
				assert.Equal(t, 20, submitted)
				var run harness.Run
				j.Fill(&run)
				assert.Equal(t, 20, run.Recorded)
				assert.Zero(t, run.Dropped)
				require.NoError(t, j.Close())
				j.Submit(initiate(21))
				j.Fill(&run)
				assert.Equal(t, 1, run.Dropped, "what comes after the end is counted")
			})
		})
	}
}

func TestARuleThatBreaksIsTheToolsFault(t *testing.T) {
	t.Parallel()
	j, err := judge.New(judge.Options{Contracts: set(t, load(t, "ecom.v2")...), Checks: map[string][]rules.Check{"ecom.v2": {
		{Rule: harness.Rule{ID: "guide.broken"}, Judge: func(*rules.View) []harness.Finding { panic("91234567") }},
	}}})
	require.NoError(t, err)
	j.Submit(initiate(1))
	run := harness.Run{}
	j.Fill(&run)
	run.Settle(harness.Error)
	assert.Equal(t, harness.Inconclusive, run.Verdict)
	assert.Equal(t, 1, run.Broken)
	err = j.Close()
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "91234567")
}

func TestFillCounts(t *testing.T) {
	t.Parallel()
	j := newJudge(t, func(o *judge.Options) {
		o.Unexercisable = map[string]map[string]string{"ecom.v2": {"getOrderStatusUsingGET": "deprecated", initiateID + " 429": "waits a minute"}}
	})
	var wait sync.WaitGroup
	for worker := range 4 {
		wait.Go(func() {
			for n := worker; n < 100; n += 4 {
				x := initiate(n + 1)
				x.Scenario, x.Waited = fmt.Sprintf("s%02d", n/2), time.Duration(n+1)*time.Millisecond
				if n%2 == 1 {
					with(x, `"amount":49900`, fmt.Sprintf(`"amount":"%d"`, n))
				}
				j.Submit(x)
			}
		})
	}
	wait.Wait()
	for n, kind := range []harness.FailureKind{harness.Unreachable, harness.TimedOut, harness.CutOff, harness.CallerGone, harness.Enforced} {
		x := initiate(101 + n)
		x.Response, x.Failure = harness.Response{}, &harness.Failure{Kind: kind, Detail: "because"}
		j.Submit(x)
	}
	var run harness.Run
	j.Fill(&run)
	assert.Equal(t, 105, run.Recorded)
	assert.Equal(t, 4, run.Broken)
	require.Len(t, j.Broken(), 4)
	assert.Equal(t, judge.Break{Exchange: "x0101", Kind: harness.Unreachable, Detail: "because"}, j.Broken()[0])

	require.Len(t, run.Findings, 1)
	f := run.Findings[0]
	assert.Equal(t, 50, f.Count)
	assert.Equal(t, `"1"`, f.Got, "the earliest exchange is shown, whoever judged it first")
	require.Len(t, f.Exchanges, 20)
	assert.Equal(t, []string{"x0002", "x0004", "x0006"}, f.Exchanges[:3])
	assert.Len(t, f.Scenarios, 20)

	require.Len(t, run.Operations, 1)
	op := run.Operations[0]
	assert.Equal(t, initiateID, op.ID)
	assert.Equal(t, map[int]int{200: 100, 0: 5}, op.Statuses)
	assert.Equal(t, []int{105, 100, 0, 0}, []int{op.Calls, op.OK, op.ClientErrors, op.ServerErrors})
	assert.Equal(t, []int{1, 0, 0}, []int{op.Errors, op.Warnings, op.Notes})
	assert.InEpsilon(t, 50*time.Millisecond, op.P50, 0.01)
	assert.InEpsilon(t, 95*time.Millisecond, op.P95, 0.01)
	assert.Equal(t, 100*time.Millisecond, op.Max)

	c := run.Coverage
	assert.Equal(t, 1, c.Operations.Exercised)
	assert.Equal(t, c.Operations.Documented-1, c.Operations.Exercisable)
	assert.Equal(t, 1, c.Responses.Exercised)
	assert.Less(t, c.Responses.Exercisable, c.Responses.Documented)
	assert.Contains(t, c.Missing, harness.Missing{What: "ecom.v2 getOrderStatusUsingGET", Reason: "deprecated"})
	assert.Contains(t, c.Missing, harness.Missing{What: "ecom.v2 capturePaymentUsingPOST", Reason: "nobody called it"})
}

func TestRecordingSpillsAndKeepsOrder(t *testing.T) {
	t.Parallel()
	for _, memory := range []int64{1, 16 << 10, 1 << 40} {
		t.Run(fmt.Sprintf("%d bytes in memory", memory), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			j := newJudge(t, func(o *judge.Options) { o.Memory, o.Dir, o.Secrets = memory, dir, []string{subKey} })
			for _, n := range []int{10001, 3, 10000, 2, 9999, 1} {
				j.Submit(with(initiate(n), "91234567", "9123456"))
			}
			for n := range 200 {
				j.Submit(initiate(100 + n))
			}
			var run harness.Run
			j.Fill(&run)
			for range 2 {
				var ids []string
				for judged, err := range run.Exchanges() {
					require.NoError(t, err)
					ids = append(ids, judged.ID)
					checkRedacted(t, judged)
				}
				require.Len(t, ids, 206)
				assert.True(t, slices.IsSortedFunc(ids, func(a, b string) int { return len(a)*1000000 - len(b)*1000000 + strings.Compare(a, b) }))
				assert.Equal(t, []string{"x9999", "x10000", "x10001"}, ids[203:])
			}
			files, err := filepath.Glob(filepath.Join(dir, "*"))
			require.NoError(t, err)
			assert.Len(t, files, map[bool]int{true: 0, false: 1}[memory > 1<<30])
			for _, file := range files {
				content, err := os.ReadFile(file)
				require.NoError(t, err)
				for _, secret := range []string{bearer, subKey, "a-callback-token", "91234567"} {
					assert.NotContains(t, string(content), secret)
				}
			}
			require.NoError(t, j.Close())
			files, err = filepath.Glob(filepath.Join(dir, "*"))
			require.NoError(t, err)
			assert.Empty(t, files, "the temporary file is gone")
			for _, err := range run.Exchanges() {
				assert.Error(t, err)
			}
		})
	}
}

func checkRedacted(t *testing.T, judged harness.Judged) {
	t.Helper()
	text := fmt.Sprintf("%v %s %s", judged.Request.Header, judged.Request.Body.Bytes, judged.Response.Body.Bytes)
	for _, secret := range []string{bearer, subKey, "a-callback-token", "91234567"} {
		require.NotContains(t, text, secret)
	}
	require.Contains(t, judged.Redacted, "request header Authorization")
	require.Contains(t, judged.Redacted, "request body /merchantInfo/authToken")
	require.Contains(t, judged.Redacted, "response body /url")
	require.Contains(t, string(judged.Request.Body.Bytes), `"amount":49900`)
	require.NotNil(t, judged.Operation)
	require.True(t, judged.Request.Body.Whole())
}

func TestADiskThatFailsLosesNothing(t *testing.T) {
	t.Parallel()
	j, err := judge.New(judge.Options{Contracts: set(t, load(t, "ecom.v2")...), Memory: 1, Dir: filepath.Join(t.TempDir(), "missing")})
	require.NoError(t, err)
	for n := range 5 {
		j.Submit(initiate(n + 1))
	}
	var run harness.Run
	j.Fill(&run)
	count := 0
	for _, err := range run.Exchanges() {
		require.NoError(t, err)
		count++
	}
	assert.Equal(t, 5, count)
	require.ErrorContains(t, j.Close(), "spill exchanges to disk: ")
}

func TestScrubKnowsWhatWasJudged(t *testing.T) {
	t.Parallel()
	j := newJudge(t, func(o *judge.Options) { o.Secrets = []string{"c2FuZGJveA=="} })
	j.Submit(initiate(7))
	var run harness.Run
	j.Fill(&run)
	got := j.Scrub("the callback had a-callback-token-7 and c2FuZGJveA== for 91234567")
	for _, secret := range []string{"a-callback-token-7", "c2FuZGJveA==", "91234567"} {
		assert.NotContains(t, got, secret)
	}
	assert.Regexp(t, `^the callback had [a-z]-[a-z]{8}-[a-z]{5}-[1-9] and [a-z0-9A-Z]{10}== for [1-9]\d{7}$`, got)
}

func TestAllAtOnce(t *testing.T) {
	t.Parallel()
	j := newJudge(t, func(o *judge.Options) { o.Memory, o.Queue, o.Workers = 20<<10, 3, 3 })
	var wait sync.WaitGroup
	for worker := range 3 {
		wait.Go(func() {
			for n := range 40 {
				x := with(initiate(worker*1000+n), `"amount":49900`, fmt.Sprintf(`"amount":"%d"`, n))
				x.Scenario = fmt.Sprintf("s%d", worker)
				j.Submit(x)
				if n%10 == 0 {
					j.Settle(x.Scenario)
				}
			}
		})
	}
	for range 2 {
		wait.Go(func() {
			for range 5 {
				var run harness.Run
				j.Fill(&run)
				for judged, err := range run.Exchanges() {
					assert.NoError(t, err)
					assert.NotContains(t, string(judged.Request.Body.Bytes), "91234567")
				}
				j.Scrub("a-callback-token-7")
				j.Broken()
			}
		})
	}
	wait.Wait()
	var run harness.Run
	j.Fill(&run)
	assert.Equal(t, 120, run.Recorded)
	require.Len(t, run.Findings, 1)
	assert.Equal(t, 120, run.Findings[0].Count)
	assert.Equal(t, []string{"s0", "s1", "s2"}, run.Findings[0].Scenarios)
}

func TestFillDoesNotWaitForWhatComesLater(t *testing.T) {
	t.Parallel()
	contracts := set(t, load(t, "ecom.v2")...)
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		gate := rules.Check{Rule: harness.Rule{ID: "guide.gate"}, Judge: func(v *rules.View) []harness.Finding {
			if v.ID == "x0002" {
				<-release
			}
			return nil
		}}
		j, err := judge.New(judge.Options{Contracts: contracts, Checks: map[string][]rules.Check{"ecom.v2": {gate}}, Workers: 1})
		require.NoError(t, err)
		j.Submit(initiate(1))
		var run harness.Run
		j.Fill(&run)
		j.Submit(initiate(2))
		filled := false
		go func() { j.Fill(&run); filled = true }()
		synctest.Wait()
		assert.False(t, filled, "what was submitted before is waited for")
		close(release)
		synctest.Wait()
		assert.True(t, filled)
		assert.Equal(t, 2, run.Recorded)
		require.NoError(t, j.Close())
	})
}
