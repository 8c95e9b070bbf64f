package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/catalog"
	"kontrakt/reports"
)

// A transcript is what a command left behind.
type transcript struct {
	Status         int
	Stdout, Stderr string
	// Out is the folder of the reports, which may not exist.
	Out string
}

// settings are environment variables and, under "kontrakt.yaml", the content of
// the configuration file.
type settings map[string]string

// output is a buffer that may be read while it is written.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// The contracts, compiled once for all commands that tests run in this process. A
// kontrakt of its own, as scripts start it, compiles them as main does.
var (
	corrected   = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(false) })
	asPublished = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(true) })
)

func loadedOnce(published bool) (*catalog.Catalog, error) {
	if published {
		return asPublished()
	}
	return corrected()
}

// outside is the world around a command: these settings and nothing of this
// machine's but the PATH.
func outside(s settings, stdout, stderr *output) env {
	e := env{
		Stdin: strings.NewReader(""), Stdout: stdout, Stderr: stderr,
		LookupEnv: func(name string) (string, bool) { v, ok := s[name]; return v, ok },
		Environ:   []string{"PATH=" + os.Getenv("PATH")},
		ReadFile: func(name string) ([]byte, error) {
			if text, ok := s[name]; ok {
				return []byte(text), nil
			}
			if filepath.IsAbs(name) {
				return os.ReadFile(name)
			}
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		},
		Load: loadedOnce,
	}
	for name, value := range s {
		if strings.HasPrefix(name, "KONTRAKT_") {
			e.Environ = append(e.Environ, name+"="+value)
		}
	}
	return e
}

// reporting are the commands that write reports.
var reporting = map[string]bool{"run": true, "proxy": true, "check": true, "certify": true}

// kontrakt runs a command to its end, its reports in a folder of their own.
func kontrakt(t testing.TB, s settings, args ...string) transcript {
	t.Helper()
	return kontraktUntil(t, t.Context(), s, args...)
}

func kontraktUntil(t testing.TB, ctx context.Context, s settings, args ...string) transcript {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	if reporting[args[0]] {
		args = append([]string{args[0], "--out", out}, args[1:]...)
	}
	var stdout, stderr output
	status := run(ctx, outside(s, &stdout, &stderr), args)
	return transcript{status, stdout.String(), stderr.String(), out}
}

// held fails the test unless the command ended with this status.
func (o transcript) held(t testing.TB, status int) transcript {
	t.Helper()
	require.Equal(t, status, o.Status, "exit status\n%s\n%s", o.Stdout, o.Stderr)
	return o
}

// report reads report.json.
func (o transcript) report(t testing.TB) reports.Report {
	t.Helper()
	var r reports.Report
	data, err := os.ReadFile(filepath.Join(o.Out, "report.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &r))
	assert.Equal(t, reports.Schema, r.Schema)
	return r
}

// files reads all that was written.
func (o transcript) files(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	entries, err := os.ReadDir(o.Out)
	require.NoError(t, err)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(o.Out, e.Name()))
		require.NoError(t, err)
		found[e.Name()] = string(data)
	}
	return found
}

// separately serves a sandbox with kontrakt sandbox and gives its address.
func separately(t testing.TB, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var stdout, stderr output
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, outside(nil, &stdout, &stderr), append([]string{"sandbox", "--listen", "127.0.0.1:0"}, args...))
	}()
	t.Cleanup(func() {
		stop()
		assert.Zero(t, <-ended, stderr.String())
	})
	return awaitAddress(t.Fatalf, stdout.String)
}

// control makes a control call on a sandbox.
func control(t testing.TB, base, method, path, body string) []byte {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, base+"/__sandbox"+path, strings.NewReader(body))
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(q)
	require.NoError(t, err)
	defer answer.Body.Close()
	var got bytes.Buffer
	_, err = got.ReadFrom(answer.Body)
	require.NoError(t, err)
	require.Less(t, answer.StatusCode, 300, "%s %s: %s", method, path, got.String())
	return got.Bytes()
}

// shown is a finding as a person would look for it.
func shown(f reports.Finding) string {
	return strings.TrimSpace(strings.Join([]string{f.Severity, f.Rule, f.Operation, f.Direction, f.Pointer}, " "))
}

func allShown(findings []reports.Finding) []string {
	list := make([]string, len(findings))
	for i, f := range findings {
		list[i] = shown(f)
	}
	return list
}
