package judge_test

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
)

// KONTRAKT_EXCHANGES=100000 makes it a recording of the size that the harness
// must hold within 256 MiB.
func TestALongRecordingStaysWithinItsMemory(t *testing.T) {
	exchanges, err := strconv.Atoi(os.Getenv("KONTRAKT_EXCHANGES"))
	if err != nil {
		exchanges = 4000
	}
	const memory = 2 << 20
	o := judge.Options{Contracts: set(t, load(t, "ecom.v2")...), Dir: t.TempDir()}
	if exchanges <= 4000 {
		o.Memory = memory
	}
	before, bytes := heap(), 0
	j, err := judge.New(o)
	require.NoError(t, err)
	for n := range exchanges {
		x := initiate(n + 1)
		// No two exchanges are alike, as in life.
		with(x, "Two pairs of socks", strings.Repeat("Two pairs of socks", 5))
		with(x, "a-callback-token", "token-"+strconv.Itoa(n*7919))
		x.Response.Body = bodyOf(strings.Replace(string(x.Response.Body.Bytes), "eyJ", "eyJ"+strings.Repeat(strconv.Itoa(n), 200), 1))
		bytes += len(x.Request.Body.Bytes) + len(x.Response.Body.Bytes)
		j.Submit(x)
	}
	var run harness.Run
	j.Fill(&run)
	held := heap() - before
	t.Logf("%d exchanges with bodies of %d bytes: heap %d KiB more, resident at most %s", run.Recorded, bytes/exchanges, held>>10, resident(t))
	assert.Equal(t, exchanges, run.Recorded)
	if o.Memory == memory {
		assert.Less(t, held, int64(5*memory), "%d exchanges take more than they may", exchanges)
	}
	count := 0
	for judged, err := range run.Exchanges() {
		require.NoError(t, err)
		require.NotEmpty(t, judged.Redacted)
		count++
	}
	assert.Equal(t, exchanges, count)
	t.Logf("all read again: resident at most %s", resident(t))
	require.NoError(t, j.Close())
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func resident(t *testing.T) string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Log(err)
		return "unknown"
	}
	for line := range strings.Lines(string(status)) {
		if value, is := strings.CutPrefix(line, "VmHWM:"); is {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}
