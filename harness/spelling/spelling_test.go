package spelling_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"kontrakt/harness/spelling"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"reference", "returnUrl", "amount", "fail-on"}
	tests := []struct{ name, given, want string }{
		{"another case", "Reference", "reference"},
		{"a letter too few", "refrence", "reference"},
		{"neighbours swapped", "refernece", "reference"},
		{"another way to join words", "failOn", "fail-on"},
		{"something else", "currency", ""},
		{"a short name is near to nothing by chance", "on", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, spelling.Nearest(tt.given, known))
		})
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringN(0, 8, -1).Draw(t, "a"), rapid.StringN(0, 8, -1).Draw(t, "b")
		d := spelling.Distance(a, b)
		assert.Equal(t, d, spelling.Distance(b, a), "both ways alike")
		assert.Equal(t, a == b, d == 0)
		assert.LessOrEqual(t, d, max(len([]rune(a)), len([]rune(b))))
		assert.Equal(t, 1, spelling.Distance(a, a+"x"))
	})
}
