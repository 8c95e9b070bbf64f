package redact_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"kontrakt/harness/judge/redact"
)

func TestScrubTwiceIsScrubOnce(t *testing.T) {
	t.Parallel()
	r := redact.New(redact.Options{Key: []byte("k")})
	for _, text := range []string{
		"Kari has +4791234567 and kari@example.com", "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghij here", "born 01010112356",
	} {
		once := r.Scrub(text)
		assert.Equal(t, once, r.Scrub(once), text)
		assert.Zero(t, r.Leaks(once), text)
	}
	assert.Equal(t, 1, r.Leaks("write to kari@example.com"))
}
