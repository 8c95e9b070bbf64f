//go:build unix

package main

import (
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A shell waits for what it runs and hands on no signal, and neither do npm and
// go run: a shop that they have started must not outlive them and keep its port.
func TestWhatACommandHasStartedEndsWithIt(t *testing.T) {
	t.Parallel()
	c := program(t, "kontrakt", "proxy", "--", "sh", "-c", `sh -c 'echo "started $$"; exec sleep 600'; true`)
	c.after(t, &c.stdout, "started ")
	c.interrupted(t).held(t, unjudged)
	started, err := strconv.Atoi(regexp.MustCompile(`started (\d+)`).FindStringSubmatch(c.stdout.String())[1])
	require.NoError(t, err)
	assert.Eventually(t, func() bool { return syscall.Kill(started, 0) != nil }, 10*time.Second, 5*time.Millisecond)
}
