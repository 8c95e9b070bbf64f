package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kontrakt/harness"
	"kontrakt/harness/catalog"
	"kontrakt/harness/config"
	"kontrakt/harness/spelling"
)

// The exit statuses of every command.
const (
	conforms = 0
	violates = 1
	misused  = 2
	unjudged = 3
)

const (
	toolName   = "kontrakt"
	devVersion = "devel"
)

// env is the world outside, as the commands see it.
type env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	LookupEnv      func(string) (string, bool)
	Environ        []string
	ReadFile       func(string) ([]byte, error)
	// Load compiles the contracts, as published or corrected. What it gives never
	// changes, so that it may be given again.
	Load func(asPublished bool) (*catalog.Catalog, error)
	// Terminal says that a person is watching Stderr, Answers that one sits at Stdin.
	Terminal, Answers bool
	// Serve sets the memory up for a long recording, until done is called; nil does
	// nothing.
	Serve func() (done func())
}

// ended carries an exit status that is no error of the command's own.
type ended int

func (e ended) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// run is the whole program.
func run(ctx context.Context, e env, args []string) int {
	root := newRoot(e)
	root.SetArgs(args)
	root.SetIn(e.Stdin)
	root.SetOut(e.Stdout)
	root.SetErr(e.Stderr)
	e.strangeVariables(root)
	return e.status(root.ExecuteContext(ctx))
}

// status words an error, one line each for what is wrong and what to do.
func (e env) status(err error) int {
	var end ended
	var stop *harness.Stop
	switch {
	case err == nil:
		return conforms
	case errors.As(err, &end):
		return int(end)
	case errors.As(err, &stop):
		e.complain(stop.Err, stop.Hint)
		if stop.Usage {
			return misused
		}
		return unjudged
	}
	e.complain(err, "")
	return unjudged
}

func (e env) complain(err error, hint string) {
	for line := range strings.SplitSeq(strings.TrimSpace(err.Error()), "\n") {
		fmt.Fprintln(e.Stderr, "kontrakt: "+line)
	}
	if hint != "" {
		fmt.Fprintln(e.Stderr, "kontrakt: hint: "+hint)
	}
}

func newRoot(e env) *cobra.Command {
	root := &cobra.Command{
		Use:   toolName,
		Short: "Hold an integration with the Vipps MobilePay APIs against the published contracts",
		Long: "kontrakt runs payment scenarios through a proxy that holds every request and every\n" +
			"answer against the published contracts, and reports what does not conform.\n\n" +
			"Exit status: 0 conforms, 1 does not conform, 2 the call or the configuration is wrong,\n" +
			"3 it could not be judged.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },

		SuggestionsMinimumDistance: 2,
	}
	root.AddCommand(
		newRun(e),
		newProxy(e),
		newSandbox(e),
		newCheck(e),
		newReport(e),
		newInit(e),
		newCA(e),
		newExplain(e),
		newSteps(e),
		newSpecs(e),
		newSelftest(e),
		newCleanup(e),
		newDoctor(e),
		newMigrate(e),
		newReplay(e),
		newDiff(e), newCompare(e),
		newCertify(e),
		newVerify(e),
		newCanGoLive(e),
		newVersion(e),
	)
	refuseStrays(root)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		var invalid *pflag.InvalidValueError
		if errors.As(err, &invalid) {
			err = fmt.Errorf("--%s: %w", invalid.GetFlag().Name, config.Wrong(invalid.GetFlag(), invalid.GetValue()))
		}
		return &harness.Stop{Err: err, Hint: c.CommandPath() + " --help lists the flags" + meant(c, err), Usage: true}
	})
	inEvery(root, wordArguments)
	return root
}

// refuseStrays lets the commands that cobra adds refuse arguments that they do not
// know.
func refuseStrays(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		completion.RunE = func(c *cobra.Command, _ []string) error { return c.Help() } // so that arguments are looked at
	}
	root.InitDefaultHelpCmd()
	if help, _, err := root.Find([]string{"help"}); err == nil {
		help.Args = func(_ *cobra.Command, args []string) error {
			if c, rest, err := root.Find(args); err != nil || len(rest) > 0 {
				if len(rest) == 0 {
					rest = args
				}
				return fmt.Errorf("unknown command %q for %q", rest[0], c.CommandPath())
			}
			return nil
		}
	}
}

// inEvery does something to a command and all below it.
func inEvery(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, child := range c.Commands() {
		inEvery(child, do)
	}
}

// wordArguments makes a wrong number of arguments, or an unknown command, a
// mistake in the call.
func wordArguments(c *cobra.Command) {
	check := c.Args
	if check == nil {
		return
	}
	c.Args = func(c *cobra.Command, args []string) error {
		err := check(c, args)
		if err == nil {
			return nil
		}
		hint := "the call is " + c.UseLine()
		if c.HasSubCommands() {
			hint = c.CommandPath() + " --help"
		}
		if near := c.SuggestionsFor(first(args)); len(near) > 0 {
			hint = "did you mean " + c.CommandPath() + " " + near[0] + "?"
		}
		return &harness.Stop{Err: err, Hint: hint, Usage: true}
	}
}

func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

// meant finds the flag that a misspelt or shortened one was probably meant to
// be.
func meant(c *cobra.Command, err error) string {
	_, name, found := strings.Cut(err.Error(), "unknown flag: --")
	if !found {
		return ""
	}
	var known []string
	c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	near := spelling.Nearest(name, known)
	if i := slices.IndexFunc(known, func(k string) bool { return strings.HasPrefix(k, name) }); near == "" && i >= 0 {
		near = known[i]
	}
	if near == "" {
		return ""
	}
	return "; did you mean --" + near + "?"
}

// version is what the build says of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return devVersion
	}
	return info.Main.Version
}
