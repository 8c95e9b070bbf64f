package certify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/certify"
	"kontrakt/harness/certify/attest"
	"kontrakt/harness/rules/sequence"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// A call is one exchange of a shop's day.
type call struct {
	operation string
	deed      sequence.Deed
	reference string
	amount    int64
	status    int
	sent      string
	answered  string
	key       uint64
	at        time.Time
	callback  bool
	// unit is the merchant serial number that the call names.
	unit string
}

// recorded makes a record of calls, and of what was found in them.
func recorded(t *testing.T, calls []call, findings ...harness.Finding) *certify.Record {
	t.Helper()
	var facts []*sequence.Fact
	var exchanges []harness.Judged
	for i, c := range calls {
		contract, id, _ := strings.Cut(c.operation, "/")
		op := harness.Operation{Contract: contract, ID: id, Method: "POST", Path: "/" + id, Flow: harness.FlowAPI}
		if c.callback {
			op.Flow = harness.FlowCallback
		}
		x := harness.Judged{Operation: &op}
		x.ID, x.Flow, x.Started = fmt.Sprintf("x%04d", i+1), op.Flow, c.at
		if c.at.IsZero() {
			x.Started = noon.Add(time.Duration(i) * time.Second)
		}
		x.Request.Header = http.Header{}
		if c.unit != "" {
			x.Request.Header.Set("Merchant-Serial-Number", c.unit)
		}
		x.Request.Body = harness.Body{Bytes: []byte(c.sent), Size: int64(len(c.sent))}
		x.Response.Body = harness.Body{Bytes: []byte(c.answered), Size: int64(len(c.answered))}
		if x.Response.Status = c.status; c.status == 0 {
			x.Response.Status = 200
		}
		exchanges = append(exchanges, x)
		facts = append(facts, &sequence.Fact{
			Exchange: x.ID, Operation: op, Started: x.Started, Status: x.Response.Status, Deed: c.deed, Kind: "payment", Subject: c.reference, Key: c.key,
			Asked: sequence.Amount{Minor: c.amount, Known: c.amount > 0},
		})
	}
	all := iter.Seq2[harness.Judged, error](func(yield func(harness.Judged, error) bool) {
		for _, x := range exchanges {
			if !yield(x, nil) {
				return
			}
		}
	})
	r, err := certify.Collect(all, facts, findings)
	require.NoError(t, err)
	return r
}

func create(reference string, amount int64) call {
	return call{operation: "epayment.v1/createPayment", deed: sequence.Start, reference: reference, amount: amount}
}

func move(deed sequence.Deed, reference string, amount int64) call {
	return call{operation: "epayment.v1/" + string(deed) + "Payment", deed: deed, reference: reference, amount: amount}
}

func read(reference string) call {
	return call{operation: "epayment.v1/getPayment", deed: sequence.Read, reference: reference}
}

// late is a call some time after noon.
func late(c call, after time.Duration) call {
	c.at = noon.Add(after)
	return c
}

func TestRequirements(t *testing.T) {
	t.Parallel()
	slow := harness.Finding{Rule: "callback.late", Severity: harness.Error, Blame: harness.Integration, Contract: "webhooks.v1", Want: "an answer in time", Exchanges: []string{"x0002"}}
	for _, tt := range []struct {
		name     string
		line     string
		calls    []call
		findings []harness.Finding
		status   string
		evidence string
	}{
		{"an operation that was answered", "EPAY-CL-01", []call{create("a", 500)}, nil, certify.Met, "a"},
		{"an operation that was refused", "EPAY-CL-01", []call{{operation: "epayment.v1/createPayment", status: 400}}, nil, certify.NotObserved, ""},
		{"nothing at all", "EPAY-CL-01", nil, nil, certify.NotObserved, ""},
		{"a whole capture", "EPAY-CL-05", []call{create("a", 500), move("capture", "a", 500)}, nil, certify.Met, "a"},
		{"a whole capture without an amount", "EPAY-CL-05", []call{create("a", 500), move("capture", "a", 0)}, nil, certify.Met, "a"},
		{"a part is not the whole", "EPAY-CL-05", []call{create("a", 500), move("capture", "a", 499)}, nil, certify.NotObserved, ""},
		{"two parts are not one whole", "EPAY-CL-05", []call{create("a", 500), move("capture", "a", 300), move("capture", "a", 200)}, nil, certify.NotObserved, ""},
		{"a capture in parts", "EPAY-CL-06", []call{create("a", 500), move("capture", "a", 499)}, nil, certify.Met, "a"},
		{"a whole is not a part", "EPAY-CL-06", []call{create("a", 500), move("capture", "a", 500)}, nil, certify.NotObserved, ""},
		{"a whole refund", "EPAY-CL-07", []call{create("a", 500), move("capture", "a", 300), move("refund", "a", 300)}, nil, certify.Met, "a"},
		{"a refund in parts", "EPAY-CL-08", []call{create("a", 500), move("capture", "a", 300), move("refund", "a", 1)}, nil, certify.Met, "a"},
		{"all of them, not one", "EPAY-CL-19", []call{{operation: "epayment.v1/getPayment", reference: "a", answered: `{"aggregate":{"capturedAmount":{"value":5},"refundedAmount":{"value":0},"cancelledAmount":{"value":0}}}`}}, nil, certify.NotObserved, ""},
		{"what was started is asked for", "EPAY-CL-14", []call{create("a", 500), read("a")}, nil, certify.Met, "a"},
		{"one of two was never asked for", "EPAY-CL-14", []call{create("a", 500), create("b", 500), late(read("a"), time.Minute)}, nil, certify.Unmet, "b"},
		{"one of two had no time yet", "EPAY-CL-14", []call{create("a", 500), create("b", 500), late(read("a"), 20*time.Second)}, nil, certify.Met, "a"},
		{"nothing was asked for yet", "EPAY-CL-14", []call{create("a", 500)}, nil, certify.NotObserved, ""},
		{"what breaks it goes before what proves it", "EPAY-CL-15", []call{
			{operation: "webhooks.v1/registerWebhook"}, {operation: "webhooks.v1/epayments.payment.authorized.v1", reference: "a", callback: true},
		}, []harness.Finding{slow}, certify.Unmet, "a"},
		{"the provider's mistake breaks nothing", "EPAY-CL-15", []call{
			{operation: "webhooks.v1/registerWebhook"}, {operation: "webhooks.v1/epayments.payment.authorized.v1", reference: "a", callback: true},
		}, []harness.Finding{{Rule: "callback.late", Severity: harness.Error, Blame: harness.Provider}}, certify.Met, ""},
		{"a family's warning breaks nothing", "TERMS-T2", []call{create("a", 500)}, []harness.Finding{{Rule: "body.undocumented-property", Severity: harness.Warning, Blame: harness.Integration}}, certify.Met, "a"},
		{"a family's error does", "TERMS-T2", []call{create("a", 500)}, []harness.Finding{{Rule: "schema.required", Severity: harness.Error, Blame: harness.Integration, Want: "a reference", Exchanges: []string{"x0001"}}}, certify.Unmet, "a"},
		{"nothing was seen that could be clean", "TERMS-T2", nil, nil, certify.NotObserved, ""},
		{"evidence of five weeks ago", "EPAY-CL-01", []call{{operation: "epayment.v1/createPayment", reference: "a", at: noon.AddDate(0, 0, -35)}}, nil, certify.NotObserved, "a"},
		{"evidence of four weeks ago", "EPAY-CL-01", []call{{operation: "epayment.v1/createPayment", reference: "a", at: noon.AddDate(0, 0, -28)}}, nil, certify.Met, "a"},
		{"what nobody can see", "EPAY-CL-17", nil, nil, certify.Manual, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := certify.Load("epayment")
			require.NoError(t, err)
			all := certify.Judge(p, recorded(t, tt.calls, tt.findings...), certify.Options{Now: noon})
			i := slices.IndexFunc(all, func(o certify.Outcome) bool { return o.ID == tt.line })
			require.GreaterOrEqual(t, i, 0)
			assert.Equal(t, tt.status, all[i].Status, all[i].Because)
			if tt.evidence != "" {
				require.NotEmpty(t, all[i].Evidence)
				assert.Equal(t, tt.evidence, all[i].Evidence[len(all[i].Evidence)-1].Reference)
			}
			if tt.status == certify.Unmet || tt.status == certify.NotObserved {
				assert.NotEmpty(t, all[i].Because)
			}
		})
	}
}

func TestARepeatedCaptureIsOne(t *testing.T) {
	t.Parallel()
	half := move("capture", "a", 250)
	half.key = 7
	p, err := certify.Load("epayment")
	require.NoError(t, err)
	refund := move("refund", "a", 250) // all that was captured, though it was asked for twice
	all := certify.Judge(p, recorded(t, []call{create("a", 500), half, half, refund}), certify.Options{Now: noon})
	for _, out := range all {
		if out.ID == "EPAY-CL-07" {
			assert.Equal(t, certify.Met, out.Status)
		}
	}
}

func TestWhatIsSentAgainStartsNothingNew(t *testing.T) {
	t.Parallel()
	out := line(t, "epayment", "EPAY-CL-14", recorded(t, []call{create("a", 500), create("a", 500), late(read("a"), time.Minute)}))
	assert.Equal(t, certify.Met, out.Status, out.Because)
}

func TestWhatATrialShows(t *testing.T) {
	t.Parallel()
	passed := harness.Tried{Name: "one", Of: []string{"WH-CL-03", "EPAY-CL-14"}, Passed: true, At: noon}
	failed := harness.Tried{Name: "two", Of: passed.Of, Reason: "the order: want waiting, got paid"}
	unreached := harness.Tried{Name: "three", Of: passed.Of, Unreached: true, Reason: "no webhook"}
	p, err := certify.Load("epayment")
	require.NoError(t, err)
	for _, tt := range []struct {
		name            string
		trials          []harness.Tried
		tried, observed string
	}{
		{"none", nil, certify.Manual, certify.Met},
		{"passed", []harness.Tried{passed}, certify.Met, certify.Met},
		{"failed", []harness.Tried{passed, failed}, certify.Unmet, certify.Unmet},
		{"not reached", []harness.Tried{unreached}, certify.NotObserved, certify.NotObserved},
		{"one of them not reached", []harness.Tried{unreached, passed}, certify.Met, certify.Met},
		{"not reached and failed", []harness.Tried{unreached, failed}, certify.Unmet, certify.Unmet},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := map[string]string{}
			for _, out := range certify.Judge(p, recorded(t, []call{create("a", 500), read("a")}), certify.Options{Now: noon, Trials: tt.trials}) {
				got[out.ID] = out.Status
			}
			assert.Equal(t, tt.tried, got["WH-CL-03"])
			assert.Equal(t, tt.observed, got["EPAY-CL-14"])
		})
	}
}

// What scenarios have shown counts for a month, as an exchange does.
func TestWhatScenariosShowIsFresh(t *testing.T) {
	t.Parallel()
	p := certify.Profile{ID: "p", Contracts: []string{"epayment.v1"}, Requirements: []certify.Requirement{
		{ID: "C-1", Level: certify.Core, Proof: certify.Proof{Trial: true}},
		{ID: "C-2", Level: certify.Core, Proof: certify.Proof{Seen: []certify.Sighting{{Operation: "epayment.v1/createPayment"}}}},
	}}
	trials := []harness.Tried{{Name: "a webhook comes twice", Of: []string{"C-1", "C-2"}, Passed: true, At: noon.Add(time.Minute)}, {Name: "another", Of: []string{"C-2"}, Passed: true}}
	issued := noon.Add(time.Hour)
	c := certify.Certificate{Schema: certify.Schema, IssuedAt: issued, Exchanges: attest.Chain{Head: "x", Digests: []string{}}}
	c.Add(p, recorded(t, []call{create("a", 500)}), certify.Options{Now: issued, Trials: trials})
	c.Settle("")
	assert.Equal(t, certify.Certified, c.Verdict)
	assert.Equal(t, noon.Add(certify.Fresh), c.FreshUntil, "the exchange is older")
	tooOld := "its evidence is older than a month since 2026-12-22"
	assert.NotContains(t, c.Doubts(issued), tooOld)
	assert.Contains(t, c.Doubts(noon.Add(certify.Fresh)), tooOld)
	assert.Equal(t, []string{"a webhook comes twice"}, c.Requirements[0].Scenarios)
	assert.Empty(t, c.Requirements[1].Scenarios, "an exchange proves it")

	c.Requirements = c.Requirements[:1]
	c.FreshUntil = time.Time{}
	c.Settle("")
	assert.Equal(t, noon.Add(time.Minute+certify.Fresh), c.FreshUntil)
	c.Requirements[0].ScenariosAt = noon.AddDate(1, 0, 0)
	assert.Contains(t, c.Doubts(issued), "C-1 is shown by scenarios that are still to come, 2027-11-21")

	old := certify.Judge(p, recorded(t, []call{create("a", 500)}), certify.Options{Now: noon.Add(time.Minute + certify.Fresh), Trials: trials})
	assert.Equal(t, certify.NotObserved, old[0].Status, "a recording that is found a month later")
	assert.Equal(t, "what proves it is older than a month", old[0].Because)
}

func TestEveryInAStore(t *testing.T) {
	t.Parallel()
	p, err := certify.Load("pos")
	require.NoError(t, err)
	at := func(sent string) call {
		return call{operation: "epayment.v1/createPayment", deed: sequence.Start, reference: "a", sent: sent}
	}
	for _, tt := range []struct {
		name   string
		calls  []call
		status string
	}{
		{"all say it", []call{at(`{"customerInteraction":"CUSTOMER_PRESENT"}`)}, certify.Met},
		{"one does not", []call{at(`{"customerInteraction":"CUSTOMER_PRESENT"}`), at(`{}`)}, certify.Unmet},
		{"there is none", nil, certify.NotObserved},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, out := range certify.Judge(p, recorded(t, tt.calls), certify.Options{Now: noon}) {
				if out.ID == "EPAY-CL-20" {
					assert.Equal(t, tt.status, out.Status)
				}
			}
		})
	}
}

// Operations and rules that a profile names exist; what no rule is called breaks
// nothing, and would be a requirement that nothing can break.
func TestProfilesSpeakOfWhatThereIs(t *testing.T) {
	t.Parallel()
	c, err := catalog.Load(false)
	require.NoError(t, err)
	operations, rules := map[string]bool{}, map[string]bool{}
	for _, e := range c.Entries {
		for _, op := range e.Contract.Operations() {
			operations[e.ID+"/"+op.ID] = true
		}
	}
	for _, r := range catalog.Rules() {
		rules[r.ID] = true
	}
	for _, name := range certify.Names() {
		p, err := certify.Load(name)
		require.NoError(t, err, name)
		assert.Equal(t, name, p.ID)
		assert.NotEmpty(t, p.Requirements)
		for _, q := range p.Requirements {
			wanted := append(slices.Clone(q.Proof.Seen), q.Proof.Any...)
			if q.Proof.Every != nil {
				wanted = append(wanted, *q.Proof.Every)
			}
			for _, s := range wanted {
				assert.True(t, operations[s.Operation], "%s: %s wants %s", name, q.ID, s.Operation)
			}
			for _, rule := range q.Breaks {
				rule, of, scoped := strings.Cut(rule, "@")
				assert.True(t, !scoped || slices.ContainsFunc(p.Contracts, func(k string) bool { return operations[k+"/"+of] }), "%s: %s names %s", name, q.ID, of)
				family, is := strings.CutSuffix(rule, "*")
				assert.True(t, is && strings.HasSuffix(family, ".") || rules[rule], "%s: %s is broken by %s", name, q.ID, rule)
			}
		}
	}
}

func TestMistakesInProfiles(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"id: x\nbogus: 1\n", "requirements: [{id: a, proof: {seen: 1}}]\n", "id: [\n"} {
		_, err := certify.Parse([]byte(text))
		assert.Error(t, err, text)
	}
	_, err := certify.Load("nobody")
	assert.ErrorContains(t, err, `no profile "nobody"`)
}

func TestTheVerdictOfACertificate(t *testing.T) {
	t.Parallel()
	p := certify.Profile{ID: "p", Contracts: []string{"epayment.v1"}, Requirements: []certify.Requirement{
		{ID: "C-1", Level: certify.Core, Proof: certify.Proof{Seen: []certify.Sighting{{Operation: "epayment.v1/createPayment"}}}},
		{ID: "C-2", Level: certify.Extended, Proof: certify.Proof{Seen: []certify.Sighting{{Operation: "epayment.v1/getPayment"}}}},
		{ID: "C-3", Level: certify.Core, Proof: certify.Proof{Clean: true}, Breaks: []string{"guide.x"}},
		{ID: "C-4", Level: certify.Core, If: "express", Proof: certify.Proof{Manual: true}},
	}}
	broken := harness.Finding{Rule: "guide.x", Severity: harness.Warning, Blame: harness.Integration, Accepted: "until Christmas"}
	for _, tt := range []struct {
		name     string
		calls    []call
		findings []harness.Finding
		broken   string
		verdict  string
		reason   string
	}{
		{"all that is core was seen", []call{create("a", 500)}, nil, "", certify.Certified, "2 requirements are met"},
		{"one that is core was not", []call{read("a")}, nil, "", certify.NotCertified, "1 requirement was not observed"},
		{"one is broken, though somebody lives with it", []call{create("a", 500)}, []harness.Finding{broken}, "", certify.NotCertified, "1 requirement is unmet"},
		{"it was interrupted", []call{create("a", 500)}, nil, "interrupted before the end", certify.Inconclusive, "interrupted before the end"},
		{"nothing was seen", nil, nil, "", certify.Inconclusive, "nothing was seen"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := certify.Certificate{Schema: certify.Schema, IssuedAt: noon, Exchanges: attest.Chain{Head: "x", Digests: []string{}}}
			c.Add(p, recorded(t, tt.calls, tt.findings...), certify.Options{Now: noon})
			c.Settle(tt.broken)
			assert.Equal(t, tt.verdict, c.Verdict)
			assert.Equal(t, tt.reason, c.Reason)
			assert.Equal(t, []certify.Unasked{{ID: "C-4", Profile: "p", Ability: "express"}}, c.NotApplicable)
			if tt.verdict == certify.Certified {
				assert.Equal(t, noon.Add(certify.Fresh), c.FreshUntil)
			}
			var text bytes.Buffer
			require.NoError(t, c.Write(&text))
			var again certify.Certificate
			require.NoError(t, json.Unmarshal(text.Bytes(), &again))
			assert.Equal(t, c, again)
		})
	}
}

func TestNumbersAreShownInPart(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "***456", certify.Partly("123456"))
	assert.Equal(t, "", certify.Partly("123"))
}
