package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"kontrakt/features"
	"kontrakt/harness"
	"kontrakt/harness/har"
	"kontrakt/harness/regress"
	"kontrakt/harness/regress/reach"
	"kontrakt/reports"
	"kontrakt/reports/changes"
)

// diffing is what the flags of diff say.
type diffing struct {
	sheets
	failOn, har, report, lockFile string
	asPublished                   bool
}

func newDiff(e env) *cobra.Command {
	d := new(diffing)
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two contracts: breaking, risky and harmless changes",
		Long: "OLD and NEW are contracts by id, editions that specs pull fetched (epayment.v1@1.4.1), files\n" +
			"or URLs. Every change is weighed by the lifecycle policy of the APIs: a new field of an answer\n" +
			"or a new member of an enum breaks nobody, what makes a valid request invalid does. Each is\n" +
			"held against the scenarios of kontrakt, and against a recording: who sends or gets what changed?",
		Example: "  kontrakt diff recurring.v2 recurring.v3\n" +
			"  kontrakt diff epayment.v1 https://developer.vippsmobilepay.com/redocusaurus/epayment-swagger-id.yaml --as-published\n" +
			"  kontrakt diff old.yaml new.yaml --har shop.har --fail-on any",
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error { return d.run(c.Context(), e, args[0], args[1]) },
	}
	d.flags(c)
	c.Flags().StringVar(&d.failOn, "fail-on", "breaking", "the least `weight` that ends with status 1: breaking, risky, any or never")
	c.Flags().StringVar(&d.har, "har", "", "a recording, `FILE`.har: which of its exchanges send or get what each change is about")
	c.Flags().StringVar(&d.report, "report", "", "a run's `FILE`, report.json: which of its scenarios each change touches, instead of which of ours")
	lockFlag(c, &d.lockFile)
	c.Flags().BoolVar(&d.asPublished, "as-published", false, "embedded contracts without our corrections and additions")
	return c
}

func (d *diffing) run(ctx context.Context, e env, old, new string) error {
	worst, known := map[string]int{"breaking": 0, "risky": 1, "any": 2, "never": -1}[d.failOn]
	if !known {
		return &harness.Stop{Err: fmt.Errorf("--fail-on: unknown weight %q", d.failOn), Hint: "one of breaking, risky, any, never", Usage: true}
	}
	if err := d.check(); err != nil {
		return err
	}
	uses, err := d.uses(e)
	if err != nil {
		return err
	}
	finder := editions{e, d.asPublished, d.lockFile}
	before, err := finder.find(ctx, old)
	if err != nil {
		return err
	}
	after, err := finder.find(ctx, new)
	if err != nil {
		return err
	}
	found, err := regress.Changes(before, after)
	if err != nil {
		return &harness.Stop{Err: err, Hint: "diff wants two OpenAPI documents", Usage: true}
	}
	document := changes.New(found, uses)
	if err := d.write(e, "diff", document.JSON, document.Sheet()); err != nil {
		return err
	}
	for _, c := range found.Changes {
		if c.Weight.Rank() <= worst {
			return ended(violates)
		}
	}
	return nil
}

// uses reads what the changes are held against.
func (d *diffing) uses(e env) (changes.Uses, error) {
	var u changes.Uses
	if err := d.scenarios(e, &u); err != nil {
		return u, err
	}
	if d.har == "" {
		return u, nil
	}
	u.Recording = d.har
	data, err := e.ReadFile(d.har)
	if err != nil {
		return u, &harness.Stop{Err: err, Hint: "--har wants a HAR file", Usage: true}
	}
	entries, err := har.Read(bytes.NewReader(data))
	if err != nil {
		return u, &harness.Stop{Err: fmt.Errorf("read %s: %w", d.har, err), Hint: "--har wants HAR 1.2, as browsers and kontrakt write it", Usage: true}
	}
	for _, x := range entries {
		u.Exchanges = append(u.Exchanges, regress.Use{Name: x.ID, Call: reach.Of(&x.Exchange, member)})
	}
	return u, nil
}

// member says whether a text is short enough to be one of an enum.
func member(text string) bool { return len(text) <= 64 }

// scenarios are those of a report, else our own: what they make use of is known
// without a run.
func (d *diffing) scenarios(e env, u *changes.Uses) error {
	if d.report == "" {
		book, err := reach.Read(features.Reach)
		if err != nil {
			return err
		}
		u.Against.Scenarios = fmt.Sprintf("the %d of kontrakt", len(book))
		for _, id := range slices.Sorted(maps.Keys(book)) {
			for _, call := range book[id] {
				u.Scenarios = append(u.Scenarios, regress.Use{Name: id, Call: call})
			}
		}
		return nil
	}
	read, err := readReportDocument(e, d.report, "--report wants a report.json, as run writes it")
	if err != nil {
		return err
	}
	u.Report, u.Against.Scenarios, u.Scenarios = d.report, d.report, usesOf(read)
	if len(u.Scenarios) == 0 {
		return &harness.Stop{Err: fmt.Errorf("%s does not say what its scenarios called", d.report), Hint: "run them again: kontrakt run", Usage: true}
	}
	return nil
}

// usesOf says which operations the scenarios of a report called.
func usesOf(r *reports.Report) []regress.Use {
	operations := map[string]reports.Operation{}
	for _, o := range r.Operations {
		for _, shape := range o.Shapes {
			if o.Flow == string(harness.FlowAPI) {
				operations[shape.ID] = o
			}
		}
	}
	var uses []regress.Use
	for _, s := range r.Scenarios {
		for _, id := range s.Shapes {
			if o, ok := operations[id]; ok {
				uses = append(uses, regress.Use{Name: s.ID, Call: reach.Call{Method: o.Method, Path: o.Path}})
			}
		}
	}
	return uses
}
