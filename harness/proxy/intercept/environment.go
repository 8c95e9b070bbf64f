package intercept

import (
	"crypto/x509"
	_ "embed"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed node.cjs
var preload string

// A Setting is what the environment of a command is made from, so that its
// calls to intercepted hosts come to us.
type Setting struct {
	Authorities []*Authority
	// Proxy is the address of the forward proxy, TLS that of the TLS listener:
	// HOST:PORT.
	Proxy, TLS string
	// Dir is where files go that the variables name.
	Dir string
	// Lookup and ReadFile read the environment and the files that there are.
	Lookup   func(string) (string, bool)
	ReadFile func(string) ([]byte, error)
}

// files are what the variables name.
type files struct{ bundle, extra, java, node string }

// Environment writes the files and gives the variables, as NAME=value. What the
// environment has for them already is kept, where they can hold both.
func (s Setting) Environment() ([]string, error) {
	f, err := s.write()
	if err != nil {
		return nil, fmt.Errorf("prepare the command's environment: %w", err)
	}
	java, err := s.java(f.java)
	if err != nil {
		return nil, fmt.Errorf("prepare the command's environment: %w", err)
	}
	proxy, direct := "http://"+s.Proxy, s.direct()
	return []string{
		"HTTPS_PROXY=" + proxy, "https_proxy=" + proxy,
		"NO_PROXY=" + direct, "no_proxy=" + direct,
		// These take the place of the system's roots, so those are in them.
		"SSL_CERT_FILE=" + f.bundle, "REQUESTS_CA_BUNDLE=" + f.bundle, "CURL_CA_BUNDLE=" + f.bundle,
		// These are trusted besides.
		"NODE_EXTRA_CA_CERTS=" + f.extra, "DENO_CERT=" + f.extra,
		"NODE_OPTIONS=" + s.after("NODE_OPTIONS", "--require "+quoted(filepath.ToSlash(f.node))),
		"JAVA_TOOL_OPTIONS=" + s.after("JAVA_TOOL_OPTIONS", java),
	}, nil
}

func (s Setting) write() (files, error) {
	f := files{
		filepath.Join(s.Dir, "roots.pem"), filepath.Join(s.Dir, "extra.pem"),
		filepath.Join(s.Dir, "roots.jks"), filepath.Join(s.Dir, "node.cjs"),
	}
	var ours []*x509.Certificate
	for _, a := range s.Authorities {
		ours = append(ours, a.Certificate)
	}
	all := slices.Concat(roots(s.ReadFile, s.value("SSL_CERT_FILE"), s.value("REQUESTS_CA_BUNDLE"), s.value("CURL_CA_BUNDLE")), ours)
	extra := slices.Clone(ours)
	for _, name := range []string{"NODE_EXTRA_CA_CERTS", "DENO_CERT"} {
		if data, err := s.ReadFile(s.value(name)); err == nil {
			extra = append(extra, certificates(data)...)
		}
	}
	node, err := s.node()
	if err != nil {
		return f, err
	}
	for _, file := range []struct {
		name string
		data []byte
	}{{f.bundle, bundle(all)}, {f.extra, bundle(extra)}, {f.java, javaStore(all, time.Now())}, {f.node, node}} {
		if err := os.WriteFile(file.name, file.data, 0o600); err != nil {
			return f, err
		}
	}
	return f, nil
}

// node is the module that leads Node to us: its fetch knows of no proxy before
// version 24.
func (s Setting) node() ([]byte, error) {
	host, port, err := net.SplitHostPort(s.TLS)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	table, err := json.Marshal(map[string]any{"hosts": s.hosts(), "address": host, "port": n})
	return []byte(strings.Replace(preload, "__INTERCEPTED__", string(table), 1)), err
}

func (s Setting) java(store string) (string, error) {
	host, port, err := net.SplitHostPort(s.Proxy)
	if err != nil {
		return "", err
	}
	return strings.Join([]string{
		"-Dhttps.proxyHost=" + host, "-Dhttps.proxyPort=" + port,
		quoted("-Djavax.net.ssl.trustStore=" + store), "-Djavax.net.ssl.trustStoreType=JKS",
	}, " "), nil
}

// direct names what is reached directly: this machine, and what was named
// before, but for what would lead around us.
func (s Setting) direct() string {
	direct := []string{"localhost", "127.0.0.1", "::1"}
	before := s.value("NO_PROXY")
	if before == "" {
		before = s.value("no_proxy")
	}
	for name := range strings.SplitSeq(before, ",") {
		name = strings.TrimSpace(name)
		if name != "" && !slices.Contains(direct, name) && !slices.ContainsFunc(s.hosts(), func(host string) bool { return covers(name, host) }) {
			direct = append(direct, name)
		}
	}
	return strings.Join(direct, ",")
}

// covers says whether a name in NO_PROXY means a host.
func covers(name, host string) bool {
	name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(strings.ToLower(name), ":443"), "*"), ".")
	return name == "" || name == host || strings.HasSuffix(host, "."+name)
}

func (s Setting) hosts() []string {
	var hosts []string
	for _, a := range s.Authorities {
		hosts = append(hosts, a.Host)
	}
	return hosts
}

func (s Setting) value(name string) string {
	value, _ := s.Lookup(name)
	return value
}

// after puts options behind those that a variable holds already.
func (s Setting) after(name, options string) string {
	return strings.TrimSpace(s.value(name) + " " + options)
}

// quoted keeps a word together where it holds blanks.
func quoted(word string) string {
	if strings.ContainsAny(word, " \t") {
		return `"` + word + `"`
	}
	return word
}
