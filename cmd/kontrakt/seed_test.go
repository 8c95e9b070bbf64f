package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/har"
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
	require.Equal(t, len(texts[0]), len(texts[1]), "lines")
	for i, line := range texts[0] {
		assert.Equal(t, line, texts[1][i], "line %d", i+1)
	}
}

// timeless is report.json without what a repetition may change: ids of the run
// and its exchanges, of which it says how many they are, times, pseudonyms, and the
// address of the target.
func timeless(t *testing.T, o transcript) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(o.Out, "report.json"))
	require.NoError(t, err)
	var report map[string]any
	require.NoError(t, json.Unmarshal(data, &report))
	delete(report["run"].(map[string]any), "id")
	// What they quote may be somebody's number in this run, and is hidden then.
	strip(report["scenarios"], "text")
	strip(report["rules"], "keeps", "breaks")
	strip(report, "help")
	count(report)
	strip(report, "startedAt", "finishedAt", "durationMs", "latencyMs", "url")
	text, err := json.MarshalIndent(report, "", " ")
	require.NoError(t, err)
	return string(text)
}

// count leaves of lists of exchanges how many they are.
func count(v any) {
	switch v := v.(type) {
	case map[string]any:
		if list, ok := v["exchanges"].([]any); ok {
			v["exchanges"] = len(list)
		}
		for _, value := range v {
			count(value)
		}
	case []any:
		for _, value := range v {
			count(value)
		}
	}
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

// still is a report without what a repetition may change: times, the run's ID,
// addresses, and the exchanges, whose contents are the run's own.
func still(text string) string {
	for _, r := range []struct{ what, with string }{
		{`(?s)<details class="exchange".*?</details>`, "exchange"},
		{`(?s)<section aria-labelledby="rules">.*?</section>`, "rules"},
		{`data-text="[^"]*"`, ""},
		{`\d{4}-\d\d-\d\d[T ][0-9:.]+(Z| UTC)?`, "time"},
		{`\d+ \w+ \d{4}, [0-9:]+ UTC`, "time"},
		{`\b\d+(\.\d+)? ?(ms|s)\b`, "duration"},
		{`time="[0-9.]+"`, "duration"},
		{`"(seconds|nanos)":\d+`, "time"},
		{`127\.0\.0\.1:\d+`, "address"},
		{`\b[A-Z2-7]{26}\b`, "run"},
		{`\bx\d{4,}\b`, "x"},
	} {
		text = regexp.MustCompile(r.what).ReplaceAllString(text, r.with)
	}
	return text
}

// carried lists what an archive is of: who was called for which scenario, and what
// came back. Callbacks come when they come.
func carried(t *testing.T, archive string) []string {
	t.Helper()
	entries, err := har.Read(strings.NewReader(archive))
	require.NoError(t, err)
	var all []string
	for _, x := range entries {
		all = append(all, fmt.Sprint(x.Scenario, x.Operation, x.Response.Status, len(x.Findings), x.Redacted))
	}
	slices.Sort(all)
	return all
}

func TestRunsWithOneSeedReportTheSameInEveryFormat(t *testing.T) {
	t.Parallel()
	var files [2]map[string]string
	for i := range files {
		o := kontrakt(t, nil, "run", "--api", "ecom.v2", "--as-published", "--tags", "@rule:ecom-capture-all",
			"--seed", "7", "--quiet", "--format", everyFormat).held(t, violates)
		files[i] = o.files(t)
		_, files[i]["stdout"], _ = strings.Cut(o.Stdout, "\nreport: ")
	}
	require.Len(t, files[0], 9)
	for name, text := range files[0] {
		other := files[1][name]
		switch name {
		case "report.json": // has a test of its own
		case "exchanges.har":
			assert.Equal(t, carried(t, text), carried(t, other))
		case "stdout":
			assert.Contains(t, text, "\n::error ")
			_, text, _ = strings.Cut(text, "\n")
			_, other, _ = strings.Cut(other, "\n")
			assert.Equal(t, text, other, "annotations")
		default:
			assert.NotEmpty(t, text)
			assert.Equal(t, still(text), still(other), name)
		}
	}
}
