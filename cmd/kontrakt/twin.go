package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/regress/twin"
)

// twinOf makes a run one of twins: of the scenarios that are said of both
// versions, and of no others.
func (o *options) twinOf(c *cobra.Command, versions []string) error {
	if !c.Flags().Changed("twin") {
		return nil
	}
	for _, other := range []string{"api", "shard", "only", "rerun"} {
		if f := c.Flags().Lookup(other); f != nil && f.Changed {
			return &harness.Stop{Err: fmt.Errorf("--twin and --%s together make no sense", other), Hint: "--twin runs the scenarios of both versions, all of them", Usage: true}
		}
	}
	pairs, err := twin.Pairs()
	if err != nil {
		return err
	}
	var known []string
	for _, p := range pairs {
		known = append(known, p.Old+","+p.New)
	}
	i := slices.IndexFunc(pairs, func(p twin.Pair) bool { return slices.Equal(versions, []string{p.Old, p.New}) })
	if i < 0 {
		return &harness.Stop{Err: fmt.Errorf("--twin: no twins are called %q", strings.Join(versions, ",")), Hint: "one of " + strings.Join(known, " · "), Usage: true}
	}
	if o.asPublished {
		return &harness.Stop{Err: errors.New("--twin compares outcomes, not documents"), Hint: "leave --as-published out", Usage: true}
	}
	o.twin, o.twinTags, o.apis = &pairs[i], o.tags, versions
	o.tags = "@" + versions[0] + " && @" + versions[1]
	if o.twinTags != "" {
		o.tags += " && " + o.twinTags
	}
	return nil
}
