package steps_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/steps"
)

func TestScenariosOfTheUsersRunBesideOurs(t *testing.T) {
	t.Parallel()
	const pending = `
    Scenario: A payment waits
      Given a merchant that sells in NOK
`
	o := options(t, feature(pending), answers)
	o.Known = []string{"ecom.v2", "epayment.v1", "recurring.v2"}
	o.Own = []steps.Own{
		{Name: "shop/flows/Waiting.feature", Text: []byte("@ecom.v2 @ours\nFeature: Waiting\n" + strings.Replace(pending, "A payment", "Our payment", 1))},
		{Name: "engine.feature", Text: []byte("@ecom.v2\nFeature: Trying the engine\n" + pending)},
		{Name: "old.feature", Text: []byte("@recurring.v2\nFeature: Old\n" + pending)},
	}
	all, err := steps.Run(t.Context(), o)
	require.NoError(t, err)
	var told []string
	for _, s := range all {
		told = append(told, string(s.Status)+" "+s.ID+" "+s.File+" "+strings.Join(s.Tags, " ")+" "+s.Reason)
	}
	assert.ElementsMatch(t, []string{
		"passed ecom.v2/engine/a-payment-waits ecom.v2/engine.feature @ecom.v2 @core @rule:x ",
		"passed ecom.v2/own-waiting/our-payment-waits shop/flows/Waiting.feature @ecom.v2 @ours @own ",
		"passed ecom.v2/own-engine/a-payment-waits engine.feature @ecom.v2 @own ",
		"skipped recurring.v2/own-old/a-payment-waits old.feature @recurring.v2 @own is of recurring.v2, which runs where --api names it",
	}, told)

	for tags, want := range map[string]int{"@own && @ours": 1, "@own": 3, "~@own": 1, "@core": 1} {
		o.Tags = tags
		all, err = steps.Run(t.Context(), o)
		require.NoError(t, err)
		assert.Len(t, all, want, tags)
		for _, s := range all {
			assert.Contains(t, []harness.Status{harness.StatusPassed, harness.StatusSkipped}, s.Status, s.ID)
		}
	}
}

func TestWhatIsWrongWithScenariosOfTheUsers(t *testing.T) {
	t.Parallel()
	const head = "@ecom.v2\nFeature: Ours\n"
	tests := []struct{ name, text, want, hint string }{
		{
			"a sentence that there is not", head + "  Scenario: A\n    Given a merchant that sells in NOK\n    When the merchant capture 12.00 NOK\n",
			`a.feature:5: no sentence says "the merchant capture 12.00 NOK"; the nearest is "the merchant captures 4`, "kontrakt steps lists",
		},
		{"one that is near to none", head + "  Scenario: A\n    Given pigs fly over the moon in the middle of the night\n", `a.feature:4: no sentence says "pigs fly over the moon in the middle of the night"`, "kontrakt steps lists"},
		{"no table", head + "  Scenario: A\n    Then the payment stands at\n", `a.feature:4: "the payment stands at" wants a table below it`, "kontrakt steps lists"},
		{"a table too many", head + "  Scenario: A\n    Then nothing stands captured\n      | a |\n      | b |\n", `a.feature:4: "nothing stands captured" takes nothing below it`, "kontrakt steps lists"},
		{"no API", "Feature: Ours\n  Scenario: A\n    Given a merchant that sells in NOK\n", "a.feature:2: the scenario has the tag of no API", "such as @ecom.v2"},
		{"an API that there is not", "@ecom.v2 @ecom.v3\n" + head[9:] + "  Scenario: A\n    Given a merchant that sells in NOK\n", `a.feature:3: no API is called "ecom.v3"; did you mean @ecom.v2?`, "such as @ecom.v2"},
		{"no title", head + "  Scenario:\n    Given a merchant that sells in NOK\n", "a.feature:3: the scenario needs a title", "the file's name"},
		{"a title twice", head + "  Scenario: A\n    Given a merchant that sells in NOK\n  Scenario: a!\n    Given a merchant that sells in NOK\n", "a.feature:5: a.feature:3 has that title, too", "the file's name"},
		{"a number in the title", head + "  Scenario: Order 12345678\n    Given a merchant that sells in NOK\n", `a.feature:3: "Order 12345678" holds what may be somebody's number`, "the file's name"},
		{"no scenario", head, "a.feature: holds no scenario", "the file's name"},
		{"an empty file", "", "a.feature: holds no scenario", "the file's name"},
		{"no Gherkin", "hello\x1b[2Jthere\nand again\n", `a.feature:1: "hello\x1b[2Jthere" does not belong here`, "Gherkin"},
		{"a line without an end", head + "  Scenario: A\n    Given " + strings.Repeat("x", 100) + "\n    " + strings.Repeat("y", 100), `a.feature:5: "` + strings.Repeat("y", 80) + `…" does not belong here`, "Gherkin"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := steps.Plan(steps.Options{
				Features: features.FS, Own: []steps.Own{{Name: "a.feature", Text: []byte(tt.text)}},
				Known: []string{"ecom.v2", "epayment.v1"}, Definitions: options(t, nil, answers).Definitions,
			})
			var stop *harness.Stop
			require.ErrorAs(t, err, &stop)
			assert.True(t, stop.Usage)
			assert.Contains(t, err.Error(), tt.want)
			assert.Contains(t, stop.Hint, tt.hint)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
}

func TestEverySentenceHasAnExample(t *testing.T) {
	t.Parallel()
	all, err := steps.Sentences(features.FS)
	require.NoError(t, err)
	require.Greater(t, len(all), 400)
	for _, s := range all {
		assert.NotEmpty(t, s.Example, s.Says)
		assert.NotEmpty(t, s.APIs, s.Says)
	}
	i := slices.IndexFunc(all, func(s steps.Sentence) bool { return s.Says == "the payment stands at" })
	require.GreaterOrEqual(t, i, 0)
	assert.Equal(t, []string{"authorized", "captured", "refunded", "cancelled"}, all[i].Table[0])
	assert.Contains(t, steps.Reasons(), "it exceeds the authorization")
}
