package main

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the README's transcript anew")

const readme = "../../README.md"

// transcriptFence finds the README's transcript of a run: what stands between
// fences and begins with the verdict.
var transcriptFence = regexp.MustCompile("(?s)\n```\n((?:@@TRANSCRIPT@@|conforms  |violates  |inconclusive  ).*?)\n```\n")

// varying are the numbers that another run may have other than this one: ports,
// times, the seed, and how often a scenario had to ask.
var varying = regexp.MustCompile(`127\.0\.0\.1:\d+|(\d+ min )?[\d.]+ m?s,|seed \d+|[\d,]+ judged|exchanges x\d+, .*more`)

// The README shows what a user sees who types its first command.
func TestREADMEShowsTheRealOutput(t *testing.T) {
	t.Parallel()
	o, _ := wholeSuite(t)
	shown := strings.TrimSpace(strings.ReplaceAll(o.Stdout, o.Out, "kontrakt-report"))
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	at := transcriptFence.FindSubmatchIndex(text)
	require.NotNil(t, at, "the README has no transcript")
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(string(text[:at[2]])+shown+string(text[at[3]:])), 0o644))
		return
	}
	same := func(s string) string { return varying.ReplaceAllString(s, "…") }
	assert.Equal(t, same(string(text[at[2]:at[3]])), same(shown), "go test ./cmd/kontrakt -run README -update writes it anew")
}
