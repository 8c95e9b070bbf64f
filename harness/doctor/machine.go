package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Docker asks the engine at an address of DOCKER_HOST, or at its usual socket, how it
// is. Where nothing needs it, its absence is worth a word alone.
func Docker(ctx context.Context, host string, needed bool) Check {
	const name = "docker"
	version, err := ping(ctx, host)
	if err == nil {
		return Good(name, "the engine answers (API %s)", version)
	}
	c := Check{
		Name: name, Status: Warn, Says: "no engine answers: " + err.Error(),
		Do: "only container targets (docker:IMAGE) need one: start it, or name it with DOCKER_HOST",
	}
	if needed {
		c.Status, c.Do = Fail, "the target is a container: start the engine, or name it with DOCKER_HOST"
	}
	return c
}

const dockerSocket = "unix:///var/run/docker.sock"

func ping(ctx context.Context, host string) (version string, err error) {
	if host == "" {
		host = dockerSocket
	}
	u, err := url.Parse(host)
	if err != nil || u.Scheme != "unix" && u.Scheme != "tcp" && u.Scheme != "http" {
		return "", fmt.Errorf("DOCKER_HOST %q is neither unix:///… nor tcp://…", host)
	}
	network, address := "tcp", u.Host
	if u.Scheme == "unix" {
		network, address = "unix", u.Path
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://docker/_ping", http.NoBody)
	if err != nil {
		return "", err
	}
	answer, err := transport.RoundTrip(q)
	if err != nil {
		return "", plain(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 16))
	if err != nil || answer.StatusCode != http.StatusOK || strings.TrimSpace(string(text)) != "OK" {
		return "", fmt.Errorf("%s answers otherwise than an engine does", address)
	}
	return answer.Header.Get("Api-Version"), nil
}

// A Port is an address that a run would listen on.
type Port struct{ Flag, Address string }

// Ports tries every address that is fixed.
func Ports(all []Port) Check {
	const name = "ports"
	var taken, free []string
	for _, p := range all {
		if _, port, err := net.SplitHostPort(p.Address); err != nil || port == "0" || port == "" {
			continue
		}
		listener, err := net.Listen("tcp", p.Address)
		if err != nil {
			taken = append(taken, fmt.Sprintf("--%s %s: %v", p.Flag, p.Address, plain(err)))
			continue
		}
		_ = listener.Close()
		free = append(free, p.Address)
	}
	switch {
	case len(taken) > 0:
		return Check{Name: name, Status: Fail, Usage: true, Says: strings.Join(taken, "\n"), Do: "choose another; port 0 takes any free one"}
	case len(free) > 0:
		return Good(name, "%s free", strings.Join(free, ", "))
	}
	return Good(name, "whichever are free will do")
}

// plain drops what the net package puts around a cause.
func plain(err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		return op.Err
	}
	return err
}
