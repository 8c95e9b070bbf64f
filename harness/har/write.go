package har

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kontrakt/harness"
)

// Write writes an archive, entry by entry as they come; a trial of nil is left
// out. Header fields stand in alphabetical order, those of one name in the order in
// which they were sent.
func Write(w io.Writer, creator harness.Tool, trial *harness.Trial, entries iter.Seq2[harness.Judged, error]) error {
	out := bufio.NewWriter(w)
	head, err := marshal(creatorJSON{Name: creator.Name, Version: creator.Version})
	if err != nil {
		return fmt.Errorf("write HAR: %w", err)
	}
	fmt.Fprintf(out, "{\"log\":{\"version\":\"1.2\",\"creator\":%s,", head)
	if trial != nil {
		said, err := marshal(logJSON{Trial: trialOf(trial)})
		if err != nil {
			return fmt.Errorf("write HAR: %w", err)
		}
		fmt.Fprintf(out, "\n\"_kontrakt\":%s,", said)
	}
	out.WriteString("\"entries\":[")
	separator := "\n"
	for judged, err := range entries {
		if err != nil {
			return fmt.Errorf("write HAR: %w", err)
		}
		encoded, err := marshal(entryOf(&judged))
		if err != nil {
			return fmt.Errorf("write HAR: entry %s: %w", judged.ID, err)
		}
		if _, err := out.WriteString(separator); err != nil {
			return fmt.Errorf("write HAR: %w", err)
		}
		out.Write(encoded)
		separator = ",\n"
	}
	out.WriteString("\n]}}\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write HAR: %w", err)
	}
	return nil
}

func marshal(v any) ([]byte, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}

func entryOf(j *harness.Judged) entryJSON {
	e := entryJSON{
		Started: j.Started.UTC().Format(time.RFC3339Nano), Time: milliseconds(j.Duration),
		Request: requestOf(&j.Request), Response: responseOf(&j.Response),
		Timings: timingsJSON{Send: 0, Wait: milliseconds(j.Waited), Receive: milliseconds(max(j.Duration-j.Waited, 0))},
		Ours:    ours(j),
	}
	if j.Failure != nil {
		e.Error = string(j.Failure.Kind)
	}
	if j.Expect != nil {
		e.Comment, e.Ours.Expect = notWhole, responseOf(j.Expect)
	}
	return e
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func requestOf(r *harness.Request) *requestJSON {
	out := &requestJSON{
		Method: r.Method, URL: urlOf(r), Version: r.Proto, Cookies: []struct{}{}, Headers: pairs(r.Header),
		Query: queryOf(r.Target), HeadersSize: -1, BodySize: float64(r.Body.Size),
	}
	if len(r.Body.Bytes) > 0 {
		text, encoding := textOf(r.Body.Bytes)
		out.PostData = &postJSON{MimeType: r.Header.Get("Content-Type"), Text: &text, Ours: encoding}
	}
	return out
}

func responseOf(r *harness.Response) *responseJSON {
	out := &responseJSON{
		Status: float64(r.Status), StatusText: http.StatusText(r.Status), Version: r.Proto, Cookies: []struct{}{}, Headers: pairs(r.Header),
		Content:     contentJSON{Size: float64(r.Body.Size), MimeType: r.Header.Get("Content-Type")},
		RedirectURL: r.Header.Get("Location"), HeadersSize: -1, BodySize: float64(r.Body.Size),
	}
	if len(r.Body.Bytes) > 0 {
		text, encoding := textOf(r.Body.Bytes)
		out.Content.Text, out.Content.Encoding = &text, encoding
	}
	return out
}

func textOf(b []byte) (text, encoding string) {
	if utf8.Valid(b) {
		return string(b), ""
	}
	return base64.StdEncoding.EncodeToString(b), "base64"
}

// urlOf is the URL of a request; a target that is no path, such as *, has none.
func urlOf(r *harness.Request) string {
	if !strings.HasPrefix(r.Target, "/") {
		return r.Scheme + "://" + r.Host + "/"
	}
	return r.Scheme + "://" + r.Host + r.Target
}

func queryOf(target string) []pairJSON {
	all := []pairJSON{}
	_, query, _ := strings.Cut(target, "?")
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		all = append(all, pairJSON{unescaped(name), unescaped(value)})
	}
	return all
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil && utf8.ValidString(plain) {
		return plain
	}
	return s
}

func pairs(h http.Header) []pairJSON {
	all := []pairJSON{}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			all = append(all, pairJSON{name, value})
		}
	}
	return all
}

func ours(j *harness.Judged) *oursJSON {
	o := &oursJSON{
		ID: j.ID, Flow: j.Flow, Scenario: j.Scenario, Redacted: slices.Clone(j.Redacted), Findings: []findingJSON{},
		Duration: int64(j.Duration), Waited: int64(j.Waited),
		RequestTrailer: pairs(j.Request.Trailer), ResponseTrailer: pairs(j.Response.Trailer), Acts: actsOf(j.Acts), Departs: departuresOf(j.Departs),
	}
	if o.Redacted == nil {
		o.Redacted = []string{}
	}
	if j.Operation != nil {
		operation := operationJSON(*j.Operation)
		o.Operation = &operation
	}
	if j.Failure != nil {
		failure := failureJSON(*j.Failure)
		o.Failure = &failure
	}
	if j.Signature != nil {
		o.Signature = &signatureJSON{Holds: len(j.Signature.Flaws) == 0, Flaws: []flawJSON{}}
		for _, f := range j.Signature.Flaws {
			o.Signature.Flaws = append(o.Signature.Flaws, flawJSON(f))
		}
	}
	if _, _, target, err := splitURL(urlOf(&j.Request)); err != nil || target != j.Request.Target {
		o.Target = &j.Request.Target
	}
	if !j.Request.Body.Whole() {
		o.RequestSize = &j.Request.Body.Size
	}
	if !j.Response.Body.Whole() {
		o.ResponseSize = &j.Response.Body.Size
	}
	for _, f := range j.Findings {
		o.Findings = append(o.Findings, findingOf(f))
	}
	return o
}

func findingOf(f harness.Finding) findingJSON {
	out := findingJSON{
		Rule: f.Rule, Severity: f.Severity, Direction: f.Direction, Contract: f.Contract, Operation: f.Operation,
		Method: f.Method, Path: f.Path, Status: f.Status, In: f.In, Pointer: f.Pointer, Expected: f.Want, Actual: f.Got, Help: f.Help, Intended: f.Expected,
	}
	if f.Spec != (harness.SpecRef{}) {
		spec := specJSON(f.Spec)
		out.Spec = &spec
	}
	return out
}
