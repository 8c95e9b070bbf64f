package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kontrakt/harness/config"
	"kontrakt/harness/spelling"
)

// flagless are the variables of ours that no flag stands for: what a command finds in
// its environment, where CI finds the program, and what a copied curl call wants.
func flagless() []string {
	return append(config.CredentialNames(), "KONTRAKT_URL", "KONTRAKT_CALLBACK_URL", "KONTRAKT_DOWNLOAD", "KONTRAKT_ACCESS_TOKEN")
}

// ofShard is the number of the shard whose sales unit a credential is of.
var ofShard = regexp.MustCompile(`_[0-9]{1,4}$`)

// strangeVariables tells of variables that look like ours and are none: what is misspelt
// counts for nothing, and nobody would know. It never says what stands in them.
func (e env) strangeVariables(root *cobra.Command) {
	var known []string
	for _, name := range e.Environ {
		name, _, _ = strings.Cut(name, "=")
		if !strings.HasPrefix(name, config.Prefix) || strings.HasPrefix(name, config.Prefix+"X_") { // a header in a copied call
			continue
		}
		if known == nil {
			known = variables(root)
		}
		if slices.Contains(known, name) || slices.Contains(config.CredentialNames(), ofShard.ReplaceAllString(name, "")) {
			continue
		}
		meant := ""
		if near := spelling.Nearest(bare(name), bared(known)); near != "" {
			meant = "; did you mean " + config.Prefix + near + "?"
		}
		fmt.Fprintf(e.Stderr, "kontrakt: %s is not a variable of kontrakt%s\n", name, meant)
	}
}

// variables are all that any command heeds.
func variables(root *cobra.Command) []string {
	known := flagless()
	inEvery(root, func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, config.EnvName(f.Name)) })
	})
	return known
}

// bare is a name without what all begin with, which makes none like another.
func bare(name string) string { return strings.TrimPrefix(name, config.Prefix) }

func bared(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = bare(name)
	}
	return all
}
