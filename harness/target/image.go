package target

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/ory/dockertest/v3/docker"

	"kontrakt/harness"
)

// image finds the image, pulls it where it is not here, or builds it.
func (c *container) image(ctx context.Context) (*docker.Image, error) {
	name := c.Image
	if c.Context != "" {
		var err error
		if name, err = c.build(ctx); err != nil {
			return nil, err
		}
	}
	image, err := c.pool.Client.InspectImage(name)
	if errors.Is(err, docker.ErrNoSuchImage) {
		if err := c.pull(ctx); err != nil {
			return nil, err
		}
		image, err = c.pool.Client.InspectImage(name)
	}
	if err != nil {
		return nil, &harness.Stop{Err: fmt.Errorf("target %s: look at the image: %w", c.name(), err), Hint: "docker image ls names those that are here"}
	}
	return image, nil
}

// build makes the image; it is removed with the container. Its layers are those of
// the classic builder, which every engine has.
func (c *container) build(ctx context.Context) (string, error) {
	if _, err := os.Stat(filepath.Join(c.Context, c.Dockerfile)); err != nil {
		return "", &harness.Stop{
			Err:   fmt.Errorf("container: build: there is no %s in %s", c.Dockerfile, c.Context),
			Hint:  "the folder is taken from where kontrakt.yaml stands, the dockerfile from that folder",
			Usage: true,
		}
	}
	c.built = "kontrakt-target-" + strings.ToLower(rand.Text())[:12]
	err := c.buildOnce(ctx)
	for range 3 {
		if err != nil && strings.Contains(err.Error(), stumbles) {
			err = c.buildOnce(ctx)
		}
	}
	if err == nil {
		c.log.forget()
		return c.built, nil
	}
	said := c.log.clean(err.Error())
	if lines := c.log.last(); len(lines) > 0 {
		said += "; the last lines:\n  " + strings.Join(lines, "\n  ")
	}
	return "", &harness.Stop{
		Err:  fmt.Errorf("build the image from %s: %s", c.Context, said),
		Hint: "does docker build work there? an image that is built already goes with --target docker:IMAGE",
	}
}

// stumbles is what an engine (20.10) says that looks for layers to use again while
// somebody else removes an image, and builds all the same when asked once more.
const stumbles = "unable to find image"

func (c *container) buildOnce(ctx context.Context) error {
	c.log.forget()
	return c.pool.Client.BuildImage(docker.BuildImageOptions{
		Name: c.built, ContextDir: c.Context, Dockerfile: c.Dockerfile,
		RmTmpContainer: true, ForceRmTmpContainer: true,
		Labels:       map[string]string{labelBuilt: c.owner.label},
		OutputStream: c.log, Context: ctx,
	})
}

// pull fetches an image that is not here, with what docker login has kept.
func (c *container) pull(ctx context.Context) error {
	repository, tag := docker.ParseRepositoryTag(c.Image)
	if tag == "" && !strings.Contains(c.Image, "@") {
		tag = "latest"
	}
	var login docker.AuthConfiguration
	registry, _, _ := strings.Cut(repository, "/")
	if kept, err := docker.NewAuthConfigurationsFromDockerCfg(); err == nil {
		login = loginFor(kept, registry)
	}
	err := c.pool.Client.PullImage(docker.PullImageOptions{Repository: repository, Tag: tag, OutputStream: c.log, Context: ctx}, login)
	c.log.forget()
	if err == nil {
		return nil
	}
	return &harness.Stop{
		Err:  fmt.Errorf("target %s: the image is not here and cannot be pulled: %s", c.name(), c.log.clean(strings.TrimSpace(err.Error()))),
		Hint: "docker image ls names those that are here; is the name right, and does docker pull work?",
	}
}

// loginFor finds what was kept for a registry: keys are host names, or URLs.
func loginFor(kept *docker.AuthConfigurations, registry string) docker.AuthConfiguration {
	if !strings.ContainsAny(registry, ".:") && registry != "localhost" {
		registry = "index.docker.io"
	}
	for _, key := range []string{registry, "https://" + registry, "https://" + registry + "/v1/"} {
		if login, found := kept.Configs[key]; found {
			login.ServerAddress = (&url.URL{Host: registry}).Host
			return login
		}
	}
	return docker.AuthConfiguration{}
}
