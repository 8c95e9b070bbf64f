package steps_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/regress/reach"
	"kontrakt/specs"
)

var update = flag.Bool("update", false, "write anew what the scenarios reach")

// assertReach holds a run of all scenarios against what the repository says that
// they make use of: of each scenario the operations, of each operation whatever is
// sent and got anywhere. Which member is got in which scenario hangs on when it
// looks, and is not held.
func assertReach(t *testing.T, run *harness.Run) {
	t.Helper()
	members, seen := members(t), reach.Book{}
	for j, err := range run.Exchanges() {
		require.NoError(t, err)
		if j.Scenario == "" || j.Operation == nil {
			continue
		}
		call := reach.Of(&j.Exchange, func(text string) bool { return members[text] })
		call.Method, call.Path = j.Operation.Method, j.Operation.Path
		seen.Add(j.Scenario, call)
	}
	if *update {
		require.NoError(t, os.WriteFile("../features/reach.json", seen.Write(), 0o600))
		return
	}
	told, err := reach.Read(features.Reach)
	require.NoError(t, err)
	const hint = "go test ./steps -run TestTheSuiteFindsNothingInTheHealthySandbox -update says it anew"
	assert.Empty(t, unlike(calledBy(told), calledBy(seen)), hint)
	assert.Empty(t, unlike(marksOf(told), marksOf(seen)), hint)
}

// unlike lists what is in one of two sets alone.
func unlike(told, seen map[string]bool) []string {
	var out []string
	for what := range told {
		if !seen[what] {
			out = append(out, "no more: "+what)
		}
	}
	for what := range seen {
		if !told[what] {
			out = append(out, "new: "+what)
		}
	}
	slices.Sort(out)
	return out
}

func calledBy(b reach.Book) map[string]bool {
	out := map[string]bool{}
	for id, calls := range b {
		for _, c := range calls {
			if strings.HasPrefix(c.Path, "{") { // whether the merchant is called before it cleans up, nobody knows
				continue
			}
			out[id+" "+c.Method+" "+c.Path] = true
		}
	}
	return out
}

func marksOf(b reach.Book) map[string]bool {
	out := map[string]bool{}
	for _, calls := range b {
		for _, c := range calls {
			for _, m := range c.Marks {
				out[c.Method+" "+c.Path+" "+m] = true
			}
		}
	}
	return out
}

// members are those of the enums of all contracts: no other text is kept, as it
// is another in every run.
func members(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	all, err := specs.Sources()
	require.NoError(t, err)
	for _, s := range all {
		data, err := specs.Read(s.Document)
		require.NoError(t, err)
		var doc any
		require.NoError(t, yaml.NewDecoder(strings.NewReader(string(data))).Decode(&doc))
		gather(doc, out)
	}
	return out
}

func gather(v any, out map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		list, _ := v["enum"].([]any)
		for _, m := range list {
			if text, ok := m.(string); ok {
				out[text] = true
			}
		}
		for _, e := range v {
			gather(e, out)
		}
	case []any:
		for _, e := range v {
			gather(e, out)
		}
	}
}
