package changes_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/regress"
	"kontrakt/harness/regress/reach"
	"kontrakt/reports/changes"
)

func document() *changes.Document {
	get, post := regress.Operation{Method: "GET", Path: "/v1/a", ID: "look"}, regress.Operation{Method: "POST", Path: "/v1/a", ID: "do"}
	use := func(name, method string, marks ...string) regress.Use {
		return regress.Use{Name: name, Call: reach.Call{Method: method, Path: "/v1/a", Marks: marks}}
	}
	return changes.New(&regress.Comparison{
		Old: regress.Side{Name: "old.yaml", Version: "1.0.0", Missing: []string{"b.yaml#/B"}}, New: regress.Side{Name: "new.yaml"},
		Changes: []regress.Change{
			{ID: "a0", Weight: regress.Breaking, Rule: "r-0", Text: "`x` is no more", Why: "because", Operations: []regress.Operation{post}, Place: regress.Place{Side: "request", In: "body", Name: "x"}},
			{ID: "a1", Weight: regress.Breaking, Rule: "r-a", Text: "`x` became required", Why: "because", Operations: []regress.Operation{post}, Place: regress.Place{Side: "request", In: "body", Name: "x", Absent: true}},
			{ID: "a2", Weight: regress.Risky, Rule: "r-b", Text: "everything", Why: "who knows"},
			{ID: "a3", Weight: regress.Harmless, Rule: "r-c", Text: "added", Why: "fine", Operations: []regress.Operation{get, post, {Method: "PUT", Path: "/v1/a"}}},
		},
	}, changes.Uses{
		Against:   changes.Against{Scenarios: "the 5 of kontrakt", Recording: "shop.har"},
		Scenarios: []regress.Use{use("s1", "POST", ">", ">x"), use("s2", "POST", ">"), use("s3", "POST"), use("s4", "POST", ">", ">x"), use("s5", "GET")},
		Exchanges: []regress.Use{use("x0001", "GET", "#200"), use("x0002", "POST", "#200")},
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
	assert.Equal(t, changes.Totals{Breaking: 2, Risky: 1, Harmless: 1}, read.Totals)
	assert.Equal(t, []string{"s1", "s3", "s4"}, read.Changes[0].Scenarios, "of s3 nothing but the operation is known")
	assert.Equal(t, changes.Beside{Scenarios: 1, Exchanges: 1}, read.Changes[0].Beside)
	assert.Equal(t, []string{"s2", "s3"}, read.Changes[1].Scenarios)
	assert.Equal(t, changes.Place{Side: "request", In: "body", Name: "x", Absent: true}, read.Changes[1].Place)
	assert.Equal(t, []string{"x0001", "x0002"}, read.Changes[2].Exchanges, "what is in no one operation touches all")
	assert.Equal(t, []changes.Operation{}, read.Changes[2].Operations)
	assert.NotContains(t, b.String(), "null")
}

func TestTheSheetIsForPeople(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, document().Sheet().Text(&b))
	assert.Equal(t, `2 breaking, 1 risky, 1 harmless change from old.yaml (1.0.0) to new.yaml

  scenarios  the 5 of kontrakt
  recording  shop.har

breaking

r-0  `+"`x`"+` is no more
  why      because
  in       POST:/v1/a
  touches  3 scenarios: s1, s3, s4; 1 more calls the operation without this member
  touches  no exchange; 1 calls the operation without this member

r-a  `+"`x`"+` became required
  why      because
  in       POST:/v1/a
  touches  2 scenarios: s2, s3; 2 more call the operation and do not lack this member
  touches  no exchange; 1 calls the operation and does not lack this member

risky

r-b  everything
  why      who knows
  touches  5 scenarios: s1, s2, s3 and 2 more
  touches  2 exchanges: x0001, x0002

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
