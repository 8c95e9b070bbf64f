package har

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"kontrakt/harness"
)

// entryFrom makes an exchange of an entry of anybody's archive.
func entryFrom(raw []byte, number int) (Entry, error) {
	e, err := decode(raw)
	if err != nil {
		return Entry{}, err
	}
	if e.Request == nil {
		return Entry{}, errors.New("request: missing")
	}
	out := Entry{Ours: e.Ours != nil}
	x := &out.Exchange
	x.ID, x.Flow = fmt.Sprintf("x%04d", number), harness.FlowAPI
	if e.Started != "" {
		if x.Started, err = time.Parse(time.RFC3339, e.Started); err != nil {
			return Entry{}, fmt.Errorf("startedDateTime: want a time such as 2026-01-31T12:00:00Z, got %q", e.Started)
		}
		x.Started = x.Started.UTC()
	}
	x.Duration, x.Waited = duration(e.Time), duration(e.Timings.Wait)
	if x.Request, err = requestFrom(e.Request, out.Ours); err != nil {
		return Entry{}, fmt.Errorf("request.%w", err)
	}
	if e.Response != nil {
		if x.Response, err = responseFrom(e.Response, out.Ours); err != nil {
			return Entry{}, fmt.Errorf("response.%w", err)
		}
	}
	if out.Ours {
		restore(&out.Judged, e.Ours)
		if e.Ours.Expect != nil {
			expected, err := responseFrom(e.Ours.Expect, true)
			if err != nil {
				return Entry{}, fmt.Errorf("_kontrakt.expect.%w", err)
			}
			out.Expect = &expected
		}
		if x.Acts, err = actsFrom(e.Ours.Acts); err != nil {
			return Entry{}, fmt.Errorf("_kontrakt.acts.%w", err)
		}
	} else if x.Response.Status == 0 {
		x.Failure = &harness.Failure{Kind: harness.Unreachable, Detail: cmp.Or(e.Error, "the archive has no answer")}
	}
	return out, nil
}

func duration(milliseconds float64) time.Duration {
	if !(milliseconds > 0 && milliseconds < 1e12) {
		return 0
	}
	return time.Duration(milliseconds * float64(time.Millisecond))
}

func requestFrom(r *requestJSON, ours bool) (harness.Request, error) {
	if r.Method == "" {
		return harness.Request{}, errors.New("method: missing")
	}
	scheme, host, target, err := splitURL(r.URL)
	header := headerFrom(r.Headers)
	if err != nil && !ours {
		if host = cmp.Or(pseudo(r.Headers, ":authority"), header.Get("Host")); host == "" || !strings.HasPrefix(r.URL, "/") {
			return harness.Request{}, err
		}
		scheme, target = "https", r.URL
	}
	if !ours {
		header.Del("Host")
	}
	out := harness.Request{Method: r.Method, Scheme: scheme, Host: host, Target: target, Proto: r.Version, Header: header}
	if r.PostData == nil {
		return out, nil
	}
	body, known, err := postFrom(r.PostData)
	if err != nil {
		return harness.Request{}, err
	}
	out.Body = harness.Body{Bytes: body, Size: int64(len(body))}
	if !known {
		out.Body.Size = max(int64(r.BodySize), 1)
	}
	if !ours {
		foreign(out.Header, r.PostData.MimeType, body)
	}
	return out, nil
}

// postFrom gives a request's body; known is false where the archive has only
// parts of it.
func postFrom(p *postJSON) (body []byte, known bool, err error) {
	if p.Text != nil && (*p.Text != "" || len(p.Params) == 0) {
		body, err = bytesOf(*p.Text, cmp.Or(p.Ours, p.Encoding))
		if err != nil {
			return nil, false, fmt.Errorf("postData.%w", err)
		}
		return body, true, nil
	}
	if !strings.HasPrefix(p.MimeType, "application/x-www-form-urlencoded") {
		return nil, len(p.Params) == 0, nil
	}
	fields := make([]string, len(p.Params))
	for i, param := range p.Params {
		fields[i] = url.QueryEscape(param.Name) + "=" + url.QueryEscape(param.Value)
	}
	return []byte(strings.Join(fields, "&")), true, nil
}

func responseFrom(r *responseJSON, ours bool) (harness.Response, error) {
	if r.Status < 0 || r.Status > 999 || r.Status != float64(int(r.Status)) {
		return harness.Response{}, fmt.Errorf("status: want an HTTP status, got %v", r.Status)
	}
	out := harness.Response{Status: int(r.Status), Proto: r.Version, Header: headerFrom(r.Headers)}
	if r.Content.Text == nil {
		if size := int64(max(r.Content.Size, 0)); !ours && size > 0 {
			out.Body.Size = size
		}
		return out, nil
	}
	body, err := bytesOf(*r.Content.Text, r.Content.Encoding)
	if err != nil {
		return harness.Response{}, fmt.Errorf("content.%w", err)
	}
	out.Body = harness.Body{Bytes: body, Size: int64(len(body))}
	if !ours {
		foreign(out.Header, r.Content.MimeType, body)
	}
	return out, nil
}

// foreign makes a header agree with the body as an archive holds it: browsers
// keep a body unpacked beside the Content-Encoding that it came in, and some
// tools name the media type only beside the body.
func foreign(h http.Header, mediaType string, body []byte) {
	if !bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		h.Del("Content-Encoding")
	}
	if h.Get("Content-Type") == "" && mediaType != "" && mediaType != "x-unknown" && len(body) > 0 {
		h.Set("Content-Type", mediaType)
	}
}

func bytesOf(text, encoding string) ([]byte, error) {
	switch strings.ToLower(encoding) {
	case "":
		return []byte(text), nil
	case "base64":
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, fmt.Errorf("text: want base64: %w", err)
		}
		return decoded, nil
	}
	return nil, fmt.Errorf("encoding: want base64, got %q", encoding)
}

// headerFrom collects fields under their usual spelling; the pseudo fields of
// HTTP/2 are no header fields.
func headerFrom(pairs []pairJSON) http.Header {
	h := http.Header{}
	for _, p := range pairs {
		if p.Name != "" && p.Name[0] != ':' {
			h.Add(p.Name, p.Value)
		}
	}
	return h
}

func pseudo(pairs []pairJSON, name string) string {
	for _, p := range pairs {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// opaque is a URL that names no host: browsers keep what a page holds itself among
// what it fetched.
var opaque = regexp.MustCompile(`^(?i)(data|blob|about|javascript|filesystem):`)

// splitURL takes a URL apart without changing a byte of its path and query.
func splitURL(whole string) (scheme, host, target string, err error) {
	if m := opaque.FindStringSubmatch(whole); m != nil {
		return strings.ToLower(m[1]), "", "/", nil
	}
	scheme, rest, ok := strings.Cut(whole, "://")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return "", "", "", errors.New("url: want an absolute URL")
	}
	target = "/"
	if at := strings.IndexAny(rest, "/?#"); at >= 0 {
		rest, target = rest[:at], rest[at:]
	}
	target, _, _ = strings.Cut(target, "#")
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	return strings.ToLower(scheme), rest, target, nil
}

// restore gives back what only our own archives have.
func restore(j *harness.Judged, o *oursJSON) {
	j.ID, j.Flow, j.Scenario = cmp.Or(o.ID, j.ID), cmp.Or(o.Flow, j.Flow), o.Scenario
	j.Duration, j.Waited = time.Duration(o.Duration), time.Duration(o.Waited)
	j.Redacted = o.Redacted
	for _, d := range o.Departs {
		j.Departs = append(j.Departs, harness.Departure(d))
	}
	if o.Operation != nil {
		operation := harness.Operation(*o.Operation)
		j.Operation = &operation
	}
	if o.Failure != nil {
		failure := harness.Failure(*o.Failure)
		j.Failure = &failure
	}
	if o.Signature != nil {
		j.Signature = &harness.Signature{}
		for _, f := range o.Signature.Flaws {
			j.Signature.Flaws = append(j.Signature.Flaws, harness.Flaw(f))
		}
	}
	if o.Target != nil {
		j.Request.Target = *o.Target
	}
	if o.RequestSize != nil {
		j.Request.Body.Size = *o.RequestSize
	}
	if o.ResponseSize != nil {
		j.Response.Body.Size = *o.ResponseSize
	}
	if len(o.RequestTrailer) > 0 {
		j.Request.Trailer = headerFrom(o.RequestTrailer)
	}
	if len(o.ResponseTrailer) > 0 {
		j.Response.Trailer = headerFrom(o.ResponseTrailer)
	}
	for _, f := range o.Findings {
		j.Findings = append(j.Findings, findingFrom(f))
	}
}

func findingFrom(f findingJSON) harness.Finding {
	out := harness.Finding{
		Rule: f.Rule, Severity: f.Severity, Direction: f.Direction, Contract: f.Contract, Operation: f.Operation,
		Method: f.Method, Path: f.Path, Status: f.Status, In: f.In, Pointer: f.Pointer, Want: f.Expected, Got: f.Actual, Help: f.Help, Expected: f.Intended,
	}
	if f.Spec != nil {
		out.Spec = harness.SpecRef(*f.Spec)
	}
	return out
}
