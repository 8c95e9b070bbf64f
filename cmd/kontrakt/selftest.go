package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/steps/selftest"
)

// matrixFile is the kill matrix for programs.
const matrixFile = "selftest.json"

func newSelftest(e env) *cobra.Command {
	o := new(options)
	var sample int
	c := &cobra.Command{
		Use:   "selftest",
		Short: "Put this program itself on trial: does it find what is seeded, and nothing else",
		Long: "Every defect that is seeded in the sandbox is switched on, one at a time, and the\n" +
			"scenarios must find it. Every mistake of a scripted merchant is made, one at a time,\n" +
			"and the rule that it breaks must find it, and nothing else. With no defect and no\n" +
			"mistake nothing may be found. What survives is listed at the end.\n\n" +
			"Exit status: 0 all is found and nothing else, 1 something survives, 2 the call is\n" +
			"wrong, 3 not all of it could be tried.",
		Example: "  kontrakt selftest\n" +
			"  kontrakt selftest --api ecom.v2 --sample 10",
		Args: cobra.NoArgs,
	}
	o.flag(c, "config", "out", "quiet")
	f := c.Flags()
	f.StringSliceVar(&o.apis, "api", nil, "what is seeded in these only, by `ID` (default: in every one, and in what they share)")
	f.Int64Var(&o.seed, "seed", 0, "`number` that the order of the scenarios comes from (default: that of the files)")
	f.IntVar(&o.concurrency, "concurrency", 4, "`number` of trials that run at once")
	f.IntVar(&sample, "sample", 1, "try every `n`th only")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		if sample < 1 {
			return &harness.Stop{Err: fmt.Errorf("--sample: want 1 or more, got %d", sample), Usage: true}
		}
		return tryAll(c.Context(), e, o, sample)
	}
	return c
}

// tryAll holds the trials and prints the kill matrix.
func tryAll(ctx context.Context, e env, o *options, sample int) error {
	loaded, err := e.Load(false)
	if err != nil {
		return err
	}
	if _, err := loaded.Select(o.apis); err != nil {
		return err
	}
	began, held := time.Now(), 0
	m, err := selftest.Run(ctx, selftest.Options{
		Catalog: loaded, APIs: o.apis, Sample: sample, Seed: o.seed, Concurrency: o.concurrency,
		Done: func(t selftest.Trial) {
			if held++; e.Terminal && !o.quiet {
				fmt.Fprintf(e.Stderr, "\r%d trials held", held)
			}
		},
	})
	if e.Terminal && !o.quiet {
		fmt.Fprintf(e.Stderr, " in %s\n", time.Since(began).Round(time.Second))
	}
	if err != nil {
		return err
	}
	if err := m.Print(e.Stdout); err != nil {
		return err
	}
	if err := keepMatrix(o.out, m); err != nil {
		return err
	}
	return verdictOf(m)
}

// keepMatrix writes the kill matrix for programs.
func keepMatrix(folder string, m selftest.Matrix) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("write the kill matrix: %w", err)
	}
	return putInPlace(filepath.Join(folder, matrixFile), append(text, '\n'))
}

// verdictOf is the exit status. What could not be tried is not caught either.
func verdictOf(m selftest.Matrix) error {
	if m.Interrupted {
		return errors.New("it was interrupted: not everything was tried")
	}
	survivors := m.Survivors()
	for _, t := range survivors {
		if t.Err == nil {
			return ended(violates)
		}
	}
	if len(survivors) > 0 {
		return ended(unjudged)
	}
	return nil
}
