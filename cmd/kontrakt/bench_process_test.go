package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A process is the product itself, built and running.
type process struct {
	*exec.Cmd
	address string
	// began is just before it was started.
	began time.Time
	out   string
}

// built compiles the program once for a benchmark.
func built(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "kontrakt")
	text, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	require.NoError(b, err, "%s", text)
	return path
}

// proxied starts the proxy before a target.
func proxied(b *testing.B, path, target string) *process {
	b.Helper()
	p := &process{out: b.TempDir()}
	p.address = free(b)
	p.Cmd = exec.Command(path, "proxy", "--target", target, "--listen", p.address, "--out", p.out, "--format", "json", "--quiet")
	p.Env = append(os.Environ(), "TMPDIR="+b.TempDir())
	p.Stderr = os.Stderr
	p.began = time.Now()
	require.NoError(b, p.Start())
	return p
}

// stop ends the program and gives what its report says of the recording.
func (p *process) stop(b *testing.B) (recorded, dropped int) {
	b.Helper()
	require.NoError(b, interrupt(p.Process))
	_ = p.Wait() // its status is the verdict
	text, err := os.ReadFile(filepath.Join(p.out, "report.json"))
	require.NoError(b, err)
	var report struct {
		Exchanges struct{ Recorded, Dropped int }
	}
	require.NoError(b, json.Unmarshal(text, &report))
	return report.Exchanges.Recorded, report.Exchanges.Dropped
}

// echo answers an initiated payment with the order that was asked for.
func echo(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	token := longText(300)
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, order, _ := bytes.Cut(body, []byte(`"orderId":"`))
		order, _, _ = bytes.Cut(order, []byte(`"`))
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"orderId":"%s","url":"https://pay.example/dwo-api-application/v1/deeplink/vippsgateway?v=2&token=%s"}`, order, token)
	})}
	go s.Serve(l)
	b.Cleanup(func() { s.Close() })
	return "http://" + l.Addr().String()
}

// BenchmarkStart measures the time from the start of the program to its first
// judged answer, with all contracts.
func BenchmarkStart(b *testing.B) {
	path, target := built(b), echo(b)
	var took []time.Duration
	for range 11 {
		p := proxied(b, path, target)
		for {
			response, err := http.Post("http://"+p.address+"/ecomm/v2/payments", "application/json", strings.NewReader(`{"transaction":{"orderId":"first"}}`))
			if err == nil {
				_, err = io.Copy(io.Discard, response.Body)
				require.NoError(b, err)
				require.NoError(b, response.Body.Close())
				break
			}
			require.Less(b, time.Since(p.began), 10*time.Second, "%v", err)
			time.Sleep(500 * time.Microsecond)
		}
		took = append(took, time.Since(p.began))
		recorded, _ := p.stop(b)
		require.Equal(b, 1, recorded)
	}
	slices.Sort(took)
	held(goal{"first judged answer after exec, all contracts", "≤ 150 ms", milli(took[len(took)/2]), took[len(took)/2] <= 150*time.Millisecond})
}

func milli(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

// BenchmarkMillion measures the memory of the program over a million exchanges
// on 64 connections, no two alike; KONTRAKT_EXCHANGES is another number.
func BenchmarkMillion(b *testing.B) {
	exchanges, err := strconv.Atoi(os.Getenv("KONTRAKT_EXCHANGES"))
	if err != nil {
		exchanges = 1_000_000
	}
	p := proxied(b, built(b), echo(b))
	var next atomic.Int64
	var all sync.WaitGroup
	errs := make([]error, 64)
	ctx, cancel := context.WithTimeout(b.Context(), 10*time.Minute)
	defer cancel()
	began := time.Now()
	for i := range errs {
		all.Go(func() { errs[i] = pay(ctx, p.address, &next, int64(exchanges)) })
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(b, err)
	}
	took := time.Since(began)
	peak := highest(b, p.Process.Pid)
	began = time.Now()
	recorded, dropped := p.stop(b)
	fmt.Printf("%d exchanges in %s; the report took %s\n", recorded, took.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	held(goal{fmt.Sprintf("peak memory after %d exchanges", exchanges), "≤ 64 MiB", fmt.Sprintf("%.1f MiB", float64(peak)/1024), peak <= 64<<10})
	held(goal{"none lost, none dropped", strconv.Itoa(exchanges) + " and 0", fmt.Sprintf("%d and %d", recorded, dropped), recorded == exchanges && dropped == 0})
}

// pay initiates payments on one connection until all are.
func pay(ctx context.Context, address string, next *atomic.Int64, most int64) error {
	conn, err := dialled(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	bearer, callback := longText(400), longText(100)
	var request []byte
	for n := next.Add(1); n <= most && ctx.Err() == nil; n = next.Add(1) {
		body := fmt.Sprintf(`{"merchantInfo":{"merchantSerialNumber":"123456","callbackPrefix":"https://shop.example/callbacks","fallBack":"https://shop.example/thanks?order=bench-%[1]d","authToken":"%[2]s"},`+
			`"customerInfo":{"mobileNumber":"4%07[1]d"},"transaction":{"orderId":"bench-%08[1]d","amount":49900,"transactionText":"One pair of socks"}}`, n, callback)
		request = fmt.Appendf(request[:0], "POST /ecomm/v2/payments HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\nOcp-Apim-Subscription-Key: 0f9e8d7c6b5a49382716f5e4d3c2b1a0\r\nMerchant-Serial-Number: 123456\r\n"+
			"Vipps-System-Name: bench\r\nVipps-System-Version: 1.0\r\nVipps-System-Plugin-Name: bench-shop\r\nVipps-System-Plugin-Version: 2.0\r\nX-Request-Id: bench-%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", bearer, n, len(body), body)
		if _, err := conn.Write(request); err != nil {
			return err
		}
		response, err := http.ReadResponse(in, nil)
		if err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			return err
		}
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("answered %s", response.Status)
		}
	}
	return ctx.Err()
}

// dialled waits for the proxy to listen.
func dialled(ctx context.Context, address string) (net.Conn, error) {
	for {
		conn, err := net.Dial("tcp", address)
		if err == nil || ctx.Err() != nil {
			return conn, err
		}
		time.Sleep(time.Millisecond)
	}
}

// highest is the most memory that a process has had, in KiB.
func highest(b *testing.B, pid int) int {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip(err)
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	value, _, _ := strings.Cut(after, "\n")
	kib, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(value, "kB")))
	require.NoError(b, err)
	return kib
}

// A goal is what a benchmark is to show.
type goal struct {
	what, want, got string
	reached         bool
}

// held prints a goal.
func held(g goal) {
	mark := "held"
	if !g.reached {
		mark = "MISSED"
	}
	fmt.Printf("goal  %-6s  %-52s  want %-12s  got %s\n", mark, g.what, g.want, g.got)
}
