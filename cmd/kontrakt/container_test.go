package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ory/dockertest/v3/docker"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/target/targettest"
)

// startedFrom are the containers whose image bears the mark, running or not.
func startedFrom(t *testing.T, engine *docker.Client, mark string) []docker.APIContainers {
	t.Helper()
	found, err := engine.ListContainers(docker.ListContainersOptions{All: true, Filters: map[string][]string{"label": {"kontrakt.test=" + mark}}})
	require.NoError(t, err)
	return found
}

// The product's own image is built, started and removed by the harness itself, and
// the sandbox in it holds as the embedded one does, callbacks included.
func TestTheSandboxInAContainerHoldsTheWholeSuite(t *testing.T) {
	t.Parallel()
	engine := targettest.Pool(t).Client
	folder := t.TempDir()
	made := exec.Command("make", "-C", filepath.Join("..", ".."), "image-folder", "FOLDER="+folder)
	said, err := made.CombinedOutput()
	require.NoError(t, err, "%s", said)
	dockerfile, err := os.OpenFile(filepath.Join(folder, "Dockerfile"), os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = dockerfile.WriteString("LABEL kontrakt.test=" + folder + "\n")
	require.NoError(t, err)
	require.NoError(t, dockerfile.Close())
	file := filepath.Join(folder, "kontrakt.yaml")
	write := func(lines ...string) {
		require.NoError(t, os.WriteFile(file, []byte(strings.Join(lines, "\n  ")+"\n"), 0o600))
	}

	write("container:", "build: .", "ready: /__sandbox/")
	o := kontrakt(t, nil, "run", "--config", file, "--api", "ecom.v2", "--quiet").held(t, conforms)
	r := o.report(t)
	assert.Equal(t, "container", r.Run.Target.Kind)
	assert.Equal(t, "sandbox", r.Run.Environment)
	assert.Greater(t, r.Totals.Scenarios.Passed, 200)
	assert.Zero(t, r.Totals.Scenarios.Skipped, "callbacks reach us, and time passes where we say")
	assert.Empty(t, startedFrom(t, engine, folder))

	if runtime.GOOS == "windows" {
		return
	}
	// Who is killed removes nothing: the engine does.
	write("container:", "build: .", "lifetime: 10s", "ready: /__sandbox/")
	c := program(t, "kontrakt", "proxy", "--config", file)
	c.after(t, &c.stdout, "proxy listening on ")
	started := startedFrom(t, engine, folder)
	require.Len(t, started, 1)
	inside, err := engine.InspectContainer(started[0].ID)
	require.NoError(t, err)
	assert.Equal(t, "65532:65532", inside.Config.User, "not root")
	assert.NotEmpty(t, inside.Config.Healthcheck)
	require.NoError(t, c.Process.Signal(syscall.SIGKILL))
	<-c.done
	require.Len(t, startedFrom(t, engine, folder), 1, "it goes on")
	require.Eventually(t, func() bool { return len(startedFrom(t, engine, folder)) == 0 }, time.Minute, 50*time.Millisecond)

	// The image stays until the next start, which is this one's way to fail, too.
	kontrakt(t, nil, "run", "--target", "docker:kontrakt-nowhere").held(t, unjudged)
	images, err := engine.ListImages(docker.ListImagesOptions{Filters: map[string][]string{"label": {"kontrakt.test=" + folder}}})
	require.NoError(t, err)
	assert.Empty(t, images)
}
