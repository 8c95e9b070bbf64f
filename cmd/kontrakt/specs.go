package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/contract"
	"kontrakt/specs"
)

func newSpecs(e env) *cobra.Command {
	c := &cobra.Command{
		Use:   "specs",
		Short: "The contracts: what is embedded, where it was published, what differs",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		&cobra.Command{
			Use: "list", Short: "List the contracts", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return listSpecs(e) },
		},
		&cobra.Command{
			Use: "show ID", Short: "Show one contract: source, state, operations", Args: cobra.ExactArgs(1),
			RunE: func(_ *cobra.Command, args []string) error { return showSpec(e, args[0]) },
		},
		newExport(e),
		newPull(e),
		newSpecsVerify(e),
		&cobra.Command{
			Use: "errata [ID]", Short: "List what the overlays correct and add, with reason and source", Args: cobra.MaximumNArgs(1),
			RunE: func(_ *cobra.Command, args []string) error { return listErrata(e, first(args)) },
		},
	)
	return c
}

func newSpecsVerify(e env) *cobra.Command {
	return &cobra.Command{
		Use: "verify [ID [FILE|URL]]", Short: "Say where embedded contracts differ from what is published", Args: cobra.MaximumNArgs(2),
		Long: "Compares embedded transcriptions with the documents as published, fact by fact; prose and\n" +
			"examples count for nothing. Without a place a document is read where it is published; without\n" +
			"an ID, all are. What a document refers to is looked for beside it. Ends with 1 where\n" +
			"something differs, so that a CI job sees it.",
		Example: "  kontrakt specs verify\n  kontrakt specs verify epayment.v1 epayment.yaml",
		RunE:    func(c *cobra.Command, args []string) error { return verifySpecs(c.Context(), e, args) },
	}
}

func newExport(e env) *cobra.Command {
	asPublished := false
	c := &cobra.Command{
		Use: "export ID", Short: "Print the OpenAPI document that the harness judges by", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			s, err := source(args[0])
			if err != nil {
				return err
			}
			text, err := exported(s, asPublished)
			if err != nil {
				return err
			}
			_, err = e.Stdout.Write(text)
			return err
		},
	}
	c.Flags().BoolVar(&asPublished, "as-published", false, "the transcription without corrections")
	return c
}

func exported(s specs.Source, asPublished bool) ([]byte, error) {
	document, err := specs.Read(s.Document)
	if err != nil || asPublished || s.Overlay == "" {
		return document, err
	}
	overlay, err := specs.Read(s.Overlay)
	if err != nil {
		return nil, err
	}
	return contract.Corrected(contract.Document{
		ID: s.ID, Title: s.Title, State: s.State, SpecFile: s.Document, OverlayFile: s.Overlay, Spec: document, Overlay: overlay,
	})
}

func source(id string) (specs.Source, error) {
	all, err := specs.Sources()
	if err != nil {
		return specs.Source{}, err
	}
	i := slices.IndexFunc(all, func(s specs.Source) bool { return s.ID == id })
	if i < 0 {
		return specs.Source{}, &harness.Stop{Err: fmt.Errorf("unknown contract %q", id), Hint: "kontrakt specs list names them", Usage: true}
	}
	return all[i], nil
}

func listSpecs(e env) error {
	all, err := specs.Sources()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(e.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tTITLE\tSTATE\tSOURCE\tEDITION\tDATE")
	for _, s := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Title, s.State, s.Kind, s.Edition, s.Date)
	}
	return w.Flush()
}

func showSpec(e env, id string) error {
	s, err := source(id)
	if err != nil {
		return err
	}
	compiled, err := catalog.Compile(s, false)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(e.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintf(w, "id\t%s\ntitle\t%s\nstate\t%s\nsource\t%s\nedition\t%s (%s)\n", s.ID, s.Title, s.State, s.Kind, s.Edition, s.Date)
	for _, row := range [][2]string{{"url", s.URL}, {"sha256", s.SHA256}, {"digest", catalog.Digest(s, false)}, {"paths", s.Paths}, {"docs", s.Docs}} {
		if row[1] != "" {
			fmt.Fprintf(w, "%s\t%s\n", row[0], row[1])
		}
	}
	fmt.Fprintln(w)
	for _, op := range compiled.Operations() {
		side := "merchant calls"
		if op.Flow == harness.FlowCallback {
			side = "API calls"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", op, op.ID, side, strings.Join(compiled.Statuses(op.ID), " "))
	}
	return w.Flush()
}

func listErrata(e env, id string) error {
	all, err := specs.Sources()
	if err != nil {
		return err
	}
	if id != "" {
		s, err := source(id)
		if err != nil {
			return err
		}
		all = []specs.Source{s}
	}
	for _, s := range all {
		compiled, err := catalog.Compile(s, false)
		if err != nil {
			return err
		}
		for _, a := range compiled.Actions() {
			fmt.Fprintf(e.Stdout, "%s  %s  %s:%d\n  target %s\n  reason %s\n  source %s\n\n", a.Kind, s.ID, a.File, a.Line, a.Target, a.Reason, a.Source)
		}
	}
	return nil
}
