package changes_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress"
	"kontrakt/reports/changes"
)

func document() *changes.Document {
	get, post := regress.Operation{Method: "GET", Path: "/v1/a", ID: "look"}, regress.Operation{Method: "POST", Path: "/v1/a", ID: "do"}
	return changes.New(&regress.Comparison{
		Old: regress.Side{Name: "old.yaml", Version: "1.0.0", Missing: []string{"b.yaml#/B"}}, New: regress.Side{Name: "new.yaml"},
		Changes: []regress.Change{
			{ID: "a1", Weight: regress.Breaking, Rule: "r-a", Text: "`x` became required", Why: "because", Operations: []regress.Operation{post}},
			{ID: "a2", Weight: regress.Risky, Rule: "r-b", Text: "everything", Why: "who knows"},
			{ID: "a3", Weight: regress.Harmless, Rule: "r-c", Text: "added", Why: "fine", Operations: []regress.Operation{get, post, {Method: "PUT", Path: "/v1/a"}}},
		},
	}, changes.Uses{
		Against:   changes.Against{Report: "report.json", Recording: "shop.har"},
		Scenarios: []regress.Use{{Name: "s1", Method: "POST", Path: "/v1/a"}, {Name: "s2", Method: "POST", Path: "/v1/a"}, {Name: "s3", Method: "POST", Path: "/v1/a"}, {Name: "s4", Method: "POST", Path: "/v1/a"}, {Name: "s5", Method: "GET", Path: "/v1/a"}},
		Exchanges: []regress.Use{{Name: "x0001", Method: "GET", Path: "/v1/a"}},
	})
}

func TestTheDocumentSaysWhatEachChangeTouches(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, document().JSON(&b))
	var read changes.Document
	d := json.NewDecoder(strings.NewReader(b.String()))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&read))
	assert.Equal(t, *document(), read)
	assert.Equal(t, changes.Totals{Breaking: 1, Risky: 1, Harmless: 1}, read.Totals)
	assert.Equal(t, []string{"s1", "s2", "s3", "s4"}, read.Changes[0].Scenarios)
	assert.Equal(t, []string{"x0001"}, read.Changes[1].Exchanges, "what is in no one operation touches all")
	assert.Equal(t, []changes.Operation{}, read.Changes[1].Operations)
	assert.NotContains(t, b.String(), "null")
}

func TestTheSheetIsForPeople(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, document().Sheet().Text(&b))
	assert.Equal(t, `1 breaking, 1 risky, 1 harmless change from old.yaml (1.0.0) to new.yaml

  scenarios  report.json
  recording  shop.har

breaking

r-a  `+"`x`"+` became required
  why      because
  in       POST:/v1/a
  touches  4 scenarios: s1, s2, s3 and 1 more
  touches  no exchange

risky

r-b  everything
  why      who knows
  touches  5 scenarios: s1, s2, s3 and 2 more
  touches  1 exchange: x0001

harmless
r-c  added (3 operations)

note: old.yaml refers to b.yaml#/B, which is not at hand: what it stands for is not compared
`, b.String())
}

func TestNothingChangedIsSaid(t *testing.T) {
	t.Parallel()
	d := changes.New(&regress.Comparison{Old: regress.Side{Name: "a"}, New: regress.Side{Name: "b"}}, changes.Uses{})
	var b strings.Builder
	require.NoError(t, d.Sheet().Text(&b))
	assert.Equal(t, "no change from a to b\n", b.String())
}
