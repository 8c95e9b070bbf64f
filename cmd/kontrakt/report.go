package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/regress/accepted"
	"kontrakt/reports"
)

// acceptedFor is how long a first acceptance holds, in days.
const acceptedFor = 30

func newReport(e env) *cobra.Command {
	o := new(options)
	accept := ""
	c := &cobra.Command{
		Use:   "report FILE.json…",
		Short: "Render a report document again, merge those of shards, or accept what was found",
		Long: "The exchanges themselves stand in no report document: they come from exchanges.har\n" +
			"beside it, where the run wrote that. Without it a page is without them, and there is no\n" +
			"archive to render.\n\n" +
			"Several reports are the shards of one plan, each given once: the report is that which\n" +
			"one run would have given.",
		Example: "  kontrakt report kontrakt-report/report.json --format markdown --out summary\n" +
			"  kontrakt report shard-*/report.json\n" +
			"  kontrakt report kontrakt-report/report.json --accept kontrakt.accepted.yaml",
		Args: cobra.MinimumNArgs(1),
	}
	o.flag(c, "config", "out", "format", "no-color")
	c.Flags().StringVar(&accept, "accept", "", "write a `file` that accepts what was found, and nothing else")
	c.Flags().Lookup("accept").NoOptDefVal = accepted.DefaultFile
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		wanted := accept == "" && slices.ContainsFunc(o.formats, func(f string) bool { return f == "har" || f == "html" })
		run, err := readReports(e, args, wanted)
		if err != nil {
			return err
		}
		if accept != "" {
			return writeAccepted(e, run, accept)
		}
		return render(e, o, run, args)
	}
	return c
}

// writeAccepted writes a first file of accepted findings. It replaces none, as
// owners and reasons stand in it.
func writeAccepted(e env, run *harness.Run, name string) error {
	if there(name) {
		return &harness.Stop{Err: fmt.Errorf("%s is there already", name), Hint: "move it away, or name another file: --accept=OTHER.yaml", Usage: true}
	}
	text, err := accepted.Write(run.Findings, time.Now().UTC().AddDate(0, 0, acceptedFor))
	if err != nil {
		return err
	}
	if err := putInPlace(name, text); err != nil {
		return &harness.Stop{Err: err, Usage: true}
	}
	fmt.Fprintf(e.Stdout, "%s is written: give every entry an owner and a reason\n", name)
	return nil
}

func render(e env, o *options, run *harness.Run, from []string) error {
	for _, name := range from {
		if filepath.Clean(o.out) == filepath.Dir(filepath.Clean(name)) {
			return &harness.Stop{
				Err:   fmt.Errorf("--out %s would replace the run's own reports", o.out),
				Hint:  "name another folder: --out rendered",
				Usage: true,
			}
		}
	}
	if run.Exchanges == nil && slices.Contains(o.formats, "har") {
		return &harness.Stop{
			Err:   errors.New("--format har: no report holds exchanges, and not every one has the run's exchanges.har beside it"),
			Hint:  "let the run write it: kontrakt run --format json,har",
			Usage: true,
		}
	}
	run.Repository = repository(e, o)
	files, err := reports.Write(o.out, o.formats, run, reports.Options{})
	if err != nil {
		return &harness.Stop{Err: fmt.Errorf("write the reports: %w", err), Hint: "is " + o.out + " a folder that can be written to?", Usage: true}
	}
	_, plain := e.LookupEnv("NO_COLOR")
	if err := reports.Summary(e.Stdout, run, e.Terminal && !o.noColor && !plain, files...); err != nil {
		return fmt.Errorf("print the summary: %w", err)
	}
	if err := reports.Print(e.Stdout, o.formats, run, reports.Options{}); err != nil {
		return err
	}
	switch run.Verdict {
	case harness.Passed:
		return nil
	case harness.Failed:
		return ended(violates)
	}
	return ended(unjudged)
}
