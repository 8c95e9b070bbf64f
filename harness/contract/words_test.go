package contract_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"kontrakt/harness/contract"
)

func TestALookIsAsGoodAsACloserOne(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"": false, "e": false, "b": false, "Two mugs. Two bowls.": false, "1234567": false, "49900": false,
		"kari@example.com": true, "eyJhbGciOiJIUzI1": true, "BEARER x": true, "a Basic c2VjcmV0": true, "12345678901": true, "+4712345678": true, "4740000000": true, "?code=1": true,
	} {
		got, thorough := contract.LooksPersonal(text)
		require.Equal(t, want, got, text)
		require.Equal(t, want, thorough, text)
	}
	part := rapid.OneOf(rapid.SampledFrom([]string{"e", "y", "J", "eyJ", "b", "B", "earer ", "asic ", "ſ", "0", "47", "00", "+", "1234567", "12345678901", "@", ".", "token", "=", " ", "x"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, s := range rapid.SliceOfN(part, 0, 12).Draw(t, "parts") {
			text += s
		}
		got, thorough := contract.LooksPersonal(text)
		require.Equal(t, thorough, got, "%q", text)
	})
}
