package reports_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/reports"
)

func ruleRun() *harness.Run {
	run := richRun()
	rule := harness.Rule{ID: "guide.kept-short", Severity: harness.Warning, Says: "Less is <more>.", Source: "the guide", Help: "leave it out"}
	keeps := harness.Example{About: "Short.", Text: "POST /a HTTP/1.1\nHost: shop.example\n\n" + `{"a":1,"b":{"c":"x","d":2},"l":[{"i":1},{"i":2}]}`}
	breaks := harness.Example{About: "Long & wide.", Text: "POST /a HTTP/1.1\nHost: shop.example\n\n" + `{"a":1,"b":{"c":"<yy>","d":2},"l":[{"i":1},{"i":3}]}`, Found: "request body /b/c: want \"x\", got \"<yy>\"\nmore"}
	run.Rules = append(run.Rules,
		harness.RuleUsed{Contract: "shop.v1", Rule: rule, Keeps: keeps, Breaks: breaks},
		harness.RuleUsed{Contract: "shop.v2", Rule: rule, Keeps: keeps, Breaks: breaks})
	return run
}

func TestThePageDescribesEveryRule(t *testing.T) {
	t.Parallel()
	page := string(render(t, "html", ruleRun()))
	for _, want := range []string{
		`<details class="law" id="rule-guide.kept-short">`, "Less is &lt;more&gt;.", "<b>shop.v1, shop.v2</b> the guide", "fix: leave it out",
		"kept: Short.", "broken: Long &amp; wide.", `{"b":{"c":"x",…},"l":[…,{"i":2}],…}`, `{"b":{"c":"&lt;yy&gt;",…},"l":[…,{"i":3}],…}`,
		`request body /b/c: want "x", got "&lt;yy&gt;"`,
	} {
		assert.Contains(t, page, want)
	}
	assert.NotContains(t, page, "<yy>")
}

func TestTheReportHasEveryRuleAndAnExampleOfEach(t *testing.T) {
	t.Parallel()
	report, err := reports.New(ruleRun())
	require.NoError(t, err)
	found := 0
	for _, r := range report.Rules {
		if r.ID == "guide.kept-short" {
			assert.Equal(t, found == 0, r.Keeps != nil && r.Breaks != nil, "examples stand once")
			found++
		}
	}
	assert.Equal(t, 2, found)
}
