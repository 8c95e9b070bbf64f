package proxy_test

import (
	"bufio"
	"bytes"
	"context"
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
	"kontrakt/harness/proxy"
)

// rerouted leads every call to one address, as the sandbox's routes do.
type rerouted struct {
	to   string
	next http.RoundTripper
}

func (d rerouted) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = "http", d.to, r.URL.Host
	return d.next.RoundTrip(r)
}

// recording makes a client whose calls to any URL reach the target.
func recording(t *testing.T, target string) (*http.Client, chan *harness.Exchange) {
	t.Helper()
	recorded := make(chan *harness.Exchange, 10)
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	rt := proxy.Record(rerouted{mustParse(target).Host, transport}, func(x *harness.Exchange) { recorded <- x }, proxy.Counter(), time.Now)
	return &http.Client{Transport: rt, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, recorded
}

func TestRecordKeepsBothSides(t *testing.T) {
	t.Parallel()
	const sent, answered = `{ "a":9007199254740993, "a":1 }`, "\x1f\x8b\x00{}"
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		assert.Equal(t, sent, string(body))
		assert.Equal(t, "shop.example", r.Host)
		w.Header()["Set-Cookie"] = []string{"b", "a"}
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Location", "https://elsewhere.example")
		w.WriteHeader(http.StatusFound)
		io.WriteString(w, answered)
	}))
	t.Cleanup(target.Close)
	client, recorded := recording(t, target.URL)
	request, err := http.NewRequest(http.MethodPost, "https://shop.example/v2/payments/a%2Fb?x=1", strings.NewReader(sent))
	require.NoError(t, err)
	request.Header["X-A"] = []string{"2", "1"}
	response, err := client.Do(request)
	require.NoError(t, err)
	x := <-recorded
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, answered, string(body), "the caller's answer is untouched")

	assert.Equal(t, "x0001", x.ID)
	assert.Equal(t, harness.FlowCallback, x.Flow)
	assert.Equal(t, "POST https://shop.example/v2/payments/a%2Fb?x=1", x.Request.Method+" "+x.Request.Scheme+"://"+x.Request.Host+x.Request.Target)
	assert.Equal(t, http.Header{"X-A": {"2", "1"}, "User-Agent": {"Go-http-client/1.1"}, "Content-Length": {"31"}}, x.Request.Header, "what the transport added was sent, too")
	assert.Equal(t, harness.Body{Bytes: []byte(sent), Size: 31}, x.Request.Body)
	assert.Equal(t, 302, x.Response.Status)
	assert.Equal(t, []string{"b", "a"}, x.Response.Header["Set-Cookie"])
	assert.Equal(t, answered, string(x.Response.Body.Bytes))
	assert.Nil(t, x.Failure)
	assert.Empty(t, recorded)
}

func TestRecordCountsWhatIsTooLong(t *testing.T) {
	t.Parallel()
	long := bytes.Repeat([]byte("0123456789"), 1_100_000)
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write(long) }))
	t.Cleanup(target.Close)
	client, recorded := recording(t, target.URL)
	for name, read := range map[string]int64{"read": int64(len(long)), "not read": 0} {
		response, err := client.Get("https://shop.example/" + strings.ReplaceAll(name, " ", ""))
		require.NoError(t, err)
		assert.Empty(t, recorded, name)
		got, err := io.ReadAll(io.LimitReader(response.Body, read))
		require.NoError(t, err)
		assert.True(t, bytes.Equal(long[:read], got), name)
		require.NoError(t, response.Body.Close())
		x := <-recorded
		assert.Len(t, x.Response.Body.Bytes, 10<<20)
		assert.EqualValues(t, len(long), x.Response.Body.Size)
		assert.Nil(t, x.Failure)
	}
}

func TestRecordKeepsFailures(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, answer string
		kind         harness.FailureKind
		status       int
		body         string
	}{
		{"nobody answers in time", "", harness.TimedOut, 0, ""},
		{"the receiver closes", "close", harness.CutOff, 0, ""},
		{"the receiver closes within its answer", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalfclose", harness.CutOff, 200, "half"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target := serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				readMessage(r, withBody)
				answer, closes := strings.CutSuffix(tt.answer, "close")
				io.WriteString(c, answer)
				if !closes {
					r.ReadByte()
				}
			})
			client, recorded := recording(t, target.String())
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://shop.example/a", strings.NewReader("{}"))
			require.NoError(t, err)
			response, err := client.Do(request)
			if err == nil {
				_, err = io.ReadAll(response.Body)
				response.Body.Close()
			}
			require.Error(t, err, "the caller is told")
			x := <-recorded
			require.NotNil(t, x.Failure)
			assert.Equal(t, tt.kind, x.Failure.Kind)
			assert.Equal(t, tt.status, x.Response.Status)
			assert.Equal(t, tt.body, string(x.Response.Body.Bytes))
			assert.Equal(t, "{}", string(x.Request.Body.Bytes))
			assert.Empty(t, recorded)
		})
	}
	t.Run("nobody is there", func(t *testing.T) {
		t.Parallel()
		client, recorded := recording(t, "http://127.0.0.1:1")
		_, err := client.Get("https://shop.example/a")
		require.Error(t, err)
		x := <-recorded
		assert.Equal(t, &harness.Failure{Kind: harness.Unreachable, Detail: "connect: connection refused"}, x.Failure)
	})
	t.Run("nobody is there to take the body", func(t *testing.T) {
		t.Parallel()
		client, recorded := recording(t, "http://127.0.0.1:1")
		_, err := client.Post("https://shop.example/a", "application/json", strings.NewReader(`{"a":1}`))
		require.Error(t, err)
		x := <-recorded
		assert.Equal(t, `{"a":1}`, string(x.Request.Body.Bytes), "what the call is about stands in its body")
		assert.EqualValues(t, 7, x.Request.Body.Size)
		assert.Equal(t, "application/json", x.Request.Header.Get("Content-Type"))
	})
}
