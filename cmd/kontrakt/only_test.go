package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatDidNotPassRunsAgain(t *testing.T) {
	t.Parallel()
	const one, other = "recurring.v2/agreement/an-agreement-that-was-offered-is-pending", "userinfo.v1/userinfo/*"
	first := kontrakt(t, nil, "run", "--only", one+","+other, "--seed", "77").held(t, conforms)
	ids := func(o transcript) (all []string) {
		r := o.report(t)
		assert.Equal(t, int64(77), r.Run.Seed)
		for _, s := range r.Scenarios {
			all = append(all, s.ID)
		}
		return all
	}
	assert.Contains(t, ids(first), one, "a retired API runs where a scenario of it is named")
	assert.Greater(t, len(ids(first)), 2)

	report := filepath.Join(first.Out, "report.json")
	text, err := os.ReadFile(report)
	require.NoError(t, err)
	kontrakt(t, nil, "run", "--rerun", report).held(t, unjudged)
	head, tail, _ := strings.Cut(string(text), `"id": "`+one+`"`)
	failed := filepath.Join(t.TempDir(), "failed.json")
	require.NoError(t, os.WriteFile(failed, []byte(head+`"id": "`+one+`"`+strings.Replace(tail, `"status": "passed"`, `"status": "failed"`, 1)), 0o600))
	assert.Equal(t, []string{one}, ids(kontrakt(t, nil, "run", "--rerun", failed).held(t, conforms)))
}

func TestScenariosThatThereAreNot(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		says string
	}{
		{"a name that nobody has", []string{"--only", "ecom.v2/capture/nothing"}, `no scenario is called "ecom.v2/capture/nothing"`},
		{"one that the tags leave out", []string{"--tags", "@wire", "--only", "ecom.v2/capture/the-whole-order-ships-at-once"}, "no scenario is called"},
		{"no pattern", []string{"--only", "["}, `"[" is no pattern`},
		{"no report", []string{"--rerun", "nothing.json"}, "nothing.json"},
		{"twins", []string{"--only", "ecom.v2/*/*", "--twin", "ecom.v2,epayment.v1"}, "--twin and --only together make no sense"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Contains(t, kontrakt(t, nil, append([]string{"run"}, tt.args...)...).held(t, misused).Stderr, tt.says)
		})
	}
}
