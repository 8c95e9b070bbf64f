package target

import (
	"net"
	"net/url"
)

// hostName is what containers call the machine that runs them, as Docker's own
// desktop products have it.
const hostName = "host.docker.internal"

// CallbackListen is the address to listen on for what the target sends to
// merchants; other is that of who need not care.
func (t *Target) CallbackListen(other string) string {
	if t.CallbackHost == "" {
		return other
	}
	return net.JoinHostPort(t.CallbackHost, "0")
}

// Reach is the URL at which the target reaches a listener of ours.
func (t *Target) Reach(listener string) string {
	u, err := url.Parse(listener)
	if t.hostName == "" || err != nil {
		return listener
	}
	u.Host = net.JoinHostPort(t.hostName, u.Port())
	return u.String()
}

// gateway is what the machine that we run on is to the container: the engine's
// word for its own machine, or our address on the way to an engine elsewhere.
func (c *container) gateway() string {
	if !c.remote {
		return "host-gateway"
	}
	return c.ourAddress()
}

// callbackHost is the address of ours that a container can reach: that of the
// engine's bridge where it is an interface of this machine. An engine in a virtual
// machine of its own leads its containers to our loopback interface.
func (c *container) callbackHost() string {
	if c.remote {
		return c.ourAddress()
	}
	name := "docker0"
	if bridge, err := c.pool.Client.NetworkInfo("bridge"); err == nil && bridge.Options["com.docker.network.bridge.name"] != "" {
		name = bridge.Options["com.docker.network.bridge.name"]
	}
	bridge, err := net.InterfaceByName(name)
	if err != nil {
		return ""
	}
	addresses, err := bridge.Addrs()
	if err != nil {
		return ""
	}
	for _, a := range addresses {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.To4() != nil {
			return ip.IP.String()
		}
	}
	return ""
}

// ourAddress is our end of a connection to the engine.
func (c *container) ourAddress() string {
	conn, err := net.Dial("udp", net.JoinHostPort(c.host, "2375")) // nothing is sent
	if err != nil {
		return "127.0.0.1"
	}
	defer conn.Close()
	host, _, err := net.SplitHostPort(conn.LocalAddr().String())
	if err != nil {
		return "127.0.0.1"
	}
	return host
}
