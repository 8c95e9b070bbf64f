package proxy_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/proxy"
)

// echo answers with the request's body.
func echo(t *testing.T) *httptest.Server {
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			w.Write(body)
		}
	}))
	t.Cleanup(target.Close)
	return target
}

func TestExchangesAreNumberedAndTimed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, field      string
		duration, waited time.Duration
	}{
		{"begun, asked, answered, ended: each a tick", "X-A: b", 3 * time.Second, time.Second},
		{"begun, asked, answered, body read, ended", "Pragma: b", 4 * time.Second, 2 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			clock := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("x", 3600))
			var mu sync.Mutex
			r := start(t, proxy.Options{Target: mustParse(echo(t).URL), Now: func() time.Time {
				mu.Lock()
				defer mu.Unlock()
				clock = clock.Add(time.Second)
				return clock
			}})
			c := r.dial(t)
			for _, want := range []string{"x0001", "x0002", "x0003"} {
				c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\n"+tt.field+"\r\nContent-Length: 2\r\n\r\n{}")
				c.hear(t, "POST")
				x := r.next(t)
				assert.Equal(t, want, x.ID)
				assert.Equal(t, harness.FlowAPI, x.Flow)
				assert.Equal(t, time.UTC, x.Started.Location())
				assert.Equal(t, tt.duration, x.Duration)
				assert.Equal(t, tt.waited, x.Waited)
			}
		})
	}
}

func TestCallbacksPassTheOtherWay(t *testing.T) {
	t.Parallel()
	r := start(t, proxy.Options{Target: mustParse(echo(t).URL), Flow: harness.FlowCallback, Public: mustParse("https://shop.example/ignored")})
	c := r.dial(t)
	c.say(t, "POST /v2/payments/o-1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}")
	assert.Equal(t, "{}", c.hear(t, "POST").Body)
	x := r.next(t)
	assert.Equal(t, harness.FlowCallback, x.Flow)
	assert.Equal(t, "https://shop.example/v2/payments/o-1", x.Request.Scheme+"://"+x.Request.Host+x.Request.Target)
}

func TestBodiesBeyondTheCaptureAreRelayed(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1001, 5_000, 300_000} {
		for _, framing := range []string{fmt.Sprintf("Content-Length: %d", size), "Transfer-Encoding: chunked"} {
			t.Run(fmt.Sprintf("%d, %s", size, framing), func(t *testing.T) {
				t.Parallel()
				r := start(t, proxy.Options{Target: mustParse(echo(t).URL), MaxBody: 1000})
				body := strings.Repeat("0123456789", size/10+1)[:size]
				c := r.dial(t)
				m := wireMessage{Line: "POST /a HTTP/1.1", Fields: [][2]string{{"Host", "h"}}, Body: body, Chunked: framing[0] == 'T'}
				name, value, _ := strings.Cut(framing, ": ")
				m.Fields = append(m.Fields, [2]string{name, value})
				c.say(t, m.String())
				assert.True(t, body == c.hear(t, "POST").Body)
				x := r.next(t)
				for _, b := range []harness.Body{x.Request.Body, x.Response.Body} {
					assert.True(t, body[:1000] == string(b.Bytes))
					assert.EqualValues(t, size, b.Size)
					assert.False(t, b.Whole())
				}
				assert.Nil(t, x.Failure)
			})
		}
	}
}

func TestBytesAreRelayedAsTheyCome(t *testing.T) {
	t.Parallel()
	for _, framing := range []string{"Content-Length: 8", "Transfer-Encoding: chunked"} {
		t.Run(framing, func(t *testing.T) {
			t.Parallel()
			first, second := "", "half"
			if framing[0] == 'T' {
				first, second = "4\r\n", "4\r\nhalf\r\n0\r\n\r\n"
			}
			heard := make(chan bool)
			target := serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				readFields(r)
				io.WriteString(c, "HTTP/1.1 200 OK\r\n"+framing+"\r\n\r\n"+first+"half"+strings.Repeat("\r\n", len(first)/3))
				<-heard
				io.WriteString(c, second)
			})
			r := start(t, proxy.Options{Target: target})
			c := r.dial(t)
			c.say(t, get)
			_, err := readFields(c.Reader)
			require.NoError(t, err)
			got := make([]byte, len(first)+4)
			_, err = io.ReadFull(c.Reader, got)
			require.NoError(t, err)
			assert.Equal(t, first+"half", string(got), "the first half comes before the second is sent")
			close(heard)
			assert.Equal(t, "halfhalf", string(r.next(t).Response.Body.Bytes))
		})
	}
}

func TestRequestBodyIsRelayedAsItComes(t *testing.T) {
	t.Parallel()
	r := start(t, proxy.Options{Target: serveRaw(t, func(c net.Conn, r *bufio.Reader) {
		readFields(r)
		line, _ := r.ReadString('\n')
		fmt.Fprintf(c, "HTTP/1.1 103 Early Hints\r\nX-Got: %s\r\n\r\n", strings.TrimSpace(line))
		r.ReadString('\n')
		readFields(r)
		io.WriteString(c, ok)
	})})
	c := r.dial(t)
	c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
	assert.Equal(t, []string{"4"}, c.hear(t, "POST").values("X-Got"), "the target has the first half before the second is sent")
	c.say(t, "0\r\n\r\n")
	assert.Equal(t, "{}", c.hear(t, "POST").Body)
}

func TestInformationalAnswersAreRelayed(t *testing.T) {
	t.Parallel()
	r := start(t, proxy.Options{Target: serveRaw(t, func(c net.Conn, r *bufio.Reader) {
		readFields(r)
		io.WriteString(c, "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\nLink: <b>\r\n\r\n"+ok)
	})})
	c := r.dial(t)
	c.say(t, get)
	assert.Equal(t, "102", c.hear(t, "GET").Line[9:12])
	hints := c.hear(t, "GET")
	assert.Equal(t, "103", hints.Line[9:12])
	assert.Equal(t, []string{"<a>", "<b>"}, hints.values("Link"))
	final := c.hear(t, "GET")
	assert.Equal(t, "200", final.Line[9:12])
	assert.Empty(t, final.values("Link"))
	assert.Equal(t, 200, r.next(t).Response.Status)
}

func TestExpectContinue(t *testing.T) {
	t.Parallel()
	const head = "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
	t.Run("the target wants the body", func(t *testing.T) {
		t.Parallel()
		r := start(t, proxy.Options{Target: mustParse(echo(t).URL)})
		c := r.dial(t)
		c.say(t, head)
		assert.Equal(t, "100", c.hear(t, "POST").Line[9:12])
		c.say(t, "body")
		assert.Equal(t, "body", c.hear(t, "POST").Body)
		x := r.next(t)
		assert.Equal(t, "body", string(x.Request.Body.Bytes))
		assert.Equal(t, "100-continue", x.Request.Header.Get("Expect"))
	})
	t.Run("the target refuses unseen", func(t *testing.T) {
		t.Parallel()
		r := start(t, proxy.Options{Target: serveRaw(t, func(c net.Conn, r *bufio.Reader) {
			readFields(r)
			io.WriteString(c, "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n")
			r.ReadByte()
		})})
		c := r.dial(t)
		c.say(t, head)
		assert.Equal(t, "417", c.hear(t, "POST").Line[9:12])
		c.Close()
		x := r.next(t)
		assert.Equal(t, 417, x.Response.Status)
		assert.Empty(t, x.Request.Body.Bytes)
		assert.False(t, x.Request.Body.Whole(), "the body was announced and never captured")
	})
}

func TestAnswerBeforeTheRequestIsWhole(t *testing.T) {
	t.Parallel()
	r := start(t, proxy.Options{Target: serveRaw(t, func(c net.Conn, r *bufio.Reader) {
		readFields(r)
		io.WriteString(c, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	})})
	c := r.dial(t)
	c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nhalf")
	assert.Equal(t, "413", c.hear(t, "POST").Line[9:12], "the caller need not send the rest first")
	x := r.next(t)
	assert.Equal(t, 413, x.Response.Status)
	assert.EqualValues(t, 1_000_000, x.Request.Body.Size)
	assert.False(t, x.Request.Body.Whole())
}

func TestSinkHoldsTheNextRequestBack(t *testing.T) {
	t.Parallel()
	for _, framing := range []string{"Content-Length: 2\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"} {
		t.Run(framing[:7], func(t *testing.T) {
			t.Parallel()
			arrived := make(chan bool, 2)
			target := serveRaw(t, func(c net.Conn, r *bufio.Reader) {
				for {
					if _, err := readMessage(r, withBody); err != nil {
						return
					}
					arrived <- true
					io.WriteString(c, "HTTP/1.1 200 OK\r\n"+framing)
				}
			})
			sunk, release := make(chan string), make(chan bool)
			r := start(t, proxy.Options{Target: target, Sink: func(x *harness.Exchange) {
				sunk <- x.ID
				<-release
			}})
			c := r.dial(t)
			c.say(t, get+get)
			assert.Equal(t, "{}", c.hear(t, "GET").Body, "the caller has all of its answer")
			assert.Equal(t, "x0001", <-sunk)
			<-arrived
			assert.Empty(t, arrived, "the second request waits")
			release <- true
			assert.Equal(t, "{}", c.hear(t, "GET").Body)
			assert.Equal(t, "x0002", <-sunk)
			release <- true
		})
	}
}

func TestAwaitAndShutdownWaitForTheSink(t *testing.T) {
	t.Parallel()
	sunk, release := make(chan bool), make(chan bool)
	r := start(t, proxy.Options{Target: mustParse(echo(t).URL), Sink: func(*harness.Exchange) {
		sunk <- true
		<-release
	}})
	c := r.dial(t)
	c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\nKontrakt-Scenario: s1\r\nContent-Length: 2\r\n\r\n{}")
	c.hear(t, "POST")
	<-sunk
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, r.proxy.Await(ctx, "s1"), context.Canceled)
	require.ErrorIs(t, r.proxy.Shutdown(ctx), context.Canceled)
	require.NoError(t, r.proxy.Await(t.Context(), "s2"), "another scenario is not waited for")
	waited := make(chan error, 2)
	go func() { waited <- r.proxy.Await(t.Context(), "s1") }()
	go func() { waited <- r.proxy.Shutdown(t.Context()) }()
	release <- true
	require.NoError(t, <-waited)
	require.NoError(t, <-waited)
}

func TestPlainServerHandsOverToo(t *testing.T) {
	t.Parallel()
	var sunk []string
	p, err := proxy.New(proxy.Options{Target: mustParse(echo(t).URL), Sink: func(x *harness.Exchange) { sunk = append(sunk, x.ID) }})
	require.NoError(t, err)
	server := httptest.NewServer(p)
	response, err := http.Post(server.URL, "text/plain", strings.NewReader("hello"))
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	server.Close()
	require.NoError(t, p.Shutdown(t.Context()))
	assert.Equal(t, "hello", string(body))
	assert.Equal(t, []string{"x0001"}, sunk)
}

func TestEveryOneOfManyIsHandedOver(t *testing.T) {
	t.Parallel()
	r := start(t, proxy.Options{Target: mustParse(echo(t).URL)})
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			c := r.dial(t)
			for range 20 {
				c.say(t, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}")
				if m, err := readAnswer(c.Reader, "POST"); err != nil || m.Body != "{}" {
					t.Errorf("want {}, got %q, %v", m.Body, err)
				}
			}
		})
	}
	all.Wait()
	require.NoError(t, r.proxy.Shutdown(t.Context()))
	seen := map[string]bool{}
	for len(r.recorded) > 0 {
		seen[(<-r.recorded).ID] = true
	}
	assert.Len(t, seen, 320)
}

func TestNewSaysAllThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := proxy.New(proxy.Options{})
	require.EqualError(t, err, "proxy: no sink for exchanges\nproxy: no target")
	_, err = proxy.New(proxy.Options{Target: mustParse("ftp://user:s3cret@h/?q"), Sink: func(*harness.Exchange) {}})
	require.EqualError(t, err, "proxy: target: want an http or https URL, got scheme \"ftp\"\nproxy: target: want scheme, host and path only")
}
