package config_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/config"
)

func nothing(string) (string, bool) { return "", false }

func TestAContainerAsTheFileHasIt(t *testing.T) {
	t.Parallel()
	file, err := config.Parse("shop/kontrakt.yaml", []byte(`
container:
  build: {context: service, dockerfile: deploy/Dockerfile}
  port: 8080
  ready: /health
  timeout: 90s
  lifetime: 2h
  network: shop_default
  command: [serve, --port, 8080]
  environment:
    LOG_LEVEL: debug
    API_TOKEN: told-in-the-file
    EMPTY: ""
    PASSWORD:
`), nil)
	require.NoError(t, err)
	c := file.Container
	require.NoError(t, c.Resolve(func(name string) (string, bool) { return "of " + name, true }))
	assert.Equal(t, filepath.Join("shop", "service"), c.Context, "it stands beside the file")
	assert.Equal(t, "deploy/Dockerfile", c.Dockerfile)
	assert.Equal(t, []string{"serve", "--port", "8080"}, c.Command)
	assert.Equal(t, []any{8080, "/health", 90 * time.Second, 2 * time.Hour, "shop_default"}, []any{c.Port, c.Ready, c.Timeout, c.Lifetime, c.Network})
	var got []string
	for _, v := range c.Environment {
		got = append(got, fmt.Sprint(v.Name, "=", v.Value.Reveal(), " ", v.Hidden))
	}
	assert.Equal(t, []string{"LOG_LEVEL=debug false", "API_TOKEN=told-in-the-file true", "EMPTY= false", "PASSWORD=of PASSWORD true"}, got)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", c.Environment, c.Environment, c.Environment), "of PASSWORD")
}

func TestAListOfVariables(t *testing.T) {
	t.Parallel()
	file, err := config.Parse("kontrakt.yaml", []byte("container:\n  build: .\n  environment: [A=1=2, B]\n"), nil)
	require.NoError(t, err)
	assert.EqualError(t, file.Container.Resolve(nothing), "kontrakt.yaml:3: container: B is not set in the environment")
	require.NoError(t, file.Container.Resolve(func(string) (string, bool) { return "", true }), "set to nothing is set")
	require.Len(t, file.Container.Environment, 2)
	assert.Equal(t, "1=2", file.Container.Environment[0].Value.Reveal())
	assert.Equal(t, "Dockerfile", file.Container.Dockerfile)
}

func TestEveryMistakeAboutAContainerIsReportedWithItsLine(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"no keys", "container: shop", "kontrakt.yaml:1: container: want keys with values"},
		{"twice", "container: {port: 1}\ncontainer: {port: 1}", "kontrakt.yaml:2: container stands here a second time"},
		{"an unknown key", "container:\n  prot: 1", `kontrakt.yaml:2: unknown key "prot" in container (did you mean "port"?)`},
		{"a key twice", "container:\n  port: 1\n  port: 2", "kontrakt.yaml:3: container: port stands here a second time"},
		{"both", "container:\n  image: a\n  build: .", "kontrakt.yaml:2: container: want either image or build, not both"},
		{"no image", "container:\n  image:", "kontrakt.yaml:2: container: image: want a plain value"},
		{"no folder", "container:\n  build: [a]", "kontrakt.yaml:2: container: build: want keys with values"},
		{"an unknown way to build", "container:\n  build:\n    target: x", `kontrakt.yaml:3: unknown key "target" in container: build`},
		{"no port", "container:\n  port: 65536", `kontrakt.yaml:2: container: port: want a number from 1 to 65535, got "65536"`},
		{"no path", "container:\n  ready: health", `kontrakt.yaml:2: container: ready: want a path such as /health, got "health"`},
		{"no time", "container:\n  timeout: 60", `kontrakt.yaml:2: container: timeout: want a time of at least a second, such as 90s or 2h, got "60"`},
		{"no life", "container:\n  lifetime: 10ms", `got "10ms"`},
		{"a command in one", "container:\n  command: serve --port 1", "kontrakt.yaml:2: container: command: want a list"},
		{"an environment in one", "container:\n  environment: A=1", "kontrakt.yaml:2: container: environment: want names with values"},
		{"no name", "container:\n  environment:\n    A B: 1", `kontrakt.yaml:3: "A B" is no name of a variable`},
		{"no plain value", "container:\n  environment:\n    A: [1]", `kontrakt.yaml:3: want a plain value for "A"`},
		{"a network of its own", "container:\n  network: none", `kontrakt.yaml:2: container: network: the target could not be reached in the network "none"`},
		{"two mistakes", "container:\n  port: x\n  ready: y", `got "x"` + "\n" + `kontrakt.yaml:3: container: ready: want a path such as /health, got "y"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Parse("kontrakt.yaml", []byte(tt.text), nil)
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

func TestAContainerIsTheTargetWhereNoOtherIsNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"container: {image: shop}":                  "docker",
		"container: {build: .}":                     "docker",
		"container: {port: 8080}":                   "sandbox",
		"container: {image: shop}\ntarget: test":    "test",
		"target: docker:shop\ncontainer: {port: 1}": "docker:shop",
	} {
		file, err := config.Parse("kontrakt.yaml", []byte(text), nil)
		require.NoError(t, err, text)
		flags := pflag.NewFlagSet("run", pflag.ContinueOnError)
		target := flags.String("target", "sandbox", "")
		require.NoError(t, config.Apply(flags, nothing, file, []string{"target"}))
		assert.Equal(t, want, *target, text)
	}
}
