package target_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ory/dockertest/v3"
	"github.com/ory/dockertest/v3/docker"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/config"
	"kontrakt/harness/target"
	"kontrakt/harness/target/targettest"
)

// stub builds the stub, once for all tests, as a file that needs no system.
var stub = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "kontrakt-stub-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	c := exec.Command("go", "build", "-ldflags", "-s -w", "-o", filepath.Join(folder, "stub"), "./testdata/stub")
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if said, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the stub: %w: %s", err, said)
	}
	return os.ReadFile(filepath.Join(folder, "stub"))
})

// stubFolder is what an image of the stub is built in.
func stubFolder(t *testing.T, pool *dockertest.Pool, more ...string) string {
	t.Helper()
	program, err := stub()
	require.NoError(t, err)
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "stub"), program, 0o755))
	lines := append([]string{"FROM scratch", "LABEL kontrakt.test=" + folder, "COPY stub /stub", `ENTRYPOINT ["/stub"]`, `CMD ["serve", "0"]`}, more...)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Dockerfile"), []byte(strings.Join(lines, "\n")), 0o644))
	t.Cleanup(func() { // the layers of builds that fail
		layers, err := pool.Client.ListImages(docker.ListImagesOptions{All: true, Filters: map[string][]string{"label": {"kontrakt.test=" + folder}}})
		assert.NoError(t, err)
		for _, each := range layers {
			_ = pool.Client.RemoveImageExtended(each.ID, docker.RemoveImageOptions{Force: true}) // an earlier one may have taken it along
		}
	})
	return folder
}

// configured reads what stands under container, with the folder and our
// environment filled in.
func configured(t *testing.T, folder string, env map[string]string, lines ...string) *config.Container {
	t.Helper()
	text := "container:\n  " + strings.Join(append([]string{"build: ."}, lines...), "\n  ") + "\n"
	file, err := config.Parse(filepath.Join(folder, "kontrakt.yaml"), []byte(text), nil)
	require.NoError(t, err)
	require.NoError(t, file.Container.Resolve(func(name string) (string, bool) { v, ok := env[name]; return v, ok }))
	return file.Container
}

// stands names the containers that come of a folder, and the images that have a
// name.
func stands(t *testing.T, pool *dockertest.Pool, folder string) []string {
	t.Helper()
	var found []string
	filter := map[string][]string{"label": {"kontrakt.test=" + folder}}
	containers, err := pool.Client.ListContainers(docker.ListContainersOptions{All: true, Filters: filter})
	require.NoError(t, err)
	for _, c := range containers {
		found = append(found, "container "+c.Names[0]+" "+c.State)
	}
	images, err := pool.Client.ListImages(docker.ListImagesOptions{Filters: filter})
	require.NoError(t, err)
	for _, i := range images {
		for _, name := range i.RepoTags {
			if name != "<none>:<none>" {
				found = append(found, "image "+name)
			}
		}
	}
	return found
}

func got(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := http.Get(address)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(body)
}

// inspected is the one container that comes of a folder.
func inspected(t *testing.T, pool *dockertest.Pool, folder string) *docker.Container {
	t.Helper()
	containers, err := pool.Client.ListContainers(docker.ListContainersOptions{Filters: map[string][]string{"label": {"kontrakt.test=" + folder}}})
	require.NoError(t, err)
	require.Len(t, containers, 1)
	found, err := pool.Client.InspectContainer(containers[0].ID)
	require.NoError(t, err)
	return found
}

func TestAContainerIsBuiltStartedAndRemoved(t *testing.T) {
	t.Parallel()
	pool := targettest.Pool(t)
	folder := stubFolder(t, pool)
	opened, err := target.Open(t.Context(), target.Spec{
		Name: "docker",
		Container: configured(t, folder, map[string]string{"SHOP_PASSWORD": "hunter2"},
			"port: 8080", "ready: /health", `command: [serve, "3"]`, "environment: {SHOP_PASSWORD: , LOG_LEVEL: debug}"),
	})
	require.NoError(t, err)
	t.Cleanup(opened.Close)
	assert.Equal(t, "container", opened.Kind)
	assert.Empty(t, opened.Control, "the stub is no sandbox")
	require.NoError(t, opened.Lost())

	status, _ := got(t, opened.URL+"/health")
	assert.Equal(t, http.StatusOK, status, "it was asked until it was ready")
	_, environment := got(t, opened.URL+"/environment")
	assert.Contains(t, environment, "SHOP_PASSWORD=hunter2\nLOG_LEVEL=debug")

	found := inspected(t, pool, folder)
	require.Len(t, stands(t, pool, folder), 2, "a container and its image")
	assert.True(t, found.HostConfig.AutoRemove)
	assert.Equal(t, "127.0.0.1", found.NetworkSettings.Ports["8080/tcp"][0].HostIP, "nobody else's machine reaches it")
	expires, err := time.Parse(time.RFC3339, found.Config.Labels["kontrakt.expires"])
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now().Add(time.Hour), expires, time.Minute)

	// What the container calls is our listener.
	listener, err := net.Listen("tcp", opened.CallbackListen("127.0.0.1:0"))
	require.NoError(t, err)
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	status, _ = got(t, opened.URL+"/call?url="+url.QueryEscape(opened.Reach("http://"+listener.Addr().String())))
	assert.Equal(t, http.StatusTeapot, status)

	opened.Close()
	assert.Empty(t, stands(t, pool, folder))
	_, err = pool.Client.InspectImage(found.Image)
	assert.ErrorIs(t, err, docker.ErrNoSuchImage)
	require.Eventually(t, func() bool { return opened.Lost() != nil }, 10*time.Second, time.Millisecond)
	opened.Close()
}

func TestAContainerThatDoesNotStart(t *testing.T) {
	t.Parallel()
	pool := targettest.Pool(t)
	tests := []struct {
		name       string
		dockerfile []string
		lines      []string
		want       []string
		usage      bool
	}{
		{
			name: "it ends at once", lines: []string{"port: 8080", "command: [crash]", "environment: [SHOP_PASSWORD]"},
			want: []string{"ended before it was ready (status 7); its last lines:\n", "\n  starting [31mnow[0m", "\n  cannot log in with (secret, 16 characters)"},
		},
		{
			name: "it is never ready", lines: []string{"port: 8080", `command: [serve, "1000000"]`, "ready: /health", "timeout: 1s"},
			want: []string{"was not ready after 1s (status 503 to GET /health); its last lines:\n  stub serves"},
		},
		{
			name: "it listens elsewhere", lines: []string{"port: 9090", "timeout: 1s"},
			want: []string{"was not ready after 1s (nobody answers on port 9090)"},
		},
		{name: "no port is known", want: []string{"the image exposes 0 ports"}, usage: true},
		{
			name: "two ports are known", dockerfile: []string{"EXPOSE 8080 8081"},
			want: []string{"the image exposes 2 ports"}, usage: true,
		},
		{
			name: "there is no such program", lines: []string{"port: 8080"}, dockerfile: []string{`ENTRYPOINT ["/nowhere"]`},
			want: []string{"start the container of target docker (built from ", "no such file or directory"},
		},
		{
			name: "there is no such network", lines: []string{"port: 8080", "network: kontrakt-nowhere"},
			want: []string{"the container of target docker (built from ", "network kontrakt-nowhere not found"},
		},
		{
			name: "the image cannot be built", dockerfile: []string{"COPY nothing /nothing"},
			want: []string{"build the image from ", "COPY failed"},
		},
		{
			name: "nothing says how the image is built", lines: nil,
			want: []string{"container: build: there is no Dockerfile in "}, usage: true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			folder := stubFolder(t, pool, tt.dockerfile...)
			if strings.HasPrefix(tt.want[0], "container: build") {
				require.NoError(t, os.Remove(filepath.Join(folder, "Dockerfile")))
			}
			_, err := target.Open(t.Context(), target.Spec{
				Name: "docker", Container: configured(t, folder, map[string]string{"SHOP_PASSWORD": "correct horse 42"}, tt.lines...),
			})
			var stop *harness.Stop
			require.ErrorAs(t, err, &stop)
			for _, want := range tt.want {
				assert.Contains(t, stop.Error(), want)
			}
			assert.Equal(t, tt.usage, stop.Usage)
			assert.NotEmpty(t, stop.Hint)
			assert.NotContains(t, stop.Error(), "correct horse 42")
			assert.NotContains(t, stop.Error(), "\x1b")
			assert.Empty(t, stands(t, pool, folder))
		})
	}
}

func TestAnInterruptRemovesTheContainerThatIsNotReadyYet(t *testing.T) {
	t.Parallel()
	pool := targettest.Pool(t)
	folder := stubFolder(t, pool)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	unready := configured(t, folder, nil, "port: 8080", `command: [serve, "1000000"]`, "ready: /health")
	go func() {
		_, err := target.Open(ctx, target.Spec{Name: "docker", Container: unready})
		ended <- err
	}()
	for !strings.Contains(strings.Join(stands(t, pool, folder), " "), "running") {
		select {
		case err := <-ended:
			require.NoError(t, err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	cancel()
	require.EqualError(t, <-ended, "interrupted before anything ran")
	assert.Empty(t, stands(t, pool, folder))
}

func TestWhatADeadHarnessLeftBehindIsRemoved(t *testing.T) {
	t.Parallel()
	pool := targettest.Pool(t)
	folder := stubFolder(t, pool)
	living, err := target.Open(t.Context(), target.Spec{Name: "docker", Container: configured(t, folder, nil, "port: 8080")})
	require.NoError(t, err)
	t.Cleanup(living.Close)
	image := inspected(t, pool, folder).Image

	machine, err := os.Hostname()
	require.NoError(t, err)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	taken, err := net.Listen("tcp", "127.0.0.1:0") // by somebody who says another word
	require.NoError(t, err)
	t.Cleanup(func() { _ = taken.Close() })
	go func() {
		for {
			conn, err := taken.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, "220 ready")
			_ = conn.Close()
		}
	}()
	tests := []struct {
		name, owner string
		expires     time.Duration
		stays       bool
	}{
		{"of a process that has ended", machine + " " + closed.Addr().String() + " word", time.Hour, false},
		{"of a process whose port somebody else has", machine + " " + taken.Addr().String() + " word", time.Hour, false},
		{"of another machine", "elsewhere " + closed.Addr().String() + " word", time.Hour, true},
		{"of another machine, long expired", "elsewhere " + closed.Addr().String() + " word", -time.Hour, false},
		{"with a label that nobody understands", "word", time.Hour, true},
	}
	ids := map[string]string{}
	for _, tt := range tests {
		created, err := pool.Client.CreateContainer(docker.CreateContainerOptions{
			Config: &docker.Config{Image: image, Labels: map[string]string{
				"kontrakt.started-by": tt.owner, "kontrakt.expires": time.Now().Add(tt.expires).UTC().Format(time.RFC3339),
			}},
		})
		require.NoError(t, err)
		ids[tt.name] = created.ID
		t.Cleanup(func() { _ = pool.Client.RemoveContainer(docker.RemoveContainerOptions{ID: created.ID, Force: true}) })
	}
	next, err := target.Open(t.Context(), target.Spec{Name: "docker", Container: configured(t, folder, nil, "port: 8080")})
	require.NoError(t, err)
	next.Close()
	for _, tt := range tests {
		_, err := pool.Client.InspectContainer(ids[tt.name])
		assert.Equal(t, tt.stays, err == nil, tt.name)
	}
	status, _ := got(t, living.URL+"/health")
	assert.Equal(t, http.StatusOK, status, "what is in use stays")
}

func TestTheEngineEndsAContainerThatNobodyRemoves(t *testing.T) {
	t.Parallel()
	pool := targettest.Pool(t)
	opened, err := target.Open(t.Context(), target.Spec{
		Name: "docker", Container: configured(t, stubFolder(t, pool), nil, "port: 8080", "lifetime: 1s"),
	})
	require.NoError(t, err)
	t.Cleanup(opened.Close)
	require.Eventually(t, func() bool { return opened.Lost() != nil }, 30*time.Second, 10*time.Millisecond)
	assert.ErrorContains(t, opened.Lost(), "has ended while it was the target (status 137); its last lines:\n  stub serves")
}

func TestAContainerInAnotherNetwork(t *testing.T) {
	t.Parallel()
	pool := targettest.Pool(t)
	network, err := pool.CreateNetwork("kontrakt-" + strings.ToLower(rand.Text()))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, network.Close()) })
	free, err := net.Listen("tcp", ":0") // the machine's own ports are everybody's
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(free.Addr().String())
	require.NoError(t, err)
	require.NoError(t, free.Close())
	for _, name := range []string{network.Network.Name, "host"} {
		opened, err := target.Open(t.Context(), target.Spec{
			Name: "docker", Container: configured(t, stubFolder(t, pool), nil, "port: "+port, `command: [serve, "0", "`+port+`"]`, "network: "+name),
		})
		require.NoError(t, err)
		server := &http.Server{Handler: http.NotFoundHandler()}
		listener, err := net.Listen("tcp", opened.CallbackListen("127.0.0.1:0"))
		require.NoError(t, err)
		go func() { _ = server.Serve(listener) }()
		status, _ := got(t, opened.URL+"/call?url="+url.QueryEscape(opened.Reach("http://"+listener.Addr().String())))
		assert.Equal(t, http.StatusNotFound, status, "from the network %s", name)
		opened.Close()
		_ = server.Close()
	}
}
