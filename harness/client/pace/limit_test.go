package pace_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/catalog"
	"kontrakt/harness/client/pace"
)

// Two people have read the tables: who wrote the sandbox, and who wrote the limits.
func TestTheLimitsAreThoseThatTheSandboxHolds(t *testing.T) {
	t.Parallel()
	parameter := regexp.MustCompile(`\{[^}]*\}`)
	ours := map[string]int{}
	for _, l := range pace.Limits() {
		assert.NotEmpty(t, l.Source)
		if !l.Together { // the sandbox holds the narrower one
			ours[l.Method+" "+parameter.ReplaceAllString(l.Path, "{}")] = l.PerMinute
		}
	}
	c, err := catalog.Load(false)
	require.NoError(t, err)
	theirs := map[string]int{}
	for _, s := range c.Services() {
		for _, r := range s.Routes {
			if r.PerMinute > 0 {
				theirs[fmt.Sprintf("%s %s", r.Method, parameter.ReplaceAllString(r.Path, "{}"))] = r.PerMinute
			}
		}
	}
	assert.Equal(t, theirs, ours)
}
