package migration_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/regress/migrate"
	"kontrakt/reports/migration"
)

// report is of one operation that maps in part, and of one that does not.
func report() *migrate.Report {
	return &migrate.Report{
		Schema: migrate.Schema, From: "shop.v1", To: "shop.v2", Sources: []string{"the guide"},
		Totals: migrate.Totals{Exchanges: 7, Migrated: 3, Maps: 2, Decide: 1, None: 1, Breaks: 2, Before: 1, Unsaid: 1},
		Operations: []*migrate.Called{
			{
				From: "order", To: "orderV2", Calls: 2,
				Fields: []*migrate.Fated{
					{Field: migrate.Field{Part: "body", From: "/price", Fate: migrate.None, Row: "MIG-01", Says: "nothing costs nothing"}, Count: 1, Exchanges: []string{"x0001"}},
					{Field: migrate.Field{Part: "body", From: "/a, /b", To: "/c", Fate: migrate.Maps}, Count: 2, Exchanges: []string{"x0001", "x0002"}},
				},
				Findings: []*migrate.Broken{
					{Rule: "schema.type", Severity: harness.Error, Message: "want a string", Before: true, Count: 1, Exchanges: []string{"x0002"}},
					{Rule: "guide.x", Severity: harness.Warning, Message: "odd", Count: 1, Exchanges: []string{"x0001"}},
				},
				Samples: []*migrate.Sample{{
					Exchange: "x0001", Old: migrate.Message{Method: "POST", Target: "/v1/orders", Body: json.RawMessage(`{"price":1}`)},
					New: []migrate.Message{{Method: "POST", Target: "/v2/orders", Body: json.RawMessage(`{"c":1}`)}, {Method: "GET", Target: "/v2/orders/1"}},
				}},
			},
			{From: "gone", Calls: 1, Samples: []*migrate.Sample{{Exchange: "x0003", Old: migrate.Message{Method: "PUT", Target: "/v1/x"}}}},
		},
	}
}

func TestTextIsForATerminal(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, migration.Sheet(report()).Text(&b))
	assert.Equal(t, `2 map by themselves, 1 need a decision, 1 have no equivalent, 2 break the new contract (1 of them were refused before): does not hold

  migrated  3 calls of 7 exchanges
  source    the guide

order → orderV2, 2 calls
breaks the contract  odd [guide.x] (1, x0001)
no equivalent        body /price → nothing: nothing costs nothing [MIG-01] (1, x0001)
maps by itself       body /a, /b → /c (2, x0001 x0002)
was refused before   want a string [schema.type] (1, x0002)

  x0001
    POST /v1/orders │ POST /v2/orders
    {               │ {
      "price": 1    │   "c": 1
    }               │ }
                    │
                    │ GET /v2/orders/1
                    │ (no body)

gone → nothing, 1 call

  x0003
    PUT /v1/x │ (nothing stands for it)
    (no body) │

note: 1 new answer left out of the new recording: the old one does not say all that the new one would
`, b.String())
}

func TestMarkdownIsATable(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, migration.Sheet(report()).Markdown(&b))
	assert.Contains(t, b.String(), "| | part | before | after | what is to know | seen |\n| --- | --- | --- | --- | --- | --- |\n")
	assert.Contains(t, b.String(), "| maps by itself | body | `/a`, `/b` | `/c` |  | 2, x0001 x0002 |\n")
	assert.Contains(t, b.String(), "<details><summary>x0001</summary>\n\n```\nPOST /v1/orders\n{\n  \"price\": 1\n}\n```\n")
}

func TestTheDocumentIsTheReport(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, migration.JSON(report())(&b))
	var read migrate.Report
	require.NoError(t, json.Unmarshal([]byte(b.String()), &read))
	assert.Equal(t, report().Totals, read.Totals)
	assert.Contains(t, b.String(), `"unsaid": 1`)
}

// What a recording holds is a stranger's.
func TestStrangersTextBreaksNothing(t *testing.T) {
	t.Parallel()
	hostile := "</pre><script>alert(1)</script>` ``` [a](b) & @you | \x1b[31m\n# x"
	r := report()
	c := r.Operations[0]
	c.Fields[0].From, c.Findings[0].Message, c.Samples[0].Old.Target = hostile, hostile, hostile
	s := migration.Sheet(r)
	for name, render := range map[string]func(io.Writer) error{"text": s.Text, "markdown": s.Markdown, "html": s.HTML} {
		var b strings.Builder
		require.NoError(t, render(&b))
		assert.NotContains(t, b.String(), "\x1b", name)
		if name == "html" {
			assert.NotContains(t, b.String(), "<script>")
			assert.NotContains(t, b.String(), "unsafe-inline")
		}
		if name == "markdown" {
			assert.NotContains(t, b.String(), "@you |\n")
			assert.Contains(t, b.String(), "\n````\n", "a fence is longer than what is in it")
		}
	}
}
