package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/api"
	"kontrakt/harness/catalog"
	"kontrakt/harness/client"
	"kontrakt/harness/client/journal"
	"kontrakt/harness/target"
)

const testEnvironment = target.TestEnvironment

func newCleanup(e env) *cobra.Command {
	o := new(options)
	c := &cobra.Command{
		Use:   "cleanup [JOURNAL…]",
		Short: "Give up what runs that crashed have left on their target",
		Long: "A run on a target that is no sandbox notes in the folder of its reports what it has made,\n" +
			"and gives it up at its end. What a crash leaves is given up here: reservations are\n" +
			"cancelled, agreements stopped, sessions ended, webhooks deleted. It can be done again.\n" +
			"Not beside a run: what that one works with would be given up, too.\n\n" +
			"Exit status: 0 nothing is left, 2 the call is wrong, 3 something could not be given up.",
		Example: "  kontrakt cleanup --target test\n" +
			"  kontrakt cleanup --target test --out artifacts/kontrakt-report",
		Args: cobra.ArbitraryArgs,
	}
	o.flag(c, "target", "client-cert", "client-key", "target-ca", "config", "out")
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		if len(args) == 0 {
			args = journalsIn(o.out)
		}
		return cleanUp(c.Context(), e, o, args)
	}
	return c
}

// cleanUp reads every journal before anything is given up.
func cleanUp(ctx context.Context, e env, o *options, names []string) error {
	makings := api.Makings(catalog.All())
	var all []*journal.Journal
	var left []journal.Thing
	for _, name := range names {
		j, err := journal.Open(name, makings, time.Now)
		if err != nil {
			return &harness.Stop{Err: err, Hint: "cleanup wants the journals that runs leave in --out: " + journals, Usage: true}
		}
		all, left = append(all, j), append(left, j.Left()...)
	}
	if len(left) > 0 {
		if o.target == "sandbox" {
			return errors.Join(noSandbox(left[0].Target), closeAll(all))
		}
		s := &session{env: e, options: o}
		defer s.close()
		if err := s.openTarget(ctx, target.Spec{Name: o.target}, false); err != nil {
			return err
		}
		if err := s.admit(ctx); err != nil {
			return err
		}
		return errors.Join(s.release(ctx, all), closeAll(all))
	}
	fmt.Fprintln(e.Stdout, "nothing is left to give up")
	return closeAll(all)
}

// release tells of each thing what became of it.
func (s *session) release(ctx context.Context, all []*journal.Journal) error {
	say := func(format string, args ...any) { fmt.Fprintf(s.Stderr, format+"\n", args...) }
	c := s.direct([]client.Around{s.pacer(say).Around})
	left := 0
	for _, j := range all {
		left += j.ReleaseAll(ctx, c, s.target.URL, func(r journal.Released) {
			if r.Err != nil {
				fmt.Fprintf(s.Stdout, "%-15s %s: %s\n", "kept", r.Thing, r.Err)
				return
			}
			fmt.Fprintf(s.Stdout, "%-15s %s\n", r.How, r.Thing)
		})
	}
	if left == 0 {
		return nil
	}
	return &harness.Stop{
		Err:  fmt.Errorf("%s not given up", things(left)),
		Hint: "the journal is kept; do it again with the target and the credentials that made them",
	}
}

func closeAll(all []*journal.Journal) error {
	var errs []error
	for _, j := range all {
		errs = append(errs, j.Close())
	}
	return errors.Join(errs...)
}
