package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"kontrakt/harness"
	"kontrakt/harness/proxy/intercept"
)

// usualHost is the one that is intercepted mostly: that of the test
// environment.
const usualHost = "apitest.vipps.no"

func newCA(e env) *cobra.Command {
	o, bare := new(options), false
	c := &cobra.Command{
		Use:   "ca [HOST…]",
		Short: "The certificate authority for intercepted hosts: where it is, and how to trust it",
		Long: "kontrakt proxy --intercept answers in another host's name, with certificates of an\n" +
			"authority of its own. There is one for each host, made when it is first needed; it is\n" +
			"good for that host and what is below it, and for nothing else. Its key stays on this\n" +
			"machine, readable for you alone. Without a host, " + usualHost + " is meant.",
		Example: "  kontrakt ca\n  kontrakt ca --pem api.vipps.no > authority.pem",
	}
	o.flag(c, "config", "ca-dir")
	c.Flags().BoolVar(&bare, "pem", false, "print the certificates and nothing else")
	c.RunE = func(c *cobra.Command, hosts []string) error {
		if err := o.settle(e, c); err != nil {
			return err
		}
		if o.intercept = hosts; len(hosts) == 0 {
			o.intercept = []string{usualHost}
		}
		hosts, err := o.hostsToIntercept()
		if err != nil {
			return &harness.Stop{Err: errors.New(strings.ReplaceAll(err.Error(), "--intercept: ", "")), Usage: true}
		}
		store, err := o.store(e)
		if err != nil {
			return err
		}
		var authorities []*intercept.Authority
		for _, host := range hosts {
			a, err := authority(e, store, host)
			if err != nil {
				return err
			}
			authorities = append(authorities, a)
		}
		for _, a := range authorities {
			if bare {
				fmt.Fprintf(e.Stdout, "%s", a.PEM())
			} else {
				describeAuthority(e.Stdout, store, a)
			}
		}
		return nil
	}
	return c
}

func describeAuthority(w io.Writer, store intercept.Store, a *intercept.Authority) {
	file := store.CertificateFile(a.Host)
	fmt.Fprintf(w, "authority for %s\n", a.Host)
	digest := sha256.Sum256(a.Certificate.Raw)
	for _, line := range [][2]string{
		{"certificate", file},
		{"key", store.KeyFile(a.Host) + ", which never leaves this machine"},
		{"sha-256", fmt.Sprintf("%X", digest)},
		{"good for", a.Host + " and what is below it, until " + a.Certificate.NotAfter.Format("2 January 2006")},
	} {
		fmt.Fprintf(w, "  %-12s %s\n", line[0], line[1])
	}
	fmt.Fprint(w, "\nA command behind kontrakt proxy --intercept is told of it. To trust it elsewhere:\n\n")
	trusted := fmt.Sprintf("kontrakt-%s.crt", a.Host)
	for _, line := range [][2]string{
		{"Debian, Ubuntu", fmt.Sprintf("sudo cp %q /usr/local/share/ca-certificates/%s && sudo update-ca-certificates", file, trusted)},
		{"Fedora, RHEL", fmt.Sprintf("sudo cp %q /etc/pki/ca-trust/source/anchors/%s && sudo update-ca-trust", file, trusted)},
		{"macOS", fmt.Sprintf("security add-trusted-cert -r trustRoot -p ssl -k ~/Library/Keychains/login.keychain-db %q", file)},
		{"Windows", fmt.Sprintf("certutil -user -addstore Root %q", file)},
		{"Java", fmt.Sprintf("keytool -importcert -noprompt -cacerts -storepass changeit -alias kontrakt-%s -file %q", a.Host, file)},
		{"Node", fmt.Sprintf("export NODE_EXTRA_CA_CERTS=%q", file)},
		{"PHP", fmt.Sprintf("php -d curl.cainfo=%q, or the same line in php.ini", file)},
		{"one call", fmt.Sprintf("curl --cacert %q https://%s/…", file, a.Host)},
	} {
		fmt.Fprintf(w, "  %-15s %s\n", line[0], line[1])
	}
	fmt.Fprintf(w, "\nWhere a proxy cannot be named, lead the host here: 127.0.0.1 %s in /etc/hosts, and\n"+
		"kontrakt proxy --intercept %s --intercept-listen 127.0.0.1:443. To end all this, delete\n"+
		"both files, and the certificate where it is trusted.\n\n", a.Host, a.Host)
}
