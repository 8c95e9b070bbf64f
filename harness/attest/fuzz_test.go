package attest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/attest"
)

// Whatever a recording holds, its chain is made or refused; a chain holds the
// recording that it was made of.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "{}", `{"log":{"entries":[]}}`, `{"log":{"entries":[{"a":1},{"a":1.0,"b":"\u00e5"}]}}`, `{"log":{"entries":[1,null,"a",[]]}}`, `{"log":{"entries":{}}}`, `{"log":{"entries":[{"a":1,"a":2}]}} x`, `{"log":{"entries":[{"a":1e400}]}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, recording []byte) {
		chain, err := attest.Read(recording)
		if err != nil {
			assert.Contains(t, err.Error(), "the recording")
			return
		}
		require.NoError(t, chain.Whole(recording))
	})
}
