package steps

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/features"
	"kontrakt/harness/api"
	"kontrakt/harness/catalog"
)

// The tests of this file read the features without running them. They are
// inside the package for the list of sentences.

// definitions are the APIs that features may be tagged with.
func definitions() []api.Definition { return catalog.All() }

func everything(t *testing.T) []*planned {
	t.Helper()
	p, err := plan(Options{Features: features.FS, Definitions: definitions(), Control: "http://sandbox.invalid"})
	require.NoError(t, err)
	return p.all
}

func TestEveryStepIsMatchedByExactlyOneSentence(t *testing.T) {
	t.Parallel()
	for _, s := range everything(t) {
		for _, step := range s.Steps {
			matches := []string{}
			for _, sentence := range sentences() {
				if sentence.expression.MatchString(step.Text) {
					matches = append(matches, sentence.expression.String())
				}
			}
			assert.Len(t, matches, 1, "%s:%d %q", s.File, s.Line, step.Text)
		}
	}
}

func TestEverySentenceIsUsed(t *testing.T) {
	t.Parallel()
	all := everything(t)
	for _, sentence := range sentences() {
		used := false
		for _, s := range all {
			for _, step := range s.Steps {
				used = used || sentence.expression.MatchString(step.Text)
			}
		}
		assert.True(t, used, "no feature says %s", sentence.expression)
	}
}

func TestTagsAreKnown(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"@core": true, "@extended": true, "@sandbox": true, "@wire": true, "@generated": true, "@manual": true, "@production-safe": true}
	for _, d := range definitions() {
		known["@"+d.ID] = true
	}
	for _, s := range everything(t) {
		levels, rules := 0, 0
		for _, tag := range s.Tags {
			if tag == "@core" || tag == "@extended" {
				levels++
			}
			if strings.HasPrefix(tag, "@rule:") {
				rules++
				continue
			}
			assert.True(t, known[tag], "%s:%d has the unknown tag %s", s.File, s.Line, tag)
		}
		assert.Equal(t, 1, levels, "%s:%d: want one of @core and @extended", s.File, s.Line)
		assert.Equal(t, 1, rules, "%s:%d: want one @rule", s.File, s.Line)
	}
}

func TestAFolderHoldsTheFeaturesOfItsAPI(t *testing.T) {
	t.Parallel()
	for _, s := range everything(t) {
		folder, _, _ := strings.Cut(s.File, "/")
		if !slices.Contains([]string{"payments", "agreements", "sessions", "generated"}, folder) {
			assert.Equal(t, s.API, folder, "%s", s.File)
		}
	}
}

func TestTitlesAreUniqueAndSayWhatHappens(t *testing.T) {
	t.Parallel()
	forbidden := regexp.MustCompile(`(?i)\b(test|tests|verify|verifies|should|check that)\b`)
	personal := regexp.MustCompile(`[0-9]{8,}([^.0-9]|$)|\S@\S`)
	seen := map[string]string{}
	for _, s := range everything(t) {
		at := s.API + " " + s.File
		assert.Empty(t, seen[s.API+s.Name], "%s: the title %q stands in another place as well", at, s.Name)
		seen[s.API+s.Name] = at
		assert.NotContains(t, s.Name, "<", "%s: a placeholder is left in %q", at, s.Name)
		assert.NotRegexp(t, forbidden, strings.ReplaceAll(s.Name, "test environment", ""), "%s", at)
		assert.NotRegexp(t, personal, s.Name, "%s: a report hides what may be somebody's, and the scenario would have another ID in each run", at)
	}
}

func TestOutlinesHavePlaceholdersInTitlesAndNamedExamples(t *testing.T) {
	t.Parallel()
	outline := regexp.MustCompile(`(?m)^\s*Scenario Outline:(.*)$`)
	examples := regexp.MustCompile(`(?m)^\s*Examples:(.*)$`)
	err := fs.WalkDir(features.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".feature") {
			return err
		}
		text, err := fs.ReadFile(features.FS, path)
		for _, m := range outline.FindAllStringSubmatch(string(text), -1) {
			assert.Contains(t, m[1], "<", "%s: outline title without a placeholder", path)
		}
		for _, m := range examples.FindAllStringSubmatch(string(text), -1) {
			assert.NotEmpty(t, strings.TrimSpace(m[1]), "%s: examples without a name", path)
		}
		assert.NotRegexp(t, `(?m)^\s+(Given|When|Then|And) I `, string(text), "%s: nobody is called I", path)
		return err
	})
	require.NoError(t, err)
}

// Only @wire features may speak of HTTP, or in JSON.
func TestFeaturesSpeakOfPayments(t *testing.T) {
	t.Parallel()
	wire := regexp.MustCompile(`\b(GET|POST|PUT|PATCH|DELETE|HTTP|header|JSON|status \d{3})\b|/(ecomm|epayment|webhooks|recurring|checkout)/|\{"`)
	for _, s := range everything(t) {
		if strings.Contains(strings.Join(s.Tags, " "), "@wire") {
			continue
		}
		for _, step := range s.Steps {
			assert.NotRegexp(t, wire, step.Text, "%s:%d", s.File, s.Line)
		}
	}
}

func TestIDsAreUniqueAndDoNotDependOnTheSeed(t *testing.T) {
	t.Parallel()
	o := Options{Features: features.FS, Definitions: definitions()}
	first, err := Plan(o)
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, s := range first {
		assert.False(t, seen[s.ID], "two scenarios are called %s", s.ID)
		assert.Regexp(t, `^[a-z]+(-[a-z]+)*\.v\d/[a-z-]+/[a-z0-9.-]+$`, s.ID)
		seen[s.ID] = true
	}
	o.Seed = 4711
	second, err := Plan(o)
	require.NoError(t, err)
	assert.Equal(t, first, second)
	assert.True(t, seen["ecom.v2/capture/part-of-the-order-ships-now"])
	assert.True(t, seen["ecom.v2/capture/with-199.00-nok-taken-another-300.01-nok-is-refused"])
}

func TestThereAreEnoughScenarios(t *testing.T) {
	t.Parallel()
	count := map[string]int{}
	for _, s := range everything(t) {
		count[s.API]++
	}
	for id, least := range map[string]int{"ecom.v2": 200, "epayment.v1": 200, "webhooks.v1": 50, "userinfo.v1": 7, "access-token.v1": 9, "recurring.v3": 360, "recurring.v2": 140, "checkout.v3": 380, "checkout.v2": 155} {
		assert.GreaterOrEqual(t, count[id], least, id)
	}
	t.Logf("%v, %d sentences", count, len(sentences()))
}

func TestPlanSkipsWhatTheTargetCannotRun(t *testing.T) {
	t.Parallel()
	all, err := Plan(Options{Features: features.FS, Definitions: definitions()})
	require.NoError(t, err)
	skipped := 0
	for _, s := range all {
		if s.Status == "skipped" {
			skipped++
			assert.True(t, slices.Contains(s.Tags, "@sandbox") || strings.Contains(s.Reason, "is not declared in kontrakt.yaml"), "%s: %s", s.ID, s.Reason)
		}
	}
	assert.Positive(t, skipped)
	assert.Less(t, skipped, len(all)/2, "most scenarios run anywhere")
}

// A scenario that only the sandbox can run says so: its steps would skip it
// anyway, but --list could not know.
func TestWhatNeedsTheSandboxIsTagged(t *testing.T) {
	t.Parallel()
	needs := regexp.MustCompile(`in the app|rejects|has rejected|time out|days? (have passed|pass)|weeks? (have passed|pass)|hours? (have passed|pass)|minutes? (has passed|have passed|pass)|was told once|withdraws|another merchant|deliveries are|endpoint|in the portal|lets the next change|payment locked|impatient|is slow|day of the charge|day of trying|campaign (ends|has ended)|Kari's bank|her maximum|her profile|Kari (gives|has given|goes|has gone) |^Kari (pays|has paid|leaves|has left|chooses)( the payment| by card| with what| for Ola.*| and chooses.*| ".*")?$|seconds? pass|is forgotten`)
	for _, s := range everything(t) {
		for _, step := range s.Steps {
			if needs.MatchString(step.Text) {
				assert.Contains(t, s.Tags, "@sandbox", "%s:%d %q", s.File, s.Line, step.Text)
			}
		}
	}
}
