package main

import (
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatGoesAwayCostsNoReport(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no signals here")
	}
	t.Run("a reader of the progress", func(t *testing.T) {
		t.Parallel()
		self, err := os.Executable()
		require.NoError(t, err)
		read, write, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, read.Close())
		defer write.Close()
		c := exec.Command(self, "run", "--api", "access-token.v1")
		c.Args[0], c.Dir, c.Stderr = "kontrakt", t.TempDir(), write
		c.Env = []string{"PATH=" + os.Getenv("PATH")}
		require.NoError(t, c.Run())
		assert.FileExists(t, filepath.Join(c.Dir, "kontrakt-report", "report.json"))
	})
	t.Run("the terminal", func(t *testing.T) {
		t.Parallel()
		if signal.Ignored(syscall.SIGHUP) {
			t.Skip("started with nohup, as is then everything that we start")
		}
		c := program(t, "kontrakt", "proxy", "--", "fake", "wait")
		c.after(t, &c.stdout, "ready")
		require.NoError(t, c.Process.Signal(syscall.SIGHUP))
		select {
		case <-c.done:
		case <-time.After(30 * time.Second):
			t.Fatal("it does not end")
		}
		assert.Equal(t, unjudged, c.ProcessState.ExitCode())
		assert.FileExists(t, filepath.Join(c.Dir, "kontrakt-report", "report.json"))
	})
	t.Run("who is told more than once at the same time", func(t *testing.T) {
		t.Parallel()
		c := program(t, "kontrakt", "proxy", "--", "fake", "wait")
		c.after(t, &c.stdout, "ready")
		for end := time.Now().Add(100 * time.Millisecond); time.Now().Before(end); {
			_ = c.Process.Signal(syscall.SIGTERM) // it may have ended
		}
		select {
		case <-c.done:
		case <-time.After(30 * time.Second):
			t.Fatal("it does not end")
		}
		assert.Equal(t, unjudged, c.ProcessState.ExitCode())
		assert.FileExists(t, filepath.Join(c.Dir, "kontrakt-report", "report.json"))
	})
	t.Run("a command that will not end is ended", func(t *testing.T) {
		t.Parallel()
		c := program(t, "kontrakt", "proxy", "--", "sh", "-c", `trap "" INT; echo ready; exec sleep 600`)
		c.after(t, &c.stdout, "ready")
		r := c.interrupted(t).held(t, unjudged).report(t)
		assert.True(t, r.Run.Interrupted)
	})
}

func TestTheCommandsFailureIsToldBesideTheVerdict(t *testing.T) {
	t.Parallel()
	o := kontrakt(t, nil, "proxy", "--", "sh", "-c", "exit 7").held(t, unjudged)
	assert.Contains(t, o.Stdout, "nothing was judged")
	assert.Contains(t, o.Stderr, "kontrakt: the command ended with exit status 7\n")
}
