package har_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness"
	"kontrakt/harness/har"
)

var tool = harness.Tool{Name: "kontrakt", Version: "test"}

func each(all ...harness.Judged) iter.Seq2[harness.Judged, error] {
	return func(yield func(harness.Judged, error) bool) {
		for _, j := range all {
			if !yield(j, nil) {
				return
			}
		}
	}
}

func header() *rapid.Generator[http.Header] {
	return rapid.Custom(func(t *rapid.T) http.Header {
		h := http.Header{}
		for range rapid.IntRange(0, 5).Draw(t, "fields") {
			h.Add(rapid.SampledFrom([]string{"Content-Type", "X-Request-Id", "Set-Cookie", "Vary", "Client_id"}).Draw(t, "name"), rapid.StringMatching(`[ -~]{0,20}`).Draw(t, "value"))
		}
		return h
	})
}

func body() *rapid.Generator[harness.Body] {
	return rapid.Custom(func(t *rapid.T) harness.Body {
		b := harness.Body{}
		if rapid.Bool().Draw(t, "has body") {
			b.Bytes = []byte(rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "bytes"))
		}
		if len(b.Bytes) == 0 {
			b.Bytes = nil
		}
		b.Size = int64(len(b.Bytes))
		if rapid.Bool().Draw(t, "cut") {
			b.Size += rapid.Int64Range(0, 1<<40).Draw(t, "rest")
		}
		return b
	})
}

func judged() *rapid.Generator[harness.Judged] {
	text := rapid.StringMatching(`[a-zæ/" ,<&0-9]{0,12}`)
	return rapid.Custom(func(t *rapid.T) harness.Judged {
		j := harness.Judged{Exchange: harness.Exchange{
			ID: rapid.StringMatching(`x[0-9]{4}`).Draw(t, "id"), Flow: rapid.SampledFrom([]harness.Flow{harness.FlowAPI, harness.FlowCallback}).Draw(t, "flow"),
			Scenario: text.Draw(t, "scenario"), Started: time.Unix(rapid.Int64Range(0, 1<<32).Draw(t, "s"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC(),
			Duration: time.Duration(rapid.Int64Range(0, 1<<50).Draw(t, "duration")), Waited: time.Duration(rapid.Int64Range(0, 1<<50).Draw(t, "waited")),
			Request: harness.Request{
				Method: rapid.StringMatching(`[A-Z]{1,7}`).Draw(t, "method"), Scheme: rapid.SampledFrom([]string{"http", "https"}).Draw(t, "scheme"), Host: rapid.StringMatching(`[a-z.]{1,9}(:[0-9]{2})?`).Draw(t, "host"),
				Target: rapid.OneOf(rapid.StringMatching(`/[a-z/%?&=#]{0,20}`), rapid.SampledFrom([]string{"*", "", "http://other/x"})).Draw(t, "target"),
				Proto:  "HTTP/1.1", Header: header().Draw(t, "header"), Body: body().Draw(t, "body"),
			},
			Response: harness.Response{
				Status: rapid.SampledFrom([]int{0, 200, 404, 503, 299}).Draw(t, "status"), Proto: "HTTP/2.0", Header: header().Draw(t, "answer header"), Body: body().Draw(t, "answer body"),
			},
		}}
		if rapid.Bool().Draw(t, "trailer") {
			j.Request.Trailer, j.Response.Trailer = http.Header{"X-Sum": {"1", "2"}}, http.Header{"X-End": {""}}
		}
		if rapid.Bool().Draw(t, "failed") {
			j.Failure = &harness.Failure{Kind: harness.CutOff, Detail: text.Draw(t, "detail")}
		}
		if rapid.Bool().Draw(t, "signed") {
			j.Signature = &harness.Signature{}
			for range rapid.IntRange(0, 2).Draw(t, "flaws") {
				j.Signature.Flaws = append(j.Signature.Flaws, harness.Flaw{
					Header: "X-Ms-Date", Want: text.Draw(t, "flaw want"), Got: text.Draw(t, "flaw got"), Cause: text.Draw(t, "cause"),
				})
			}
		}
		if rapid.Bool().Draw(t, "known") {
			j.Operation = &harness.Operation{Contract: "ecom.v2", ID: text.Draw(t, "op"), Method: "PUT", Path: "/a/{b}", Flow: j.Flow, Deprecated: true}
		}
		j.Redacted = rapid.SliceOfN(text, 0, 3).Draw(t, "redacted")
		for range rapid.IntRange(0, 2).Draw(t, "findings") {
			j.Findings = append(j.Findings, harness.Finding{
				Rule: "schema.enum", Severity: harness.Error, Direction: harness.InRequest, Contract: "ecom.v2", Operation: "op", Method: "PUT",
				Path: "/a/{b}", Status: 400, In: harness.PartBody, Pointer: "/" + text.Draw(t, "pointer"), Want: text.Draw(t, "want"), Got: text.Draw(t, "got"),
				Spec: harness.SpecRef{File: "a.yaml", Line: 3, Pointer: "#/x"}, Help: "do so",
				Expected: rapid.Bool().Draw(t, "expected"),
			})
		}
		for range rapid.IntRange(0, 2).Draw(t, "acts") {
			j.Acts = append(j.Acts, harness.Act{Tenant: text.Draw(t, "tenant"), Method: "POST", Path: "clock", Body: []byte(`{"advance":"PT24H"}`)})
		}
		for range rapid.IntRange(0, 2).Draw(t, "departs") {
			j.Departs = append(j.Departs, harness.Departure{Row: text.Draw(t, "row"), Says: text.Draw(t, "says"), Mended: rapid.Bool().Draw(t, "mended"), Code: text.Draw(t, "code")})
		}
		return j
	})
}

func trial() *rapid.Generator[*harness.Trial] {
	text := rapid.StringMatching(`[a-zæ/" ,<&0-9]{0,12}`)
	return rapid.Custom(func(t *rapid.T) *harness.Trial {
		if rapid.Bool().Draw(t, "none") {
			return nil
		}
		out := &harness.Trial{Unsound: text.Draw(t, "unsound")}
		for range rapid.IntRange(0, 2).Draw(t, "scenarios") {
			out.Scenarios = append(out.Scenarios, harness.Tried{
				Name: text.Draw(t, "name"), Of: append([]string{}, rapid.SliceOfN(text, 0, 2).Draw(t, "of")...), Passed: rapid.Bool().Draw(t, "passed"), Unreached: rapid.Bool().Draw(t, "unreached"),
				Reason: text.Draw(t, "reason"), At: time.Unix(rapid.Int64Range(0, 1<<32).Draw(t, "at"), 5).UTC(),
			})
		}
		if rapid.Bool().Draw(t, "sold") {
			out.Sold, out.Abilities = map[string]string{text.Draw(t, "reference"): "pos"}, []string{"reserve-capture"}
		}
		return out
	})
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, said := rapid.SliceOfN(judged(), 0, 3).Draw(t, "entries"), trial().Draw(t, "trial")
		var b bytes.Buffer
		require.NoError(t, har.Write(&b, tool, said, each(want...)))
		require.True(t, json.Valid(b.Bytes()), "the archive is JSON")
		archive, err := har.ReadAll(&b)
		require.NoError(t, err)
		require.Equal(t, said, archive.Trial)
		got := archive.Entries
		require.Len(t, got, len(want))
		for i := range want {
			require.True(t, got[i].Ours)
			require.Equal(t, want[i], got[i].Judged)
		}
	})
}

// The archive of a browser: pseudo fields, lower case names, a body unpacked
// beside its Content-Encoding, a form as parameters, things that are missing.
const browser = "\xef\xbb\xbf" + `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537"},"pages":[{"id":"p"}],"entries":[
 {"startedDateTime":"2026-02-01T13:00:00.5+01:00","time":12.5,"_initiator":{"type":"script"},
  "request":{"method":"POST","url":"https://api.test/ecomm/v2/payments?a=1#top","httpVersion":"h2","cookies":[{"name":"c","value":"d"}],
   "headers":[{"name":":method","value":"POST"},{"name":":authority","value":"api.test"},{"name":"content-type","value":"application/json"},{"name":"accept","value":"a"},{"name":"Accept","value":"b"}],
   "queryString":[],"headersSize":-1,"bodySize":7,"postData":{"mimeType":"application/json","text":"{\"a\":1}"}},
  "response":{"status":200,"statusText":"","httpVersion":"h2","cookies":[],"headers":[{"name":"content-encoding","value":"br"},{"name":"content-type","value":"application/json"}],
   "content":{"size":2,"mimeType":"application/json","text":"e30=","encoding":"base64"},"redirectURL":"","headersSize":-1,"bodySize":-1,"_transferSize":99},
  "cache":{"beforeRequest":null},"timings":{"blocked":1,"wait":7,"receive":1},"serverIPAddress":"10.0.0.1"},
 {"request":{"method":"POST","url":"/miami/v1/token","headers":[{"name":":authority","value":"api.test"}],"postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"grant_type","value":"client credentials"},{"name":"x","value":"&"}]}},
  "response":{"status":204,"content":{}}},
 {"request":{"method":"GET","url":"https://api.test"},"response":{"status":200,"content":{"size":40,"mimeType":"text/html"}}},
 {"request":{"method":"GET","url":"https://api.test/down"},"response":{"status":0,"_error":"x"},"_error":"net::ERR_CONNECTION_REFUSED"},
 {"request":{"method":"GET","url":"https://api.test/down"}}
]}}`

func TestArchivesOfOtherTools(t *testing.T) {
	t.Parallel()
	all, err := har.Read(strings.NewReader(browser))
	require.NoError(t, err)
	require.Len(t, all, 5)
	for i, e := range all {
		assert.False(t, e.Ours)
		assert.Equal(t, fmt.Sprintf("x%04d", i+1), e.ID)
		assert.Equal(t, harness.FlowAPI, e.Flow)
	}
	first := all[0].Exchange
	assert.Equal(t, time.Date(2026, 2, 1, 12, 0, 0, 5e8, time.UTC), first.Started)
	assert.Equal(t, 12500*time.Microsecond, first.Duration)
	assert.Equal(t, 7*time.Millisecond, first.Waited)
	assert.Equal(t, "/ecomm/v2/payments?a=1", first.Request.Target)
	assert.Equal(t, "api.test", first.Request.Host)
	assert.Equal(t, http.Header{"Content-Type": {"application/json"}, "Accept": {"a", "b"}}, first.Request.Header)
	assert.Equal(t, `{"a":1}`, string(first.Request.Body.Bytes))
	assert.Equal(t, `{}`, string(first.Response.Body.Bytes))
	assert.True(t, first.Response.Body.Whole())
	assert.Empty(t, first.Response.Header["Content-Encoding"], "the body is unpacked")

	form := all[1].Exchange
	assert.Equal(t, "api.test", form.Request.Host)
	assert.Equal(t, "/miami/v1/token", form.Request.Target)
	assert.Equal(t, "grant_type=client+credentials&x=%26", string(form.Request.Body.Bytes))
	assert.Equal(t, "application/x-www-form-urlencoded", form.Request.Header.Get("Content-Type"))
	assert.True(t, form.Response.Body.Whole())

	assert.Equal(t, "/", all[2].Request.Target)
	assert.False(t, all[2].Response.Body.Whole(), "the archive has no body, and says that there was one")
	assert.Equal(t, &harness.Failure{Kind: harness.Unreachable, Detail: "net::ERR_CONNECTION_REFUSED"}, all[3].Failure)
	assert.Equal(t, &harness.Failure{Kind: harness.Unreachable, Detail: "the archive has no answer"}, all[4].Failure)
}

func TestMalformedArchives(t *testing.T) {
	t.Parallel()
	good := `{"request":{"method":"GET","url":"https://a/"},"response":{"status":200}}`
	tests := []struct{ name, archive, want string }{
		{"nothing", ``, "read HAR: byte 0: it breaks off"},
		{"no JSON", `<html>`, "read HAR: byte 1: it is no JSON from here on"},
		{"an array", `[]`, "read HAR: byte 1: an HTTP Archive: want an object"},
		{"another document", `{"openapi":"3.0.0"}`, "read HAR: no log.entries: this is no HTTP Archive"},
		{"a log that is no object", `{"log":7}`, "read HAR: byte 8: log: want an object"},
		{"entries that are no array", `{"log":{"entries":{}}}`, "read HAR: byte 19: log.entries: want an array"},
		{"it breaks off after an entry", `{"log":{"entries":[` + good, "read HAR: byte 92: it breaks off"},
		{"it breaks off within an entry", `{"log":{"entries":[` + good + `,{"request":`, "read HAR: entry 2, byte 93: it breaks off"},
		{"an entry that is no object", `{"log":{"entries":[` + good + `,3]}}`, "read HAR: entry 2, byte 92: it: want another kind of value, got number"},
		{"no request", `{"log":{"entries":[{}]}}`, "read HAR: entry 1, byte 19: request: missing"},
		{"no method", `{"log":{"entries":[{"request":{"url":"https://a/"}}]}}`, "read HAR: entry 1, byte 19: request.method: missing"},
		{"a relative URL", `{"log":{"entries":[{"request":{"method":"GET","url":"a?token=secret"}}]}}`, "read HAR: entry 1, byte 19: request.url: want an absolute URL"},
		{"a method that is a number", `{"log":{"entries":[{"request":{"method":7}}]}}`, "read HAR: entry 1, byte 19: request.method: want another kind of value, got number"},
		{"a status that is none", `{"log":{"entries":[{"request":{"method":"GET","url":"https://a/"},"response":{"status":20.5}}]}}`, "read HAR: entry 1, byte 19: response.status: want an HTTP status, got 20.5"},
		{"a body that is not base64", `{"log":{"entries":[{"request":{"method":"GET","url":"https://a/"},"response":{"status":200,"content":{"text":"%","encoding":"base64"}}}]}}`, "read HAR: entry 1, byte 19: response.content.text: want base64: illegal base64 data at input byte 0"},
		{"another encoding", `{"log":{"entries":[{"request":{"method":"GET","url":"https://a/","postData":{"text":"x","encoding":"uu"}}}]}}`, `read HAR: entry 1, byte 19: request.postData.encoding: want base64, got "uu"`},
		{"a time that is none", `{"log":{"entries":[{"startedDateTime":"today","request":{"method":"GET","url":"https://a/"}}]}}`, `read HAR: entry 1, byte 19: startedDateTime: want a time such as 2026-01-31T12:00:00Z, got "today"`},
		{"a trial that is none", `{"log":{"_kontrakt":{"trial":{"scenarios":7}},"entries":[]}}`, "read HAR: byte 45: log._kontrakt.trial.scenarios: want another kind of value, got number"},
		{"a trial at no time", `{"log":{"_kontrakt":{"trial":{"scenarios":[{"at":"today"}]}},"entries":[]}}`, `read HAR: byte 60: log._kontrakt.trial.scenarios: at of the 1.: want a time such as 2026-01-31T12:00:00Z, got "today"`},
		{"a trial that breaks off", `{"log":{"_kontrakt":{"trial":`, "read HAR: byte 20: it breaks off"},
		{"something follows", `{"log":{"entries":[]}} {}`, "read HAR: byte 24: something follows the archive"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			entries, err := har.Read(strings.NewReader(tt.archive))
			require.Error(t, err)
			assert.Equal(t, tt.want, err.Error())
			assert.Nil(t, entries)
		})
	}
}

type fullDisk struct{ room int }

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

func TestWriteSaysWhatWentWrong(t *testing.T) {
	t.Parallel()
	err := har.Write(&fullDisk{}, tool, nil, each(harness.Judged{}))
	assert.EqualError(t, err, "write HAR: no space left")
	err = har.Write(&bytes.Buffer{}, tool, nil, func(yield func(harness.Judged, error) bool) { yield(harness.Judged{}, errors.New("the disk is gone")) })
	assert.EqualError(t, err, "write HAR: the disk is gone")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(browser))
	f.Add([]byte(`{"log":{"_kontrakt":{"trial":{"scenarios":[{"name":"a","of":["X-CL-1"],"passed":true,"at":"2026-01-31T12:00:00Z"}],"sold":{"a":"pos"}}},"entries":[]}}`))
	f.Add([]byte(`{"log":{"entries":[{"request":{"method":"GET","url":"://?#"},"response":{"status":1e3}}]}}`))
	f.Fuzz(func(t *testing.T, archive []byte) {
		read, err := har.ReadAll(bytes.NewReader(archive))
		if err != nil {
			require.Zero(t, read)
			return
		}
		entries := read.Entries
		var all []harness.Judged
		for _, e := range entries {
			all = append(all, e.Judged)
		}
		var b bytes.Buffer
		require.NoError(t, har.Write(&b, tool, read.Trial, each(all...)))
		again, err := har.ReadAll(&b)
		require.NoError(t, err)
		require.Len(t, again.Entries, len(entries))
		require.Equal(t, read.Trial == nil, again.Trial == nil)
	})
}

func TestAnAnswerThatIsOnlyExpectedIsKeptApart(t *testing.T) {
	t.Parallel()
	x := harness.Judged{Exchange: harness.Exchange{ID: "x0001", Flow: harness.FlowAPI, Request: harness.Request{Method: "GET", Scheme: "https", Host: "h", Target: "/a", Proto: "HTTP/1.1"}}}
	x.Expect = &harness.Response{Status: 200, Proto: "HTTP/1.1", Header: http.Header{"A": {"b"}}, Body: harness.Body{Bytes: []byte("{}"), Size: 2}}
	var b strings.Builder
	require.NoError(t, har.Write(&b, harness.Tool{Name: "kontrakt"}, nil, func(yield func(harness.Judged, error) bool) { yield(x, nil) }))
	assert.Contains(t, b.String(), `"comment":"no answer: nobody has given it`)
	entries, err := har.Read(strings.NewReader(b.String()))
	require.NoError(t, err)
	require.Len(t, entries, 1)
	assert.Equal(t, x.Expect, entries[0].Expect)
	assert.Zero(t, entries[0].Response.Status)
	assert.Nil(t, entries[0].Failure, "nothing went wrong")

	_, err = har.Read(strings.NewReader(strings.Replace(b.String(), `"status":200`, `"status":-1`, 1)))
	require.ErrorContains(t, err, "_kontrakt.expect.status")
}

func TestWhatAPageHoldsItselfIsNoError(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"data:text/plain,hello", "blob:https://shop.example/1", "about:blank", "DATA:,x"} {
		entries, err := har.Read(strings.NewReader(`{"log":{"entries":[{"request":{"method":"GET","url":"` + url + `"}},{"request":{"method":"GET","url":"https://h/a"}}]}}`))
		require.NoError(t, err, url)
		require.Len(t, entries, 2)
		assert.Empty(t, entries[0].Request.Host)
		assert.NotContains(t, []string{"http", "https"}, entries[0].Request.Scheme)
		assert.Equal(t, "x0002", entries[1].ID, "what follows keeps its number")
	}
}
