package main

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontrakt/harness"
)

// A narrowing is what --only and --rerun ask for.
type narrowing struct {
	// ids are scenarios by ID, or patterns of IDs.
	ids []string
	// report is a report whose scenarios run again, but for those that passed.
	report string
}

func (n *narrowing) flags(c *cobra.Command) {
	c.Flags().StringSliceVar(&n.ids, "only", nil, "the scenarios of these `IDs`, as --list names them; a pattern such as ecom.v2/capture/* stands for several")
	c.Flags().StringVar(&n.report, "rerun", "", "what did not pass in an earlier run, by its `report.json`, in the order that it had")
}

// narrow leaves what is asked for. Of a report it takes the seed, too, where
// nobody names another.
func (o *options) narrow(e env, c *cobra.Command, n narrowing) error {
	o.among = n.ids
	for _, id := range n.ids {
		if _, err := path.Match(id, ""); err != nil {
			return &harness.Stop{Err: fmt.Errorf("--only: %q is no pattern", id), Hint: "* stands for any text within a segment: ecom.v2/capture/*", Usage: true}
		}
	}
	if n.report != "" {
		run, err := readReport(e, n.report)
		if err != nil {
			return err
		}
		for _, s := range run.Scenarios {
			if s.Status != harness.StatusPassed && s.Status != harness.StatusSkipped {
				o.among = append(o.among, s.ID)
			}
		}
		if len(o.among) == 0 {
			return &harness.Stop{Err: fmt.Errorf("every scenario of %s passed, or was skipped", n.report), Hint: "there is nothing to run again"}
		}
		if !c.Flags().Changed("seed") {
			o.seed, o.seedDrawn = run.Seed, false
		}
	}
	if len(o.apis) == 0 {
		o.apis = apisOf(o.among)
	}
	return nil
}

// apisOf gives the APIs that scenarios are of, none where a pattern leaves it open:
// one that is retired runs where it is named.
func apisOf(ids []string) []string {
	var apis []string
	for _, id := range ids {
		api, _, _ := strings.Cut(id, "/")
		if strings.ContainsAny(api, `*?[\`) {
			return nil
		}
		apis = append(apis, api)
	}
	slices.Sort(apis)
	return slices.Compact(apis)
}

// unmatched are the IDs and patterns that nothing planned has.
func unmatched(among []string, plan []harness.Scenario) error {
	for _, id := range among {
		if !slices.ContainsFunc(plan, func(s harness.Scenario) bool { has, _ := path.Match(id, s.ID); return has }) {
			return &harness.Stop{Err: fmt.Errorf("no scenario is called %q", id), Hint: "kontrakt run --list names what there is", Usage: true}
		}
	}
	return nil
}
