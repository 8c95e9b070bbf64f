// Command kontrakt holds an integration with the Vipps MobilePay APIs against
// the published contracts: it runs scenarios through a validating proxy, or
// watches somebody else's traffic, and reports what does not conform.
//
// This package is the command table and the wiring. Arguments, environment,
// streams and exit status are those of the process in main.go alone: a command gets
// them handed, so that tests run it as it is. Beside it, folder.go alone reaches
// folders and the files that commands write, and signals.go and command_unix.go the
// processes.
package main

import (
	"io"
	"log"
	"os"

	"golang.org/x/term"

	"kontrakt/harness/catalog"
)

func main() {
	ctx, stop := interruptible()
	defer stop()
	log.SetOutput(io.Discard) // net/http quotes there what a target sends unasked
	tuneMemory(os.LookupEnv)
	status := run(ctx, env{
		Stdin:     os.Stdin,
		Stdout:    os.Stdout,
		Stderr:    os.Stderr,
		LookupEnv: os.LookupEnv,
		Environ:   os.Environ(),
		ReadFile:  os.ReadFile,
		Load:      catalog.Load,
		Terminal:  term.IsTerminal(int(os.Stderr.Fd())),
		Serve:     serveInLittle(os.LookupEnv),
		Answers:   term.IsTerminal(int(os.Stdin.Fd())),
	}, os.Args[1:])
	os.Exit(status)
}
