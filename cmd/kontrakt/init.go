package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kontrakt/harness"
	"kontrakt/harness/config/start"
	"kontrakt/harness/target"
)

// clusterShards is into how many parts a plan is cut for a cluster, where nobody says.
const clusterShards = 4

// mostJobs is how many a matrix may have (source: GitHub's limits of workflows).
const mostJobs = 256

// beginning is what init is asked for.
type beginning struct {
	start.Options
	dir        string
	yes, force bool
}

func newInit(e env) *cobra.Command {
	b := new(beginning)
	c := &cobra.Command{
		Use:   "init",
		Short: "Start a project: its configuration, and what a CI service runs",
		Long: "Writes " + start.Config + " with comments, a schema of it for editors, and, with --ci, what a\n" +
			"CI service or a cluster runs. On a terminal it asks for what no flag says. All is\n" +
			"written or nothing, and nothing that is there is replaced.",
		Example: "  kontrakt init\n" +
			"  kontrakt init --yes --target test --ci github --shards 4\n" +
			"  kontrakt init --ci kubernetes --shards 200 --image registry.example/kontrakt:1",
		Args: cobra.NoArgs,
	}
	f := c.Flags()
	f.StringVar(&b.Target, "target", "sandbox", "what answers as the API: sandbox, test (the test environment) or a `URL`")
	f.StringSliceVar(&b.APIs, "api", nil, "the contracts to run for, by `ID` (default: every one that is not retired)")
	f.StringVar(&b.CI, "ci", "", "write files for a `service`: "+strings.Join(start.CIs(), ", "))
	f.IntVar(&b.Shards, "shards", 1, "`number` of parts that run side by side, with --ci github or kubernetes (there 4 by default)")
	f.StringVar(&b.Image, "image", "kontrakt:latest", "container `image` that --ci kubernetes runs")
	f.StringVar(&b.dir, "dir", ".", "`folder` of the project")
	f.BoolVar(&b.yes, "yes", false, "ask nothing")
	f.BoolVar(&b.force, "force", false, "replace files that are there")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if e.Answers && e.Terminal && !b.yes {
			if err := b.ask(c.Context(), e, c.Flags()); err != nil {
				return err
			}
		}
		if b.CI == "kubernetes" && !c.Flags().Changed("shards") {
			b.Shards = clusterShards
		}
		if b.CI != "kubernetes" && c.Flags().Changed("image") {
			return &harness.Stop{Err: errors.New("--image: only --ci kubernetes runs one"), Usage: true}
		}
		return b.write(e)
	}
	return c
}

// ask asks for what no flag has said.
func (b *beginning) ask(ctx context.Context, e env, flags *pflag.FlagSet) error {
	answers := lines(ctx, e.Stdin)
	question := func(flag, text string, value *string) error {
		if flags.Changed(flag) {
			return nil
		}
		fmt.Fprintf(e.Stderr, "%s [%s]: ", text, cmp.Or(*value, "none"))
		select {
		case <-ctx.Done():
			return &harness.Stop{Err: errors.New("interrupted"), Hint: "nothing is written"}
		case answer, more := <-answers:
			if !more {
				return &harness.Stop{Err: errors.New("the answers end before the questions do"), Hint: "kontrakt init --yes asks nothing", Usage: true}
			}
			*value = cmp.Or(strings.TrimSpace(answer), *value)
		}
		return nil
	}
	b.CI = cmp.Or(b.CI, b.nearestCI())
	if err := question("target", "What answers as the API: sandbox, test or a URL?", &b.Target); err != nil {
		return err
	}
	if err := question("ci", "Which CI: "+strings.Join(start.CIs(), ", ")+", or none?", &b.CI); err != nil {
		return err
	}
	if b.CI == "none" {
		b.CI = ""
	}
	return nil
}

// lines are what a person types; who waits for a line can be interrupted so.
func lines(ctx context.Context, r io.Reader) <-chan string {
	typed := make(chan string)
	go func() {
		defer close(typed)
		for s := bufio.NewScanner(r); s.Scan(); {
			select {
			case typed <- s.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return typed
}

// nearestCI is the service whose files the project has.
func (b *beginning) nearestCI() string {
	for _, known := range [][2]string{{".github", "github"}, {".gitlab-ci.yml", "gitlab"}, {"azure-pipelines.yml", "azure"}, {"Jenkinsfile", "jenkins"}} {
		if there(filepath.Join(b.dir, known[0])) {
			return known[1]
		}
	}
	return ""
}

// check refuses what would not load, or not run.
func (b *beginning) check(e env) error {
	if b.Shards < 1 || b.Shards > mostShards {
		return fmt.Errorf("--shards: want 1 to %d, got %d", mostShards, b.Shards)
	}
	if b.CI == "github" && b.Shards > mostJobs {
		return fmt.Errorf("--shards: a matrix of GitHub has room for %d jobs, got %d", mostJobs, b.Shards)
	}
	if b.Shards > 1 && b.CI == "" {
		return errors.New("--shards: parts that run side by side want a --ci that runs them")
	}
	// Both stand in the files as they are.
	for _, v := range [][2]string{{"target", b.Target}, {"image", b.Image}} {
		flag, value := v[0], v[1]
		if value == "" || strings.ContainsRune("@%", rune(value[0])) || strings.ContainsFunc(value, unwritable) {
			return fmt.Errorf("--%s: want a plain word or address, got %q", flag, value)
		}
	}
	if b.Target != "sandbox" && b.Target != "test" && !strings.HasPrefix(b.Target, target.ContainerScheme) {
		if err := target.CheckAddress(b.Target); err != nil {
			return err
		}
	}
	loaded, err := e.Load(false)
	if err == nil {
		_, err = loaded.Select(b.APIs)
	}
	return err
}

// unwritable says whether a character means something to YAML, or to no address.
func unwritable(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune("\"'`#{}[]\\,&*!|>", r)
}

func (b *beginning) write(e env) error {
	if err := b.check(e); err != nil {
		var stop *harness.Stop
		if errors.As(err, &stop) {
			return err
		}
		return &harness.Stop{Err: err, Usage: true}
	}
	b.Keys = configKeys()
	files, next, err := start.Files(b.Options)
	if err != nil {
		return &harness.Stop{Err: err, Hint: "kontrakt init --help lists what there is", Usage: true}
	}
	if err := b.place(files); err != nil {
		return err
	}
	for _, f := range files {
		fmt.Fprintln(e.Stdout, "written: "+filepath.Join(b.dir, filepath.FromSlash(f.Name)))
	}
	for _, n := range append(next, "kontrakt run") {
		fmt.Fprintln(e.Stdout, "next:    "+n)
	}
	return nil
}

// place puts all files in place, or none.
func (b *beginning) place(files []start.File) error {
	var before []string
	for _, f := range files {
		name := filepath.Join(b.dir, filepath.FromSlash(f.Name))
		if there(name) && !b.force {
			before = append(before, name)
		}
	}
	if len(before) > 0 {
		return &harness.Stop{Err: fmt.Errorf("%s: there already", strings.Join(before, ", ")), Hint: "nothing is written; --force replaces them", Usage: true}
	}
	var undo []func()
	for _, f := range files {
		back, err := replace(filepath.Join(b.dir, filepath.FromSlash(f.Name)), f.Text)
		undo = append(undo, back)
		if err != nil {
			for _, back := range slices.Backward(undo) {
				back()
			}
			return &harness.Stop{Err: err, Hint: "nothing is written; name a folder that can be written to: --dir", Usage: true}
		}
	}
	return nil
}

// configKeys are the keys of the configuration: every flag that means the same
// everywhere, but for the file itself.
func configKeys() []start.Key {
	words := map[string][]string{
		"format": formatNames(), "fail-on": {"error", "warning", "never"}, "fail-on-blame": blameNames(), "mode": {"observe", "enforce"},
	}
	var keys []start.Key
	new(options).all().VisitAll(func(f *pflag.Flag) {
		if f.Name == "config" {
			return
		}
		_, usage := pflag.UnquoteUsage(f)
		k := start.Key{Name: f.Name, Kind: f.Value.Type(), Usage: usage, Words: words[f.Name]}
		switch {
		case f.Name == "route":
			k.Kind = "map"
		case strings.HasSuffix(k.Kind, "Slice"), strings.HasSuffix(k.Kind, "Array"):
			k.Kind = "list"
		case strings.HasPrefix(k.Kind, "int"):
			k.Kind = "int"
		}
		keys = append(keys, k)
	})
	return keys
}
