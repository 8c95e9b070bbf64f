package rulestest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"kontrakt/harness"
)

// parse reads an example: the exchange, and the findings it expects.
func parse(archive *txtar.Archive) (*harness.Exchange, string, error) {
	x := &harness.Exchange{ID: "x0001", Flow: harness.FlowAPI}
	for line := range strings.Lines(string(archive.Comment)) {
		if flow, is := strings.CutPrefix(strings.TrimSpace(line), "flow:"); is {
			x.Flow = harness.Flow(strings.TrimSpace(flow))
		}
		if took, is := strings.CutPrefix(strings.TrimSpace(line), "took:"); is {
			var err error
			if x.Duration, err = time.ParseDuration(strings.TrimSpace(took)); err != nil {
				return nil, "", err
			}
		}
		if found, is := strings.CutPrefix(strings.TrimSpace(line), "signature:"); is {
			addSignature(x, found)
		}
	}
	if x.Flow != harness.FlowAPI && x.Flow != harness.FlowCallback {
		return nil, "", fmt.Errorf("unknown flow %q", x.Flow)
	}
	var want string
	seen := map[string]bool{}
	for _, f := range archive.Files {
		var err error
		switch f.Name {
		case "request":
			x.Request, err = parseRequest(f.Data)
		case "response":
			x.Response, err = parseResponse(f.Data)
		case "findings":
			want = string(f.Data)
		default:
			err = errors.New("unknown section")
		}
		if err != nil {
			return nil, "", fmt.Errorf("section %s: %w", f.Name, err)
		}
		seen[f.Name] = true
	}
	if !seen["request"] {
		return nil, "", errors.New("no section request")
	}
	return x, want, nil
}

// addSignature notes what the receiver found of a signature: "holds", or a flaw
// as "header | want | got | cause".
func addSignature(x *harness.Exchange, found string) {
	if x.Signature == nil {
		x.Signature = &harness.Signature{}
	}
	if strings.TrimSpace(found) == "holds" {
		return
	}
	parts := append(strings.Split(found, "|"), "", "", "")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	x.Signature.Flaws = append(x.Signature.Flaws, harness.Flaw{Header: parts[0], Want: parts[1], Got: parts[2], Cause: parts[3]})
}

func parseRequest(data []byte) (harness.Request, error) {
	line, header, body, err := message(data)
	if err != nil {
		return harness.Request{}, err
	}
	method, rest, ok := strings.Cut(line, " ")
	target, proto, _ := strings.Cut(rest, " ")
	if !ok || !strings.HasPrefix(target, "/") {
		return harness.Request{}, fmt.Errorf("want METHOD /path HTTP/1.1, got %q", line)
	}
	return harness.Request{
		Method: method, Scheme: "https", Host: header.Get("Host"), Target: target, Proto: proto, Header: header, Body: body,
	}, nil
}

func parseResponse(data []byte) (harness.Response, error) {
	line, header, body, err := message(data)
	if err != nil {
		return harness.Response{}, err
	}
	proto, rest, _ := strings.Cut(line, " ")
	code, _, _ := strings.Cut(rest, " ")
	status, err := strconv.Atoi(code)
	if err != nil {
		return harness.Response{}, fmt.Errorf("want HTTP/1.1 200 OK, got %q", line)
	}
	return harness.Response{Status: status, Proto: proto, Header: header, Body: body}, nil
}

// message reads a message whose lines end in LF; the file's last newline does
// not belong to the body.
func message(data []byte) (string, http.Header, harness.Body, error) {
	buffered := bufio.NewReader(bytes.NewReader(data))
	r := textproto.NewReader(buffered)
	line, err := r.ReadLine()
	if err != nil {
		return "", nil, harness.Body{}, fmt.Errorf("read the first line: %w", err)
	}
	header, err := r.ReadMIMEHeader()
	if err != nil && !errors.Is(err, io.EOF) {
		return "", nil, harness.Body{}, fmt.Errorf("read the header: %w", err)
	}
	rest, err := io.ReadAll(buffered)
	if err != nil {
		return "", nil, harness.Body{}, err
	}
	rest = bytes.TrimSuffix(rest, []byte("\n"))
	return line, http.Header(header), harness.Body{Bytes: rest, Size: int64(len(rest))}, nil
}

// Blocks words findings as the terminal does, a block for each.
func Blocks(findings []harness.Finding) string {
	var b strings.Builder
	for i, f := range findings {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s  %s  %s %s, exchange %s\n", f.Severity, f.Rule, f.Contract, f.Operation, strings.Join(f.Exchanges, ", "))
		for _, line := range []struct{ label, text string }{
			{"where", f.Where()}, {"want", f.Want}, {"got", f.Got}, {"spec", specOf(f.Spec)}, {"hint", f.Help},
		} {
			if line.text != "" {
				fmt.Fprintf(&b, "  %-5s  %s\n", line.label, line.text)
			}
		}
	}
	return b.String()
}

func specOf(s harness.SpecRef) string {
	if s.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d %s", s.File, s.Line, s.Pointer)
}
