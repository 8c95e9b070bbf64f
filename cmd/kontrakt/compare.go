package main

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/reports"
	"kontrakt/reports/compare"
)

func newCompare(e env) *cobra.Command {
	s, again := new(sheets), ""
	c := &cobra.Command{
		Use:   "compare BASE NEW",
		Short: "Two reports: what regressed, what got better, what changed",
		Long: "BASE and NEW are report.json of two runs. It names scenarios that turned, findings that are\n" +
			"new or gone, coverage and proof that is lost, answers of another shape or status, and\n" +
			"latencies that shifted beyond chance. Ends with 1 where something regressed, with 3 where\n" +
			"the two have nothing in common that was judged.",
		Example: "  kontrakt compare main/report.json kontrakt-report/report.json\n" +
			"  kontrakt compare main/report.json kontrakt-report/report.json --again main-again/report.json",
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return compareReports(e, s, args[0], args[1], again) },
	}
	s.flags(c)
	c.Flags().StringVar(&again, "again", "", "a second report of the base side, `FILE`: what differs from BASE there is volatile, and left out")
	return c
}

func compareReports(e env, s *sheets, base, fresh, again string) error {
	if err := s.check(); err != nil {
		return err
	}
	const hint = "compare wants the report.json of two runs"
	before, err := readReportDocument(e, base, hint)
	if err != nil {
		return err
	}
	after, err := readReportDocument(e, fresh, hint)
	if err != nil {
		return err
	}
	var second *reports.Report
	if again != "" {
		if second, err = readReportDocument(e, again, hint); err != nil {
			return err
		}
	}
	if why := compare.Apart(before, after, base, fresh); why != "" {
		return &harness.Stop{Err: errors.New(why), Hint: "was a run cut short, or narrowed by other --api, --tags or --only?"}
	}
	document := compare.Two(before, after, second)
	if err := s.write(e, "compare", document.JSON, document.Sheet()); err != nil {
		return err
	}
	if document.Totals.Regressions > 0 {
		return ended(violates)
	}
	return nil
}

// readReportDocument reads a report document.
func readReportDocument(e env, name, hint string) (*reports.Report, error) {
	data, err := e.ReadFile(name)
	if err != nil {
		return nil, &harness.Stop{Err: err, Hint: hint, Usage: true}
	}
	report, err := reports.Read(bytes.NewReader(data))
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("read %s: %w", name, err), Hint: hint, Usage: true}
	}
	return report, nil
}
