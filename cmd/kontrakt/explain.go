package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/config"
	"kontrakt/harness/spelling"
)

func newExplain(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Say what a rule asks for, where that stands, and how to keep it",
		Long: "Says what a rule asks for, where that stands and how to mend what breaks it, with an\n" +
			"example that keeps the rule and one that breaks it. Without a name, lists every rule.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			book, err := catalog.Rulebook()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return listRules(e.Stdout, book)
			}
			of := slices.DeleteFunc(book, func(r harness.RuleUsed) bool { return r.ID != args[0] })
			if len(of) == 0 {
				return unknownRule(args[0])
			}
			explain(e.Stdout, of)
			return nil
		},
	}
}

func unknownRule(name string) error {
	hint := "kontrakt explain lists every rule"
	if near := spelling.Nearest(name, ruleNames()); near != "" {
		hint = "did you mean " + near + "?"
	}
	return &harness.Stop{Err: fmt.Errorf("unknown rule %q", name), Hint: hint, Usage: true}
}

// ruleNames names every rule that a finding can carry, once.
func ruleNames() []string {
	var names []string
	for _, r := range catalog.Rules() {
		names = append(names, r.ID)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func listRules(to io.Writer, book []harness.RuleUsed) error {
	w := tabwriter.NewWriter(to, 0, 4, 2, ' ', 0)
	for i, r := range book {
		if i == 0 || book[i-1].ID != r.ID {
			fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, r.Severity, r.Says)
		}
	}
	return w.Flush()
}

// explain words one rule: what each contract asks for, then the examples of the
// first.
func explain(to io.Writer, of []harness.RuleUsed) {
	fmt.Fprintln(to, of[0].ID)
	for _, w := range wordings(of) {
		fmt.Fprintf(to, "\n%s\n\n", w.Says)
		for _, row := range [][2]string{
			{"severity", severityOf(w.Rule)}, {"contracts", strings.Join(w.contracts, ", ")}, {"source", w.Source}, {"fix", w.Help},
		} {
			fmt.Fprintf(to, "  %-9s  %s\n", row[0], row[1])
		}
	}
	showExample(to, "kept", of[0].Keeps)
	showExample(to, "broken", of[0].Breaks)
}

// A wording is a rule as some contracts have it.
type wording struct {
	harness.Rule
	contracts []string
}

// wordings puts contracts together that ask for the same in the same words.
func wordings(of []harness.RuleUsed) []wording {
	var all []wording
	for _, r := range of {
		i := slices.IndexFunc(all, func(w wording) bool { return w.Rule == r.Rule })
		if i < 0 {
			i = len(all)
			all = append(all, wording{Rule: r.Rule})
		}
		name := r.Contract
		if name == "" {
			name = "every one"
		}
		all[i].contracts = append(all[i].contracts, name)
	}
	return all
}

func severityOf(r harness.Rule) string {
	if config.Settable(r.ID) {
		return string(r.Severity) + ", or what kontrakt.yaml says"
	}
	return string(r.Severity)
}

func showExample(to io.Writer, how string, x harness.Example) {
	fmt.Fprintln(to, strings.TrimRight("\n"+how+": "+x.About, ": "))
	fmt.Fprintln(to)
	for line := range strings.Lines(x.Text) {
		fmt.Fprintln(to, strings.TrimRight("    "+line, " \n"))
	}
	for line := range strings.Lines(x.Found) {
		fmt.Fprintln(to, "  > "+strings.TrimSpace(line))
	}
}
