package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// interruptible gives a context that ends with the first signal to end: the run
// is then cut short and reported. A second signal ends the process at once.
func interruptible() (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // else nohup asked for that
		signals = append(signals, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop)
	// A reader of our output that goes away (kontrakt run 2>&1 | head) costs the
	// lines, not the reports.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return ctx, stop
}

// interrupt asks a command to end as a person at the keyboard would.
func interrupt(p *os.Process) error { return p.Signal(syscall.SIGINT) }
