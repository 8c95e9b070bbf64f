package session_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/sandbox/session"
)

func TestTheCallbackSaysWhatPollingSays(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"approve", "reject", "fail"} {
		b := open(t)
		b.created(fixed(option("post", 4900, 0)))
		require.Empty(t, b.act("pay"))
		assert.Empty(t, b.told(), "nothing is over yet")
		require.Empty(t, b.act(verb))
		assert.Equal(t, []delivered{{callback, "s3cr3t", b.polled()}}, b.told(), "with the token as it is")
	}
	b := open(t)
	b.created()
	b.pass("PT2H")
	assert.Empty(t, b.told(), "nobody has paid")
	b = open(t)
	b.created(func(o *session.Order) { o.Callback = "" })
	require.Empty(t, b.act("approve"))
	assert.Empty(t, b.told())
}

// attempts lists when callbacks were made.
func (b *bench) attempts() (at []string) {
	b.Helper()
	list := string(b.control("GET", "deliveries", nil))
	for _, m := range regexp.MustCompile(`"kind":"end"[^}]*"at":"2026-03-01T12:([0-9:]+)\.000Z","attempt":([0-9]+)`).FindAllStringSubmatch(list, -1) {
		at = append(at, m[2]+" "+m[1])
	}
	return at
}

func TestACallbackIsRepeated(t *testing.T) {
	t.Parallel()
	always := func(status int) func(int) int { return func(int) int { return status } }
	after := func(times int) func(int) int {
		return func(attempt int) int {
			if attempt > times {
				return 202
			}
			return 500
		}
	}
	all := []string{"1 00:00", "2 00:01", "3 00:05", "4 00:21"}
	tests := []struct {
		name     string
		takes    func(int) int
		attempts []string
	}{
		{"taken at once", always(200), all[:1]},
		{"taken with another success", always(202), all[:1]},
		{"taken the second time", after(1), all[:2]},
		{"taken the last time", after(3), all},
		{"never taken", always(500), all},
		{"led elsewhere", always(302), all},
		{"refused", always(401), all},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := open(t)
			b.takes(tt.takes)
			b.created()
			require.Empty(t, b.act("approve"))
			b.pass("P1D")
			assert.Equal(t, tt.attempts, b.attempts())
		})
	}
	assert.Len(t, session.Repeats(), 3)
}
