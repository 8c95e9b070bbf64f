package reports_test

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/reports"
)

var all = []string{"json", "html", "junit", "sarif", "markdown", "har", "gitlab", "messages"}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestWritePutsEveryFileInPlace(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	paths, err := reports.Write(dir, all, richRun(), reports.Options{})
	require.NoError(t, err)
	assert.Len(t, paths, 8)
	assert.Equal(t, []string{"exchanges.har", "gl-code-quality.json", "junit.xml", "messages.ndjson", "report.html", "report.json", "results.sarif", "summary.md"}, names(t, dir))
	for _, p := range paths {
		info, err := os.Stat(p)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o644), info.Mode().Perm())
	}
}

func TestWriteKnowsItsFormats(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := reports.Write(dir, []string{"json", "pdf", "xls"}, richRun(), reports.Options{})
	assert.ErrorContains(t, err, `no format "pdf": there are json, html, junit, sarif, markdown, har, github, gitlab, messages`)
	assert.ErrorContains(t, err, `no format "xls"`)
	assert.Empty(t, names(t, dir))
}

// A renderer that breaks in the middle: the exchanges end with an error.
func TestWriteLeavesNothingHalfWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "report.html"), []byte("an earlier run's"), 0o644))
	run := richRun()
	run.Exchanges = func() iter.Seq2[harness.Judged, error] {
		return func(yield func(harness.Judged, error) bool) {
			if yield(richExchanges()[0], nil) {
				yield(harness.Judged{}, errors.New("read spilled exchanges: disk gone"))
			}
		}
	}
	paths, err := reports.Write(dir, []string{"json", "html", "junit"}, run, reports.Options{})
	assert.ErrorContains(t, err, "write report.html: read spilled exchanges: disk gone")
	assert.Equal(t, []string{filepath.Join(dir, "report.json"), filepath.Join(dir, "junit.xml")}, paths)
	assert.Equal(t, []string{"junit.xml", "report.json"}, names(t, dir), "neither a draft nor an earlier run's page is left")
}

const planted = "c2FuZGJveC1zZWNyZXQtMDE="

func leaks(rendered []byte) error {
	if bytes.Contains(rendered, []byte(planted)) {
		return errors.New("a secret of this run would be in it")
	}
	return nil
}

// plantedRun has a secret in every text that a run has.
func plantedRun() *harness.Run {
	run := hostileRun()
	run.Environment, run.Reason, run.Command = planted, planted, planted
	run.Findings[0].Got, run.Findings[0].Help = planted, planted
	run.Scenarios[0].Reason, run.Scenarios[0].Steps[0].Error = planted, planted
	run.Checklist[0].Evidence = []string{planted}
	exchanges := richExchanges()
	exchanges[0].Request.Header = map[string][]string{"Client-Secret": {planted}}
	exchanges[0].Request.Body = harness.Body{Bytes: []byte(`{"a":"` + planted + `"}`), Size: int64(len(planted) + 8)}
	exchanges[0].Request.Target = "/?s=" + planted
	run.Exchanges = yielding(exchanges)
	return run
}

func TestWriteRefusesWhatLeaks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	paths, err := reports.Write(dir, all[:5], plantedRun(), reports.Options{Scan: leaks})
	assert.ErrorContains(t, err, "write report.json: a secret of this run would be in it")
	assert.ErrorContains(t, err, "write report.html: a secret of this run would be in it")
	assert.Empty(t, paths)
	assert.Empty(t, names(t, dir))
}

func TestScrubbedRunPassesTheScan(t *testing.T) {
	t.Parallel()
	run := plantedRun()
	scrub := func(s string) string { return strings.ReplaceAll(s, planted, strings.Repeat("x", len(planted))) }
	paths, err := reports.Write(t.TempDir(), all, run, reports.Options{Scrub: scrub, Scan: leaks})
	require.NoError(t, err)
	assert.Len(t, paths, 8)
	assert.Equal(t, planted, run.Environment, "the run itself stays as it was")
	for x := range run.Exchanges() {
		assert.Equal(t, planted, x.Request.Header["Client-Secret"][0])
		break
	}
}

func TestScanSeesWhatLiesAcrossPieces(t *testing.T) {
	t.Parallel()
	for _, at := range []int{0, 1<<20 - 10, 1<<20 + 5, 2<<20 - 64<<10 - 10, 3 << 20} {
		run := emptyRun()
		run.Reason = strings.Repeat("a", at) + planted
		paths, err := reports.Write(t.TempDir(), []string{"json"}, run, reports.Options{Scan: leaks})
		assert.Error(t, err, "after %d bytes", at)
		assert.Empty(t, paths)
	}
}

// Formats write some characters of a secret in another way: it leaks all the same.
func TestScanSeesThroughEscapes(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{"ab+cd/ef==", "ab_cd-ef", "ab&cd<ef", "ab#cd@ef"} {
		for _, format := range all[:5] {
			run := emptyRun()
			run.Findings = []harness.Finding{{Rule: "a.b", Severity: harness.Error, Direction: harness.InRequest, Got: secret}}
			scan := func(rendered []byte) error {
				if bytes.Contains(rendered, []byte(secret)) {
					return errors.New("leaks")
				}
				return nil
			}
			paths, err := reports.Write(t.TempDir(), []string{format}, run, reports.Options{Scan: scan})
			assert.ErrorContains(t, err, "leaks", "%s as %s", secret, format)
			assert.Empty(t, paths)
		}
	}
}

func TestSummaryOfAScrubbedRunHoldsNoSecret(t *testing.T) {
	t.Parallel()
	scrub := func(s string) string { return strings.ReplaceAll(s, planted, "pseudonym") }
	var before, after bytes.Buffer
	require.NoError(t, reports.Summary(&before, plantedRun(), false))
	require.NoError(t, reports.Summary(&after, reports.Scrubbed(plantedRun(), scrub), false))
	assert.Contains(t, before.String(), planted)
	assert.NotContains(t, after.String(), planted)
}
