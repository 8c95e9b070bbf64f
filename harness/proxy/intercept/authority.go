package intercept

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

const (
	// authorityLife is how long an authority is good for, leafLife a certificate
	// that it issues; early is for clocks that are behind.
	authorityLife = 365 * 24 * time.Hour
	leafLife      = 24 * time.Hour
	early         = time.Hour
)

// An Authority signs certificates for one host and, constrained by name, for no
// other: whoever trusts it trusts it for nothing else.
type Authority struct {
	// Host is the one that it is for.
	Host string
	// Certificate is the authority's own.
	Certificate *x509.Certificate

	key *ecdsa.PrivateKey
	now func() time.Time

	mu   sync.Mutex
	leaf *tls.Certificate
}

// newAuthority draws a key. A name constraint says nothing about kinds of names
// that it does not mention (RFC 5280 §4.2.1.10), so all kinds are mentioned.
func newAuthority(host string, now func() time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	begin := now().UTC().Truncate(time.Second)
	template := &x509.Certificate{
		SerialNumber: newSerial(),
		Subject:      pkix.Name{CommonName: "kontrakt test authority for " + shortened(host), Organization: []string{"kontrakt, on this machine only"}},
		NotBefore:    begin.Add(-early), NotAfter: begin.Add(authorityLife),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage:    x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},

		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{host},
		PermittedEmailAddresses:     []string{host},
		PermittedURIDomains:         []string{host},
		ExcludedIPRanges: []*net.IPNet{
			{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)}, {IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)},
		},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return authorityOf(host, der, key, now)
}

// shortened keeps a common name within its 64 characters.
func shortened(host string) string {
	const most = 64 - len("kontrakt test authority for ")
	if len(host) <= most {
		return host
	}
	return strings.TrimRight(host[:most], ".-")
}

func authorityOf(host string, der []byte, key *ecdsa.PrivateKey, now func() time.Time) (*Authority, error) {
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	if !key.PublicKey.Equal(certificate.PublicKey) {
		return nil, errors.New("the key is not that of the certificate")
	}
	if len(certificate.PermittedDNSDomains) != 1 || certificate.PermittedDNSDomains[0] != host {
		return nil, fmt.Errorf("the certificate is not constrained to %s", host)
	}
	return &Authority{Host: host, Certificate: certificate, key: key, now: now}, nil
}

// PEM is the authority's certificate as files hold it.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate.Raw})
}

// expired says that the authority would end before what it signs now.
func (a *Authority) expired() bool { return a.now().Add(leafLife).After(a.Certificate.NotAfter) }

// issue gives a certificate for the host, good for a day; the same one until
// half of that has passed.
func (a *Authority) issue() (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now().UTC().Truncate(time.Second)
	if a.leaf != nil && a.leaf.Leaf.NotAfter.Sub(now) > leafLife/2 {
		return a.leaf, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: newSerial(),
		Subject:      pkix.Name{CommonName: shortened(a.Host)},
		DNSNames:     []string{a.Host},
		NotBefore:    now.Add(-early), NotAfter: now.Add(leafLife),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.Certificate, key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("issue a certificate for %s: %w", a.Host, err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	a.leaf = &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
	return a.leaf, nil
}

// CheckHost says what is wrong with the name of a host to intercept: it is a
// domain name in lower case, without port or wildcard.
func CheckHost(host string) error {
	switch {
	case net.ParseIP(host) != nil:
		return fmt.Errorf("want the name of a host, got the address %q", host)
	case len(host) > 253 || !strings.Contains(host, "."):
		return fmt.Errorf("want the full name of a host such as apitest.vipps.no, got %q", host)
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return fmt.Errorf("want the name of a host such as apitest.vipps.no, in lower case and without a port, got %q", host)
		}
	}
	return nil
}
