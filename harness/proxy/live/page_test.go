package live_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy/live"
)

func serve(t *testing.T, s *source) string {
	t.Helper()
	return serveSource(t, s)
}

func serveSource(t *testing.T, s live.Source) string {
	t.Helper()
	page, err := live.New(live.Options{
		Source: s, Run: harness.Run{ID: "RUN", Tool: harness.Tool{Name: "kontrakt", Version: "1.2"}, Command: "proxy", Target: harness.Target{Kind: "sandbox", URL: "http://<a>"}},
		Style: "body { color: red }", Downloads: []live.Download{{Name: "report.json", File: "report.json"}}, Now: time.Now,
	})
	require.NoError(t, err)
	server := httptest.NewServer(live.Guard(page))
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return server.URL
}

// An ear listens to an event stream.
type ear struct {
	t *testing.T
	r *bufio.Reader
	// id is that of the latest event.
	id string
}

func listen(t *testing.T, url, last string) *ear {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/live/events", nil)
	require.NoError(t, err)
	if last != "" {
		q.Header.Set("Last-Event-ID", last)
	}
	answer, err := http.DefaultClient.Do(q)
	require.NoError(t, err)
	t.Cleanup(func() { _ = answer.Body.Close() })
	require.Equal(t, http.StatusOK, answer.StatusCode)
	require.Equal(t, "text/event-stream", answer.Header.Get("Content-Type"))
	return &ear{t: t, r: bufio.NewReader(answer.Body)}
}

// next gives the next event.
func (e *ear) next() (name, data string) {
	e.t.Helper()
	for {
		l, err := e.r.ReadString('\n')
		require.NoError(e.t, err)
		field, value, _ := strings.Cut(strings.TrimSuffix(l, "\n"), ": ")
		switch {
		case field == "event":
			name = value
		case field == "data":
			data = value
		case field == "id":
			e.id = value
		case field == "" && name != "":
			return name, data
		}
	}
}

// until reads on to an event whose data holds a text.
func (e *ear) until(name, text string) string {
	e.t.Helper()
	for {
		if got, data := e.next(); got == name && strings.Contains(data, text) {
			return data
		}
	}
}

type rows struct {
	Rows []struct {
		ID     string
		Errors int
		Rules  []string
	}
	Skipped int
}

func parsed[T any](t *testing.T, data string) T {
	t.Helper()
	var value T
	require.NoError(t, json.Unmarshal([]byte(data), &value))
	return value
}

// Who listens hears what was judged before, and what is judged from now on.
func TestEvents(t *testing.T) {
	t.Parallel()
	s := &source{}
	s.add(judged(1), judged(2, wrong("schema.type", "/modificationAmount/value")))
	e := listen(t, serve(t, s), "")
	name, data := e.next()
	assert.Equal(t, "hello", name)
	assert.JSONEq(t, `{"run":"RUN"}`, data)
	name, _ = e.next()
	assert.Equal(t, "reset", name)
	_, data = e.next()
	first := parsed[rows](t, data)
	require.Len(t, first.Rows, 2)
	assert.Equal(t, "x0001", first.Rows[0].ID)
	assert.Equal(t, []string{"schema.type"}, first.Rows[1].Rules)
	assert.Equal(t, 1, first.Rows[1].Errors)
	assert.Equal(t, "RUN.0.2", e.id)
	figures := e.until("figures", `"exchanges":2,"errors":1`)
	assert.Contains(t, figures, `"spec":"epayment.v1.yaml:7 #/a"`)
	assert.Contains(t, figures, `"calls":2,"ok":2,"errors":1,"warnings":0,"statuses":{"200":2},"p50":1,"p95":2,"max":2`)

	s.add(judged(3))
	next := parsed[rows](t, e.until("rows", "x0003"))
	assert.Len(t, next.Rows, 1)
	e.until("figures", `"exchanges":3`)
}

// A page that lost its connection goes on where it was; one of another run
// begins anew.
func TestEventsGoOn(t *testing.T) {
	t.Parallel()
	s := &source{}
	s.add(judged(1), judged(2), judged(3))
	url := serve(t, s)
	for last, want := range map[string]int{"RUN.0.2": 1, "OTHER.0.2": 3, "RUN.7.2": 3, "RUN.0.99": 3, "RUN.0.-1": 3, "RUN": 3, "nonsense.": 3} {
		heard := parsed[rows](t, listen(t, url, last).until("rows", "x0003"))
		assert.Len(t, heard.Rows, want, last)
	}
}

// A reset shows what comes after it, to all who watch; what was found before
// counts only as often as it is found again.
func TestReset(t *testing.T) {
	t.Parallel()
	s := &source{}
	s.add(judged(1, wrong("schema.type", "/a"), wrong("schema.enum", "/b")), judged(2, wrong("schema.type", "/a")))
	url := serve(t, s)
	one, other := listen(t, url, ""), listen(t, url, "")
	one.until("figures", `"errors":2`)
	other.until("figures", `"errors":2`)
	answer, err := http.Post(url+"/live/reset", "", nil)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	assert.Equal(t, http.StatusNoContent, answer.StatusCode)
	for _, e := range []*ear{one, other} {
		e.until("reset", "")
		assert.Empty(t, parsed[rows](t, e.until("rows", "")).Rows)
		e.until("figures", `"exchanges":0,"errors":0`)
	}
	s.add(judged(3, wrong("schema.type", "/a")))
	for _, e := range []*ear{one, other, listen(t, url, "")} {
		heard := parsed[rows](t, e.until("rows", "x0003"))
		assert.Len(t, heard.Rows, 1)
		figures := e.until("figures", `"exchanges":1,"errors":1`)
		assert.Contains(t, figures, `"recorded":3`)
		assert.Contains(t, figures, `"count":1`)
		assert.NotContains(t, figures, "schema.enum")
	}
}

// A page that opens late, or falls behind, gets the latest and is told how much
// it missed.
func TestEventsOfManyExchanges(t *testing.T) {
	t.Parallel()
	s := &source{}
	var many []harness.Judged
	for i := range 30_000 {
		many = append(many, judged(i+1))
	}
	s.add(many...)
	e := listen(t, serve(t, s), "")
	heard := parsed[rows](t, e.until("rows", "x"))
	assert.Len(t, heard.Rows, 500)
	assert.Equal(t, "x30000", heard.Rows[499].ID)
	assert.Equal(t, 29_500, heard.Skipped)
	assert.Equal(t, 500, s.reads(), "what is too old is not read")
	assert.Contains(t, e.until("figures", ""), `"exchanges":30000,`)
	s.add(many[:5000]...)
	later := parsed[rows](t, e.until("rows", "x"))
	assert.Equal(t, 5000, len(later.Rows)+later.Skipped)
	assert.LessOrEqual(t, s.reads(), 600, "nobody can follow more")
	e.until("figures", `"calls":35000,`)
}

// Nobody watches: nothing is read.
func TestNobodyWatches(t *testing.T) {
	t.Parallel()
	s := &source{}
	url := serve(t, s)
	s.add(judged(1), judged(2))
	_, page := get(t, url+"/")
	assert.Contains(t, page, "<title>kontrakt live</title>")
	assert.Zero(t, s.reads())
}

// One that does not read holds nobody up, neither the judge nor others.
func TestAListenerThatDoesNotRead(t *testing.T) {
	t.Parallel()
	s := &source{}
	url := serve(t, s)
	deaf, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = deaf.Close() })
	_, err = io.WriteString(deaf, "GET /live/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
	require.NoError(t, err)
	e := listen(t, url, "")
	for i := range 6 {
		var many []harness.Judged
		for range 500 { // far more than fits between two ends
			many = append(many, judged(i))
		}
		s.add(many...)
		last := fmt.Sprintf("x9%03d", i)
		one := judged(i)
		one.ID = last
		s.add(one)
		e.until("rows", last)
	}
}

func TestTooManyListeners(t *testing.T) {
	t.Parallel()
	url := serve(t, &source{})
	for range 32 {
		name, _ := listen(t, url, "").next()
		require.Equal(t, "hello", name)
	}
	status, said := get(t, url+"/live/events")
	assert.Equal(t, http.StatusServiceUnavailable, status)
	assert.Contains(t, said, "too many pages")
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	answer, err := http.Get(url)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

// The page loads nothing, and no other script runs in it.
func TestPage(t *testing.T) {
	t.Parallel()
	answer, err := http.Get(serve(t, &source{}) + "/")
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	policy := answer.Header.Get("Content-Security-Policy")
	assert.Contains(t, policy, "default-src 'none'; style-src 'sha256-")
	assert.NotContains(t, policy, "unsafe")
	assert.Contains(t, policy, "frame-ancestors 'none'")
	assert.Contains(t, string(text), "sandbox at http://&lt;a&gt;")
	assert.Contains(t, string(text), "body { color: red }")
	assert.Contains(t, string(text), `href="report.json" download`)
	assert.NotRegexp(t, `(?i)(src|href)="?(https?:)?//`, string(text))
}

func TestExchange(t *testing.T) {
	t.Parallel()
	s := &source{}
	missing := wrong("header.missing", "Merchant-Serial-Number")
	missing.In = harness.PartHeader
	bad := wrong("header.invalid", "Idempotency-Key")
	bad.In = harness.PartHeader
	answered := wrong("status.undocumented", "")
	answered.In, answered.Direction = harness.PartStatus, harness.InResponse
	s.add(judged(1, wrong("schema.type", "/modificationAmount/value"), missing, bad, answered))
	url := serve(t, s)
	status, text := get(t, url+"/live/exchanges/x0001")
	require.Equal(t, http.StatusOK, status)
	type line struct {
		Name, Text string
		At         []int
	}
	d := parsed[struct {
		URL, Curl         string
		Request, Response struct {
			Start         line
			Headers, Body []line
			Note          string
		}
		Findings []struct{ Rule, Where string }
	}](t, text)
	assert.Equal(t, "https://apitest.vipps.no/epayment/v1/payments/order-1/capture", d.URL)
	assert.Equal(t, []line{
		{"Authorization", "Bearer qwertyuiop", nil}, {"Content-Type", "application/json", nil},
		{"Idempotency-Key", "key-1", []int{2}}, {"Merchant-Serial-Number", "", []int{1}},
	}, d.Request.Headers)
	assert.Equal(t, []line{
		{Text: "{"}, {Text: `  "modificationAmount": {`}, {Text: `    "currency": "NOK",`}, {Text: `    "value": 9007199254740993`, At: []int{0}}, {Text: "  }"}, {Text: "}"},
	}, d.Request.Body)
	assert.Equal(t, line{Text: "HTTP/1.1 200 OK", At: []int{3}}, d.Response.Start)
	assert.Equal(t, "request body /modificationAmount/value", d.Findings[0].Where)
	assert.Contains(t, d.Curl, `'Authorization: Bearer '"$KONTRAKT_ACCESS_TOKEN"`)
	assert.NotContains(t, d.Curl, "qwertyuiop")

	status, _ = get(t, url+"/live/exchanges/x0002")
	assert.Equal(t, http.StatusNotFound, status)
	s.broken = true
	status, text = get(t, url+"/live/exchanges/x0001")
	assert.Equal(t, http.StatusInternalServerError, status)
	assert.NotContains(t, text, "closed")
}

// Bodies of every kind are shown, or it is said why not.
func TestBodies(t *testing.T) {
	t.Parallel()
	s := &source{}
	bodies := []struct {
		name, body string
		more       int64
		lines      []string
		note       string
		marked     bool
	}{
		{name: "nothing", note: "no body", lines: []string{""}, marked: true},
		{name: "no JSON", body: "<p>\na & b", lines: []string{"<p>", "a & b"}, marked: true},
		{name: "half of JSON", body: `{"a":`, more: 9, lines: []string{`{"a":`}, note: "the captured beginning of 14 bytes", marked: true},
		{name: "bytes", body: "\xff\xfe\x00", lines: []string{""}, note: "3 bytes that are no text", marked: true},
		{name: "cut within a letter", body: "a\xc3", more: 1, lines: []string{"a\uFFFD"}, note: "the captured beginning of 3 bytes", marked: true},
		{name: "very much", body: `"` + strings.Repeat("a", 300<<10) + `"`, note: fmt.Sprintf("the beginning of %d bytes", 300<<10+2), marked: true},
		{name: "many members", body: "[" + strings.Repeat("1,", 5000) + "1]", note: "the beginning of 10003 bytes", marked: true},
	}
	for i, b := range bodies {
		j := judged(i+1, wrong("schema.type", ""))
		j.Request.Body = harness.Body{Bytes: []byte(b.body), Size: int64(len(b.body)) + b.more}
		s.add(j)
	}
	url := serve(t, s)
	for i, b := range bodies {
		_, text := get(t, fmt.Sprintf("%s/live/exchanges/x%04d", url, i+1))
		d := parsed[struct {
			Request struct {
				Note string
				Body []struct {
					Text string
					At   []int
				}
			}
		}](t, text)
		assert.Equal(t, b.note, d.Request.Note, b.name)
		if b.lines != nil {
			var lines []string
			for _, l := range d.Request.Body {
				lines = append(lines, l.Text)
			}
			assert.Equal(t, b.lines, lines, b.name)
		}
		if assert.NotEmpty(t, d.Request.Body, b.name) {
			assert.Equal(t, b.marked, len(d.Request.Body[0].At) > 0, b.name)
		}
	}
}

func TestNothingElseIsServed(t *testing.T) {
	t.Parallel()
	url := serve(t, &source{})
	for _, path := range []string{"/live", "/live/", "/live/reset", "/x", "/html/live.js"} {
		status, _ := get(t, url+path)
		assert.Contains(t, []int{http.StatusNotFound, http.StatusMethodNotAllowed}, status, path)
	}
}
