package judge_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
	"kontrakt/harness/proxy"
	"kontrakt/harness/rules"
)

// soakLimit is the longest body that is captured in the soak.
const soakLimit = 64 << 10

// TestSoak drives the proxy and the judge with 64 connections for two seconds,
// or as long as KONTRAKT_SOAK says: callers that are slow or hang up, a target
// that is slow, resets or answers wrongly, bodies at the limit, a judge that is
// slowed down, and a disk that is full halfway. No exchange is lost, no verdict is
// wrong, and nothing stays open.
func TestSoak(t *testing.T) {
	lasts, err := time.ParseDuration(os.Getenv("KONTRAKT_SOAK"))
	if err != nil {
		lasts = 2 * time.Second
	}
	load(t, "ecom.v2") // what all tests share is loaded before anything is counted
	files := openFiles(t)

	s := startSoak(t)
	var all sync.WaitGroup
	until := time.Now().Add(lasts)
	for i := range 64 {
		all.Go(func() { s.call(rand.New(rand.NewPCG(1, uint64(i))), until) })
	}
	full := false
	for time.Now().Before(until) {
		time.Sleep(10 * time.Millisecond)
		full = full || time.Until(until) < lasts/2 && s.court.FillDisk()
	}
	all.Wait()
	require.True(t, full, "nothing was spilled")
	s.server.Close()
	require.NoError(t, s.proxy.Shutdown(t.Context()))
	s.target.Close()
	s.judged(t)
	require.ErrorContains(t, s.court.Close(), "spill exchanges to disk")
	assert.Eventually(t, func() bool { return len(openFiles(t)) <= len(files) }, 5*time.Second, 20*time.Millisecond, "files or connections stay open")
	if t.Failed() {
		t.Logf("before\n%s\nafter\n%s", strings.Join(files, "\n"), strings.Join(openFiles(t), "\n"))
	}
	assert.Eventually(t, func() bool { return !strings.Contains(stacks(), "kontrakt/harness/proxy") }, 5*time.Second, 20*time.Millisecond, "goroutines stay")
}

// A soak is what runs, and what was handed over.
type soak struct {
	court   *judge.Judge
	proxy   *proxy.Proxy
	server  *http.Server
	target  *httptest.Server
	address string

	mu    sync.Mutex
	kinds map[string][2]string
	begun int
}

func startSoak(t *testing.T) *soak {
	t.Helper()
	s := &soak{kinds: map[string][2]string{}}
	slow := rules.Check{
		Rule:  harness.Rule{ID: "test.slow", Severity: harness.Note, Says: "It takes its time."},
		Judge: func(*rules.View) []harness.Finding { time.Sleep(50 * time.Microsecond); return nil },
	}
	var err error
	s.court, err = judge.New(judge.Options{
		Contracts: set(t, load(t, "ecom.v2")...), Checks: map[string][]rules.Check{"ecom.v2": {slow}},
		Memory: 32 << 10, Queue: 16, Workers: 2, Dir: t.TempDir(),
	})
	require.NoError(t, err)
	s.target = httptest.NewServer(http.HandlerFunc(soakTarget))
	to, err := url.Parse(s.target.URL)
	require.NoError(t, err)
	count := proxy.Counter()
	ids := func() string {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.begun++
		return count()
	}
	s.proxy, err = proxy.New(proxy.Options{Target: to, MaxBody: soakLimit, IDs: ids, Sink: func(x *harness.Exchange) {
		s.mu.Lock()
		s.kinds[x.ID] = [2]string{x.Request.Header.Get("X-Caller"), x.Request.Header.Get("X-Target")}
		s.mu.Unlock()
		s.court.Submit(x)
	}})
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.address = l.Addr().String()
	s.server = proxy.NewServer(s.proxy, proxy.Limits{})
	go s.server.Serve(s.proxy.Front(l, proxy.Limits{}))
	return s
}

var (
	callers = []string{"valid", "valid", "valid", "wrong", "slow", "large", "larger", "hangs-up"}
	targets = []string{"ok", "ok", "ok", "ok", "wrong", "slow", "large", "larger", "resets", "resets-within"}
)

// call sends one payment after the other, on a new connection where the last one
// ended.
func (s *soak) call(random *rand.Rand, until time.Time) {
	var conn net.Conn
	var in *bufio.Reader
	defer func() {
		if conn != nil {
			conn.Close()
		}
	}()
	for n := 1; time.Now().Before(until); n++ {
		if conn == nil {
			var err error
			if conn, err = net.Dial("tcp", s.address); err != nil {
				continue
			}
			in = bufio.NewReader(conn)
		}
		caller, target := callers[random.IntN(len(callers))], targets[random.IntN(len(targets))]
		if !exchange(conn, in, caller, target, n) {
			conn.Close()
			conn = nil
		}
	}
}

// exchange sends one request and reads the answer; false where the connection
// ended.
func exchange(conn net.Conn, in *bufio.Reader, caller, target string, n int) bool {
	x := initiate(n)
	body := string(x.Request.Body.Bytes)
	switch caller {
	case "wrong":
		body = strings.Replace(body, "49900", `"49900"`, 1)
	case "large":
		body += strings.Repeat(" ", soakLimit-len(body))
	case "larger":
		body += strings.Repeat(" ", soakLimit+1-len(body))
	}
	var head strings.Builder
	fmt.Fprintf(&head, "POST /ecomm/v2/payments HTTP/1.1\r\nHost: h\r\nX-Caller: %s\r\nX-Target: %s\r\nContent-Length: %d\r\n", caller, target, len(body))
	_ = x.Request.Header.Write(&head)
	head.WriteString("\r\n")
	pieces := []string{head.String() + body}
	switch caller {
	case "slow":
		pieces = []string{head.String(), body[:100], body[100:]}
	case "hangs-up":
		pieces = []string{head.String() + body[:100]}
	}
	for i, piece := range pieces {
		if i > 0 {
			time.Sleep(time.Millisecond)
		}
		if _, err := io.WriteString(conn, piece); err != nil {
			return false
		}
	}
	if caller == "hangs-up" {
		return false
	}
	response, err := http.ReadResponse(in, nil)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, response.Body)
	return err == nil && !response.Close
}

// soakTarget answers as the request asks it to.
func soakTarget(w http.ResponseWriter, r *http.Request) {
	kind := r.Header.Get("X-Target")
	io.Copy(io.Discard, r.Body)
	answer := `{"orderId":"order-1","url":"https://api.test/x"}`
	switch kind {
	case "wrong":
		answer = `{"orderId":1,"url":"https://api.test/x"}`
	case "large":
		answer += strings.Repeat(" ", soakLimit-len(answer))
	case "larger":
		answer += strings.Repeat(" ", soakLimit+1-len(answer))
	case "resets", "resets-within":
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		if kind == "resets-within" {
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"order")
			time.Sleep(time.Millisecond)
		}
		conn.(*net.TCPConn).SetLinger(0)
		conn.Close()
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if kind == "slow" {
		io.WriteString(w, answer[:10])
		w.(http.Flusher).Flush()
		time.Sleep(2 * time.Millisecond)
		answer = answer[10:]
	}
	io.WriteString(w, answer)
}

// judged holds every verdict against what was sent and answered.
func (s *soak) judged(t *testing.T) {
	t.Helper()
	var run harness.Run
	s.court.Fill(&run)
	assert.Equal(t, s.begun, run.Recorded)
	assert.Zero(t, run.Dropped)
	require.Greater(t, run.Recorded, 100)
	seen := map[string]bool{}
	for j, err := range run.Exchanges() {
		require.NoError(t, err)
		require.False(t, seen[j.ID], "%s is there twice", j.ID)
		seen[j.ID] = true
		caller, target := s.kinds[j.ID][0], s.kinds[j.ID][1]
		request, answer := 0, 0
		for _, f := range j.Findings {
			switch {
			case f.Severity != harness.Error:
			case f.Direction == harness.InRequest:
				request++
			case f.Direction == harness.InResponse:
				answer++
			}
		}
		what := fmt.Sprintf("%s: %s to %s, failure %v, status %d, request %d of %d, findings %v", j.ID, caller, target, j.Failure, j.Response.Status, len(j.Request.Body.Bytes), j.Request.Body.Size, j.Findings)
		require.Equal(t, caller == "wrong", request > 0, what)
		require.Equal(t, target == "wrong" && j.Failure == nil, answer > 0, what)
		broken := caller == "hangs-up" || strings.HasPrefix(target, "resets")
		require.Equal(t, broken, j.Failure != nil, what)
		require.Equal(t, target != "larger" || broken, j.Response.Body.Whole() || broken, what)
	}
	assert.Len(t, seen, run.Recorded)
	t.Logf("%d exchanges, %d broken", run.Recorded, run.Broken)
}

// openFiles are the files and connections of this process, by what they lead to.
// What Go waits for all of them with (an event poll and its alarm) comes with the
// first, and stays.
func openFiles(t *testing.T) []string {
	t.Helper()
	const place = "/proc/self/fd"
	entries, err := os.ReadDir(place)
	if err != nil {
		t.Skip(err)
	}
	var all []string
	for _, e := range entries {
		to, _ := os.Readlink(filepath.Join(place, e.Name()))
		if !strings.HasPrefix(to, "anon_inode:") {
			all = append(all, e.Name()+" "+to)
		}
	}
	return all
}

// stacks are those of all goroutines.
func stacks() string {
	text := make([]byte, 1<<20)
	return string(text[:runtime.Stack(text, true)])
}
