package judge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"kontrakt/harness"
	"kontrakt/harness/judge"
	"kontrakt/harness/judge/redact"
)

// BenchmarkSubmit is what one exchange costs from Submit to recorded, with
// everything in memory, and with nearly all redacted and spilled.
func BenchmarkSubmit(b *testing.B) {
	contracts := set(b, load(b, "ecom.v2", "access-token.v1")...)
	for _, bb := range []struct {
		name   string
		memory int64
	}{{"in memory", 1 << 40}, {"spilled", 1 << 20}} {
		b.Run(bb.name, func(b *testing.B) {
			j, err := judge.New(judge.Options{Contracts: contracts, Memory: bb.memory, Dir: b.TempDir(), Workers: 1})
			require.NoError(b, err)
			exchanges := make([]*harness.Exchange, 64)
			for i := range exchanges {
				exchanges[i] = initiate(i + 1)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				j.Submit(exchanges[i%len(exchanges)])
			}
			b.StopTimer()
			require.NoError(b, j.Close())
		})
	}
}

// BenchmarkRedact is what it costs to make an exchange fit to be seen.
func BenchmarkRedact(b *testing.B) {
	contracts := set(b, load(b, "ecom.v2")...)
	r := redact.New(redact.Options{Key: []byte("key"), Secrets: []string{subKey}, Mask: contracts.Mask})
	j, err := judge.New(judge.Options{Contracts: contracts})
	require.NoError(b, err)
	judged := j.One(initiate(1))
	b.ReportAllocs()
	for b.Loop() {
		r.Exchange(&judged)
	}
	b.StopTimer()
	require.NoError(b, j.Close())
}
