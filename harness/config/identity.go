package config

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"
)

// A PEM is a file of certificates or keys. Its text is in no message: it may be a key.
type PEM struct {
	// Name is what it is called in messages.
	Name string
	Text []byte
}

// pemMark begins every such file, and a variable that holds one.
const pemMark = "-----BEGIN "

// ReadPEM takes what the user gave for one: a file, or, as CI services hand out secrets,
// the text itself. named is the setting that it stands in.
func ReadPEM(named, value string, read func(string) ([]byte, error)) (PEM, error) {
	if bytes.HasPrefix(bytes.TrimSpace([]byte(value)), []byte(pemMark)) {
		return PEM{"the text of " + named, []byte(value)}, nil
	}
	text, err := read(value)
	if err != nil {
		return PEM{}, fmt.Errorf("%s: %w", named, err)
	}
	return PEM{value, text}, nil
}

// Identity is the certificate that a target which asks for one is shown, with its key.
// The error holds nothing of either.
func Identity(certificate, key PEM, now time.Time) (tls.Certificate, error) {
	if !certificate.holds("CERTIFICATE") {
		return tls.Certificate{}, fmt.Errorf("%s holds no certificate in PEM", certificate.Name)
	}
	switch {
	case key.holds("ENCRYPTED PRIVATE KEY") || bytes.Contains(key.Text, []byte("\nDEK-Info:")):
		return tls.Certificate{}, fmt.Errorf("the private key in %s is encrypted, and nobody is asked for a passphrase", key.Name)
	case !key.holds("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"):
		return tls.Certificate{}, fmt.Errorf("%s holds no private key in PEM", key.Name)
	}
	pair, err := tls.X509KeyPair(certificate.Text, key.Text)
	if err != nil && !readable(certificate) {
		return tls.Certificate{}, fmt.Errorf("the certificate in %s cannot be read", certificate.Name)
	}
	if err != nil { // its words are about Go's types
		return tls.Certificate{}, fmt.Errorf("the private key in %s cannot be read, or is not that of the certificate in %s", key.Name, certificate.Name)
	}
	switch leaf := pair.Leaf; {
	case now.After(leaf.NotAfter):
		return tls.Certificate{}, fmt.Errorf("the certificate in %s has expired (%s)", certificate.Name, leaf.NotAfter.UTC().Format(time.RFC3339))
	case now.Before(leaf.NotBefore):
		return tls.Certificate{}, fmt.Errorf("the certificate in %s holds from %s on", certificate.Name, leaf.NotBefore.UTC().Format(time.RFC3339))
	}
	return pair, nil
}

// Authorities are those of the system, and those in the file.
func Authorities(file PEM) (*x509.CertPool, error) {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(file.Text) {
		return nil, errors.New(file.Name + " holds no certificate in PEM")
	}
	return pool, nil
}

// holds says whether a block of such a type is in it.
func (p PEM) holds(types ...string) bool {
	for rest := p.Text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return false
		}
		for _, t := range types {
			if block.Type == t {
				return true
			}
		}
	}
}

func readable(p PEM) bool {
	for rest := p.Text; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return false
		}
		if block.Type == "CERTIFICATE" {
			_, err := x509.ParseCertificate(block.Bytes)
			return err == nil
		}
	}
}
