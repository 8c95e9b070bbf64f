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

func TestScrubFindsANumberWithItsCountryCode(t *testing.T) {
	t.Parallel()
	r := redact.New(redact.Options{Key: []byte("k")})
	for _, number := range []string{"4798765432", "004798765432", "4741234567"} {
		assert.NotContains(t, r.Scrub("Til "+number+" takk"), number)
	}
	for _, number := range []string{"4712345678", "5001420058", "20260102", "98765432"} {
		assert.Contains(t, r.Scrub("order "+number+" of many"), number)
	}
}
