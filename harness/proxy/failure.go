package proxy

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"

	"kontrakt/harness"
)

// unanswered says why the transport brought no answer. The transport's own
// words may quote what was on the wire; only those about names, addresses and
// certificates are repeated.
func (f *flight) unanswered(err error) (abort bool) {
	if f.incoming != nil {
		if end := f.incoming.ending(); end != nil && end != io.EOF {
			kind, status, detail := brokenBody(end)
			f.answer(kind, status, badRequest, detail, nil)
			return false
		}
	}
	switch {
	case context.Cause(f.ctx) == errSilent:
		f.answer(harness.TimedOut, http.StatusGatewayTimeout, "the target did not answer in time",
			f.proxy.name()+": no answer within "+f.proxy.options.AnswerTimeout.String(), nil)
	case f.request.Context().Err() != nil:
		f.exchange.Failure = &harness.Failure{Kind: harness.CallerGone, Detail: "the caller hung up before the target answered"}
		return true
	default:
		kind, title, detail := explain(err)
		f.answer(kind, http.StatusBadGateway, title, f.proxy.name()+": "+detail, nil)
	}
	return false
}

// explain tells a target that cannot be reached from one that broke off.
func explain(err error) (kind harness.FailureKind, title, detail string) {
	var (
		certificate *tls.CertificateVerificationError
		alert       tls.AlertError
		record      tls.RecordHeaderError
		lookup      *net.DNSError
		op          *net.OpError
		timeout     net.Error
	)
	const unreachable = "the target cannot be reached"
	switch {
	case errors.As(err, &certificate):
		return harness.Unreachable, "the target's certificate does not verify", certificate.Err.Error()
	case errors.As(err, &record), errors.As(err, &alert):
		return harness.Unreachable, unreachable, "no TLS connection could be agreed on"
	case errors.As(err, &op) && op.Op == "remote error": // an alert of TLS, in the library's own words
		return harness.Unreachable, unreachable, "the target refuses the TLS connection: " + op.Err.Error()
	case errors.As(err, &lookup):
		return harness.Unreachable, unreachable, "look up the host: " + lookup.Err
	case errors.As(err, &op) && op.Op == "dial":
		return harness.Unreachable, unreachable, "connect: " + cause(op)
	case errors.As(err, &timeout) && timeout.Timeout():
		return harness.Unreachable, unreachable, "no TLS connection in time"
	case isClosed(err):
		return harness.CutOff, badGateway, "the connection closed before an answer"
	}
	return harness.CutOff, badGateway, "what came is no HTTP answer"
}

func isClosed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) ||
		errors.Is(err, syscall.EPIPE) || errors.Is(err, net.ErrClosed)
}

// cause is the system's word for why a connection failed.
func cause(op *net.OpError) string {
	var errno syscall.Errno
	switch {
	case errors.As(op, &errno):
		return errno.Error()
	case op.Timeout():
		return "timed out"
	}
	return "no connection"
}

// name is the target as messages have it. It holds no path and no credentials.
func (p *Proxy) name() string { return p.options.Target.Scheme + "://" + p.options.Target.Host }
