package intercept

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"slices"
)

// systemRoots are where systems keep the certificates that they trust, in one
// file: Debian, Red Hat, SUSE, Alpine and macOS, FreeBSD.
var systemRoots = [...]string{
	"/etc/ssl/certs/ca-certificates.crt",
	"/etc/pki/tls/certs/ca-bundle.crt",
	"/etc/ssl/ca-bundle.pem",
	"/etc/ssl/cert.pem",
	"/usr/local/share/certs/ca-root-nss.crt",
}

// roots reads the certificates in the files that the variables name, and those
// that the system trusts, each once. What cannot be read is not there.
func roots(read func(string) ([]byte, error), named ...string) []*x509.Certificate {
	var all []*x509.Certificate
	for _, name := range named {
		if name == "" {
			continue
		}
		if data, err := read(name); err == nil {
			all = append(all, certificates(data)...)
		}
	}
	for _, name := range systemRoots {
		if data, err := read(name); err == nil {
			all = append(all, certificates(data)...)
			break
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(c *x509.Certificate) bool {
		known := seen[string(c.Raw)]
		seen[string(c.Raw)] = true
		return known
	})
}

// certificates reads what PEM holds, but for what is none.
func certificates(data []byte) []*x509.Certificate {
	var all []*x509.Certificate
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			return all
		}
		if c, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" {
			all = append(all, c)
		}
		data = rest
	}
}

func bundle(all []*x509.Certificate) []byte {
	var b bytes.Buffer
	for _, c := range all {
		_ = pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}) // a buffer takes anything
	}
	return b.Bytes()
}
