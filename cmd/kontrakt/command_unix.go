//go:build unix

package main

import (
	"os/exec"
	"syscall"
	"time"
)

// together puts a command, and what it starts, into a group of processes: go run,
// npm and shells do not hand on the signal that ends them. The group is
// interrupted as one; end, which comes after the command's own end, kills what of
// it is still there after the grace.
func together(c *exec.Cmd) (end func()) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGINT) }
	return func() {
		if c.Process == nil {
			return // it did not start
		}
		group := -c.Process.Pid
		for deadline := time.Now().Add(grace); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			if syscall.Kill(group, 0) != nil {
				return
			}
		}
		_ = syscall.Kill(group, syscall.SIGKILL) // there may be nobody left
	}
}
