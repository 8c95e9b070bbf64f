package proxy

import (
	"cmp"
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"kontrakt/harness/proxy/line"
)

const (
	idleTime    = 50 * time.Second
	answerBytes = 1 << 20
)

// newTrunk makes the way for small requests, with the limits of newTransport.
func newTrunk(o Options) *line.Trunk {
	host, port, lines := o.Target.Hostname(), o.Target.Port(), line.Options{DialTimeout: o.DialTimeout, Idle: idleTime, HeaderBytes: answerBytes}
	if o.Target.Scheme == "https" {
		port = cmp.Or(port, "443")
		lines.TLS = o.secure()
		lines.TLS.ServerName = host
	}
	lines.Address = net.JoinHostPort(host, cmp.Or(port, "80"))
	return line.New(lines)
}

func (o Options) secure() *tls.Config {
	return &tls.Config{RootCAs: o.RootCAs, Certificates: o.Certificates, MinVersion: tls.VersionTLS12}
}

// newTransport makes a transport that adds nothing of its own and keeps as many
// connections as there are callers.
func newTransport(o Options) *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		DialContext:            (&net.Dialer{Timeout: o.DialTimeout, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:        o.secure(),
		TLSHandshakeTimeout:    o.DialTimeout,
		DisableCompression:     true,
		MaxIdleConns:           0,
		MaxIdleConnsPerHost:    1024,
		IdleConnTimeout:        idleTime,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: answerBytes,
		Protocols:              protocols,
	}
}
