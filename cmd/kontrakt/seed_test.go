package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// order gives the scenarios in the order in which they ended.
func (o transcript) order() []string {
	var ids []string
	for _, m := range regexp.MustCompile(`(?m)^passed +(\S+) \(`).FindAllStringSubmatch(o.Stderr, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func TestSeedRepeatsTheOrder(t *testing.T) {
	t.Parallel()
	one := func(seed string) transcript {
		return kontrakt(t, nil, "run", "--api", "ecom.v2", "--tags", "@rule:payment-capture-partial,@rule:payment-capture-within-authorization,@rule:payment-refund-within-captured", "--concurrency", "1", "--seed", seed).held(t, conforms)
	}
	first, again, other := one("7"), one("7"), one("8")
	require.Greater(t, len(first.order()), 5)
	assert.Equal(t, first.order(), again.order())
	assert.NotEqual(t, first.order(), other.order())
	assert.ElementsMatch(t, first.order(), other.order())
	assert.Contains(t, first.Stderr, "seed 7, ")
	assert.Contains(t, first.Stdout, "seed 7")
	assert.EqualValues(t, 7, first.report(t).Run.Seed)

	drawn := kontrakt(t, nil, "run", "--api", "ecom.v2", "--tags", "@rule:payment-refund-full", "--quiet").held(t, conforms)
	assert.Positive(t, drawn.report(t).Run.Seed, "a seed that was drawn is in the report")
}

func TestRunsWithOneSeedReportTheSame(t *testing.T) {
	t.Parallel()
	var texts [2][]string
	for i := range texts {
		o := kontrakt(t, nil, "run", "--api", "ecom.v2", "--tags", "@core && ~@wire && ~@epayment.v1", "--seed", "7", "--quiet").held(t, conforms)
		texts[i] = strings.Split(timeless(t, o), "\n")
	}
	require.Greater(t, len(texts[0]), 1000)
	require.Len(t, texts[1], len(texts[0]))
	for i, line := range texts[0] {
		assert.Equal(t, line, texts[1][i], "line %d", i+1)
	}
}

// quotation is what a sentence quotes: phone numbers, names and URLs among it, for
// which each run makes pseudonyms anew.
var quotation = regexp.MustCompile(`"[^"]*"`)

// timeless is report.json without what a repetition may change: ids of the run
// and its exchanges, times, pseudonyms, and the address of the target.
func timeless(t *testing.T, o transcript) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(o.Out, "report.json"))
	require.NoError(t, err)
	var report map[string]any
	require.NoError(t, json.Unmarshal(data, &report))
	delete(report["run"].(map[string]any), "id")
	for _, scenario := range report["scenarios"].([]any) {
		for _, step := range scenario.(map[string]any)["steps"].([]any) {
			step := step.(map[string]any)
			step["text"] = quotation.ReplaceAllString(step["text"].(string), `"…"`)
		}
	}
	strip(report, "startedAt", "finishedAt", "durationMs", "latencyMs", "exchanges", "url")
	text, err := json.MarshalIndent(report, "", " ")
	require.NoError(t, err)
	return string(text)
}

func strip(v any, names ...string) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if slices.Contains(names, name) {
				delete(v, name)
			} else {
				strip(value, names...)
			}
		}
	case []any:
		for _, value := range v {
			strip(value, names...)
		}
	}
}
