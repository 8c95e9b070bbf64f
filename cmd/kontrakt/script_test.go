package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"net/url"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"kontrakt/harness/catalog"
)

// The scripts in testdata/script type what a user types; kontrakt is this very
// binary.
func TestMain(m *testing.M) {
	debug.SetGCPercent(gcPercent) // as main does
	testscript.Main(m, map[string]func(){
		"kontrakt": func() {
			ctx, stop := interruptible()
			tuneMemory(os.LookupEnv)
			status := run(ctx, env{
				Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
				LookupEnv: os.LookupEnv, Environ: os.Environ(), ReadFile: os.ReadFile, Load: catalog.Load,
			}, os.Args[1:])
			stop()
			os.Exit(status)
		},
		"fake": fake,
	})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			for i, v := range e.Vars { // no setting of the machine's reaches a script
				if strings.HasPrefix(v, "KONTRAKT_") {
					e.Vars[i] = "UNUSED="
				}
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":  status,
			"address": address,
			// hostport URL VARIABLE takes the address out of a URL.
			"hostport": hostport,
			// background FILE COMMAND… runs until the script ends, its output in FILE.
			"background": background,
			// keys PRIVATE PUBLIC makes a pair of keys.
			"keys": keys,
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// keys writes a new private key and its public half, in PEM.
func keys(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keys PRIVATE PUBLIC")
	}
	public, private, err := ed25519.GenerateKey(nil)
	ts.Check(err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	ts.Check(err)
	shown, err := x509.MarshalPKIXPublicKey(public)
	ts.Check(err)
	for i, block := range []*pem.Block{{Type: "PRIVATE KEY", Bytes: secret}, {Type: "PUBLIC KEY", Bytes: shown}} {
		ts.Check(os.WriteFile(ts.MkAbs(args[i]), pem.EncodeToMemory(block), 0o600))
	}
}

// status runs a command and holds its exit status: status 2 kontrakt --nope.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		_, got, _ = strings.Cut(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s (%v), want %s", got, err, args[0])
	}
}

// address waits until a file has a line "… listening on URL" and puts the URL
// into a variable: address out.txt URL.
func address(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: address FILE VARIABLE")
	}
	ts.Setenv(args[1], awaitAddress(ts.Fatalf, func() string {
		data, _ := os.ReadFile(ts.MkAbs(args[0]))
		return string(data)
	}))
}

func hostport(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: hostport URL VARIABLE")
	}
	u, err := url.Parse(args[0])
	ts.Check(err)
	ts.Setenv(args[1], u.Host)
}

// background starts a program that is killed when the script ends.
func background(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: background FILE COMMAND…")
	}
	out, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	program, err := exec.LookPath(args[1])
	ts.Check(err)
	c := exec.Command(program, args[2:]...)
	c.Dir, c.Stdout, c.Stderr = ts.MkAbs("."), out, out
	c.Env = []string{"HOME=" + ts.Getenv("HOME"), "PATH=" + ts.Getenv("PATH")}
	ts.Check(c.Start())
	ts.Defer(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
		_ = out.Close()
	})
}
