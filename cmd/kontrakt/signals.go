package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// echoes is how long after the first signal others say the same: timeout(1), make and npm
// pass on what the terminal has sent to all of them already.
const echoes = 500 * time.Millisecond

// interruptible gives a context that ends with the first signal to end: the run
// is then cut short and reported. Another one ends the process at once, unless it is
// an echo.
func interruptible() (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // else nohup asked for that
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, func() { time.AfterFunc(echoes, stop) })
	// A reader of our output that goes away (kontrakt run 2>&1 | head) costs the
	// lines, not the reports.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return ctx, stop
}

// interrupt asks a command to end as a person at the keyboard would.
func interrupt(p *os.Process) error { return p.Signal(syscall.SIGINT) }
