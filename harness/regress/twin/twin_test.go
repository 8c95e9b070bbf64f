package twin_test

import (
	"context"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/client/receiver"
	"kontrakt/harness/proxy"
	"kontrakt/harness/regress/twin"
	"kontrakt/harness/sandbox"
	"kontrakt/steps"
)

// both runs what is said of both sides against the sandbox.
func both(t *testing.T, p twin.Pair) []harness.Scenario {
	t.Helper()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	ids := proxy.Counter()
	r := receiver.New(receiver.Options{Sink: func(*harness.Exchange) {}, IDs: ids, Now: time.Now})
	callbacks := httptest.NewServer(r)
	t.Cleanup(callbacks.Close)
	box, err := sandbox.New(sandbox.Options{Services: c.Services(), Now: time.Now, Seed: 1, Routes: map[string]string{r.Origin(): callbacks.URL}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = box.Close() })
	target := httptest.NewServer(box)
	t.Cleanup(target.Close)
	base, err := url.Parse(target.URL)
	require.NoError(t, err)
	through, err := proxy.New(proxy.Options{Target: base, Sink: func(*harness.Exchange) {}, IDs: ids, Now: time.Now})
	require.NoError(t, err)
	front := httptest.NewUnstartedServer(nil)
	front.Config = proxy.NewServer(through, proxy.Limits{})
	front.Start()
	t.Cleanup(front.Close)
	all, err := steps.Run(t.Context(), steps.Options{
		Features: features.FS, Definitions: catalog.All(), APIs: []string{p.Old, p.New}, Tags: "@" + p.Old + " && @" + p.New + " && @core && ~@wire",
		URL: front.URL, Target: target.URL, Control: target.URL, Receiver: r, ReceiverURL: callbacks.URL, Now: time.Now, Seed: 1,
		Concurrency: 8, Outcomes: true,
		Settle: func(id string) steps.Settled {
			_ = through.Await(context.Background(), id)
			return steps.Settled{Exchanges: []string{id}}
		},
	})
	require.NoError(t, err)
	return all
}

// With its declarations taken away, the twin run of eCom and ePayment finds by
// itself what is documented; with them, it finds nothing else.
func TestEcomAndEpaymentDifferAsDocumented(t *testing.T) {
	t.Parallel()
	p := pair(t, "ecom.v2")
	require.NotEmpty(t, p.Differences)
	all := both(t, p)
	told := 0
	for _, s := range all {
		if len(s.Outcome.Ledger) > 0 && len(s.Outcome.States)+len(s.Outcome.Refusals) > 0 {
			told++
		}
	}
	assert.Greater(t, told, len(all)/2, "outcomes tell something")
	declared := twin.Compare(p, all, false)
	assert.NotZero(t, declared.Compared)
	assert.Zero(t, declared.Undeclared(), "%+v", declared.Differences)
	assert.Empty(t, declared.Unmatched)

	bare := p
	bare.Differences = nil
	found := twin.Compare(bare, all, false)
	assert.Equal(t, len(declared.Differences), found.Undeclared())
	var said strings.Builder
	for _, d := range found.Differences {
		said.WriteString(d.Scenario + ": " + d.Part + ": " + d.Old + " → " + d.New + "\n")
	}
	for _, want := range []string{
		"part-has-shipped-and-the-merchant-cancels-the-order: refusals: cancel is refused: money is captured already → nothing is refused",
		"cancelled 0.00 NOK → payment 1: ordered 499.00 NOK, authorized 499.00 NOK, captured 199.00 NOK, refunded 0.00 NOK, cancelled 300.00 NOK",
		"states: payment 1 cancelled → payment 1 expired",
		"refusals: nothing is refused → capture is refused: the key belongs to another request",
	} {
		assert.Contains(t, said.String(), want)
	}
}

func TestVersionsOfRecurringDifferAsDeclared(t *testing.T) {
	t.Parallel()
	p := pair(t, "recurring.v2")
	got := twin.Compare(p, both(t, p), false)
	assert.NotZero(t, got.Compared)
	assert.Zero(t, got.Undeclared(), "%+v", got.Differences)
	assert.Empty(t, got.Unmatched)
}

func pair(t *testing.T, old string) twin.Pair {
	t.Helper()
	all, err := twin.Pairs()
	require.NoError(t, err)
	require.Len(t, all, 3)
	for _, p := range all {
		if p.Old == old {
			return p
		}
	}
	t.Fatal(old)
	return twin.Pair{}
}

func scenario(api, id string, o harness.Outcome) harness.Scenario {
	return harness.Scenario{ID: api + "/" + id, API: api, Name: id, Status: harness.StatusPassed, Outcome: o}
}

func refusal(doing string, reasons ...string) harness.Outcome {
	return harness.Outcome{Refusals: []harness.Refusal{{Doing: doing, Reasons: reasons}}}
}

func TestOutcomesAreCompared(t *testing.T) {
	t.Parallel()
	declared := twin.Declaration{Scenario: "a/*", Part: "states", Old: "payment 1 x", New: "payment 1 y", Kind: "gain", Says: "s", Source: "o"}
	x, y := harness.Outcome{States: []string{"payment 1 x"}}, harness.Outcome{States: []string{"payment 1 y"}}
	tests := []struct {
		name                  string
		declared              []twin.Declaration
		all                   []harness.Scenario
		whole                 bool
		compared, differences int
		undeclared, unmatched int
	}{
		{"the same is no difference", nil, []harness.Scenario{scenario("o", "a/1", x), scenario("n", "a/1", x)}, true, 1, 0, 0, 0},
		{"another state is one", nil, []harness.Scenario{scenario("o", "a/1", x), scenario("n", "a/1", y)}, true, 1, 1, 1, 0},
		{"what is declared is known", []twin.Declaration{declared}, []harness.Scenario{scenario("o", "a/1", x), scenario("n", "a/1", y)}, true, 1, 1, 0, 0},
		{"what is declared the other way round is not", []twin.Declaration{declared}, []harness.Scenario{scenario("o", "a/1", y), scenario("n", "a/1", x)}, true, 1, 1, 1, 1},
		{"what is declared elsewhere is not", []twin.Declaration{declared}, []harness.Scenario{scenario("o", "b/1", x), scenario("n", "b/1", y)}, false, 1, 1, 1, 0},
		{"a declaration that matches nothing is named", []twin.Declaration{declared}, []harness.Scenario{scenario("o", "a/1", x), scenario("n", "a/1", x)}, false, 1, 0, 0, 1},
		{"one whose scenario did not run is, where all have", []twin.Declaration{declared}, []harness.Scenario{scenario("o", "b/1", x), scenario("n", "b/1", x)}, true, 1, 0, 0, 1},
		{"what one side alone has is not compared", nil, []harness.Scenario{scenario("o", "a/1", x)}, true, 0, 0, 0, 0},
		{"what was skipped is not compared", nil, []harness.Scenario{{ID: "o/a/1", API: "o", Status: harness.StatusSkipped}, scenario("n", "a/1", y)}, true, 0, 0, 0, 0},
		{"reasons that may be the same are", nil, []harness.Scenario{scenario("o", "a/1", refusal("cancel", "p", "q")), scenario("n", "a/1", refusal("cancel", "q"))}, true, 1, 0, 0, 0},
		{"reasons that cannot be the same are not", nil, []harness.Scenario{scenario("o", "a/1", refusal("cancel", "p")), scenario("n", "a/1", refusal("cancel", "q"))}, true, 1, 1, 1, 0},
		{"another act that is refused is a difference", nil, []harness.Scenario{scenario("o", "a/1", refusal("cancel", "p")), scenario("n", "a/1", refusal("capture", "p"))}, true, 1, 1, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := twin.Compare(twin.Pair{Old: "o", New: "n", Differences: tt.declared}, tt.all, tt.whole)
			assert.Equal(t, tt.compared, got.Compared)
			assert.Len(t, got.Differences, tt.differences)
			assert.Equal(t, tt.undeclared, got.Undeclared())
			assert.Len(t, got.Unmatched, tt.unmatched)
			run := harness.Run{Scenarios: tt.all, Twin: got, Recorded: 1}
			run.Settle(harness.Error)
			assert.Equal(t, tt.undeclared+tt.unmatched > 0, run.Verdict == harness.Failed, run.Reason)
		})
	}
}

func TestDeclarationsThatMakeNoSenseAreNamed(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"a word that nobody knows", "old: a\nnew: b\nthe: c\n", "field the not found"},
		{"one side", "old: a\n", "want old and new"},
		{"a pattern that is none", "old: a\nnew: b\ndifferences: [{scenario: '[', part: states, kind: gain, says: s, source: s}]", "syntax error"},
		{"a part that is none", "old: a\nnew: b\ndifferences: [{scenario: x, part: looks, kind: gain, says: s, source: s}]", `got "looks"`},
		{"a kind that is none", "old: a\nnew: b\ndifferences: [{scenario: x, part: states, kind: nice, says: s, source: s}]", `got "nice"`},
		{"no source", "old: a\nnew: b\ndifferences: [{scenario: x, part: states, kind: gain, says: s}]", "has words and a source"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := twin.Parse("x.yaml", []byte(tt.text))
			require.ErrorContains(t, err, tt.want)
		})
	}
}
