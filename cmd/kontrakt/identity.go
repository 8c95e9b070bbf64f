package main

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"kontrakt/harness"
	"kontrakt/harness/client"
	"kontrakt/harness/config"
)

// tlsOptions are how a target over https knows us, and we know it. Each is the name of a
// file, or its text.
type tlsOptions struct{ clientCert, clientKey, targetCA string }

func (i *tlsOptions) tlsFlags(f *pflag.FlagSet) {
	f.StringVar(&i.clientCert, "client-cert", "", "`file` of the certificate that an https target is shown where it asks for one, in PEM, with those between it and its authority")
	f.StringVar(&i.clientKey, "client-key", "", "`file` of the private key of --client-cert, in PEM (default: it stands beside the certificate)")
	f.StringVar(&i.targetCA, "target-ca", "", "`file` of authorities in PEM that an https target's certificate may be of, beside the system's")
}

// identify reads them for the target of that name; nil where there is nothing to say.
// They may stand in the configuration of a project of which not every call has an https
// target; who names them in the call means it.
func (o *options) identify(e env, named string) (*tls.Config, error) {
	if o.clientCert+o.clientKey+o.targetCA == "" {
		return nil, nil
	}
	if named != "test" && !strings.HasPrefix(strings.ToLower(named), "https:") {
		for _, flag := range []string{"client-cert", "client-key", "target-ca"} {
			if slices.Contains(o.typed, flag) {
				return nil, &harness.Stop{Err: fmt.Errorf("--%s: the target is not called over TLS", flag), Hint: "name the target by its https URL", Usage: true}
			}
		}
		return nil, nil
	}
	secure := &tls.Config{MinVersion: tls.VersionTLS12}
	if err := errors.Join(o.show(e, secure), o.believe(e, secure)); err != nil {
		return nil, &harness.Stop{Err: err, Hint: "what is wanted is text that begins with -----BEGIN; openssl pkcs12 -in FILE -nodes makes it from a .p12 or .pfx, openssl pkey -in FILE from a key with a passphrase", Usage: true}
	}
	return secure, nil
}

func (i *tlsOptions) show(e env, secure *tls.Config) error {
	if i.clientCert == "" && i.clientKey != "" {
		return errors.New("client-key: there is no certificate to it, name it with --client-cert")
	}
	if i.clientCert == "" {
		return nil
	}
	certificate, err := config.ReadPEM("client-cert", i.clientCert, e.ReadFile)
	if err != nil {
		return err
	}
	key, err := config.ReadPEM("client-key", cmp.Or(i.clientKey, i.clientCert), e.ReadFile)
	if err != nil {
		return err
	}
	pair, err := config.Identity(certificate, key, time.Now())
	if err != nil {
		return err
	}
	secure.Certificates = []tls.Certificate{pair}
	return nil
}

func (i *tlsOptions) believe(e env, secure *tls.Config) error {
	if i.targetCA == "" {
		return nil
	}
	file, err := config.ReadPEM("target-ca", i.targetCA, e.ReadFile)
	if err != nil {
		return err
	}
	secure.RootCAs, err = config.Authorities(file)
	return err
}

// past carries calls to the target that do not take the way through the proxy.
func (s *session) past() *http.Transport {
	transport := client.Transport(s.target.TLS)
	s.closers = append(s.closers, transport.CloseIdleConnections)
	return transport
}
