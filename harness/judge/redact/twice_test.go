package redact_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"kontrakt/harness/judge/redact"
	"kontrakt/harness/sandbox/profile"
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

// A pseudonym that held what begins like a web token became another one in the
// second scrubbing, and equal values were equal no more.
func TestNoPseudonymBeginsLikeAWebToken(t *testing.T) {
	t.Parallel()
	r := redact.New(redact.Options{Key: []byte("k")})
	for i := range 60_000 {
		require.NotContains(t, r.Pseudonym(fmt.Sprintf("abC%d.abC%d", i, i)), "eyJ")
	}
}

func TestANumberTellsASandboxWhomItStandsFor(t *testing.T) {
	t.Parallel()
	r := redact.New(redact.Options{Key: []byte("k"), Telling: profile.Telling})
	for number, like := range map[string]string{
		"4791239000": `^[1-9]\d{5}9000$`, "91239017": `^[1-9]\d{3}9017$`, "+4701234567": `^\+470\d{7}$`, "35801234567": `^3580\d{7}$`,
	} {
		assert.Regexp(t, like, r.Pseudonym(number))
		assert.NotEqual(t, number, r.Pseudonym(number))
	}
	for i := range 20_000 {
		number := fmt.Sprint(4791000000 + i*97)
		wantFront, wantBack := profile.Telling(number)
		front, back := profile.Telling(r.Pseudonym(number))
		require.Equal(t, []int{wantFront, wantBack}, []int{front, back}, number)
	}
}
