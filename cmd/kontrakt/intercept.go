package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
	"kontrakt/harness/proxy/intercept"
	"kontrakt/harness/target"
)

// interception is what brings traffic to the proxy that is sent elsewhere.
type interception struct {
	*intercept.Interceptor
	authorities []*intercept.Authority
	// tls is the address of the TLS listener.
	tls string
}

// interceptOptions are the flags that say what is intercepted, and how.
type interceptOptions struct {
	intercept              []string
	interceptListen, caDir string
	interceptOnly          bool
	// typed are the flags that stand on the command line itself.
	typed []string
}

func (o *interceptOptions) interceptFlags(f *pflag.FlagSet) {
	f.StringSliceVar(&o.intercept, "intercept", nil, "`hosts` whose calls come to the proxy although they stand in the caller's code, such as apitest.vipps.no")
	f.StringVar(&o.interceptListen, "intercept-listen", "127.0.0.1:0", "`address` of the TLS listener for intercepted hosts, such as 127.0.0.1:443 for what /etc/hosts leads here")
	f.BoolVar(&o.interceptOnly, "intercept-only", false, "refuse to tunnel to any other host")
	f.StringVar(&o.caDir, "ca-dir", "", "`folder` of the certificate authorities for intercepted hosts (default: in your folder of settings)")
}

// checkInterception says what makes no sense of it. How to intercept may stand in the
// configuration of a project of which not every call intercepts.
func (o *interceptOptions) checkInterception() []error {
	var mistakes []error
	if _, err := o.hostsToIntercept(); err != nil {
		mistakes = append(mistakes, err)
	}
	for _, name := range []string{"intercept-listen", "intercept-only"} {
		if slices.Contains(o.typed, name) && len(o.intercept) == 0 {
			mistakes = append(mistakes, fmt.Errorf("--%s: name the hosts to intercept with --intercept", name))
		}
	}
	return mistakes
}

// hostsToIntercept are the named ones, each once.
func (o *interceptOptions) hostsToIntercept() ([]string, error) {
	var hosts []string
	var mistakes []error
	for _, host := range o.intercept {
		host = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(host)), ".")
		if err := intercept.CheckHost(host); err != nil {
			mistakes = append(mistakes, fmt.Errorf("--intercept: %w", err))
		} else if !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	return hosts, errors.Join(mistakes...)
}

// store is the folder of the authorities.
func (o *interceptOptions) store(e env) (intercept.Store, error) {
	dir := o.caDir
	if dir == "" {
		base := configFolder(e.LookupEnv)
		if base == "" {
			return intercept.Store{}, &harness.Stop{Err: errors.New("no folder for settings is known here"), Hint: "--ca-dir names one for the certificate authority", Usage: true}
		}
		dir = filepath.Join(base, toolName, "ca")
	}
	dir, err := filepath.Abs(dir)
	return intercept.Store{Dir: dir}, err
}

// configFolder is where a user's settings are; empty where nobody knows.
func configFolder(lookup func(string) (string, bool)) string {
	under := func(variable string, more ...string) string {
		base, _ := lookup(variable)
		if base == "" {
			return ""
		}
		return filepath.Join(append([]string{base}, more...)...)
	}
	switch runtime.GOOS {
	case "windows":
		return under("AppData")
	case "darwin":
		return under("HOME", "Library", "Application Support")
	}
	if dir := under("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	return under("HOME", ".config")
}

// authority gets the one for a host, and tells of one that nobody trusts yet.
func authority(e env, store intercept.Store, host string) (*intercept.Authority, error) {
	a, fresh, err := store.Authority(host)
	if err != nil {
		return nil, &harness.Stop{Err: err, Hint: "--ca-dir names another folder", Usage: true}
	}
	if fresh {
		fmt.Fprintf(e.Stderr, "kontrakt: a certificate authority for %s alone is made: %s\n", host, store.CertificateFile(host))
	}
	return a, nil
}

// intercepting wraps the proxy where hosts are to be intercepted, and opens the
// TLS listener.
func (s *session) intercepting(h http.Handler) (http.Handler, error) {
	hosts, err := s.hostsToIntercept()
	if err != nil || len(hosts) == 0 {
		return h, err
	}
	store, err := s.store(s.env)
	if err != nil {
		return nil, err
	}
	i := new(interception)
	for _, host := range hosts {
		a, err := authority(s.env, store, host)
		if err != nil {
			return nil, err
		}
		i.authorities = append(i.authorities, a)
	}
	i.Interceptor, err = intercept.New(intercept.Options{
		Authorities: i.authorities, Next: h, Only: s.interceptOnly, Via: http.ProxyFromEnvironment, Distrusted: s.distrusted,
	})
	if err != nil {
		return nil, err
	}
	s.closers = append(s.closers, i.Close)
	server := proxy.NewServer(h, proxy.Limits{})
	go func() { _ = server.Serve(i.Listener()) }()
	s.closers = append(s.closers, func() { _ = server.Close() })
	listener, err := target.Listen(s.interceptListen)
	if err != nil {
		return nil, elsewhere("intercept-listen", target.CannotListen(s.interceptListen, err))
	}
	s.closers = append(s.closers, func() { _ = listener.Close() })
	go func() { _ = i.Serve(listener) }()
	i.tls = listener.Addr().String()
	s.interception = i
	return i, nil
}

// elsewhere names the flag that chooses another address, where one could not be
// listened on.
func elsewhere(flag string, err error) error {
	var stop *harness.Stop
	if !errors.As(err, &stop) {
		return err
	}
	hint := "choose another address with --" + flag + "; port 0 takes any free one"
	if flag == "intercept-listen" {
		hint += ", and those below 1024, 443 among them, may need root"
	}
	return &harness.Stop{Err: stop.Err, Hint: hint, Usage: stop.Usage}
}

// distrusted tells at once of a client that the interception does not work for.
func (s *session) distrusted(host string, err error) {
	s.complain(fmt.Errorf("a client does not take the certificate for %s: %w", host, err), "kontrakt ca says how to make it trusted")
}

// untouched tells, in the end, what went through tunnels that nobody looked
// into: a misspelt host would be among it.
func (s *session) untouched() {
	if s.interception == nil {
		return
	}
	if hosts := s.interception.Tunnelled(); len(hosts) > 0 {
		fmt.Fprintf(s.Stderr, "kontrakt: tunnelled untouched, and not judged: %s\n", strings.Join(hosts, ", "))
	}
}

// led gives the variables that lead a command to the proxy; nothing where
// nothing is intercepted. The files that they name are removed with the session.
func (s *session) led(proxyURL string) ([]string, error) {
	if s.interception == nil {
		return nil, nil
	}
	dir, drop, err := aside()
	if err != nil {
		return nil, fmt.Errorf("prepare the command's environment: %w", err)
	}
	s.closers = append(s.closers, drop)
	return intercept.Setting{
		Authorities: s.interception.authorities,
		Proxy:       reachable(strings.TrimPrefix(proxyURL, "http://")), TLS: reachable(s.interception.tls),
		Dir: dir, Lookup: s.LookupEnv, ReadFile: s.ReadFile,
	}.Environment()
}

// reachable is the address at which a program on this machine reaches a
// listener of ours.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil || !net.ParseIP(host).IsUnspecified() {
		return address
	}
	return net.JoinHostPort("127.0.0.1", port)
}

// notItself makes sure that the target's own name does not lead back here.
func (o *options) notItself(ctx context.Context) error {
	name := o.target
	if name == "test" {
		name = target.TestEnvironment
	}
	hosts, err := o.hostsToIntercept()
	at, _ := url.Parse(name) // what is no URL is told when it is opened
	if err != nil || at == nil || !slices.Contains(hosts, at.Hostname()) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	found, _ := net.DefaultResolver.LookupHost(ctx, at.Hostname()) // nor who is nobody
	if len(found) == 0 || !slices.ContainsFunc(found, func(a string) bool { return net.ParseIP(a).IsLoopback() }) {
		return nil
	}
	return &harness.Stop{
		Err:   fmt.Errorf("the target %s is this machine itself: its name leads here", at.Hostname()),
		Hint:  "with /etc/hosts the target must be another one, such as --target sandbox; -- COMMAND needs no /etc/hosts",
		Usage: true,
	}
}
