package target

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/ory/dockertest/v3"

	"kontrakt/harness"
)

// An engine is the Docker engine that starts containers for us.
type engine struct {
	pool *dockertest.Pool
	// host is where the ports that it publishes are reached, remote that this is
	// another machine.
	host   string
	remote bool
}

// enginePatience is how long an engine has to say that it is there.
const enginePatience = 10 * time.Second

// dial finds the engine and makes sure that it answers. address is that of
// DOCKER_HOST; "" is the machine's own.
func dial(ctx context.Context, address string) (*engine, error) {
	pool, err := dockertest.NewPool(address)
	if err != nil {
		return nil, noEngine(address, err)
	}
	ctx, cancel := context.WithTimeout(ctx, enginePatience)
	defer cancel()
	if err := pool.Client.PingWithContext(ctx); err != nil {
		return nil, noEngine(pool.Client.Endpoint(), err)
	}
	e := &engine{pool: pool, host: "127.0.0.1"}
	if u, err := url.Parse(pool.Client.Endpoint()); err == nil && u.Scheme != "unix" && u.Scheme != "npipe" && !local(u.Hostname()) {
		e.host, e.remote = u.Hostname(), true
	}
	return e, nil
}

// Engine says which version of the Docker engine answers, or why none does.
func Engine(ctx context.Context, address string) (string, error) {
	e, err := dial(ctx, address)
	if err != nil {
		return "", err
	}
	version, err := e.pool.Client.Version()
	if err != nil {
		return "", noEngine(address, err)
	}
	return version.Get("Version"), nil
}

func noEngine(address string, err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		err = op.Err
	}
	at := ""
	if address != "" {
		at = " at " + WithoutSecrets(address)
	}
	return &harness.Stop{
		Err:  fmt.Errorf("no Docker engine answers%s: %w", at, err),
		Hint: "start one, or name it with DOCKER_HOST (unix:///… or tcp://…); docker info shows whether it answers",
	}
}

// local says whether a host is this machine by loopback.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
