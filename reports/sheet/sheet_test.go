package sheet_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/reports/sheet"
)

func example() sheet.Sheet {
	return sheet.Sheet{
		Title: "old → new", Headline: "1 breaking, 1 harmless change",
		Facts: []sheet.Row{{Label: "scenarios", Text: "report.json"}},
		Sections: []sheet.Section{
			{Title: "breaking", Tone: "bad", Entries: []sheet.Entry{
				{Kind: "rule-a", Head: "the `amount` & <all> of it", Rows: []sheet.Row{{Label: "why", Text: "because"}, {Label: "in", Text: "POST:/v1/{id}"}}},
			}},
			{Title: "risky"},
			{Title: "harmless", Brief: true, Entries: []sheet.Entry{{Kind: "rule-b", Head: "added", Rows: []sheet.Row{{Label: "why", Text: "no"}}}}},
		},
		Notes: []string{"something was left out"},
	}
}

func TestTextIsForATerminal(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, example().Text(&b))
	assert.Equal(t, `1 breaking, 1 harmless change

  scenarios  report.json

breaking

rule-a  the `+"`amount`"+` & <all> of it
  why  because
  in   POST:/v1/{id}

harmless
rule-b  added

note: something was left out
`, b.String())
}

func TestMarkdownEscapesAllButCode(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, example().Markdown(&b))
	assert.Equal(t, `# old → new

**1 breaking, 1 harmless change**

| | |
| --- | --- |
| scenarios | report.json |

## breaking

- rule-a: the `+"`amount`"+` &amp; &lt;all&gt; of it
  - why: because
  - in: POST:/v1/{id}

## harmless

- rule-b: added

## Notes

- something was left out
`, b.String())
}

// Whatever stands in a document, no page breaks, and none runs anything.
func TestStrangersTextBreaksNothing(t *testing.T) {
	t.Parallel()
	hostile := "</style><script>alert(1)</script>\n# x `]]> \x1b[31m \u202e | * \xff"
	s := sheet.Sheet{
		Title: hostile, Headline: hostile, Facts: []sheet.Row{{Label: "fact", Text: hostile}}, Notes: []string{hostile},
		Sections: []sheet.Section{{Title: "bad", Entries: []sheet.Entry{{Kind: hostile, Head: hostile, Rows: []sheet.Row{{Label: "row", Text: hostile}}}}}},
	}
	for name, render := range map[string]func(io.Writer) error{"text": s.Text, "markdown": s.Markdown, "html": s.HTML} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			require.NoError(t, render(&b))
			assert.NotContains(t, b.String(), "\x1b")
			assert.NotContains(t, b.String(), "\u202e")
			assert.NotContains(t, b.String(), "\n# x", "a stranger's line break makes no heading")
			if name != "text" {
				assert.NotContains(t, b.String(), "<script>")
			}
		})
	}
}

func TestThePageIsWellFormed(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	require.NoError(t, example().HTML(&b))
	page := b.String()
	assert.Contains(t, page, "<code>amount</code> &amp; &lt;all&gt; of it")
	assert.Contains(t, page, "default-src &#39;none&#39;")
	d := xml.NewDecoder(strings.NewReader(strings.Replace(page, "<!DOCTYPE html>", "", 1)))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

func TestFewNamesTheFirst(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a, b", sheet.Few([]string{"a", "b"}, 2))
	assert.Equal(t, "a, b and 1 more", sheet.Few([]string{"a", "b", "c"}, 2))
	assert.Equal(t, "1 change", sheet.Count(1, "change"))
	assert.Equal(t, "0 changes", sheet.Count(0, "change"))
}
