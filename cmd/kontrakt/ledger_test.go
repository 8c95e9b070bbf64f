package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kontrakt/reports"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// wholeSuite is what a user's first command leaves behind, with an archive of the
// exchanges beside what is written unasked. It is run once for all tests
// that look at it.
func wholeSuite(t *testing.T) (transcript, map[string]string) {
	t.Helper()
	suite.once.Do(func() {
		suite.transcript = kontrakt(t, nil, "run", "--quiet", "--seed", "5", "--format", "json,html,junit,har")
		suite.files = suite.transcript.files(t)
	})
	return suite.transcript.held(t, conforms), suite.files
}

var suite struct {
	once sync.Once
	transcript
	files map[string]string
}

// foreign is the suite's traffic, but for its generated scenarios, without what only
// our recordings have: what is left is somebody else's client.
func foreign(t *testing.T) map[string]any {
	t.Helper()
	_, files := wholeSuite(t)
	var r reports.Report
	require.NoError(t, json.Unmarshal([]byte(files["report.json"]), &r))
	left := map[string]bool{}
	for _, s := range r.Scenarios {
		left[s.ID] = slices.Contains(s.Tags, "@generated") || !slices.Contains([]string{"ecom.v2", "epayment.v1", "recurring.v3", "checkout.v3", "webhooks.v1"}, s.API)
	}
	var recording map[string]any
	require.NoError(t, json.Unmarshal([]byte(files["exchanges.har"]), &recording))
	log := recording["log"].(map[string]any)
	log["creator"] = map[string]any{"name": "another", "version": "1"}
	log["entries"] = slices.DeleteFunc(log["entries"].([]any), func(e any) bool {
		entry := e.(map[string]any)
		scenario, _ := entry["_kontrakt"].(map[string]any)["scenario"].(string)
		delete(entry, "_kontrakt")
		return left[scenario]
	})
	return recording
}

// judged checks a recording and gives what the auditor found against the target.
func judged(t *testing.T, recording map[string]any) []reports.Finding {
	t.Helper()
	raw, err := json.Marshal(recording)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "foreign.har")
	require.NoError(t, os.WriteFile(file, raw, 0o600))
	var found []reports.Finding
	for _, f := range kontrakt(t, nil, "check", file, "--quiet", "--format", "json").report(t).Findings {
		if f.Direction == "sequence" && f.Blame == "provider" {
			found = append(found, f)
		}
	}
	return found
}

// The traffic of all scenarios as one client's, wrong on purpose in many places:
// the target's money is in order, and nothing says otherwise, also where the
// recording begins in the middle.
func TestTheAuditorFindsNothingInSoundTraffic(t *testing.T) {
	t.Parallel()
	recording := foreign(t)
	log := recording["log"].(map[string]any)
	entries := log["entries"].([]any)
	require.Greater(t, len(entries), 5000)
	for _, from := range []int{0, len(entries) / 2} {
		log["entries"] = entries[from:]
		assert.Empty(t, judged(t, recording), "from entry %d", from)
	}
	var odd []any
	for i, entry := range entries {
		if i%3 != 0 {
			odd = append(odd, entry)
		}
	}
	log["entries"] = odd
	assert.Empty(t, judged(t, recording), "every third entry is missing")
}

// One øre is lost between a capture and a later answer: the sums of that answer
// still fit each other.
func TestTheAuditorFindsTheExchangeThatLostAnOre(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ api, base, path, field string }{
		{"ecom.v2", "/ecomm/v2/", `/ecomm/v2/payments/[^/]+/details$`, `"capturedAmount":(\d+)`},
		{"epayment.v1", "/epayment/v1/", `/epayment/v1/payments/[^/]+$`, `"capturedAmount":\{"currency":"[A-Z]+","value":(\d+)`},
		{"recurring.v3", "/recurring/v3/", `/recurring/v3/agreements/[^/]+/charges/[^/]+$`, `"captured":(\d+)`},
	} {
		t.Run(tt.api, func(t *testing.T) {
			t.Parallel()
			recording := foreign(t)
			log := recording["log"].(map[string]any)
			log["entries"] = slices.DeleteFunc(log["entries"].([]any), func(entry any) bool {
				return !strings.Contains(entry.(map[string]any)["request"].(map[string]any)["url"].(string), tt.base)
			})
			at := lose(t, recording, regexp.MustCompile(tt.path), regexp.MustCompile(tt.field))
			found := judged(t, recording)
			require.NotEmpty(t, found)
			for _, f := range found {
				assert.Contains(t, []string{"money.lost", "money.taken-back"}, f.Rule)
				assert.Equal(t, []string{at}, f.Exchanges)
				assert.Regexp(t, `in x\d{4,}|x\d{4,} said`, f.Message, "the ledger up to there")
			}
		})
	}
}

// lose takes one øre from what the last answer of a kind that has captured
// something says, and gives the exchange's ID.
func lose(t *testing.T, recording map[string]any, path, field *regexp.Regexp) string {
	t.Helper()
	entries := recording["log"].(map[string]any)["entries"].([]any)
	for i := len(entries) - 1; i >= 0; i-- {
		entry := entries[i].(map[string]any)
		request := entry["request"].(map[string]any)
		url, _, _ := strings.Cut(request["url"].(string), "?")
		content, _ := entry["response"].(map[string]any)["content"].(map[string]any)
		text, _ := content["text"].(string)
		m := field.FindStringSubmatchIndex(text)
		if request["method"] != "GET" || !path.MatchString(url) || m == nil || text[m[2]:m[3]] == "0" || !wasCaptured(entries[:i], url) {
			continue
		}
		minor, err := strconv.Atoi(text[m[2]:m[3]])
		require.NoError(t, err)
		content["text"] = text[:m[2]] + strconv.Itoa(minor-1) + text[m[3]:]
		return "x" + strings.Repeat("0", max(4-len(strconv.Itoa(i+1)), 0)) + strconv.Itoa(i+1)
	}
	require.Fail(t, "no answer says that anything was captured")
	return ""
}

// wasCaptured says whether anything was captured of what a URL names.
func wasCaptured(entries []any, url string) bool {
	url = strings.TrimSuffix(url, "/details")
	for _, e := range entries {
		entry := e.(map[string]any)
		if entry["request"].(map[string]any)["url"] == url+"/capture" && entry["response"].(map[string]any)["status"].(float64) < 300 {
			return true
		}
	}
	return false
}
