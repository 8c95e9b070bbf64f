package target

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ory/dockertest/v3/docker"

	"kontrakt/harness"
	"kontrakt/harness/config"
)

// A container is the target that we have started.
type container struct {
	*engine
	config.Container
	owner *owner
	log   *tail
	// id names the container, built the image that was built for it.
	id, built string
	// ended is closed once the container has ended, with its status, or -1 where the
	// engine did not say.
	ended  chan struct{}
	status int

	removed sync.Once
}

// contain starts a container and waits until it is ready. Whatever happens on the
// way, nothing of it stays.
func contain(ctx context.Context, s Spec) (*Target, error) {
	configured, err := containerOf(s)
	if err != nil {
		return nil, err
	}
	e, err := dial(ctx, s.Engine)
	if err != nil {
		return nil, interruptedOr(ctx, err)
	}
	c := &container{engine: e, Container: configured, log: newTail(secretsOf(s)), ended: make(chan struct{}), status: -1}
	ready := false
	defer func() {
		if !ready {
			c.remove()
		}
	}()
	t, err := c.open(ctx, s)
	if err != nil {
		return nil, interruptedOr(ctx, err)
	}
	ready = true
	return t, nil
}

func (c *container) open(ctx context.Context, s Spec) (*Target, error) {
	var err error
	if c.owner, err = newOwner(); err != nil {
		return nil, err
	}
	c.sweep(time.Now())
	image, err := c.image(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.choosePort(image); err != nil {
		return nil, err
	}
	if err := c.launch(ctx, image); err != nil {
		return nil, err
	}
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	t := &Target{
		Target: harness.Target{Kind: "container", URL: base.String()},
		Base:   base, Environment: "other", Credentials: s.Credentials,
		CallbackHost: c.callbackHost(), hostName: hostName, close: c.remove, lost: func() error { return c.lost(base) },
	}
	if c.Network == "host" {
		t.CallbackHost, t.hostName = "", ""
	}
	if err := c.await(ctx, base); err != nil {
		return nil, err
	}
	return t, t.probe(ctx)
}

// name is what the container is called in messages.
func (c *container) name() string {
	if c.Image != "" {
		return ContainerScheme + c.Image
	}
	return "docker (built from " + c.Context + ")"
}

// base is where the container's port is reached.
func (c *container) base() (*url.URL, error) {
	if c.Network == "host" {
		return &url.URL{Scheme: "http", Host: net.JoinHostPort(c.host, strconv.Itoa(c.Port))}, nil
	}
	started, err := c.pool.Client.InspectContainer(c.id)
	if err != nil {
		return nil, c.gone("cannot be looked at")
	}
	for _, bound := range started.NetworkSettings.Ports[c.port()] {
		return &url.URL{Scheme: "http", Host: net.JoinHostPort(c.host, bound.HostPort)}, nil
	}
	return nil, c.gone(fmt.Sprintf("does not publish port %d", c.Port))
}

func (c *container) port() docker.Port { return docker.Port(strconv.Itoa(c.Port) + "/tcp") }

// lost says that the container has ended, or serves no more, while it was needed.
func (c *container) lost(base *url.URL) error {
	ctx, cancel := context.WithTimeout(context.Background(), endPatience)
	defer cancel()
	select {
	case <-c.ended:
	default:
		if c.answers(ctx, asking(), base) == "" {
			return nil
		}
	}
	select { // a container is silent before the engine knows that it has ended
	case <-c.ended:
		c.log.settle()
		return c.failed("has ended while it was the target" + c.exit())
	case <-ctx.Done():
		return c.failed("serves no more")
	}
}

// exit says with which status it ended, where that is known.
func (c *container) exit() string {
	if c.status < 0 {
		return ""
	}
	return fmt.Sprintf(" (status %d)", c.status)
}

// failed words what happened to the container, with its last lines.
func (c *container) failed(what string) error {
	text := fmt.Sprintf("the container of target %s %s", c.name(), what)
	lines := c.log.last()
	if len(lines) == 0 {
		return &harness.Stop{Err: errors.New(text + "; it has written nothing"), Hint: "does it start with docker run, and listen on all addresses (0.0.0.0)?"}
	}
	return &harness.Stop{
		Err:  errors.New(text + "; its last lines:\n  " + strings.Join(lines, "\n  ")),
		Hint: "port, ready, timeout, environment and command stand under container: in kontrakt.yaml",
	}
}

// interruptedOr tells an interrupt from what it caused.
func interruptedOr(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return &harness.Stop{Err: errors.New("interrupted before anything ran"), Hint: "there is nothing to report"}
	}
	return err
}
