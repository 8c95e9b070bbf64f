package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAMigrationThatIsInterruptedWritesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	recording, rewritten := filepath.Join(dir, "shop.har"), filepath.Join(dir, "new.har")
	require.NoError(t, os.WriteFile(recording, []byte(`{"log":{"entries":[{"request":{"method":"GET","url":"https://api.vipps.no/recurring/v2/agreements"},"response":{"status":200}}]}}`), 0o600))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	stdout, stderr := new(output), new(output)
	status := run(ctx, outside(nil, stdout, stderr), []string{"migrate", "--from", "recurring.v2", "--to", "recurring.v3", recording, "--har", rewritten})
	assert.Equal(t, unjudged, status)
	assert.Contains(t, stderr.String(), "kontrakt: interrupted: nothing is written\n")
	assert.Empty(t, stdout.String())
	assert.NoFileExists(t, rewritten)
}
