package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"kontrakt/harness"
)

// grace is what a command is given to end once we are told to: less than the
// seven and a half seconds that the runners of CI services leave us before they
// ask again.
const grace = 5 * time.Second

func runnable(command []string) error {
	if len(command) == 0 {
		return nil
	}
	if _, err := exec.LookPath(command[0]); err != nil {
		return &harness.Stop{Err: fmt.Errorf("cannot run %q: not found", command[0]), Hint: "is it installed, and on the PATH?", Usage: true}
	}
	return nil
}

// await runs the command to its end, or waits for the user's signal. A command
// that is ended before takes along what it has started, but for one that has the
// terminal: there the signal reaches all of them by itself.
func (s *session) await(ctx context.Context, command, environment []string) error {
	if len(command) == 0 {
		<-ctx.Done()
		return nil
	}
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = s.Stdin, s.Stdout, s.Stderr
	c.Env = append(append([]string{}, s.Environ...), environment...)
	c.Cancel = func() error { return interrupt(c.Process) }
	c.WaitDelay = grace
	end := func() {}
	if s.adversary != nil { // it stays until we end it, and is asked nothing
		c.Stdin = nil
	}
	if c.Stdin == nil || !s.Answers {
		end = together(c)
	}
	err := c.Run()
	if ctx.Err() != nil {
		end()
	}
	s.run.Interrupted = ctx.Err() != nil
	var exit *exec.ExitError
	switch {
	case err == nil, s.run.Interrupted, errors.Is(err, exec.ErrWaitDelay):
		return nil
	case errors.As(err, &exit):
		return &harness.Stop{Err: fmt.Errorf("the command ended with %s", exit), Hint: "see its own output; the verdict is on its traffic alone"}
	}
	return &harness.Stop{Err: fmt.Errorf("run the command: %w", err), Usage: true}
}
