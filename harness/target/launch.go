package target

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ory/dockertest/v3/docker"

	"kontrakt/harness"
)

// harmless is the signal that a container's end begins with: its end is asked for
// when it starts, with its lifetime to obey, and nobody ends over this one.
const harmless = "SIGCONT"

// launch creates the container, listens to what it writes, starts it, and asks for
// its end: the engine ends it after its lifetime, whatever became of us, and
// removes what has ended.
func (c *container) launch(ctx context.Context, image *docker.Image) error {
	created, err := c.pool.Client.CreateContainer(c.creation(ctx, image))
	if err != nil {
		return c.refused("create", err)
	}
	c.id = created.ID
	if err := c.listen(ctx); err != nil {
		return c.refused("listen to", err)
	}
	if err := c.pool.Client.StartContainerWithContext(c.id, nil, ctx); err != nil {
		return c.refused("start", err)
	}
	go c.watch()
	resource, found := c.pool.ContainerByName(created.Name)
	if !found {
		return nil // it has ended, as is soon seen
	}
	return resource.Expire(uint(c.Lifetime.Round(time.Second) / time.Second))
}

func (c *container) creation(ctx context.Context, image *docker.Image) docker.CreateContainerOptions {
	environment := make([]string, len(c.Environment))
	for i, v := range c.Environment {
		environment[i] = v.Name + "=" + v.Value.Reveal()
	}
	from := image.ID
	if c.Context == "" {
		from = c.Image
	}
	host := &docker.HostConfig{AutoRemove: true, NetworkMode: c.Network}
	if c.Network != "host" {
		published := docker.PortBinding{HostIP: "127.0.0.1", HostPort: "0"}
		if c.remote {
			published.HostIP = ""
		}
		host.PortBindings = map[docker.Port][]docker.PortBinding{c.port(): {published}}
		host.ExtraHosts = []string{hostName + ":" + c.gateway()}
	}
	return docker.CreateContainerOptions{
		Name: "kontrakt-" + strings.ToLower(rand.Text())[:12],
		Config: &docker.Config{
			Image: from, Env: environment, Cmd: c.Command, StopSignal: harmless,
			ExposedPorts: map[docker.Port]struct{}{c.port(): {}},
			Labels: map[string]string{
				labelOwner:   c.owner.label,
				labelExpires: time.Now().Add(c.Lifetime).UTC().Format(time.RFC3339),
			},
		},
		HostConfig: host, Context: ctx,
	}
}

// listen begins before the container does: what has ended is removed, and its log
// with it.
func (c *container) listen(ctx context.Context) error {
	attached := make(chan struct{})
	broken := make(chan error, 1)
	go func() {
		broken <- c.pool.Client.AttachToContainer(docker.AttachToContainerOptions{
			Container: c.id, OutputStream: c.log, ErrorStream: c.log, Stdout: true, Stderr: true, Stream: true, Success: attached,
		})
	}()
	select {
	case <-attached:
		attached <- struct{}{}
		go func() { <-broken; c.log.end() }()
		return nil
	case err := <-broken:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// watch waits for the container's end.
func (c *container) watch() {
	defer close(c.ended)
	if status, err := c.pool.Client.WaitContainer(c.id); err == nil {
		c.status = status
	}
}

// refused words what the engine would not do.
func (c *container) refused(doing string, err error) error {
	return &harness.Stop{
		Err:  fmt.Errorf("%s the container of target %s: %s", doing, c.name(), c.log.clean(strings.TrimSpace(err.Error()))),
		Hint: "port, environment, command and network stand under container: in kontrakt.yaml",
	}
}

// await asks until the target answers.
func (c *container) await(ctx context.Context, base *url.URL) error {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	client := asking()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	last := "nobody answers"
	for {
		if said := c.answers(ctx, client, base); said == "" {
			return nil
		} else if ctx.Err() == nil {
			last = said
		}
		select {
		case <-tick.C:
		case <-c.ended:
			return c.gone("")
		case <-ctx.Done():
			return c.failed(fmt.Sprintf("was not ready after %s (%s)", c.Timeout, last))
		}
	}
}

// endPatience is how long the engine has to notice that a container has ended.
const endPatience = 5 * time.Second

func asking() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       endPatience,
	}
}

// gone words that the container has ended, or what else is wrong where it has not.
func (c *container) gone(otherwise string) error {
	select {
	case <-c.ended:
		c.log.settle()
		return c.failed("ended before it was ready" + c.exit())
	case <-time.After(endPatience):
		return c.failed(otherwise)
	}
}

// answers says what is missing until the target is ready; "" is nothing.
func (c *container) answers(ctx context.Context, client *http.Client, base *url.URL) string {
	path := c.Ready
	if path == "" {
		path = "/"
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, base.String()+path, nil)
	if err != nil {
		return "no request can be made of " + path
	}
	answer, err := client.Do(q)
	if err != nil {
		return fmt.Sprintf("nobody answers on port %d", c.Port)
	}
	_ = answer.Body.Close()
	if c.Ready != "" && (answer.StatusCode < 200 || answer.StatusCode > 399) {
		return fmt.Sprintf("status %d to GET %s", answer.StatusCode, path)
	}
	return ""
}
