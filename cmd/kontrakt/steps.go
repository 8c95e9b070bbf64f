package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/steps"
)

// ownFeatures reads the user's own scenarios.
func ownFeatures(e env, places []string) ([]steps.Own, error) {
	const hint = "--features wants .feature files, or folders of them"
	var all []steps.Own
	for _, place := range places {
		files, err := featuresIn(place)
		if err != nil {
			return nil, &harness.Stop{Err: fmt.Errorf("--features: %s: %w", place, cause(err)), Hint: hint, Usage: true}
		}
		if len(files) == 0 {
			return nil, &harness.Stop{Err: fmt.Errorf("--features: there is no .feature file in %s", place), Hint: hint, Usage: true}
		}
		for _, file := range files {
			text, err := e.ReadFile(file)
			if err != nil {
				return nil, &harness.Stop{Err: fmt.Errorf("--features: %w", err), Hint: hint, Usage: true}
			}
			name := filepath.ToSlash(filepath.Clean(file))
			if !slices.ContainsFunc(all, func(o steps.Own) bool { return o.Name == name }) {
				all = append(all, steps.Own{Name: name, Text: text})
			}
		}
	}
	return all, nil
}

func newSteps(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "steps [WORD…]",
		Short: "List the sentences that scenarios are written in, with an example each",
		Long: "Lists what a scenario can say; with words, the sentences that hold all of them. A\n" +
			"scenario of your own has the tag of every API that it runs for, such as @ecom.v2, and\n" +
			"kontrakt run --features runs it.\n\n" +
			"Exit status: 0 there are some, 2 no sentence holds the words.",
		Example: "  kontrakt steps\n  kontrakt steps refund\n  kontrakt steps merchant captures",
		RunE: func(_ *cobra.Command, words []string) error {
			all, err := steps.Sentences(features.FS)
			if err != nil {
				return err
			}
			all = slices.DeleteFunc(all, func(s steps.Sentence) bool { return !holdsAll(s, words) })
			if len(all) == 0 {
				return &harness.Stop{Err: fmt.Errorf("no sentence holds %q", strings.Join(words, " ")), Hint: "kontrakt steps lists them all", Usage: true}
			}
			return printSentences(e.Stdout, all)
		},
	}
}

func holdsAll(s steps.Sentence, words []string) bool {
	text := strings.ToLower(s.Says + " " + s.Example + " " + strings.Join(s.APIs, " "))
	for _, w := range words {
		if !strings.Contains(text, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

func printSentences(w io.Writer, all []steps.Sentence) error {
	var b strings.Builder
	reasons := false
	for _, s := range all {
		fmt.Fprintf(&b, "%s\n    %s\n", s.Says, s.Example)
		for _, row := range s.Table {
			fmt.Fprintf(&b, "      | %s |\n", strings.Join(row, " | "))
		}
		fmt.Fprintf(&b, "    (%s)\n\n", strings.Join(s.APIs, ", "))
		reasons = reasons || strings.Contains(s.Says, "{reason}")
	}
	fmt.Fprintf(&b, "%d sentences. Above each example are its words: one of those in brackets, {money} such as\n"+
		"199.00 NOK, {number}, {text} in quotes; below it the APIs of which our scenarios say it.\n", len(all))
	if reasons {
		fmt.Fprintf(&b, "\n{reason} is one of\n  %s\n", strings.Join(steps.Reasons(), "\n  "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
