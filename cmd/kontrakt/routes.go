package main

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"kontrakt/harness/target"
)

// routeTable reads --route: a merchant's https origin to the loopback address
// that it stands for.
func (o *options) routeTable() (map[string]string, error) {
	table := map[string]string{}
	for _, route := range o.routes {
		from, to, found := strings.Cut(route, "=")
		if !found || !origin(from, "https") || !origin(to, "http") && !origin(to, "https") {
			return nil, fmt.Errorf("--route: want an https origin and where it leads, such as https://shop.example=http://127.0.0.1:3000, got %q", target.WithoutSecrets(route))
		}
		if !thisMachine(to) {
			return nil, fmt.Errorf("--route: %s leads out of this machine; want an address such as http://127.0.0.1:3000", target.WithoutSecrets(route))
		}
		table[strings.TrimSuffix(from, "/")] = strings.TrimSuffix(to, "/")
	}
	return table, nil
}

func origin(s, scheme string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == scheme && u.Host != "" && u.User == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// callbackAddress says whether merchants may register it: an https URL, with a
// path if need be.
func callbackAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

// thisMachine says whether a URL leads to the machine that we run on: by loopback,
// or by the name that containers have for the machine that runs them.
func thisMachine(s string) bool {
	u, err := url.Parse(s)
	if err != nil {
		return false
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	return host == "localhost" || host == "host.docker.internal" || ip != nil && ip.IsLoopback()
}
