package main

import (
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/certify"
)

// demoshop builds the demonstration shop, and gives its declaration for a port of
// its own.
func demoshop(t *testing.T) (program, declared, address string) {
	t.Helper()
	dir := t.TempDir()
	program = filepath.Join(dir, "demoshop")
	out, err := exec.Command("go", "build", "-o", program, "kontrakt/cmd/demoshop").CombinedOutput()
	require.NoError(t, err, string(out))
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address = free.Addr().String()
	require.NoError(t, free.Close())
	text, err := os.ReadFile("../demoshop/kontrakt.yaml")
	require.NoError(t, err)
	return program, strings.ReplaceAll(string(text), "127.0.0.1:3000", address), address
}

func certificateOf(t *testing.T, o transcript) *certify.Certificate {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(o.Out, "certificate.json"))
	require.NoError(t, err)
	c, err := certify.Read(text)
	require.NoError(t, err)
	return c
}

// The demonstration shop is certified; the recording of the same run, judged
// later, comes to the same but for what only scenarios can show.
func TestTheDemonstrationShopIsCertified(t *testing.T) {
	t.Parallel()
	program, declared, address := demoshop(t)
	o := kontrakt(t, settings{"kontrakt.yaml": declared}, "certify", "--format", "json,har", "--", program, "--listen", address).held(t, conforms)
	live := certificateOf(t, o)
	assert.Equal(t, certify.Certified, live.Verdict, live.Reason)
	assert.Equal(t, "honeypot-payments", live.Subject.Integration)
	for _, s := range o.report(t).Scenarios {
		assert.Equal(t, "passed", s.Status, "%s: %s", s.ID, s.Reason)
	}
	later := certificateOf(t, kontrakt(t, nil, "certify", "--profile", "epayment", "--format", "json", "--from", filepath.Join(o.Out, "exchanges.har")).held(t, conforms))
	require.Len(t, later.Requirements, len(live.Requirements))
	for i, l := range live.Requirements {
		again := later.Requirements[i]
		if again.Status == certify.Manual {
			continue
		}
		assert.Equal(t, l.Status, again.Status, l.ID)
		assert.Equal(t, l.Evidence, again.Evidence, l.ID)
	}
	recording, err := os.ReadFile(filepath.Join(o.Out, "exchanges.har"))
	require.NoError(t, err)
	assert.NoError(t, live.Exchanges.Whole(recording))
	text, err := json.Marshal(live)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "c2FuZGJveC1zZWNyZXQtMDE=")
	assert.NotContains(t, string(text), "5b0d6b0ea1f64d0c9d2f7c3e8a4b1c6d")
}
