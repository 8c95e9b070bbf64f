package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"kontrakt/harness/proxy/proxybench"
	"kontrakt/specs"
)

// prismVersion is what we compare with.
const prismVersion = "@stoplight/prism-cli@5.14.2"

// prism installs Prism, once, into the user's cache, and gives its program; an
// error says why it is left out.
func prism() (string, error) {
	if _, err := exec.LookPath("npm"); err != nil {
		return "", errors.New("there is no npm here")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "kontrakt-bench", "prism-5.14.2")
	program := filepath.Join(folder, "node_modules", ".bin", "prism")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	install := exec.Command("npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", folder, prismVersion)
	if text, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm install: %w: %s", err, bytes.TrimSpace(text))
	}
	return program, nil
}

// prismVariant is Prism as a validating proxy, one process for each case.
func prismVariant(b *testing.B, program string) proxybench.Variant {
	documents := b.TempDir()
	return proxybench.Variant{Name: "Prism", Start: func(c proxybench.Case, target *url.URL) (string, func(), error) {
		text, err := specs.Read(c.Contract + ".yaml")
		if err != nil {
			return "", nil, err
		}
		document := filepath.Join(documents, c.Contract+".yaml")
		if err := os.WriteFile(document, text, 0o600); err != nil {
			return "", nil, err
		}
		address := free(b)
		_, port, _ := net.SplitHostPort(address)
		command := exec.Command(program, "proxy", document, target.String(), "--host", "127.0.0.1", "--port", port, "--verboseLevel", "silent")
		command.Stdout, command.Stderr = io.Discard, io.Discard
		if err := command.Start(); err != nil {
			return "", nil, err
		}
		stop := func() { _ = command.Process.Kill(); _ = command.Wait() }
		for until := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			response, err := http.Get("http://" + address + "/")
			if err == nil {
				response.Body.Close()
				return address, stop, nil
			}
			if time.Now().After(until) {
				stop()
				return "", nil, fmt.Errorf("start Prism: %w", err)
			}
		}
	}}
}

// free is an address that nobody listens on.
func free(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	defer l.Close()
	return l.Addr().String()
}
