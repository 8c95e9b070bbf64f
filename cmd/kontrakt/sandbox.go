package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/target"
)

func newSandbox(e env) *cobra.Command {
	o := new(options)
	var check string
	c := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve the sandbox",
		Long: "The sandbox behaves as the APIs do and keeps everything in memory. It stays until it is interrupted.\n\n" +
			"With --check it serves nothing, asks whether a sandbox answers at the URL, and ends with status 0\n" +
			"or 3: the health check of a container, which has no other program.",
		Args: cobra.NoArgs,
	}
	c.Flags().StringVar(&check, "check", "", "ask whether a sandbox answers at the `URL`, and serve none")
	o.flag(c, "config", "listen", "route", "seed", "quiet")
	c.Flags().Lookup("listen").DefValue = "127.0.0.1:8070"
	o.listen = "127.0.0.1:8070"
	c.Flags().Lookup("seed").Usage = "`number` that the IDs and tokens come from"
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		if c.Flags().Changed("check") {
			return checkSandbox(c.Context(), check)
		}
		return serveSandbox(c.Context(), e, o)
	}
	return c
}

func serveSandbox(ctx context.Context, e env, o *options) error {
	loaded, err := e.Load(false)
	if err != nil {
		return err
	}
	spec := target.Spec{Name: "sandbox"}
	spec.Sandbox.Listen = o.listen
	spec.Sandbox.Options.Services = loaded.Services()
	spec.Sandbox.Options.Seed = o.seed
	spec.Sandbox.Options.Version = version()
	if spec.Sandbox.Options.Routes, err = o.routeTable(); err != nil {
		return err
	}
	box, err := target.Open(ctx, spec)
	if err != nil {
		return err
	}
	defer box.Close()
	fmt.Fprintf(e.Stdout, "sandbox listening on %s\n", box.URL)
	if !o.quiet {
		c := box.Credentials
		fmt.Fprintf(e.Stdout, "  page for people  %s/__sandbox/\n  client id        %s\n  client secret    %s\n  subscription key %s\n  merchant serial  %s\n",
			box.URL, c.ClientID.Reveal(), c.ClientSecret.Reveal(), c.SubscriptionKey.Reveal(), c.MSN)
	}
	<-ctx.Done()
	return nil
}

// checkSandbox asks whether a sandbox answers at the URL.
func checkSandbox(ctx context.Context, url string) error {
	found, err := target.Open(ctx, target.Spec{Name: url})
	if err != nil {
		return err
	}
	defer found.Close()
	if found.Environment != "sandbox" {
		return &harness.Stop{Err: fmt.Errorf("what answers at %s is no sandbox", found.URL), Hint: "kontrakt sandbox serves one"}
	}
	return nil
}
