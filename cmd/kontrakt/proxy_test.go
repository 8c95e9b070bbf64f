package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Somebody else's software through the proxy, against the embedded sandbox.
func TestProxyAroundAnotherProgram(t *testing.T) {
	t.Parallel()
	t.Run("software that does it right conforms", func(t *testing.T) {
		t.Parallel()
		o := kontrakt(t, nil, "proxy", "--", "fake", "shop", "91234567", "0").held(t, conforms)
		r := o.report(t)
		assert.Equal(t, "conforms", r.Run.Verdict)
		assert.Zero(t, r.Totals.Findings.Error, "%v", allShown(r.Findings))
		calls := map[string]int{}
		for _, op := range r.Operations {
			calls[op.Operation] = op.Calls
		}
		assert.Equal(t, 1, calls[initiatePayment])
		assert.Equal(t, 1, calls[capturePayment])
		assert.Equal(t, 1, calls[merchantSide[0]], "the sandbox's callback is judged too")
	})
	t.Run("its mistake is found, whatever it makes of the answer itself", func(t *testing.T) {
		t.Parallel()
		o := kontrakt(t, nil, "proxy", "--", "fake", "shop", "+4791234567", "0").held(t, violates)
		assert.Contains(t, allShown(o.report(t).Findings), "error guide.mobile-number "+initiatePayment+" request /customerInfo/mobileNumber")
	})
	t.Run("a failure of its own is not a verdict", func(t *testing.T) {
		t.Parallel()
		o := kontrakt(t, nil, "proxy", "--", "fake", "shop", "91234567", "1").held(t, unjudged)
		assert.Equal(t, "conforms", o.report(t).Run.Verdict)
		assert.Contains(t, o.Stderr, "kontrakt: the command ended with exit status 1\nkontrakt: hint: ")
	})
	t.Run("a mistake outweighs its failure", func(t *testing.T) {
		t.Parallel()
		kontrakt(t, nil, "proxy", "--", "fake", "shop", "+4791234567", "1").held(t, violates)
	})
}

// What the target gets wrong is told, but the merchant's build goes on.
func TestProxyBlamesTheRightOne(t *testing.T) {
	t.Parallel()
	target := fakeTarget(t, "200", `{}`)
	call := []string{"--target", target, "--", "fake", "post", "/ecomm/v2/payments/order-12345/capture",
		`{"merchantInfo":{"merchantSerialNumber":"123456"},"transaction":{"amount":100,"transactionText":"One"}}`}
	o := kontrakt(t, nil, append([]string{"proxy", "--api", "ecom.v2"}, call...)...)
	found := o.report(t).Findings
	blamed := map[string]int{}
	for _, f := range found {
		blamed[f.Blame]++
		assert.NotEmpty(t, f.Because, f.Message)
	}
	assert.Positive(t, blamed["provider"], "%v", allShown(found))
	assert.Positive(t, blamed["integration"], "no credentials were sent: %v", allShown(found))

	kontrakt(t, nil, append([]string{"proxy", "--fail-on-blame", "environment"}, call...)...).held(t, conforms)
	kontrakt(t, nil, append([]string{"proxy", "--fail-on-blame", "provider"}, call...)...).held(t, violates)
	kontrakt(t, nil, append([]string{"proxy", "--fail-on-blame", "any"}, call...)...).held(t, violates)
	kontrakt(t, nil, append([]string{"proxy", "--fail-on-blame", "nobody"}, call...)...).held(t, misused)
}

func TestProxyTellsTheCommandWhereItIs(t *testing.T) {
	t.Parallel()
	o := kontrakt(t, settings{"KONTRAKT_FAIL_ON": "warning"}, "proxy", "--", "fake", "variables").held(t, unjudged)
	address := awaitAddress(t.Fatalf, func() string { return o.Stdout })
	for _, line := range []string{
		"KONTRAKT_URL=" + address, "KONTRAKT_CALLBACK_URL=https://", "KONTRAKT_FAIL_ON=warning", "KONTRAKT_MSN=123456",
		"KONTRAKT_CLIENT_ID=11111111-2222-4333-8444-555555555555", "KONTRAKT_CLIENT_SECRET=c2FuZGJveC1zZWNyZXQtMDE=",
		"KONTRAKT_SUBSCRIPTION_KEY=5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d",
	} {
		assert.Contains(t, o.Stdout, line)
	}

	other := kontrakt(t, settings{"KONTRAKT_MSN": "654321"}, "proxy", "--target", separately(t), "--", "fake", "variables").held(t, unjudged)
	assert.Contains(t, other.Stdout, "KONTRAKT_CLIENT_ID=", "a sandbox elsewhere is a sandbox")
	foreign := kontrakt(t, nil, "proxy", "--target", strange(t), "--", "fake", "variables").held(t, unjudged)
	assert.NotContains(t, foreign.Stdout, "KONTRAKT_CLIENT_ID", "whose credentials those of another target are is its own affair")
}

// strange is a target that answers and is no API.
func strange(t *testing.T) string {
	t.Helper()
	return fakeTarget(t, "404", "{}")
}

// fakeTarget answers everything alike.
func fakeTarget(t *testing.T, status, body string) string {
	t.Helper()
	return awaitAddress(t.Fatalf, program(t, "fake", "serve", status, body).stdout.String)
}

// A started is a program of its own, in a folder of its own, as a person starts
// it.
type started struct {
	*exec.Cmd
	stdout, stderr output
	done           chan error
}

// program starts this binary under another name; it is killed with the test.
func program(t *testing.T, name string, args ...string) *started {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	c := &started{Cmd: exec.Command(self, args...), done: make(chan error, 1)}
	c.Args[0], c.Dir = name, t.TempDir()
	c.Stdout, c.Stderr = &c.stdout, &c.stderr
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + c.Dir, "DOCKER_HOST=" + os.Getenv("DOCKER_HOST")}
	require.NoError(t, c.Start())
	go func() { c.done <- c.Wait() }()
	t.Cleanup(func() { _ = c.Process.Kill() })
	return c
}

// after waits until the program has printed a text.
func (c *started) after(t *testing.T, o *output, text string) {
	t.Helper()
	require.Eventually(t, func() bool { return strings.Contains(o.String(), text) }, 30*time.Second, 5*time.Millisecond,
		"%q does not come", text)
}

// interrupted sends what a person's Ctrl-C sends, and waits for the end.
func (c *started) interrupted(t *testing.T) transcript {
	t.Helper()
	require.NoError(t, c.Process.Signal(syscall.SIGINT))
	select {
	case <-c.done:
	case <-time.After(30 * time.Second):
		t.Fatal("it does not end")
	}
	return transcript{c.ProcessState.ExitCode(), c.stdout.String(), c.stderr.String(), filepath.Join(c.Dir, "kontrakt-report")}
}

func TestInterruptStillReports(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no signals here")
	}
	t.Run("a run", func(t *testing.T) {
		t.Parallel()
		c := program(t, "kontrakt", "run", "--api", "ecom.v2", "--concurrency", "1")
		c.after(t, &c.stderr, "passed  ")
		o := c.interrupted(t).held(t, unjudged)
		r := o.report(t)
		assert.Equal(t, "inconclusive", r.Run.Verdict)
		assert.True(t, r.Run.Interrupted)
		assert.Contains(t, o.Stdout, "interrupted")
		assert.Positive(t, r.Totals.Scenarios.Passed)
		assert.Positive(t, r.Totals.Scenarios.Inconclusive, "what did not run has not passed")
		assert.Zero(t, r.Totals.Scenarios.Failed)
		assert.Len(t, o.files(t), 3)
	})
	t.Run("a command behind the proxy", func(t *testing.T) {
		t.Parallel()
		c := program(t, "kontrakt", "proxy", "--", "fake", "wait")
		c.after(t, &c.stdout, "ready")
		o := c.interrupted(t).held(t, unjudged)
		r := o.report(t)
		assert.Equal(t, "inconclusive", r.Run.Verdict)
		assert.True(t, r.Run.Interrupted)
		assert.Contains(t, o.Stdout, "interrupted")
		assert.Contains(t, o.Stderr, "fake: interrupted", "the command is interrupted, not killed")
	})
	t.Run("a proxy on its own, whose regular end that is", func(t *testing.T) {
		t.Parallel()
		c := program(t, "kontrakt", "proxy")
		address := awaitAddress(t.Fatalf, c.stdout.String)
		shop := exec.Command("fake", "shop", "91234567", "0")
		shop.Env = []string{
			"KONTRAKT_URL=" + address, "KONTRAKT_CALLBACK_URL=https://callbacks.kontrakt.example", "KONTRAKT_MSN=123456",
			"KONTRAKT_CLIENT_ID=11111111-2222-4333-8444-555555555555", "KONTRAKT_CLIENT_SECRET=c2FuZGJveC1zZWNyZXQtMDE=",
			"KONTRAKT_SUBSCRIPTION_KEY=5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d",
		}
		said, err := shop.CombinedOutput()
		require.NoError(t, err, "%s", said)
		r := c.interrupted(t).held(t, conforms).report(t)
		assert.Equal(t, "conforms", r.Run.Verdict)
	})
}
